// The errors of calls about messages.
#include "sqs/errors.hpp"

#include "sqs/error_kinds.hpp"
#include "sqs/limits.hpp"

namespace understudy::sqs::errors {

namespace {

constexpr std::string_view invalid_characters =
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
    "#x10000 to #x10FFFF";

} // namespace

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

service_error entry_visibility_invalid(std::int64_t value)
{
    return invalid_value(value, "VisibilityTimeout",
                         "VisibilityTimeout must be an integer between 0 and 43200.");
}

// Batches.

service_error batch_empty(std::string_view entry_name)
{
    return {empty_batch, text({"There should be at least one ", entry_name, " in the request."})};
}

service_error batch_entries_too_many(std::size_t count)
{
    return {too_many_entries,
            text({"Maximum number of entries per request are ", std::to_string(limits::batch_entries_max),
                  ". You have sent ", std::to_string(count), "."})};
}

service_error batch_entry_id_invalid()
{
    return {invalid_batch_entry_id, "A batch entry id can only contain alphanumeric characters, hyphens and "
                                    "underscores. It can be at most 80 letters long."};
}

service_error batch_entry_id_repeated(std::string_view id)
{
    return {batch_ids_not_distinct, text({"Id ", id, " repeated."})};
}

service_error batch_request_too_long(std::size_t bytes)
{
    return {batch_too_long,
            text({"Batch requests cannot be longer than ", std::to_string(limits::batch_bytes_max),
                  " bytes. You have sent ", std::to_string(bytes), " bytes."})};
}

service_error group_id_missing_in_batch()
{
    return invalid_parameter({"The request must contain the parameter MessageGroupId."});
}

service_error entry_too_long(std::int64_t bytes_max)
{
    return invalid_parameter(
        {"One or more parameters cannot be validated. Reason: Message must be shorter than ",
         std::to_string(bytes_max), " bytes."});
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
