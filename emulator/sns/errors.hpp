// Everything SNS says no with: one function for each error, named as a noun. The texts are AWS's own.
// https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html
#pragma once

#include <understudy/error.hpp>

#include <cstdint>
#include <string_view>

namespace understudy::sns {

/// Which way an attribute came in: AWS words its refusals differently.
enum class origin : std::uint8_t {
    create, // CreateTopic, Subscribe: "Invalid parameter: Attributes Reason: ..."
    set,    // SetTopicAttributes, SetSubscriptionAttributes: "Invalid parameter: ..."
};

namespace errors {

// Parameters in general.
service_error parameter_missing(std::string_view path); // "topicArn", as in the model but lower case first
service_error arn_elements_missing(std::string_view parameter, std::size_t elements);
service_error arn_of_another_region(std::string_view parameter);
service_error next_token_invalid();

// Topics.
service_error topic_does_not_exist();
service_error topic_name_invalid();
service_error topic_attributes_differ();
service_error topic_tags_differ();
service_error topic_has_archive();
service_error tag_keys_duplicated();
service_error tag_limit_exceeded();
service_error tag_key_too_long(std::string_view key, std::size_t index);
service_error tag_key_empty(std::size_t index);
service_error tag_value_too_long(std::string_view value, std::size_t index);
service_error attribute_name_invalid();
service_error attribute_unknown(std::string_view name);
service_error attribute_value_invalid(origin from, std::string_view name, std::string_view value,
                                      std::string_view expected);
service_error attribute_for_fifo_topics_only(origin from, std::string_view name);
service_error display_name_too_long(origin from);
service_error sample_rate_invalid(origin from, std::string_view name, std::string_view value);
service_error message_size_needs_few_subscriptions(origin from);
service_error policy_malformed(origin from);
service_error policy_principal_not_found(origin from);
service_error policy_action_unknown(origin from);
service_error archive_policy_invalid(origin from);
/// A complaint of the DeliveryPolicy, FilterPolicy or RedrivePolicy about what is in it.
service_error policy_invalid(origin from, std::string_view attribute, std::string_view complaint);

// Subscriptions.
service_error subscription_does_not_exist();
service_error subscription_id_missing();
service_error subscription_arn_missing();
service_error subscription_pending();
service_error subscription_attributes_differ();
service_error unsubscribe_not_authorized(std::string_view account, std::string_view arn);
service_error protocol_unknown(std::string_view protocol);
service_error protocol_not_for_fifo_topics(std::string_view protocol);
service_error sqs_endpoint_invalid();
service_error lambda_endpoint_invalid();
service_error firehose_endpoint_invalid();
service_error firehose_role_missing();
service_error application_endpoint_invalid(std::string_view endpoint);
service_error email_endpoint_invalid();
service_error sms_endpoint_invalid(std::string_view endpoint);
service_error endpoint_does_not_match_protocol();
service_error fifo_queue_on_standard_topic();
service_error topic_takes_large_messages();
service_error raw_delivery_value_invalid(origin from, std::string_view value);
service_error raw_delivery_not_supported(origin from, std::string_view protocol);
service_error delivery_policy_not_supported(origin from, std::string_view protocol);
service_error filter_scope_invalid(origin from, std::string_view value);
service_error filter_scope_not_nested();
service_error redrive_policy_key_unknown(origin from, std::string_view key);
service_error redrive_policy_arn_invalid(origin from);
service_error redrive_policy_needs_fifo_queue(origin from);
service_error redrive_policy_needs_standard_queue(origin from);

// Publishing.
service_error target_missing();
service_error target_ambiguous();
service_error endpoint_not_found();
service_error phone_number_invalid(std::string_view number);
service_error message_empty();
service_error message_too_long();
service_error subject_invalid();
service_error message_structure_invalid();
service_error message_structure_not_json();
service_error message_structure_without_default();
service_error group_id_missing();
service_error group_id_invalid();
service_error deduplication_id_missing();
service_error deduplication_id_invalid();
service_error deduplication_id_not_for_standard_topics();

// Message attributes.
service_error attribute_value_empty(std::string_view name, std::string_view type);
service_error attribute_field_wrong(std::string_view name, std::string_view type, std::string_view field);
service_error attribute_type_unknown(std::string_view name);
service_error attribute_number_malformed(std::string_view name);
service_error attribute_array_malformed(std::string_view name);
service_error attribute_name_empty();
service_error attribute_name_too_long();
service_error attribute_name_character(unsigned character);
service_error attribute_name_leading_dot();
service_error attribute_name_trailing_dot();
service_error attribute_name_double_dot();

// Confirmations, tags, permissions and batches.
service_error topic_of_token_invalid();
service_error token_malformed();
service_error token_unknown();
service_error resource_does_not_exist();
service_error data_protection_policy_invalid(std::string_view why);
service_error account_invalid();
service_error statement_exists();
service_error endpoint_deleted(std::string_view arn);
service_error endpoint_disabled();
service_error batch_too_many_entries();
service_error batch_ids_not_distinct();
service_error batch_id_invalid(std::string_view id);
service_error batch_id_too_long(std::string_view id);
service_error batch_too_long();

// Text messages and mobile push.
service_error application_name_invalid(std::string_view name, std::string_view why);
service_error platform_not_supported(std::string_view platform);
service_error credential_alone(std::string_view given, std::string_view other);
service_error application_differs();
service_error application_does_not_exist();
service_error endpoint_does_not_exist();
service_error arn_slashes_wrong(std::string_view parameter);
service_error mobile_attribute_unknown(std::string_view name);
service_error mobile_attribute_invalid(std::string_view name, std::string_view why);
service_error endpoint_token_empty();
service_error endpoint_differs(std::string_view arn);
service_error sms_attribute_unknown(std::string_view name);
service_error sms_attribute_invalid(std::string_view name);
service_error sms_bucket_missing();
service_error phone_number_opted_out();
service_error phone_number_malformed();
service_error value_breaks_pattern(std::string_view value, std::string_view path, std::string_view pattern);
service_error value_too_long(std::string_view value, std::string_view path, std::size_t length);
service_error value_too_short(std::string_view value, std::string_view path, std::size_t length);
service_error value_not_allowed(std::string_view value, std::string_view path, std::string_view allowed);
service_error page_size_out_of_range(std::int64_t value, std::int64_t most);
service_error sandbox_is_full();
service_error one_time_password_wrong();

} // namespace errors
} // namespace understudy::sns
