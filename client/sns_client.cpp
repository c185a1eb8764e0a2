#include <understudy/client.hpp>

#include "query_wire.hpp"

namespace understudy {
namespace {

constexpr query_service service{"2010-03-31", codec::query_service::sns};

} // namespace

sns_client::sns_client(client_options options) : sns_client{nullptr, std::move(options)} {}

sns_client::sns_client(std::shared_ptr<transport> transport, client_options options)
    : caller_{std::make_shared<service_caller>(sns::service_name, std::move(transport), std::move(options))}
{}

result<void> sns_client::add_permission(sns::AddPermissionInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::CheckIfPhoneNumberIsOptedOutResponse> sns_client::check_if_phone_number_is_opted_out(
    sns::CheckIfPhoneNumberIsOptedOutInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ConfirmSubscriptionResponse> sns_client::confirm_subscription(
    sns::ConfirmSubscriptionInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::CreatePlatformApplicationResponse> sns_client::create_platform_application(
    sns::CreatePlatformApplicationInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::CreateEndpointResponse> sns_client::create_platform_endpoint(
    sns::CreatePlatformEndpointInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::CreateSMSSandboxPhoneNumberResult> sns_client::create_sms_sandbox_phone_number(
    sns::CreateSMSSandboxPhoneNumberInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::CreateTopicResponse> sns_client::create_topic(sns::CreateTopicInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::delete_endpoint(sns::DeleteEndpointInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::delete_platform_application(sns::DeletePlatformApplicationInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::DeleteSMSSandboxPhoneNumberResult> sns_client::delete_sms_sandbox_phone_number(
    sns::DeleteSMSSandboxPhoneNumberInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::delete_topic(sns::DeleteTopicInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetDataProtectionPolicyResponse> sns_client::get_data_protection_policy(
    sns::GetDataProtectionPolicyInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetEndpointAttributesResponse> sns_client::get_endpoint_attributes(
    sns::GetEndpointAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetPlatformApplicationAttributesResponse> sns_client::get_platform_application_attributes(
    sns::GetPlatformApplicationAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetSMSAttributesResponse> sns_client::get_sms_attributes(
    sns::GetSMSAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetSMSSandboxAccountStatusResult> sns_client::get_sms_sandbox_account_status(
    sns::GetSMSSandboxAccountStatusInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetSubscriptionAttributesResponse> sns_client::get_subscription_attributes(
    sns::GetSubscriptionAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetTopicAttributesResponse> sns_client::get_topic_attributes(
    sns::GetTopicAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListEndpointsByPlatformApplicationResponse> sns_client::list_endpoints_by_platform_application(
    sns::ListEndpointsByPlatformApplicationInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListOriginationNumbersResult> sns_client::list_origination_numbers(
    sns::ListOriginationNumbersRequest const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListPhoneNumbersOptedOutResponse> sns_client::list_phone_numbers_opted_out(
    sns::ListPhoneNumbersOptedOutInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListPlatformApplicationsResponse> sns_client::list_platform_applications(
    sns::ListPlatformApplicationsInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListSMSSandboxPhoneNumbersResult> sns_client::list_sms_sandbox_phone_numbers(
    sns::ListSMSSandboxPhoneNumbersInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListSubscriptionsResponse> sns_client::list_subscriptions(
    sns::ListSubscriptionsInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListSubscriptionsByTopicResponse> sns_client::list_subscriptions_by_topic(
    sns::ListSubscriptionsByTopicInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListTagsForResourceResponse> sns_client::list_tags_for_resource(
    sns::ListTagsForResourceRequest const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListTopicsResponse> sns_client::list_topics(sns::ListTopicsInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::OptInPhoneNumberResponse> sns_client::opt_in_phone_number(
    sns::OptInPhoneNumberInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::PublishResponse> sns_client::publish(sns::PublishInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::PublishBatchResponse> sns_client::publish_batch(sns::PublishBatchInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::put_data_protection_policy(sns::PutDataProtectionPolicyInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::remove_permission(sns::RemovePermissionInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::set_endpoint_attributes(sns::SetEndpointAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::set_platform_application_attributes(
    sns::SetPlatformApplicationAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::SetSMSAttributesResponse> sns_client::set_sms_attributes(
    sns::SetSMSAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::set_subscription_attributes(sns::SetSubscriptionAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::set_topic_attributes(sns::SetTopicAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::SubscribeResponse> sns_client::subscribe(sns::SubscribeInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::TagResourceResponse> sns_client::tag_resource(sns::TagResourceRequest const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::unsubscribe(sns::UnsubscribeInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::UntagResourceResponse> sns_client::untag_resource(sns::UntagResourceRequest const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::VerifySMSSandboxPhoneNumberResult> sns_client::verify_sms_sandbox_phone_number(
    sns::VerifySMSSandboxPhoneNumberInput const& request) const
{
    return call_query(*caller_, service, request);
}

void sns_client::interrupt() const { caller_->interrupt(); }

} // namespace understudy
