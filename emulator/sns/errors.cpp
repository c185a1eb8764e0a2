#include "sns/error_texts.hpp"
#include "sns/limits.hpp"

namespace understudy::sns::errors {

service_error parameter_missing(std::string_view path)
{
    return not_valid("Value null at '", path, "' failed to satisfy constraint: Member must not be null");
}

service_error arn_elements_missing(std::string_view parameter, std::size_t elements)
{
    return invalid_parameter(parameter, " Reason: An ARN must have at least 6 elements, not ",
                             std::to_string(elements));
}

service_error arn_of_another_region(std::string_view parameter) { return invalid_parameter(parameter); }

service_error next_token_invalid() { return invalid_parameter("NextToken"); }

service_error topic_does_not_exist() { return {not_found_kind, "Topic does not exist"}; }

service_error topic_name_invalid() { return invalid_parameter("Topic Name"); }

service_error topic_attributes_differ()
{
    return invalid_parameter("Attributes Reason: Topic already exists with different attributes");
}

service_error topic_tags_differ()
{
    return invalid_parameter("Tags Reason: Topic already exists with different tags");
}

service_error topic_has_archive()
{
    return {invalid_state_kind, "Cannot delete a topic with an active archive policy"};
}

service_error tag_keys_duplicated() { return invalid_parameter("Duplicated keys are not allowed."); }

service_error tag_limit_exceeded()
{
    return {tag_limit_kind, "Could not complete request: tag quota of per resource exceeded"};
}

service_error tag_key_too_long(std::string_view key, std::size_t index)
{
    return not_valid(
        "Value '", key, "' at 'tags.", std::to_string(index),
        ".member.key' failed to satisfy constraint: Member must have length less than or equal to ",
        std::to_string(limits::tag_key_characters_max));
}

service_error tag_key_empty(std::size_t index)
{
    return not_valid(
        "Value '' at 'tags.", std::to_string(index),
        ".member.key' failed to satisfy constraint: Member must have length greater than or equal to 1");
}

service_error tag_value_too_long(std::string_view value, std::size_t index)
{
    return not_valid(
        "Value '", value, "' at 'tags.", std::to_string(index),
        ".member.value' failed to satisfy constraint: Member must have length less than or equal to ",
        std::to_string(limits::tag_value_characters_max));
}

service_error attribute_name_invalid() { return invalid_parameter("AttributeName"); }

service_error attribute_unknown(std::string_view name)
{
    return invalid_parameter("Attributes Reason: Unknown attribute: ", name);
}

service_error attribute_value_invalid(origin from, std::string_view name, std::string_view value,
                                      std::string_view expected)
{
    return invalid_attribute(from, name, ": Invalid value [", value, "]. Must be ", expected, ".");
}

service_error attribute_for_fifo_topics_only(origin from, std::string_view name)
{
    return invalid_attribute(from, name, ": can only be set for FIFO topics");
}

service_error display_name_too_long(origin from)
{
    return invalid_attribute(from, "DisplayName: must be at most 100 characters long");
}

service_error sample_rate_invalid(origin from, std::string_view name, std::string_view value)
{
    return invalid_attribute(from, name, ": ", value, " value provided is not an integer between 0-100");
}

service_error message_size_needs_few_subscriptions(origin from)
{
    return invalid_attribute(
        from, "MaximumMessageSize: a value above 262144 needs at most 100 subscriptions, with the "
              "protocols sqs, firehose or lambda");
}

service_error policy_malformed(origin from) { return invalid_attribute(from, "Policy Error: null"); }

service_error policy_principal_not_found(origin from)
{
    return invalid_attribute(from, "Policy Error: PrincipalNotFound");
}

service_error policy_action_unknown(origin from)
{
    return invalid_attribute(from, "Policy statement action out of service scope!");
}

service_error archive_policy_invalid(origin from)
{
    return invalid_attribute(
        from, "ArchivePolicy: MessageRetentionPeriod must be a number of days between 1 and 365");
}

service_error policy_invalid(origin from, std::string_view attribute, std::string_view complaint)
{
    return invalid_attribute(from, attribute, ": ", complaint);
}

service_error subscription_does_not_exist() { return {not_found_kind, "Subscription does not exist"}; }

service_error subscription_id_missing() { return invalid_parameter("SubscriptionId"); }

service_error subscription_arn_missing()
{
    return invalid_parameter("SubscriptionArn Reason: no value for required parameter");
}

service_error subscription_pending()
{
    return invalid_parameter("SubscriptionArn Reason: the subscription is pending confirmation");
}

service_error subscription_attributes_differ()
{
    return invalid_parameter("Attributes Reason: Subscription already exists with different attributes");
}

service_error unsubscribe_not_authorized(std::string_view account, std::string_view arn)
{
    return {authorization_kind,
            joined("User: arn:aws:iam::", account,
                   ":root is not authorized to perform: SNS:Unsubscribe on resource: ", arn)};
}

service_error protocol_unknown(std::string_view protocol)
{
    return invalid_parameter("Amazon SNS does not support this protocol string: ", protocol);
}

service_error protocol_not_for_fifo_topics(std::string_view protocol)
{
    return invalid_parameter("Invalid protocol type: ", protocol);
}

service_error sqs_endpoint_invalid() { return invalid_parameter("SQS endpoint ARN"); }

service_error lambda_endpoint_invalid() { return invalid_parameter("Lambda endpoint ARN"); }

service_error firehose_endpoint_invalid() { return invalid_parameter("Firehose endpoint ARN"); }

service_error firehose_role_missing()
{
    return invalid_parameter("Attributes Reason: SubscriptionRoleArn: required for the firehose protocol");
}

service_error application_endpoint_invalid(std::string_view endpoint)
{
    return invalid_parameter("Application endpoint arn invalid:", endpoint);
}

service_error email_endpoint_invalid() { return invalid_parameter("Email address"); }

service_error sms_endpoint_invalid(std::string_view endpoint)
{
    return {invalid_parameter_kind, joined("Invalid SMS endpoint: ", endpoint)};
}

service_error endpoint_does_not_match_protocol()
{
    return invalid_parameter("Endpoint must match the specified protocol");
}

service_error fifo_queue_on_standard_topic()
{
    return invalid_parameter(
        "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard "
        "SNS topics"); // AWS says it twice
}

service_error topic_takes_large_messages()
{
    return invalid_parameter(
        "TopicArn Reason: a MaximumMessageSize above 262144 needs at most 100 subscriptions, with "
        "the protocols sqs, firehose or lambda");
}

service_error raw_delivery_value_invalid(origin from, std::string_view value)
{
    return attribute_value_invalid(from, "RawMessageDelivery", value, "true or false");
}

service_error raw_delivery_not_supported(origin from, std::string_view protocol)
{
    return invalid_attribute(from, "Delivery protocol [", protocol,
                             "] does not support raw message delivery.");
}

service_error delivery_policy_not_supported(origin from, std::string_view protocol)
{
    return invalid_attribute(from, "Delivery protocol [", protocol, "] does not support delivery policies.");
}

service_error filter_scope_invalid(origin from, std::string_view value)
{
    return invalid_attribute(from, "FilterPolicyScope: Invalid value [", value,
                             "]. Please use either MessageBody or MessageAttributes");
}

service_error filter_scope_not_nested()
{
    return invalid_parameter("Filter policy scope MessageAttributes does not support nested filter policy");
}

service_error redrive_policy_key_unknown(origin from, std::string_view key)
{
    return invalid_attribute(from, "RedrivePolicy: invalid JSON. Attribute ", key, " is unknown.");
}

service_error redrive_policy_arn_invalid(origin from)
{
    return invalid_attribute(from, "RedrivePolicy: deadLetterTargetArn is an invalid arn");
}

service_error redrive_policy_needs_fifo_queue(origin from)
{
    return invalid_attribute(from,
                             "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO "
                             "Topic.");
}

service_error redrive_policy_needs_standard_queue(origin from)
{
    return invalid_attribute(from,
                             "RedrivePolicy: must use a standard queue as DLQ for a standard Subscription.");
}

service_error topic_of_token_invalid() { return invalid_parameter("Topic"); }

service_error token_malformed() { return {invalid_parameter_kind, "Invalid token"}; }

service_error token_unknown() { return invalid_parameter("Token"); }

service_error resource_does_not_exist() { return {resource_not_found_kind, "Resource does not exist"}; }

service_error data_protection_policy_invalid(std::string_view why)
{
    return invalid_parameter("DataProtectionPolicy Reason: ", why);
}

service_error account_invalid() { return invalid_parameter("A provided account ID is not valid"); }

service_error statement_exists() { return invalid_parameter("Statement already exists"); }

service_error endpoint_deleted(std::string_view arn)
{
    return invalid_parameter("Endpoint Reason: Endpoint does not exist for endpoint arn", arn); // no blank
}

} // namespace understudy::sns::errors
