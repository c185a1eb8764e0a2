#include "sns/error_texts.hpp"

namespace understudy::sns::errors {

service_error application_name_invalid(std::string_view name, std::string_view why)
{
    return invalid_parameter(name, " Reason: ", why);
}

service_error platform_not_supported(std::string_view platform)
{
    return invalid_parameter("Platform Reason: ", platform, " is not supported");
}

service_error credential_alone(std::string_view given, std::string_view other)
{
    return invalid_parameter("Attributes Reason: ", given, " attribute provided without ", other);
}

service_error application_differs()
{
    return invalid_parameter(
        "Name Reason: An application with the same name but different properties already exists");
}

service_error application_does_not_exist() { return {not_found_kind, "PlatformApplication does not exist"}; }

service_error endpoint_does_not_exist() { return {not_found_kind, "Endpoint does not exist"}; }

service_error arn_slashes_wrong(std::string_view parameter)
{
    return invalid_parameter(parameter, " Reason: Wrong number of slashes in relative portion of the ARN.");
}

service_error mobile_attribute_unknown(std::string_view name)
{
    return invalid_parameter("Attributes Reason: Invalid attribute name: ", name);
}

service_error mobile_attribute_invalid(std::string_view name, std::string_view why)
{
    return invalid_parameter("Attributes Reason: Invalid value for attribute: ", name, ": ", why);
}

service_error endpoint_token_empty() { return invalid_parameter("Token Reason: cannot be empty"); }

service_error endpoint_differs(std::string_view arn)
{
    return invalid_parameter("Token Reason: Endpoint ", arn,
                             " already exists with the same Token, but different attributes.");
}

service_error sms_attribute_unknown(std::string_view name)
{
    return {invalid_parameter_kind, joined(name, " is not a valid attribute")};
}

service_error sms_attribute_invalid(std::string_view name)
{
    return {invalid_parameter_kind, joined(name, " is invalid")};
}

service_error sms_bucket_missing()
{
    return invalid_parameter("UsageReportS3Bucket Reason: The bucket you provided does not exist");
}

service_error phone_number_malformed()
{
    return invalid_parameter("PhoneNumber Reason: input incorrectly formatted");
}

service_error phone_number_opted_out()
{
    return {opted_out_kind, "The owner of the phone number has opted out of text messages"};
}

service_error value_breaks_pattern(std::string_view value, std::string_view path, std::string_view pattern)
{
    return not_valid(
        "Value '", value, "' at '", path,
        "' failed to satisfy constraint: Member must satisfy regular expression pattern: ", pattern);
}

service_error value_too_long(std::string_view value, std::string_view path, std::size_t length)
{
    return not_valid("Value '", value, "' at '", path,
                     "' failed to satisfy constraint: Member must have length less than or equal to ",
                     std::to_string(length));
}

service_error value_too_short(std::string_view value, std::string_view path, std::size_t length)
{
    return not_valid("Value '", value, "' at '", path,
                     "' failed to satisfy constraint: Member must have length greater than or equal to ",
                     std::to_string(length));
}

service_error value_not_allowed(std::string_view value, std::string_view path, std::string_view allowed)
{
    return not_valid("Value '", value, "' at '", path,
                     "' failed to satisfy constraint: Member must satisfy enum value set: ", allowed);
}

service_error page_size_out_of_range(std::int64_t value, std::int64_t most)
{
    return not_valid("Value '", std::to_string(value),
                     "' at 'maxResults' failed to satisfy constraint: Member must have value ",
                     value < 1 ? "greater than or equal to 1"
                               : "less than or equal to " + std::to_string(most));
}

service_error sandbox_is_full()
{
    return {user_error_kind, "You have reached the maximum number of destination phone numbers"};
}

service_error one_time_password_wrong() { return {verification_kind, "The one-time password is wrong"}; }

} // namespace understudy::sns::errors
