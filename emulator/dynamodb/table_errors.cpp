// What is wrong with a table that somebody wants to create.
#include "dynamodb/error_text.hpp"
#include "dynamodb/errors.hpp"

namespace understudy::dynamodb::errors {

service_error throughput_missing()
{
    return invalid(
        {"ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"});
}

service_error throughput_not_allowed()
{
    return invalid({"Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                    "PAY_PER_REQUEST"});
}

service_error throughput_out_of_bounds(std::int64_t value, std::string_view unit)
{
    return say({"Given value ", std::to_string(value), " for ", unit, " is out of bounds"});
}

service_error index_throughput_out_of_bounds(std::int64_t value, std::string_view unit,
                                             std::string_view index)
{
    return say({"Given value ", std::to_string(value), " for ", unit, " is out of bounds for index ", index});
}

service_error index_throughput_missing(std::string_view index)
{
    return invalid({"ProvisionedThroughput is not specified for index: ", index});
}

service_error index_throughput_not_allowed(std::string_view index)
{
    return invalid({"ProvisionedThroughput should not be specified for index: ", index,
                    " when BillingMode is PAY_PER_REQUEST"});
}

service_error first_key_is_not_hash()
{
    return say({"Invalid KeySchema: The first KeySchemaElement is not a HASH key type"});
}

service_error second_key_is_not_range()
{
    return say({"Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"});
}

service_error hash_and_range_share_name()
{
    return say({"Both the Hash Key and the Range Key element in the KeySchema have the same name"});
}

service_error keys_have_no_definition()
{
    return say({"Invalid KeySchema: Some index key attribute have no definition"});
}

service_error keys_not_defined(std::string_view keys, std::string_view definitions)
{
    return invalid({"Some index key attributes are not defined in AttributeDefinitions. Keys: [", keys,
                    "], AttributeDefinitions: [", definitions, "]"});
}

service_error definitions_do_not_match_keys()
{
    return invalid(
        {"Number of attributes in KeySchema does not exactly match number of attributes defined in "
         "AttributeDefinitions"});
}

service_error definitions_unused(std::string_view definitions, std::string_view keys)
{
    return invalid({"Some AttributeDefinitions are not used. AttributeDefinitions: [", definitions,
                    "], keys used: [", keys, "]"});
}

service_error definition_duplicated(std::string_view attribute)
{
    return say({"Attribute Name is duplicated: ", attribute});
}

service_error local_indexes_empty() { return invalid({"List of LocalSecondaryIndexes is empty"}); }

service_error global_indexes_empty() { return invalid({"List of GlobalSecondaryIndexes is empty"}); }

service_error local_index_needs_range_key()
{
    return invalid({"Table KeySchema does not have a range key, which is required when specifying a "
                    "LocalSecondaryIndex"});
}

service_error local_index_without_range_key(std::string_view index)
{
    return invalid({"Index KeySchema does not have a range key for index: ", index});
}

service_error local_index_with_other_hash_key(std::string_view index, std::string_view hash,
                                              std::string_view table_hash)
{
    return invalid({"Index KeySchema does not have the same leading hash key as table KeySchema for index: ",
                    index, ". index hash key: ", hash, ", table hash key: ", table_hash});
}

service_error too_many_local_indexes()
{
    return invalid({"Number of LocalSecondaryIndexes exceeds per-table limit of 5"});
}

service_error too_many_global_indexes()
{
    return invalid({"GlobalSecondaryIndex count exceeds the per-table limit of 20"});
}

service_error index_name_duplicated(std::string_view index)
{
    return invalid({"Duplicate index name: ", index});
}

service_error index_keys_share_name()
{
    return say({"The KeySchema contains multiple key attributes with the same name"});
}

service_error hash_keys_must_come_first()
{
    return invalid({"All HASH key attributes must precede RANGE key attributes in the KeySchema"});
}

service_error too_many_index_keys(std::string_view key_type)
{
    return invalid({"The KeySchema exceeds the maximum allowed number of ", key_type, " key attributes"});
}

service_error projection_type_missing() { return invalid({"Unknown ProjectionType: null"}); }

service_error projection_does_not_take_attributes(std::string_view type)
{
    return invalid({"ProjectionType is ", type, ", but NonKeyAttributes is specified"});
}

service_error projection_needs_attributes()
{
    return invalid({"ProjectionType is INCLUDE, but NonKeyAttributes is not specified"});
}

service_error projected_attribute_duplicated(std::string_view attribute)
{
    return invalid({"Duplicate element in NonKeyAttributes: ", attribute});
}

service_error too_many_projected_attributes()
{
    return invalid({"Number of NonKeyAttributes exceeds per-table limit of 100"});
}

service_error stream_needs_view_type()
{
    return invalid({"Table is being created with a stream enabled, UpdateViewType is required"});
}

service_error stream_takes_no_view_type()
{
    return invalid({"Table is being created with a stream disabled, UpdateViewType should not be specified"});
}

service_error sse_type_without_sse() { return invalid({"SSEType can not be specified if Enabled is false"}); }

service_error kms_key_without_sse()
{
    return invalid({"KMSMasterKeyId can not be specified if Enabled is false"});
}

service_error kms_type_required()
{
    return invalid({"SSEType KMS is required if KMSMasterKeyId is specified"});
}

service_error aes_not_supported() { return invalid({"SSEType AES256 is not supported"}); }

service_error invalid_table_class()
{
    return say(
        {"Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, "
         "STANDARD_INFREQUENT_ACCESS]."});
}

service_error too_many_tags()
{
    return say({"Number of Tags exceed the current limit for the provided ResourceArn"});
}

service_error invalid_tag_key(std::string_view key)
{
    return say({"The Tag Key provided is invalid, Key: ", key});
}

service_error invalid_tag_value(std::string_view value)
{
    return say({"The Tag Value provided is invalid, Value: ", value});
}

service_error reserved_tag_key(std::string_view key)
{
    return say({"Tag Key cannot be prefixed with aws:, Key: ", key});
}

service_error tag_duplicated(std::string_view key)
{
    return say({"Duplicate Tag Keys provided as input: Duplicate Tag Key found ", key});
}

} // namespace understudy::dynamodb::errors
