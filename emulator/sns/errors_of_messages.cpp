#include "sns/error_texts.hpp"

namespace understudy::sns::errors {

service_error target_missing()
{
    return invalid_parameter("TopicArn or TargetArn Reason: no value for required parameter");
}

service_error target_ambiguous()
{
    return invalid_parameter("TopicArn or TargetArn or PhoneNumber Reason: only one target may be given");
}

service_error endpoint_not_found()
{
    return invalid_parameter("TargetArn Reason: No endpoint found for the target arn specified");
}

service_error phone_number_invalid(std::string_view number)
{
    return invalid_parameter("PhoneNumber Reason: ", number, " is not valid to publish to");
}

service_error message_empty() { return invalid_parameter("Empty message"); }

service_error message_too_long() { return invalid_parameter("Message too long"); }

service_error subject_invalid() { return invalid_parameter("Subject"); }

service_error message_structure_invalid() { return invalid_parameter("MessageStructure"); }

service_error message_structure_not_json()
{
    return invalid_parameter("Message Structure - JSON message body failed to parse");
}

service_error message_structure_without_default()
{
    return invalid_parameter("Message Structure - No default entry in JSON message body");
}

service_error group_id_missing()
{
    return invalid_parameter("The MessageGroupId parameter is required for FIFO topics");
}

service_error group_id_invalid()
{
    return invalid_parameter(
        "MessageGroupId Reason: can only include alphanumeric and punctuation characters, 1 to "
        "128 in length");
}

service_error deduplication_id_missing()
{
    return invalid_parameter("The topic should either have ContentBasedDeduplication enabled or "
                             "MessageDeduplicationId provided explicitly");
}

service_error deduplication_id_invalid()
{
    return invalid_parameter("MessageDeduplicationId Reason: can only include alphanumeric and punctuation "
                             "characters, 1 to 128 in length");
}

service_error deduplication_id_not_for_standard_topics()
{
    return invalid_parameter(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter "
        "that is not valid for this topic type");
}

service_error attribute_value_empty(std::string_view name, std::string_view type)
{
    return invalid_value("The message attribute '", name,
                         "' must contain non-empty message attribute value for message attribute type '",
                         type, "'.");
}

service_error attribute_field_wrong(std::string_view name, std::string_view type, std::string_view field)
{
    return invalid_value("The message attribute '", name, "' with type '", type, "' must use field '", field,
                         "'.");
}

service_error attribute_type_unknown(std::string_view name)
{
    return invalid_value(
        "The message attribute '", name,
        "' has an invalid message attribute type, the set of supported type prefixes is Binary, "
        "Number, and String.");
}

service_error attribute_number_malformed(std::string_view name)
{
    return invalid_value("Could not cast message attribute '", name, "' value to number.");
}

service_error attribute_array_malformed(std::string_view name)
{
    return invalid_value("The message attribute '", name, "' with type 'String.Array' must be a JSON array.");
}

service_error attribute_name_empty()
{
    return invalid_value("Length of message attribute name must be greater than 0 bytes.");
}

service_error attribute_name_too_long()
{
    return invalid_value("Length of message attribute name must be less than 256 bytes.");
}

service_error attribute_name_character(unsigned character)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string hex;
    for (auto rest = character; rest != 0; rest /= 16) { hex.insert(hex.begin(), digits[rest % 16]); }
    return invalid_value(
        "Invalid non-alphanumeric character '#x", hex.empty() ? "0" : hex,
        "' was found in the message attribute name. Can only include alphanumeric characters, "
        "hyphens, underscores, or dots.");
}

service_error attribute_name_leading_dot()
{
    return invalid_value("Invalid message attribute name starting with character '.' was found.");
}

service_error attribute_name_trailing_dot()
{
    return invalid_value("Invalid message attribute name ending with character '.' was found.");
}

service_error attribute_name_double_dot()
{
    return invalid_value("Message attribute name can not have successive '.' character.");
}

service_error endpoint_disabled() { return {endpoint_disabled_kind, "Endpoint is disabled"}; }

service_error batch_too_many_entries()
{
    return {too_many_entries_kind, "The batch request contains more entries than permissible."};
}

service_error batch_ids_not_distinct()
{
    return {ids_not_distinct_kind, "Two or more batch entries in the request have the same Id."};
}

service_error batch_id_invalid(std::string_view id)
{
    return {batch_id_kind,
            joined("The Id of a batch entry in the batch request contains an impermissible character: ", id)};
}

service_error batch_id_too_long(std::string_view id)
{
    return {batch_id_kind, joined("The Id of a batch entry in the batch request is too long: ", id)};
}

service_error batch_too_long()
{
    return {batch_too_long_kind, "The length of all the messages put together is more than the limit."};
}

} // namespace understudy::sns::errors
