#include "sqs/errors.hpp"

#include "sqs/error_kinds.hpp"
#include "sqs/limits.hpp"

namespace understudy::sqs::errors {

namespace {

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

service_error address_invalid(std::string_view url)
{
    return {invalid_address, text({"The address ", url, " is not valid for this endpoint."})};
}

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

service_error tag_key_characters_invalid()
{
    return invalid_parameter(
        {"Tag keys may only contain unicode letters, digits, whitespace, or one of these "
         "symbols: _ . : / = + - @'"});
}

service_error tag_value_characters_invalid()
{
    return invalid_parameter(
        {"Tag values may only contain unicode letters, digits, whitespace, or one of these "
         "symbols: _ . : / = + - @'"});
}

// Permissions.

service_error label_invalid(std::string_view label)
{
    return invalid_value(
        label, "Label",
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
}

service_error label_exists(std::string_view label)
{
    return invalid_value(label, "Label", "Already exists.");
}

service_error label_unknown(std::string_view label)
{
    return invalid_value(label, "Label", "can't find label.");
}

service_error principal_invalid(std::string_view accounts)
{
    return invalid_value(text({"[", accounts, "]"}), "PrincipalId", "Unable to verify.");
}

service_error permitted_actions_too_many(std::size_t count)
{
    return {over_limit, text({std::to_string(count), " Actions were found, maximum allowed is ",
                              std::to_string(limits::permitted_actions_max), "."})};
}

service_error permitted_action_unknown(std::string_view action)
{
    return invalid_value(text({"SQS:", action}), "ActionName",
                         "Please refer to the appropriate WSDL for a list of valid actions. ");
}

service_error permitted_action_of_owner(std::string_view action)
{
    return invalid_value(text({"SQS:", action}), "ActionName",
                         "Only the queue owner is allowed to invoke this action.");
}

service_error permissions_too_many(std::size_t count)
{
    return {over_limit, text({std::to_string(count), " Statements were found, maximum allowed is ",
                              std::to_string(limits::policy_statements_max), "."})};
}

// Move tasks.

service_error arn_malformed(std::string_view parameter)
{
    return invalid_parameter({"You must use this format to specify the ", parameter,
                              ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>"});
}

service_error resource_not_found(std::string_view parameter)
{
    return {not_found,
            text({"The resource that you specified for the ", parameter, " parameter doesn't exist."})};
}

service_error move_source_is_no_dead_letter_queue()
{
    return invalid_parameter({"Source queue must be configured as a Dead Letter Queue."});
}

service_error move_destination_type_differs(std::string_view arn)
{
    return invalid_value(arn, "DestinationArn",
                         "The destination must be of the same type as the source queue.");
}

service_error move_rate_invalid(std::int64_t rate)
{
    return invalid_value(rate, "MaxNumberOfMessagesPerSecond", "Must be between 1 and 500, if provided.");
}

service_error move_task_running()
{
    return invalid_parameter({"There is already a task running. Only one active task is allowed for a source "
                              "queue arn at a given time."});
}

service_error task_handle_invalid()
{
    return invalid_parameter({"Value for parameter TaskHandle is invalid."});
}

service_error task_does_not_exist() { return {not_found, "Task does not exist."}; }

// Lists.

service_error max_results_invalid(std::size_t max)
{
    return invalid_parameter(
        {"Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and ",
         std::to_string(max), "."});
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

} // namespace understudy::sqs::errors
