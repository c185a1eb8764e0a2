// Everything SQS says no with: one function for each error, named as a noun. The texts are AWS's own.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
#pragma once

#include <understudy/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace understudy::sqs::errors {

// Queues.
service_error queue_does_not_exist();
service_error address_invalid(std::string_view url);
service_error queue_name_exists(std::string_view attribute);
service_error queue_name_invalid();
service_error fifo_queue_name_invalid();
service_error queue_name_missing();
service_error queue_deleted_recently();
service_error purge_in_progress(std::string_view queue_name);
service_error tags_too_many(std::string_view queue_name);
service_error tag_key_size_invalid();
service_error tag_key_reserved();
service_error tag_value_size_invalid();
service_error tag_key_characters_invalid();
service_error tag_value_characters_invalid();

// Permissions.
service_error label_invalid(std::string_view label);
service_error label_exists(std::string_view label);
service_error label_unknown(std::string_view label);
service_error principal_invalid(std::string_view accounts); // with commas between them
service_error permitted_actions_too_many(std::size_t count);
service_error permitted_action_unknown(std::string_view action);
service_error permitted_action_of_owner(std::string_view action);
service_error permissions_too_many(std::size_t count);

// Move tasks; `parameter` is SourceArn or DestinationArn.
service_error arn_malformed(std::string_view parameter);
service_error resource_not_found(std::string_view parameter);
service_error move_source_is_no_dead_letter_queue();
service_error move_destination_type_differs(std::string_view arn);
service_error move_rate_invalid(std::int64_t rate);
service_error move_task_running();
service_error task_handle_invalid();
service_error task_does_not_exist();

// Lists.
service_error max_results_invalid(std::size_t max);
service_error max_results_missing();
service_error next_token_of_another_request();
service_error next_token_invalid();

// Queue attributes.
service_error attribute_unknown(std::string_view name);
service_error attribute_of_fifo_queues(std::string_view name);
service_error attribute_value_invalid(std::string_view name);
service_error queue_type_fixed();
service_error encryption_ambiguous();
service_error throughput_limit_invalid();
service_error policy_statements_too_many(std::size_t count);

// RedrivePolicy and RedriveAllowPolicy; `policy` is the text as it was sent.
service_error redrive_policy_malformed();
service_error redrive_policy_incomplete(std::string_view policy, std::string_view key);
service_error redrive_policy_key_unknown(std::string_view policy);
service_error redrive_count_invalid(std::string_view policy, std::string_view count);
service_error redrive_target_is_no_queue(std::string_view policy);
service_error redrive_target_elsewhere(std::string_view policy);
service_error redrive_target_missing(std::string_view policy);
service_error redrive_target_type_differs(std::string_view policy);
service_error redrive_target_unwilling(std::string_view policy);
service_error redrive_allow_policy_malformed();
service_error redrive_sources_missing(std::string_view policy);
service_error redrive_sources_too_many(std::string_view policy);
service_error redrive_sources_superfluous(std::string_view policy);

// Parameters of a call.
service_error parameter_missing(std::string_view name);
service_error delay_invalid(std::int64_t value);
service_error delay_not_for_fifo(std::int64_t value);
service_error parameter_not_for_standard(std::string_view value, std::string_view name);
service_error id_invalid(std::string_view value, std::string_view name);
service_error deduplication_id_missing();
service_error max_number_of_messages_invalid(std::int64_t value);
service_error wait_time_invalid(std::int64_t value);
service_error receive_visibility_invalid(std::int64_t value);
service_error visibility_invalid(std::int64_t value);
service_error entry_visibility_invalid(std::int64_t value);
service_error visibility_total_exceeded(std::int64_t value);

// Batches; `entry_name` is SendMessageBatchRequestEntry and alike.
service_error batch_empty(std::string_view entry_name);
service_error batch_entries_too_many(std::size_t count);
service_error batch_entry_id_invalid();
service_error batch_entry_id_repeated(std::string_view id);
service_error batch_request_too_long(std::size_t bytes);
service_error group_id_missing_in_batch();
service_error entry_too_long(std::int64_t bytes_max);

// Messages.
service_error message_contents_invalid();
service_error message_too_long(std::int64_t bytes_max);
service_error receipt_handle_invalid(std::string_view handle);
service_error receipt_handle_expired(std::string_view handle);
service_error message_unavailable(std::string_view handle);
service_error in_flight_limit_reached();

// Message attributes.
service_error message_attributes_too_many(std::size_t count);
service_error message_attribute_name_empty();
service_error message_attribute_name_too_long();
service_error message_attribute_name_invalid();
service_error message_attribute_name_reserved();
service_error message_attribute_name_dotted();
service_error message_attribute_type_missing();
service_error message_attribute_type_too_long();
service_error message_attribute_type_invalid(std::string_view name);
service_error message_attribute_lists_unsupported();
service_error message_attribute_value_missing(std::string_view name);
service_error message_attribute_value_empty(std::string_view name, std::string_view transport_type);
service_error message_attribute_value_ambiguous(std::string_view name);
service_error message_attribute_characters_invalid();
service_error message_attribute_not_a_number(std::string_view name);
service_error message_system_attribute_invalid(std::string_view name);
service_error message_system_attribute_value_invalid(std::string_view name);

} // namespace understudy::sqs::errors
