// What is wrong with parameters from before expressions.
#include "dynamodb/error_text.hpp"
#include "dynamodb/errors.hpp"

namespace understudy::dynamodb::errors {

service_error parameters_mixed(std::string_view old, std::string_view expressions)
{
    return say({"Can not use both expression and non-expression parameters in the same request: "
                "Non-expression parameters: {",
                old, "} Expression parameters: {", expressions, "}"});
}

service_error operator_without_conditions()
{
    return say({"ConditionalOperator cannot be used without Filter or Expected"});
}

service_error operator_with_one_condition()
{
    return say({"ConditionalOperator can only be used when Filter or Expected has two or more elements"});
}

service_error argument_count(std::string_view comparison)
{
    return invalid({"Invalid number of argument(s) for the ", comparison, " ComparisonOperator"});
}

service_error arguments_differ_in_type()
{
    return invalid({"AttributeValues inside AttributeValueList must be of same type"});
}

service_error argument_type(std::string_view comparison, std::string_view type)
{
    return invalid({"ComparisonOperator ", comparison, " is not valid for ", type, " AttributeValue type"});
}

service_error range_reversed()
{
    return say(
        {"The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"});
}

service_error value_missing(std::string_view exists, std::string_view attribute)
{
    return invalid({"Value must be provided when Exists is ", exists, " for Attribute: ", attribute});
}

service_error value_beside_exists(std::string_view attribute)
{
    return invalid({"Value cannot be used when Exists is false for Attribute: ", attribute});
}

service_error value_beside_list(std::string_view attribute)
{
    return invalid({"Value and AttributeValueList cannot be used together for Attribute: ", attribute});
}

service_error exists_beside_operator(std::string_view attribute)
{
    return invalid({"Exists and ComparisonOperator cannot be used together for Attribute: ", attribute});
}

service_error operator_without_value(std::string_view comparison, std::string_view attribute)
{
    return invalid({"Value or AttributeValueList must be used with ComparisonOperator: ", comparison,
                    " for Attribute: ", attribute});
}

service_error list_without_operator(std::string_view attribute)
{
    return invalid(
        {"AttributeValueList can only be used with a ComparisonOperator for Attribute: ", attribute});
}

service_error update_without_value()
{
    return invalid({"Only DELETE action is allowed when no attribute value is specified"});
}

service_error delete_action_type(std::string_view type)
{
    return invalid({"DELETE action with value is not supported for the type ", type});
}

service_error add_action_type(std::string_view type)
{
    return invalid({"ADD action is not supported for the type ", type});
}

service_error update_type_mismatch() { return say({"Type mismatch for attribute to update"}); }

service_error attribute_to_get_duplicated(std::string_view attribute)
{
    return invalid({"Duplicate value in attribute name: ", attribute});
}

} // namespace understudy::dynamodb::errors
