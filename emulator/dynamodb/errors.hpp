// Every error that DynamoDB's functions can say: one function each, the text once. What expressions are refused for is in
// expression/faults.hpp; invalid_expression() puts the prefix in front of it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/dynamodb_items.hpp>

#include "dynamodb/number.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
service_error number_set_of_old_has_duplicates();
service_error invalid_number(number_fault fault, std::string_view text);
/// As the operations say it that have not been reworded in 2026.
service_error invalid_number_of_old(number_fault fault, std::string_view text);
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
service_error values_without_expression(
    std::string_view absent); // as before 2026: which expressions there are not
service_error value_of_key(service_error inner,
                           std::string_view key); // a bad value in a values map, as before 2026
service_error names_are_empty();
service_error values_are_empty();
service_error substitutions_too_large();
service_error invalid_name_key(std::string_view key);
service_error invalid_value_key(std::string_view key);
service_error name_key_too_long(std::size_t bytes);
service_error value_key_too_long();
service_error substituted_name_is_empty(std::string_view key);
service_error names_unused(std::string_view keys);
service_error values_unused(std::string_view keys);
service_error return_values_not_supported();

// Parameters from before expressions
service_error parameters_mixed(std::string_view old, std::string_view expressions);
service_error operator_without_conditions();
service_error operator_with_one_condition();
service_error argument_count(std::string_view comparison);
service_error arguments_differ_in_type();
service_error argument_type(std::string_view comparison, std::string_view type);
service_error range_reversed();
service_error value_missing(std::string_view exists, std::string_view attribute);
service_error value_beside_exists(std::string_view attribute);
service_error value_beside_list(std::string_view attribute);
service_error exists_beside_operator(std::string_view attribute);
service_error operator_without_value(std::string_view comparison, std::string_view attribute);
service_error list_without_operator(std::string_view attribute);
service_error update_without_value();
service_error delete_action_type(std::string_view type);
service_error add_action_type(std::string_view type);
service_error update_type_mismatch();
service_error attribute_to_get_duplicated(std::string_view attribute);

// Query and Scan
service_error key_conditions_missing();
service_error wrong_number_of_conditions();
service_error too_many_conditions(std::size_t given, std::size_t keys);
service_error key_condition_missing(std::string_view attribute);
service_error key_condition_not_supported();
service_error key_condition_not_indexable();
service_error key_condition_type();
service_error hash_keys_need_equality(std::string_view attribute);
service_error range_keys_need_equality(std::string_view attribute, std::string_view later);
service_error index_not_found(std::string_view index);
service_error global_index_not_consistent();
service_error filter_on_key(std::string_view parameter, std::string_view attribute);
service_error attributes_not_selected();
service_error projection_not_allowed(std::string_view parameter, std::string_view select);
service_error projected_without_index();
service_error index_does_not_project_all(std::string_view index);
service_error index_does_not_project(std::string_view index, std::string_view attributes);
service_error index_does_not_project_filter(std::string_view index, std::string_view attributes);
service_error start_key_invalid();
service_error start_key_does_not_match_schema();
service_error start_key_value(service_error inner);
service_error query_cannot_be_restarted();
service_error start_key_outside_range();
service_error start_key_outside_query();
service_error start_key_of_single_item(std::string_view key);
service_error start_key_of_other_segment(std::int64_t total, std::int64_t segment);
service_error total_segments_missing();
service_error segment_missing();
service_error segment_too_large(std::int64_t segment, std::int64_t total);

// Batches and transactions
service_error batch_is_empty();
service_error batch_of_old_is_empty(std::string_view operation);
service_error batch_of_table_size(std::string_view table, bool is_empty);
service_error batch_keys_size(std::string_view table, bool is_empty);
service_error batch_too_large(std::string_view operation);
service_error batch_has_duplicates();
service_error several_actions();
service_error no_action();
service_error transaction_repeats_item();
service_error transaction_too_large();
service_error transaction_reads_too_much();
service_error transaction_nests_too_deep();
service_error transaction_cancelled(std::vector<CancellationReason> reasons);
service_error token_reused();

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

// UpdateTable and the settings of tables
service_error nothing_to_update(
    std::vector<std::string_view> const& given); // members that are there, and empty
service_error only_operation(std::string_view what);
service_error only_warm_throughput();
service_error ceilings_beside_others();
service_error stream_beside_throughput();
service_error index_beside_throughput();
service_error index_beside_stream();
service_error index_beside_warm_throughput();
service_error provisioned_without_throughput();
service_error provisioned_without_index_throughput(std::string_view indexes);
service_error throughput_on_demand();
service_error index_throughput_on_demand(std::string_view index);
service_error index_update_of_nothing(std::string_view index);
service_error index_throughput_incomplete(std::string_view index);
service_error throughput_unchanged(std::string_view whose, std::int64_t read, std::int64_t write);
service_error index_update_empty();
service_error index_update_ambiguous();
service_error index_updated_twice(std::string_view index);
service_error one_index_at_a_time();
service_error too_many_indexes();
service_error index_exists();
service_error index_is_local(std::string_view index);
service_error index_of_table_not_found(std::string_view index, std::string_view table);
service_error index_is_backfilling(std::string_view index);
service_error index_update_blocked();
service_error definitions_missing(std::string_view index);
service_error attribute_redefined(std::string_view existing, std::string_view fresh);
service_error stream_already_enabled(std::string_view table);
service_error no_stream_to_disable(std::string_view table);
service_error enabled_stream_needs_view_type();
service_error disabled_stream_takes_no_view_type();
service_error invalid_kms_key(std::string_view key);
service_error already_encrypted();
service_error already_encrypted_with_key();
service_error warm_throughput_lowered(std::string_view unit, std::string_view whose);
service_error warm_throughput_too_low(std::string_view side, bool is_on_demand);     // "Read" or "Write"
service_error ceiling_on_provisioned(std::string_view unit, std::string_view index); // none: of the table
service_error ceiling_out_of_range(std::string_view unit);
service_error table_being_updated(std::string_view table);
service_error indexes_in_use();
service_error stream_in_use();
service_error index_being_updated(std::string_view table, std::string_view index);
service_error encryption_being_updated();
service_error table_in_process_of_update(std::string_view table);
service_error ttl_table_being_created(std::string_view table);
service_error ttl_already_enabled();
service_error ttl_on_other_attribute(std::string_view attribute);
service_error ttl_already_disabled();
service_error ttl_not_described(std::string_view status);
service_error no_tags();
service_error no_tag_keys();
service_error arn_without_prefix(std::string_view arn);
service_error arn_of_other_service(std::string_view arn);
service_error arn_of_other_resource(std::string_view arn);
service_error arn_of_other_region(std::string_view arn);
service_error resource_arn_not_found(std::string_view arn);
service_error table_of_backups_not_found(std::string_view table);
service_error recovery_period_without_recovery();

// What keeps an operation that is right by itself from being done.
service_error provisioned_throughput_exceeded(bool is_table, std::vector<ThrottlingReason> reasons);
service_error throughput_exceeds_capacity(std::vector<ThrottlingReason> reasons);
service_error transaction_conflict();
service_error transaction_in_progress();
service_error collection_too_large();
/// The two times as AWS writes them out.
service_error too_many_decreases(int decreases_today, std::string_view last, std::string_view next);

} // namespace understudy::dynamodb::errors
