// Clients for Amazon SQS, SNS, DynamoDB and STS: one typed function per operation. They talk to an emulator, to AWS itself,
// or straight into an emulator in this process:
//
//   understudy::sqs_client sqs;                                       // all from the environment, as the AWS SDKs read it
//   understudy::sqs_client sqs{{.endpoint = "http://localhost:4566"}};
//   understudy::sqs_client sqs{aws.local_transport()};                // no socket, no JSON
//
//   auto sent = sqs.send_message({.QueueUrl = url, .MessageBody = "hi"});
//   if (!sent) log(sent.error().kind.shape, sent.error().message);
//
// A refusal by the service comes back with AWS's own shape, code, status and message. When there is no answer at all, the
// error is one of client_errors, with status 0. Transient errors and throttling are retried first.
// A client may be used by several threads at the same time, and copies of it are the same client.
#pragma once

#include <understudy/credentials.hpp>
#include <understudy/error.hpp>
#include <understudy/model/dynamodb.hpp>
#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>
#include <understudy/model/sts.hpp>
#include <understudy/transport.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace understudy {

struct client_options {
    /// "http://127.0.0.1:4566". Empty: AWS_ENDPOINT_URL_SQS (and so on), AWS_SQS_ENDPOINT_URL, AWS_ENDPOINT_URL, else AWS.
    std::string endpoint = {};
    /// Empty: AWS_REGION, AWS_DEFAULT_REGION, else us-east-1.
    std::string region = {};
    /// None: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. Other endpoints than AWS's do without.
    std::optional<understudy::credentials> credentials = {};
    /// Of one attempt, all in all; a long poll gets its waiting time on top.
    std::chrono::milliseconds timeout{60'000};
    /// The first one included; AWS_MAX_ATTEMPTS is not read.
    int attempts_max = 3;
    environment from = process_environment;
};

/// What a call comes back with when the service gave no answer. Their status is 0.
namespace client_errors {
constexpr error_kind timed_out{"TimeoutError", "TimeoutError", 0};
constexpr error_kind malformed_answer{"MalformedAnswer", "MalformedAnswer", 0};
constexpr error_kind missing_credentials{"MissingCredentials", "MissingCredentials", 0};
constexpr error_kind unknown_operation{"UnknownOperationException", "InvalidAction", 400};
using understudy::connection_error;
using understudy::interrupted;
} // namespace client_errors

/// A connection pool to "http://host:port" or "https://host:port"; clients of several services can share one. An endpoint
/// that makes no sense is told by every call.
std::shared_ptr<transport> open_transport(std::string_view endpoint);

class service_caller;

class sqs_client {
public:
    explicit sqs_client(client_options options = {});
    explicit sqs_client(std::shared_ptr<transport> transport, client_options options = {});

    result<void> add_permission(sqs::AddPermissionRequest const& request) const;
    result<sqs::CancelMessageMoveTaskResult> cancel_message_move_task(
        sqs::CancelMessageMoveTaskRequest const& request) const;
    result<void> change_message_visibility(sqs::ChangeMessageVisibilityRequest const& request) const;
    result<sqs::ChangeMessageVisibilityBatchResult> change_message_visibility_batch(
        sqs::ChangeMessageVisibilityBatchRequest const& request) const;
    result<sqs::CreateQueueResult> create_queue(sqs::CreateQueueRequest const& request) const;
    result<void> delete_message(sqs::DeleteMessageRequest const& request) const;
    result<sqs::DeleteMessageBatchResult> delete_message_batch(
        sqs::DeleteMessageBatchRequest const& request) const;
    result<void> delete_queue(sqs::DeleteQueueRequest const& request) const;
    result<sqs::GetQueueAttributesResult> get_queue_attributes(
        sqs::GetQueueAttributesRequest const& request) const;
    result<sqs::GetQueueUrlResult> get_queue_url(sqs::GetQueueUrlRequest const& request) const;
    result<sqs::ListDeadLetterSourceQueuesResult> list_dead_letter_source_queues(
        sqs::ListDeadLetterSourceQueuesRequest const& request) const;
    result<sqs::ListMessageMoveTasksResult> list_message_move_tasks(
        sqs::ListMessageMoveTasksRequest const& request) const;
    result<sqs::ListQueueTagsResult> list_queue_tags(sqs::ListQueueTagsRequest const& request) const;
    result<sqs::ListQueuesResult> list_queues(sqs::ListQueuesRequest const& request = {}) const;
    result<void> purge_queue(sqs::PurgeQueueRequest const& request) const;
    result<sqs::ReceiveMessageResult> receive_message(sqs::ReceiveMessageRequest const& request) const;
    result<void> remove_permission(sqs::RemovePermissionRequest const& request) const;
    result<sqs::SendMessageResult> send_message(sqs::SendMessageRequest const& request) const;
    result<sqs::SendMessageBatchResult> send_message_batch(sqs::SendMessageBatchRequest const& request) const;
    result<void> set_queue_attributes(sqs::SetQueueAttributesRequest const& request) const;
    result<sqs::StartMessageMoveTaskResult> start_message_move_task(
        sqs::StartMessageMoveTaskRequest const& request) const;
    result<void> tag_queue(sqs::TagQueueRequest const& request) const;
    result<void> untag_queue(sqs::UntagQueueRequest const& request) const;

