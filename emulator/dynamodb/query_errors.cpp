// What is wrong with a Query or a Scan.
#include "dynamodb/error_text.hpp"
#include "dynamodb/errors.hpp"

namespace understudy::dynamodb::errors {

namespace {

constexpr std::string_view start_key = "The provided starting key is invalid";

} // namespace

service_error key_conditions_missing()
{
    return say(
        {"Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."});
}

service_error wrong_number_of_conditions() { return say({"Conditions can be of length 1 or 2 only"}); }

service_error too_many_conditions(std::size_t given, std::size_t keys)
{
    return say({"The number of query conditions (", std::to_string(given),
                ") exceeds the number of key attributes defined in the schema (", std::to_string(keys), ")"});
}

service_error key_condition_missing(std::string_view attribute)
{
    return say({"Query condition missed key schema element: ", attribute});
}

service_error key_condition_not_supported() { return say({"Query key condition not supported"}); }

service_error key_condition_not_indexable()
{
    return say({"Attempted conditional constraint is not an indexable operation"});
}

service_error key_condition_type()
{
    return invalid({"Condition parameter type does not match schema type"});
}

service_error hash_keys_need_equality(std::string_view attribute)
{
    return say({"HASH key attributes ", attribute, " must have equality conditions specified in the query"});
}

service_error range_keys_need_equality(std::string_view attribute, std::string_view later)
{
    return say({"RANGE key attributes ", attribute,
                " must have equality conditions specified in the query because a condition is present on key "
                "attribute ",
                later});
}

service_error index_not_found(std::string_view index)
{
    return say({"The table does not have the specified index: ", index});
}

service_error global_index_not_consistent()
{
    return say({"Consistent reads are not supported on global secondary indexes"});
}

service_error filter_on_key(std::string_view parameter, std::string_view attribute)
{
    return say(
        {parameter, " can only contain non-primary key attributes: Primary key attribute: ", attribute});
}

service_error attributes_not_selected()
{
    return say(
        {"Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"});
}

service_error projection_not_allowed(std::string_view parameter, std::string_view select)
{
    return say({"Cannot specify the ", parameter, " when choosing to get ",
                select == "COUNT" ? "only the Count" : select});
}

service_error projected_without_index()
{
    return say({"ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"});
}

service_error index_does_not_project_all(std::string_view index)
{
    return invalid({"Select type ALL_ATTRIBUTES is not supported for global secondary index ", index,
                    " because its projection type is not ALL"});
}

service_error index_does_not_project(std::string_view index, std::string_view attributes)
{
    return invalid({"Global secondary index ", index, " does not project [", attributes, "]"});
}

service_error index_does_not_project_filter(std::string_view index, std::string_view attributes)
{
    return invalid(
        {"Secondary index ", index, " does not project one or more filter attributes: [", attributes, "]"});
}

service_error start_key_invalid() { return say({start_key}); }

service_error start_key_does_not_match_schema()
{
    return say({start_key, ": The provided key element does not match the schema"});
}

service_error start_key_value(service_error inner) { return say({start_key, ": ", inner.message}); }

service_error query_cannot_be_restarted()
{
    return say({"The query can return at most one row and cannot be restarted"});
}

service_error start_key_outside_range()
{
    return say({"The provided starting key does not match the range key predicate"});
}

service_error start_key_outside_query()
{
    return say({"The provided starting key is outside query boundaries based on provided conditions"});
}

service_error start_key_of_single_item(std::string_view key)
{
    return say({"The provided exclusive start key is invalid: ExclusiveStartKey: {", key, "}"});
}

service_error start_key_of_other_segment(std::int64_t total, std::int64_t segment)
{
    return say(
        {start_key,
         ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ",
         std::to_string(total), " Segment: ", std::to_string(segment)});
}

service_error total_segments_missing()
{
    return say(
        {"The TotalSegments parameter is required but was not present in the request when Segment parameter "
         "is present"});
}

service_error segment_missing()
{
    return say(
        {"The Segment parameter is required but was not present in the request when parameter TotalSegments "
         "is present"});
}

service_error segment_too_large(std::int64_t segment, std::int64_t total)
{
    return say(
        {"The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ",
         std::to_string(segment), " is not less than TotalSegments: ", std::to_string(total)});
}

} // namespace understudy::dynamodb::errors
