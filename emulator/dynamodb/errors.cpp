#include "dynamodb/errors.hpp"
#include "dynamodb/error_text.hpp"

#include <charconv>
#include <limits>

namespace understudy::dynamodb::errors {

namespace {

constexpr std::string_view modelled = "com.amazonaws.dynamodb.v20120810";
constexpr std::string_view validate = "com.amazon.coral.validate";
constexpr std::string_view coral = "com.amazon.coral.service";

constexpr error_kind validation_exception{"ValidationException", "ValidationException", 400, validate};
constexpr error_kind access_denied_exception{"AccessDeniedException", "AccessDeniedException", 400, coral};
constexpr error_kind resource_not_found_exception{"ResourceNotFoundException", "ResourceNotFoundException",
                                                  400, modelled};
constexpr error_kind resource_in_use_exception{"ResourceInUseException", "ResourceInUseException", 400,
                                               modelled};
constexpr error_kind conditional_check_failed_exception{"ConditionalCheckFailedException",
                                                        "ConditionalCheckFailedException", 400, modelled};

constexpr std::string_view in_use = "Attempt to change a resource which is still in use: ";

std::string_view empty_key_value(bool is_binary)
{
    return is_binary ? "The AttributeValue for a key attribute cannot contain an empty binary value."
                     : "The AttributeValue for a key attribute cannot contain an empty string value.";
}

constexpr std::string_view not_valid = "One or more parameter values are not valid. ";

} // namespace

std::string join(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (auto const part : parts) text += part;
    return text;
}

service_error say(std::initializer_list<std::string_view> parts) { return validation(join(parts)); }

service_error invalid(std::initializer_list<std::string_view> parts)
{
    return validation("One or more parameter values were invalid: " + join(parts));
}

service_error validation(std::string text) { return {validation_exception, std::move(text)}; }

service_error resource_not_found() { return {resource_not_found_exception, "Requested resource not found"}; }

service_error table_not_found(std::string_view table)
{
    return {resource_not_found_exception,
            join({"Requested resource not found: Table: ", table, " not found"})};
}

service_error table_already_exists(std::string_view table)
{
    return {resource_in_use_exception, join({"Table already exists: ", table})};
}

service_error table_being_created(std::string_view table)
{
    return {resource_in_use_exception, join({in_use, "Table is being created: ", table})};
}

service_error table_being_deleted(std::string_view table)
{
    return {resource_in_use_exception, join({in_use, "Table is being deleted: ", table})};
}

service_error protected_against_deletion()
{
    return say(
        {"Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection "
         "first."});
}

service_error access_denied() { return {access_denied_exception, "Access is denied"}; }

service_error invalid_region(std::string_view arn)
{
    return say({"1 validation error detected: Invalid AWS region in '", arn, "'"});
}

service_error not_a_table_arn(std::string_view arn)
{
    return say({"1 validation error detected: Invalid TableArn: '", arn, "'"});
}

service_error conditional_check_failed(std::optional<item> const& existing)
{
    service_error error{conditional_check_failed_exception, "The conditional request failed"};
    if (existing) error.item = std::make_shared<item const>(*existing);
    return error;
}

service_error value_is_empty()
{
    return say({"Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"});
}

service_error value_has_several_types()
{
    return say(
        {"Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
         "datatypes"});
}

service_error null_is_not_true()
{
    return invalid({"Null attribute value types must have the value of true"});
}

service_error string_set_is_empty() { return invalid({"An string set  may not be empty"}); }

service_error number_set_is_empty() { return invalid({"An number set  may not be empty"}); }

service_error binary_set_is_empty() { return invalid({"Binary sets should not be empty"}); }

service_error set_holds_null() { return invalid({"An string set may not have a null string as a member"}); }

service_error string_set_has_duplicates(std::string_view members)
{
    return invalid({"Input collection [", members, "] contains duplicates."});
}

service_error binary_set_has_duplicates(std::string_view members)
{
    return invalid({"Input collection [", members, "]of type BS contains duplicates."});
}

service_error number_set_has_duplicates() { return invalid({"Input collection contains duplicates."}); }

service_error number_set_of_old_has_duplicates() { return say({"Input collection contains duplicates"}); }

service_error invalid_number(number_fault fault, std::string_view text)
{
    switch (fault) {
    case number_fault::too_precise:
        return say({"Attempting to store more than 38 significant digits in a Number"});
    case number_fault::overflow:
        return say(
            {"Number overflow. Attempting to store a number with magnitude larger than supported range"});
    case number_fault::underflow:
        return say(
            {"Number underflow. Attempting to store a number with magnitude smaller than supported range"});
    case number_fault::not_a_number: break;
    }
    return say({"The parameter cannot be converted to a numeric value: ", text});
}

service_error invalid_number_of_old(number_fault fault, std::string_view text)
{
    // That parser holds an exponent in 32 bits, and the largest of them turns into a small one.
    constexpr std::int64_t exponent_max = std::numeric_limits<std::int32_t>::max();
    if (text.empty()) return say({"The parameter cannot be converted to a numeric value"});
    auto const mark = text.find_first_of("eE");
    std::int64_t exponent = 0;
    if (mark != std::string_view::npos) {
        auto const digits = text.substr(mark + 1 + (text.substr(mark + 1).starts_with('+') ? 1 : 0));
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    }
    if (exponent > exponent_max || exponent < -exponent_max) fault = number_fault::not_a_number;
    if (exponent == exponent_max && fault == number_fault::overflow) fault = number_fault::underflow;
    return invalid_number(fault, text);
}

service_error nested_too_deep()
{
    return say(
        {"Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
         "supported limit"});
}

service_error attribute_name_is_empty() { return say({"Empty attribute name"}); }

service_error attribute_name_is_too_long()
{
    return invalid({"Attribute name is too large, must be less than 65536 bytes"});
}

service_error item_too_large() { return say({"Item size has exceeded the maximum allowed size"}); }

service_error item_to_update_too_large()
{
    return say({"Item size to update has exceeded the maximum allowed size"});
}

service_error key_does_not_match_schema()
{
    return say({"The provided key element does not match the schema"});
}

service_error key_missing_in_item(std::string_view attribute)
{
    return invalid({"Missing the key ", attribute, " in the item"});
}

service_error key_type_mismatch(std::string_view attribute, std::string_view expected,
                                std::string_view actual)
{
    return invalid({"Type mismatch for key ", attribute, " expected: ", expected, " actual: ", actual});
}

service_error hash_key_too_large()
{
    return invalid({"Size of hashkey has exceeded the maximum size limit of2048 bytes"});
}

service_error range_key_too_large()
{
    return invalid({"Aggregated size of all range keys has exceeded the size limit of 1024 bytes"});
}

service_error key_is_empty(std::string_view attribute, bool is_binary)
{
    return say({not_valid, empty_key_value(is_binary), " Key: ", attribute});
}

service_error index_key_type_mismatch(std::string_view attribute, std::string_view expected,
                                      std::string_view actual, std::string_view index)
{
    return invalid({"Type mismatch for Index Key ", attribute, " Expected: ", expected, " Actual: ", actual,
                    " IndexName: ", index});
}

service_error index_key_is_empty(std::string_view attribute, bool is_binary, std::string_view index)
{
    return say({not_valid, "A value specified for a secondary index key is not supported. ",
                empty_key_value(is_binary), " IndexName: ", index, ", IndexKey: ", attribute});
}

service_error update_makes_index_key_unsupported()
{
    return say({"The update expression attempted to update the secondary index key to unsupported type"});
}

service_error update_makes_index_key_empty(bool is_binary)
{
    return say(
        {not_valid,
         "The update expression attempted to update a secondary index key to a value that is not supported. ",
         empty_key_value(is_binary)});
}

service_error key_cannot_be_updated(std::string_view attribute)
{
    return invalid({"Cannot update attribute ", attribute, ". This attribute is part of the key"});
}

service_error key_must_be_scalar(std::string_view attribute)
{
    return say(
        {"Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ",
         attribute});
}

service_error index_key_must_be_scalar(std::string_view attribute)
{
    return say(
        {"Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: ",
         attribute});
}

service_error invalid_expression(std::string_view kind, std::string_view fault)
{
    return say({"Invalid ", kind, "Expression: ", fault});
}

service_error names_without_expression()
{
    return say({"ExpressionAttributeNames can only be specified when using expressions"});
}

service_error values_without_expression()
{
    return say({"ExpressionAttributeValues can only be specified when using expressions"});
}

service_error values_without_expression(std::string_view absent)
{
    return say({"ExpressionAttributeValues can only be specified when using expressions: ", absent});
}

service_error value_of_key(service_error inner, std::string_view key)
{
    return say({"ExpressionAttributeValues contains invalid value: ", inner.message, " for key ", key});
}

service_error names_are_empty() { return say({"ExpressionAttributeNames must not be empty"}); }

service_error values_are_empty() { return say({"ExpressionAttributeValues must not be empty"}); }

service_error substitutions_too_large()
{
    // The words are ours: those of AWS are not known.
    return say(
        {"The total size of ExpressionAttributeNames and ExpressionAttributeValues exceeds the maximum "
         "allowed size of 2 MB"});
}

service_error invalid_name_key(std::string_view key)
{
    return say({"ExpressionAttributeNames contains invalid key: Syntax error; key: \"", key, "\""});
}

service_error invalid_value_key(std::string_view key)
{
    return say({"ExpressionAttributeValues contains invalid key: Syntax error; key: \"", key, "\""});
}

service_error name_key_too_long(std::size_t bytes)
{
    return say(
        {"ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too "
         "long; size of key: ",
         std::to_string(bytes)});
}

service_error value_key_too_long()
{
    return say(
        {"ExpressionAttributeValues contains invalid key: The expression attribute map contains a key that is "
         "too long;"});
}

service_error substituted_name_is_empty(std::string_view key)
{
    return say({"ExpressionAttributeNames contains invalid value: Empty attribute name for key ", key});
}

service_error names_unused(std::string_view keys)
{
    return say({"Value provided in ExpressionAttributeNames unused in expressions: keys: {", keys, "}"});
}

service_error values_unused(std::string_view keys)
{
    return say({"Value provided in ExpressionAttributeValues unused in expressions: keys: {", keys, "}"});
}

service_error return_values_not_supported() { return say({"ReturnValues can only be ALL_OLD or NONE"}); }

service_error update_reads_missing_attribute()
{
    return say({"The provided expression refers to an attribute that does not exist in the item"});
}

service_error update_path_invalid()
{
    return say({"The document path provided in the update expression is invalid for update"});
}

service_error update_operand_type()
{
    return say({"An operand in the update expression has an incorrect data type"});
}

} // namespace understudy::dynamodb::errors
