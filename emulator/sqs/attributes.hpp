// The attributes of a queue: what they are, how they are read from a request, how they are told.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/describe.hpp>

#include "sqs/limits.hpp"
#include "sqs/policies.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::sqs {

enum class deduplication_scope : std::uint8_t { queue, message_group };
enum class throughput_limit : std::uint8_t { per_queue, per_message_group_id };

/// What may be set. Times in seconds, as AWS counts them. Empty text: not set.
struct queue_attributes {
    std::int64_t delay = limits::delay_default;
    std::int64_t message_bytes_max = limits::message_bytes.max;
    std::int64_t retention = limits::retention_default;
    std::int64_t receive_wait = 0;
    std::int64_t visibility = limits::visibility_default;
    std::string policy = {};
    std::optional<redrive_policy> redrive = {};
    std::optional<redrive_allow_policy> redrive_allow = {};
    std::string kms_key = {};
    std::optional<std::int64_t> kms_reuse_period = {};
    bool managed_encryption = true;
    bool fifo = false;
    bool content_based_deduplication = false;
    deduplication_scope scope = deduplication_scope::queue;
    throughput_limit throughput = throughput_limit::per_queue;

    friend bool operator==(queue_attributes const&, queue_attributes const&) = default;
};

/// What a request makes of the attributes that were there; all of it is valid or the whole is refused. `fifo`
/// says which type the queue has or shall have. Whether a dead-letter queue exists and agrees is not looked
/// at here.
result<queue_attributes> changed(queue_attributes before, bool fifo, string_map const& changes);

/// The value of a settable attribute as GetQueueAttributes tells it; nothing when it is not set or not of
/// this type.
std::optional<std::string> value_of(queue_attributes const& attributes, std::string_view name);

/// Names that can be set, in the order of the alphabet.
constexpr std::string_view settable_attributes[] = {
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "Policy",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "VisibilityTimeout",
};

/// "true" and "false" in any case.
std::optional<bool> parse_flag(std::string_view text) noexcept;

} // namespace understudy::sqs