    /// Ends every call that waits, now and for good, of all clients that share the transport.
    void interrupt() const;

private:
    std::shared_ptr<service_caller> caller_;
};

class sns_client {
public:
    explicit sns_client(client_options options = {});
    explicit sns_client(std::shared_ptr<transport> transport, client_options options = {});

    result<void> add_permission(sns::AddPermissionInput const& request) const;
    result<sns::CheckIfPhoneNumberIsOptedOutResponse> check_if_phone_number_is_opted_out(
        sns::CheckIfPhoneNumberIsOptedOutInput const& request) const;
    result<sns::ConfirmSubscriptionResponse> confirm_subscription(
        sns::ConfirmSubscriptionInput const& request) const;
    result<sns::CreatePlatformApplicationResponse> create_platform_application(
        sns::CreatePlatformApplicationInput const& request) const;
    result<sns::CreateEndpointResponse> create_platform_endpoint(
        sns::CreatePlatformEndpointInput const& request) const;
    result<sns::CreateSMSSandboxPhoneNumberResult> create_sms_sandbox_phone_number(
        sns::CreateSMSSandboxPhoneNumberInput const& request) const;
    result<sns::CreateTopicResponse> create_topic(sns::CreateTopicInput const& request) const;
    result<void> delete_endpoint(sns::DeleteEndpointInput const& request) const;
    result<void> delete_platform_application(sns::DeletePlatformApplicationInput const& request) const;
    result<sns::DeleteSMSSandboxPhoneNumberResult> delete_sms_sandbox_phone_number(
        sns::DeleteSMSSandboxPhoneNumberInput const& request) const;
    result<void> delete_topic(sns::DeleteTopicInput const& request) const;
    result<sns::GetDataProtectionPolicyResponse> get_data_protection_policy(
        sns::GetDataProtectionPolicyInput const& request) const;
    result<sns::GetEndpointAttributesResponse> get_endpoint_attributes(
        sns::GetEndpointAttributesInput const& request) const;
    result<sns::GetPlatformApplicationAttributesResponse> get_platform_application_attributes(
        sns::GetPlatformApplicationAttributesInput const& request) const;
    result<sns::GetSMSAttributesResponse> get_sms_attributes(
        sns::GetSMSAttributesInput const& request = {}) const;
    result<sns::GetSMSSandboxAccountStatusResult> get_sms_sandbox_account_status(
        sns::GetSMSSandboxAccountStatusInput const& request = {}) const;
    result<sns::GetSubscriptionAttributesResponse> get_subscription_attributes(
        sns::GetSubscriptionAttributesInput const& request) const;
    result<sns::GetTopicAttributesResponse> get_topic_attributes(
        sns::GetTopicAttributesInput const& request) const;
    result<sns::ListEndpointsByPlatformApplicationResponse> list_endpoints_by_platform_application(
        sns::ListEndpointsByPlatformApplicationInput const& request) const;
    result<sns::ListOriginationNumbersResult> list_origination_numbers(
        sns::ListOriginationNumbersRequest const& request = {}) const;
    result<sns::ListPhoneNumbersOptedOutResponse> list_phone_numbers_opted_out(
        sns::ListPhoneNumbersOptedOutInput const& request = {}) const;
    result<sns::ListPlatformApplicationsResponse> list_platform_applications(
        sns::ListPlatformApplicationsInput const& request = {}) const;
    result<sns::ListSMSSandboxPhoneNumbersResult> list_sms_sandbox_phone_numbers(
        sns::ListSMSSandboxPhoneNumbersInput const& request = {}) const;
    result<sns::ListSubscriptionsResponse> list_subscriptions(
        sns::ListSubscriptionsInput const& request = {}) const;
    result<sns::ListSubscriptionsByTopicResponse> list_subscriptions_by_topic(
        sns::ListSubscriptionsByTopicInput const& request) const;
    result<sns::ListTagsForResourceResponse> list_tags_for_resource(
        sns::ListTagsForResourceRequest const& request) const;
    result<sns::ListTopicsResponse> list_topics(sns::ListTopicsInput const& request = {}) const;
    result<sns::OptInPhoneNumberResponse> opt_in_phone_number(
        sns::OptInPhoneNumberInput const& request) const;
    result<sns::PublishResponse> publish(sns::PublishInput const& request) const;
    result<sns::PublishBatchResponse> publish_batch(sns::PublishBatchInput const& request) const;
    result<void> put_data_protection_policy(sns::PutDataProtectionPolicyInput const& request) const;
    result<void> remove_permission(sns::RemovePermissionInput const& request) const;
    result<void> set_endpoint_attributes(sns::SetEndpointAttributesInput const& request) const;
    result<void> set_platform_application_attributes(
        sns::SetPlatformApplicationAttributesInput const& request) const;
    result<sns::SetSMSAttributesResponse> set_sms_attributes(sns::SetSMSAttributesInput const& request) const;
    result<void> set_subscription_attributes(sns::SetSubscriptionAttributesInput const& request) const;
    result<void> set_topic_attributes(sns::SetTopicAttributesInput const& request) const;
    result<sns::SubscribeResponse> subscribe(sns::SubscribeInput const& request) const;
    result<sns::TagResourceResponse> tag_resource(sns::TagResourceRequest const& request) const;
    result<void> unsubscribe(sns::UnsubscribeInput const& request) const;
    result<sns::UntagResourceResponse> untag_resource(sns::UntagResourceRequest const& request) const;
    result<sns::VerifySMSSandboxPhoneNumberResult> verify_sms_sandbox_phone_number(
        sns::VerifySMSSandboxPhoneNumberInput const& request) const;

