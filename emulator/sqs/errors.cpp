#include "sqs/errors.hpp"

#include "sqs/limits.hpp"

#include <initializer_list>
#include <string>

namespace understudy::sqs::errors {

namespace {

// Errors that every AWS service can say carry another namespace than the service's own.
constexpr std::string_view common = "com.amazon.coral.service";

constexpr error_kind invalid_parameter_value{
    .shape = "InvalidParameterValueException", .query_code = "InvalidParameterValue", .name_space = common};
constexpr error_kind missing_parameter{
    .shape = "MissingRequiredParameterException", .query_code = "MissingParameter", .name_space = common};
constexpr error_kind invalid_attribute_name{.shape = "InvalidAttributeName",
                                            .query_code = "InvalidAttributeName"};
constexpr error_kind invalid_attribute_value{.shape = "InvalidAttributeValue",
                                             .query_code = "InvalidAttributeValue"};
constexpr error_kind nonexistent_queue{.shape = "QueueDoesNotExist",
                                       .query_code = "AWS.SimpleQueueService.NonExistentQueue"};
constexpr error_kind existing_queue_name{.shape = "QueueNameExists", .query_code = "QueueAlreadyExists"};
constexpr error_kind recently_deleted{.shape = "QueueDeletedRecently",
                                      .query_code = "AWS.SimpleQueueService.QueueDeletedRecently"};
constexpr error_kind purge_queue_in_progress{.shape = "PurgeQueueInProgress",
                                             .query_code = "AWS.SimpleQueueService.PurgeQueueInProgress",
                                             .status = 403};
constexpr error_kind invalid_message_contents{.shape = "InvalidMessageContents",
                                              .query_code = "InvalidMessageContents"};
constexpr error_kind invalid_receipt_handle{
    .shape = "ReceiptHandleIsInvalid", .query_code = "ReceiptHandleIsInvalid", .status = 404};
constexpr error_kind unsupported_operation{.shape = "UnsupportedOperation",
                                           .query_code = "AWS.SimpleQueueService.UnsupportedOperation"};
constexpr error_kind over_limit{.shape = "OverLimit", .query_code = "OverLimit", .status = 403};

constexpr std::string_view invalid_characters =
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
    "#x10000 to #x10FFFF";

std::string text(std::initializer_list<std::string_view> parts)
{
    std::string whole;
    for (auto part : parts) whole.append(part);
    return whole;
}

/// An empty value leaves two blanks, as on AWS.
service_error invalid_value(std::string_view value, std::string_view parameter, std::string_view reason)
{
    return {invalid_parameter_value,
            text({"Value ", value, " for parameter ", parameter, " is invalid. Reason: ", reason})};
}

service_error invalid_value(std::int64_t value, std::string_view parameter, std::string_view reason)
{
    return invalid_value(std::to_string(value), parameter, reason);
}

service_error invalid_parameter(std::initializer_list<std::string_view> parts)
{
    return {invalid_parameter_value, text(parts)};
}

service_error invalid_redrive_policy(std::string_view policy, std::string_view reason)
{
    return invalid_value(policy, "RedrivePolicy", reason);
}

service_error invalid_redrive_allow_policy(std::string_view policy, std::string_view reason)
{
    return invalid_value(policy, "RedriveAllowPolicy",
                         text({"Amazon SQS can't create the redrive allow policy. ", reason}));
}

} // namespace

// Queues.

service_error queue_does_not_exist() { return {nonexistent_queue, "The specified queue does not exist."}; }

service_error queue_name_exists(std::string_view attribute)
{
    return {
        existing_queue_name,
        text({"A queue already exists with the same name and a different value for attribute ", attribute})};
}

service_error queue_name_invalid()
{
    return invalid_parameter(
        {"Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"});
}

service_error fifo_queue_name_invalid()
{
    return invalid_parameter(
        {"The name of a FIFO queue can only include alphanumeric characters, hyphens, or "
         "underscores, must end with .fifo suffix and be 1 to 80 in length"});
}

service_error queue_name_missing() { return invalid_value("", "QueueName", "Must specify a queue name."); }

service_error queue_deleted_recently()
{
    return {
        recently_deleted,
        "You must wait 60 seconds after deleting a queue before you can create another with the same name."};
}

service_error purge_in_progress(std::string_view queue_name)
{
    return {purge_queue_in_progress,
            text({"Only one PurgeQueue operation on ", queue_name, " is allowed every 60 seconds."})};
}

service_error tags_too_many(std::string_view queue_name)
{
    return invalid_parameter({"Too many tags added for queue ", queue_name, "."});
}

service_error tag_key_size_invalid()
{
    return invalid_parameter({"Tag keys must be between 1 and 128 characters in length."});
}

service_error tag_key_reserved() { return invalid_parameter({"Tag keys can't start with 'aws:'."}); }

service_error tag_value_size_invalid()
{
    return invalid_parameter({"Tag values must be between 0 and 256 characters in length."});
}

// Lists.

service_error max_results_invalid()
{
    return invalid_parameter(
        {"Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000."});
}

service_error max_results_missing()
{
    return invalid_parameter({"MaxResults is a mandatory parameter when you provide a value for NextToken."});
}

service_error next_token_of_another_request()
{
    return invalid_parameter(
        {"Invalid NextToken value. If you are passing in NextToken, you must not change the "
         "other request parameters."});
}

service_error next_token_invalid() { return invalid_parameter({"Invalid or expired next token."}); }

// Queue attributes.

service_error attribute_unknown(std::string_view name)
{
    return {invalid_attribute_name, text({"Unknown Attribute ", name, "."})};
}

service_error attribute_of_fifo_queues(std::string_view name)
{
    return {invalid_attribute_name,
            text({"You can specify the ", name, " only when FifoQueue is set to true."})};
}

service_error attribute_value_invalid(std::string_view name)
{
    return {invalid_attribute_value, text({"Invalid value for the parameter ", name, "."})};
}

service_error queue_type_fixed()
{
    return {invalid_attribute_value,
            "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."};
}

service_error encryption_ambiguous()
{
    return {invalid_attribute_name,
            "You can use one type of server-side encryption (SSE) at one time. You can "
            "either enable KMS SSE or SQS SSE."};
}

service_error throughput_limit_invalid()
{
    return {
        invalid_attribute_value,
        "Invalid value for the parameter FifoThroughputLimit. Reason: The perMessageGroupId value is allowed "
        "only when the value for DeduplicationScope is messageGroup."};
}

service_error policy_statements_too_many(std::size_t count)
{
    return {invalid_attribute_value,
            text({std::to_string(count), " statements were found in the submitted policy, max allowed is ",
                  std::to_string(limits::policy_statements_max)})};
}

// RedrivePolicy and RedriveAllowPolicy.

service_error redrive_policy_malformed()
{
    return invalid_parameter(
        {"Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map."});
}

service_error redrive_policy_incomplete(std::string_view policy, std::string_view key)
{
    return invalid_redrive_policy(policy,
                                  text({"Redrive policy does not contain mandatory attribute: ", key, "."}));
}

service_error redrive_policy_key_unknown(std::string_view policy)
{
    return invalid_redrive_policy(
        policy, "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].");
}

service_error redrive_count_invalid(std::string_view policy, std::string_view count)
{
    return invalid_redrive_policy(policy, text({"Invalid value for maxReceiveCount: ", count,
                                                ", valid values are from 1 to 1000 both inclusive."}));
}

service_error redrive_target_is_no_queue(std::string_view policy)
{
    return invalid_redrive_policy(policy, "Only SQS queues are valid resources for deadLetterTargetArn.");
}

service_error redrive_target_elsewhere(std::string_view policy)
{
    return invalid_redrive_policy(policy,
                                  "Dead-letter queue must be in the same account and region as the source.");
}

service_error redrive_target_missing(std::string_view policy)
{
    return invalid_redrive_policy(policy, "Dead letter target does not exist.");
}

service_error redrive_target_type_differs(std::string_view policy)
{
    return invalid_redrive_policy(policy, "Dead-letter queue must be same type of queue as the source..");
}

service_error redrive_target_unwilling(std::string_view policy)
{
    return invalid_redrive_policy(
        policy, "The dead-letter queue's redrive allow policy does not permit this source queue.");
}

service_error redrive_allow_policy_malformed()
{
    return invalid_parameter(
        {"Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create "
         "the redrive allow policy, as it\u2019s in an unsupported format."});
}

service_error redrive_sources_missing(std::string_view policy)
{
    return invalid_redrive_allow_policy(policy, "When you specify the byQueue permission type, you must also "
                                                "specify one or more sourceQueueArns values.");
}

service_error redrive_sources_too_many(std::string_view policy)
{
    return invalid_redrive_allow_policy(policy,
                                        "The maximum number of source queue ARNs you can specify is 10.");
}

service_error redrive_sources_superfluous(std::string_view policy)
{
    return invalid_redrive_allow_policy(
        policy, "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.");
}

// Parameters of a call.

service_error parameter_missing(std::string_view name)
{
    return {missing_parameter, text({"The request must contain the parameter ", name, "."})};
}

service_error delay_invalid(std::int64_t value)
{
    return invalid_value(value, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
}

service_error delay_not_for_fifo(std::int64_t value)
{
    return invalid_value(value, "DelaySeconds",
                         "The request include parameter that is not valid for this queue type.");
}

service_error parameter_not_for_standard(std::string_view value, std::string_view name)
{
    return invalid_value(value, name,
                         "The request includes a parameter that is not valid for this queue type.");
}

service_error id_invalid(std::string_view value, std::string_view name)
{
    return invalid_value(
        value, name,
        text({name, " can only include alphanumeric and punctuation characters. 1 to 128 in length."}));
}

service_error deduplication_id_missing()
{
    return invalid_parameter({"The queue should either have ContentBasedDeduplication enabled or "
                              "MessageDeduplicationId provided explicitly"});
}

service_error max_number_of_messages_invalid(std::int64_t value)
{
    return invalid_value(value, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.");
}

service_error wait_time_invalid(std::int64_t value)
{
    return invalid_value(value, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.");
}

service_error receive_visibility_invalid(std::int64_t value)
{
    return invalid_value(value, "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.");
}

service_error visibility_invalid(std::int64_t value)
{
    return invalid_value(value, "VisibilityTimeout", "Must be between 0 and 43200.");
}

service_error visibility_total_exceeded(std::int64_t value)
{
    return invalid_value(value, "VisibilityTimeout",
                         "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].");
}

// Messages.

service_error message_contents_invalid()
{
    return {invalid_message_contents, std::string{invalid_characters}};
}

service_error message_too_long(std::int64_t bytes_max)
{
    return invalid_parameter({"One or more parameters are invalid. Reason: Message must be shorter than ",
                              std::to_string(bytes_max), " bytes."});
}

service_error receipt_handle_invalid(std::string_view handle)
{
    return {invalid_receipt_handle,
            text({"The input receipt handle \"", handle, "\" is not a valid receipt handle."})};
}

service_error receipt_handle_expired(std::string_view handle)
{
    return invalid_value(handle, "ReceiptHandle", "The receipt handle has expired.");
}

service_error message_unavailable(std::string_view handle)
{
    return invalid_value(handle, "ReceiptHandle",
                         "Message does not exist or is not available for visibility timeout change.");
}

service_error in_flight_limit_reached()
{
    return {over_limit, text({"The maximum number of in flight messages is reached: ",
                              std::to_string(limits::in_flight_max), "."})};
}

// Message attributes.

service_error message_attributes_too_many(std::size_t count)
{
    return invalid_parameter({"Number of message attributes [", std::to_string(count),
                              "] exceeds the allowed maximum [", std::to_string(limits::attributes_max),
                              "]."});
}

service_error message_attribute_name_empty()
{
    return invalid_parameter({"The request must contain non-empty message (user) attribute names."});
}

service_error message_attribute_name_too_long()
{
    return invalid_parameter({"Message (user) attribute name must be shorter than 256 bytes."});
}

service_error message_attribute_name_invalid()
{
    return invalid_parameter(
        {"Message (user) attributes name can only contain upper and lower score characters, "
         "digits, periods, hyphens and underscores. "});
}

service_error message_attribute_name_reserved()
{
    return invalid_parameter(
        {"You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These "
         "strings are reserved for internal use."});
}

service_error message_attribute_name_dotted()
{
    return invalid_parameter(
        {"You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These "
         "strings are reserved for internal use. Additionally, they cannot start or end with "
         "'.'."});
}

service_error message_attribute_type_missing()
{
    return invalid_parameter({"Missing required parameter DataType"});
}

service_error message_attribute_type_too_long()
{
    return invalid_parameter({"Message (user) attribute type must be shorter than 256 bytes."});
}

service_error message_attribute_type_invalid(std::string_view name)
{
    return invalid_parameter(
        {"The type of message (user) attribute '", name,
         "' is invalid. You must use only the following supported type prefixes: Binary, "
         "Number, String."});
}

service_error message_attribute_lists_unsupported()
{
    return {unsupported_operation,
            "Message attribute list values in SendMessage operation are not supported."};
}

service_error message_attribute_value_missing(std::string_view name)
{
    return invalid_parameter(
        {"The message (user) attribute '", name, "' must contain a non-empty message attribute value."});
}

service_error message_attribute_value_empty(std::string_view name, std::string_view transport_type)
{
    return invalid_parameter({"Message (user) attribute '", name,
                              "' must contain a non-empty value of type '", transport_type, "'."});
}

service_error message_attribute_value_ambiguous(std::string_view name)
{
    return invalid_parameter({"Message (user) attribute '", name, "' has multiple values."});
}

service_error message_attribute_characters_invalid() { return invalid_parameter({invalid_characters}); }

service_error message_attribute_not_a_number(std::string_view name)
{
    return invalid_parameter({"Can't cast the value of message (user) attribute '", name, "' to a number."});
}

service_error message_system_attribute_invalid(std::string_view name)
{
    return invalid_parameter({"Message system attribute name '", name, "' is invalid."});
}

service_error message_system_attribute_value_invalid(std::string_view name)
{
    return invalid_parameter(
        {"Message (system) attribute '", name, "' must contain a non-empty value of type 'String'."});
}

} // namespace understudy::sqs::errors
