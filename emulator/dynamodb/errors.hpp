// Every error that DynamoDB's functions can say: one function each, the text once. What expressions are refused for is in
// expression/faults.hpp; invalid_expression() puts the prefix in front of it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/attribute_value.hpp>

#include "dynamodb/number.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace understudy::dynamodb::errors {

service_error validation(std::string text);

// Tables and who may use them
service_error resource_not_found();
service_error table_not_found(std::string_view table);
service_error table_already_exists(std::string_view table);
service_error table_being_created(std::string_view table);
service_error table_being_deleted(std::string_view table);
service_error protected_against_deletion();
service_error access_denied();
service_error invalid_region(std::string_view arn);
service_error not_a_table_arn(std::string_view arn);
service_error conditional_check_failed(std::optional<item> const& existing);

// Values
service_error value_is_empty();
service_error value_has_several_types();
service_error null_is_not_true();
service_error string_set_is_empty();
service_error number_set_is_empty();
service_error binary_set_is_empty();
service_error set_holds_null();
service_error string_set_has_duplicates(std::string_view members);
service_error binary_set_has_duplicates(std::string_view members);
service_error number_set_has_duplicates();
service_error invalid_number(number_fault fault, std::string_view text);
service_error nested_too_deep();
service_error attribute_name_is_empty();
service_error attribute_name_is_too_long();
service_error item_too_large();
service_error item_to_update_too_large();

// Keys
service_error key_does_not_match_schema();
service_error key_missing_in_item(std::string_view attribute);
service_error key_type_mismatch(std::string_view attribute, std::string_view expected,
                                std::string_view actual);
service_error hash_key_too_large();
service_error range_key_too_large();
service_error key_is_empty(std::string_view attribute, bool is_binary);
service_error index_key_type_mismatch(std::string_view attribute, std::string_view expected,
                                      std::string_view actual, std::string_view index);
service_error index_key_is_empty(std::string_view attribute, bool is_binary, std::string_view index);
service_error update_makes_index_key_unsupported();
service_error update_makes_index_key_empty(bool is_binary);
service_error key_cannot_be_updated(std::string_view attribute);
service_error key_must_be_scalar(std::string_view attribute);
service_error index_key_must_be_scalar(std::string_view attribute);

// Parameters of expressions
service_error invalid_expression(std::string_view kind, std::string_view fault);
service_error names_without_expression();
service_error values_without_expression();
service_error names_are_empty();
service_error values_are_empty();
service_error invalid_name_key(std::string_view key);
service_error invalid_value_key(std::string_view key);
service_error name_key_too_long(std::size_t bytes);
service_error value_key_too_long();
service_error substituted_name_is_empty(std::string_view key);
service_error names_unused(std::string_view keys);
service_error values_unused(std::string_view keys);
service_error return_values_not_supported();

// Applying an update
service_error update_reads_missing_attribute();
service_error update_path_invalid();
service_error update_operand_type();

// CreateTable
service_error throughput_missing();
service_error throughput_not_allowed();
service_error throughput_out_of_bounds(std::int64_t value, std::string_view unit);
service_error index_throughput_out_of_bounds(std::int64_t value, std::string_view unit,
                                             std::string_view index);
service_error index_throughput_missing(std::string_view index);
service_error index_throughput_not_allowed(std::string_view index);
service_error first_key_is_not_hash();
service_error second_key_is_not_range();
service_error hash_and_range_share_name();
service_error keys_have_no_definition();
service_error keys_not_defined(std::string_view keys, std::string_view definitions);
service_error definitions_do_not_match_keys();
service_error definitions_unused(std::string_view definitions, std::string_view keys);
service_error definition_duplicated(std::string_view attribute);
service_error local_indexes_empty();
service_error global_indexes_empty();
service_error local_index_needs_range_key();
service_error local_index_without_range_key(std::string_view index);
service_error local_index_with_other_hash_key(std::string_view index, std::string_view hash,
                                              std::string_view table_hash);
service_error too_many_local_indexes();
service_error too_many_global_indexes();
service_error index_name_duplicated(std::string_view index);
service_error index_keys_share_name();
service_error hash_keys_must_come_first();
service_error too_many_index_keys(std::string_view key_type);
service_error projection_type_missing();
service_error projection_does_not_take_attributes(std::string_view type);
service_error projection_needs_attributes();
service_error projected_attribute_duplicated(std::string_view attribute);
service_error too_many_projected_attributes();
service_error stream_needs_view_type();
service_error stream_takes_no_view_type();
service_error sse_type_without_sse();
service_error kms_key_without_sse();
service_error kms_type_required();
service_error aes_not_supported();
service_error invalid_table_class();
service_error too_many_tags();
service_error invalid_tag_key(std::string_view key);
service_error invalid_tag_value(std::string_view value);
service_error reserved_tag_key(std::string_view key);
service_error tag_duplicated(std::string_view key);

} // namespace understudy::dynamodb::errors
