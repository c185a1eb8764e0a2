// The numbers of Amazon SQS.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html
#pragma once

#include <understudy/clock.hpp>

#include <cstddef>
#include <cstdint>

namespace understudy::sqs::limits {

template <class T>
struct range {
    T min;
    T max;
    constexpr bool contains(T value) const noexcept { return min <= value && value <= max; }
};

// Queues.
constexpr std::size_t queue_name_size_max = 80;
constexpr std::size_t queues_per_page_max = 1000; // ListQueues, ListDeadLetterSourceQueues
constexpr std::size_t move_tasks_per_page_max = 10;
constexpr std::size_t move_tasks_kept = 10; // of each dead-letter queue
constexpr range<std::int64_t> moves_per_second{1, 500};
constexpr std::size_t permitted_actions_max = 7; // AddPermission
constexpr std::size_t tags_max = 50;
constexpr range<std::size_t> tag_key_size{1, 128};
constexpr std::size_t tag_value_size_max = 256;
constexpr seconds purge_interval{60};
constexpr seconds recreation_delay{60}; // after DeleteQueue, before the name may be used again

// Queue attributes, in seconds and bytes. API reference, SetQueueAttributes.
constexpr range<std::int64_t> delay{0, 900};
constexpr range<std::int64_t> message_bytes{1024, 1'048'576};
constexpr range<std::int64_t> retention{60, 1'209'600};
constexpr range<std::int64_t> receive_wait{0, 20};
constexpr range<std::int64_t> visibility{0, 43'200};
constexpr range<std::int64_t> kms_reuse_period{60, 86'400};
constexpr range<std::int64_t> receives_before_dead_letter{1, 1000};
constexpr std::size_t redrive_sources_max = 10;
constexpr std::size_t policy_bytes_max = 8192;
constexpr std::size_t policy_statements_max = 20;

constexpr std::int64_t delay_default = 0;
constexpr std::int64_t retention_default = 345'600; // 4 days
constexpr std::int64_t visibility_default = 30;
constexpr std::int64_t kms_reuse_period_default = 300;

// Messages.
constexpr range<std::int64_t> messages_per_receive{1, 10};
constexpr std::size_t batch_entries_max = 10;
constexpr std::size_t batch_bytes_max = 1'048'576; // whatever the queue's own limit
constexpr std::size_t in_flight_max = 120'000;
constexpr std::size_t attributes_max = 10;
constexpr std::size_t attribute_name_bytes_max = 255;
constexpr std::size_t attribute_type_bytes_max = 255;
constexpr std::size_t id_size_max = 128; // MessageGroupId, MessageDeduplicationId, ReceiveRequestAttemptId
constexpr std::size_t number_digits_max = 38; // of an attribute of type Number
constexpr int number_exponent_min = -128;
constexpr int number_exponent_max = 126;

// FIFO queues.
constexpr std::chrono::minutes deduplication_window{5};
constexpr std::chrono::minutes receive_attempt_window{5};

} // namespace understudy::sqs::limits