    /// Ends every call that waits, now and for good, of all clients that share the transport.
    void interrupt() const;

private:
    std::shared_ptr<service_caller> caller_;
};

class dynamodb_client {
public:
    explicit dynamodb_client(client_options options = {});
    explicit dynamodb_client(std::shared_ptr<transport> transport, client_options options = {});

    result<dynamodb::BatchGetItemOutput> batch_get_item(dynamodb::BatchGetItemInput const& request) const;
    result<dynamodb::BatchWriteItemOutput> batch_write_item(
        dynamodb::BatchWriteItemInput const& request) const;
    result<dynamodb::CreateTableOutput> create_table(dynamodb::CreateTableInput const& request) const;
    result<dynamodb::DeleteItemOutput> delete_item(dynamodb::DeleteItemInput const& request) const;
    result<dynamodb::DeleteTableOutput> delete_table(dynamodb::DeleteTableInput const& request) const;
    result<dynamodb::DescribeContinuousBackupsOutput> describe_continuous_backups(
        dynamodb::DescribeContinuousBackupsInput const& request) const;
    result<dynamodb::DescribeEndpointsResponse> describe_endpoints(
        dynamodb::DescribeEndpointsRequest const& request = {}) const;
    result<dynamodb::DescribeLimitsOutput> describe_limits(
        dynamodb::DescribeLimitsInput const& request = {}) const;
    result<dynamodb::DescribeTableOutput> describe_table(dynamodb::DescribeTableInput const& request) const;
    result<dynamodb::DescribeTimeToLiveOutput> describe_time_to_live(
        dynamodb::DescribeTimeToLiveInput const& request) const;
    result<dynamodb::GetItemOutput> get_item(dynamodb::GetItemInput const& request) const;
    result<dynamodb::ListTablesOutput> list_tables(dynamodb::ListTablesInput const& request = {}) const;
    result<dynamodb::ListTagsOfResourceOutput> list_tags_of_resource(
        dynamodb::ListTagsOfResourceInput const& request) const;
    result<dynamodb::PutItemOutput> put_item(dynamodb::PutItemInput const& request) const;
    result<dynamodb::QueryOutput> query(dynamodb::QueryInput const& request) const;
    result<dynamodb::ScanOutput> scan(dynamodb::ScanInput const& request) const;
    result<void> tag_resource(dynamodb::TagResourceInput const& request) const;
    result<dynamodb::TransactGetItemsOutput> transact_get_items(
        dynamodb::TransactGetItemsInput const& request) const;
    result<dynamodb::TransactWriteItemsOutput> transact_write_items(
        dynamodb::TransactWriteItemsInput const& request) const;
    result<void> untag_resource(dynamodb::UntagResourceInput const& request) const;
    result<dynamodb::UpdateContinuousBackupsOutput> update_continuous_backups(
        dynamodb::UpdateContinuousBackupsInput const& request) const;
    result<dynamodb::UpdateItemOutput> update_item(dynamodb::UpdateItemInput const& request) const;
    result<dynamodb::UpdateTableOutput> update_table(dynamodb::UpdateTableInput const& request) const;
    result<dynamodb::UpdateTimeToLiveOutput> update_time_to_live(
        dynamodb::UpdateTimeToLiveInput const& request) const;

    /// Ends every call that waits, now and for good, of all clients that share the transport.
    void interrupt() const;

private:
    std::shared_ptr<service_caller> caller_;
};

class sts_client {
public:
    explicit sts_client(client_options options = {});
    explicit sts_client(std::shared_ptr<transport> transport, client_options options = {});

    result<sts::GetCallerIdentityResponse> get_caller_identity(
        sts::GetCallerIdentityRequest const& request = {}) const;

    /// Ends every call that waits, now and for good, of all clients that share the transport.
    void interrupt() const;

private:
    std::shared_ptr<service_caller> caller_;
};

} // namespace understudy
