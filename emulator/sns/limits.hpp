// Quotas and limits of SNS. https://docs.aws.amazon.com/general/latest/gr/sns.html The number of topics,
// subscriptions and filter policies is not limited here: AWS raises those quotas on request.
#pragma once

#include <understudy/clock.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace understudy::sns::limits {

using namespace std::chrono_literals;

constexpr std::size_t topic_name_characters_max = 256;   // CreateTopic: Name
constexpr std::size_t display_name_characters_max = 100; // SetTopicAttributes: DisplayName
constexpr std::size_t tags_max = 50;                     // CreateTopic: Tags
constexpr std::size_t tag_key_characters_max = 128;      // Tag: Key
constexpr std::size_t tag_value_characters_max = 256;    // Tag: Value
constexpr std::size_t page_size = 100;                   // ListTopics, ListSubscriptions
constexpr std::size_t subject_characters_max = 100;      // Publish: Subject
constexpr std::size_t message_bytes_default = 262'144;   // Publish: Message and its attributes, unless raised
constexpr std::int64_t message_size_min = 1'024;         // topic attribute MaximumMessageSize
constexpr std::int64_t message_size_max = 1'048'576;     // topic attribute MaximumMessageSize
constexpr std::size_t large_message_subscriptions_max = 100; // MaximumMessageSize above the default
constexpr std::size_t attribute_name_bytes_max = 256;        // Publish: MessageAttributes
constexpr std::size_t raw_delivery_attributes_max = 10;      // raw message delivery to SQS
constexpr std::size_t batch_entries_max = 10;                // PublishBatch
constexpr std::size_t batch_id_characters_max = 80;          // PublishBatch: Id
constexpr std::size_t fifo_id_characters_max = 128;          // MessageGroupId, MessageDeduplicationId
constexpr auto deduplication_window = 5min;                  // FIFO topics: message deduplication

constexpr std::size_t filter_policy_keys_max = 5; // subscription filter policy constraints
constexpr std::uint64_t filter_policy_combinations_max = 150;
constexpr std::size_t filter_policy_bytes_max = 256 * 1024;
constexpr double filter_number_max = 1e9;
constexpr std::size_t wildcards_per_pattern_max = 3;
constexpr std::size_t wildcard_points_max = 100;
constexpr std::size_t wildcard_points_of_many =
    3; // a pattern with more than one wildcard; with one it is 1 point

constexpr std::int64_t delivery_retries_max = 100; // HTTP delivery retry policy
constexpr std::int64_t delivery_delay_seconds_max = 3'600;
constexpr auto delivery_attempt_time = 15s;           // what an HTTP endpoint has to answer
constexpr auto delivery_time_max = 3'600s;            // all attempts of an HTTP delivery together
constexpr auto token_lifetime = 48h;                  // ConfirmSubscription: Token
constexpr auto pending_lifetime = 72h;                // subscriptions that nobody confirms
constexpr auto replay_step = 1s;                      // ours: a replay begins and goes on after so long
constexpr std::size_t replay_step_messages_max = 100; // ours: and sends at most so many
constexpr std::int64_t archive_days_max = 365;        // ArchivePolicy: MessageRetentionPeriod

constexpr std::size_t data_protection_policy_characters_max = 30'720; // PutDataProtectionPolicy
constexpr std::size_t application_name_characters_max = 256;          // CreatePlatformApplication: Name
constexpr std::size_t custom_user_data_bytes_max = 2'048; // CreatePlatformEndpoint: CustomUserData
constexpr std::size_t sandbox_numbers_max = 10;           // CreateSMSSandboxPhoneNumber
constexpr std::string_view one_time_password = "123456";  // ours: VerifySMSSandboxPhoneNumber
constexpr std::size_t filtered_events_max =
    100; // ours: a topic with more subscribers tells only how many were left out

constexpr std::size_t json_depth_max = 32; // policies; deeper ones are refused
constexpr std::size_t message_json_depth_max =
    128; // message bodies seen by filters; deeper ones match nothing

} // namespace understudy::sns::limits
