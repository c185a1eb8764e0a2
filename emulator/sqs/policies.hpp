// The attributes of a queue that are JSON documents: RedrivePolicy, RedriveAllowPolicy and Policy.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
#pragma once

#include <understudy/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::sqs {

/// Where a message goes that was received too often.
struct redrive_policy {
    std::string target_arn = {};
    int receive_count_max = 0;
    friend bool operator==(redrive_policy const&, redrive_policy const&) = default;
};

/// Who may name this queue as its dead-letter queue.
struct redrive_allow_policy {
    enum class permission_type : std::uint8_t { allow_all, deny_all, by_queue };

    permission_type permission = permission_type::allow_all;
    std::vector<std::string> source_arns = {}; // with by_queue
    friend bool operator==(redrive_allow_policy const&, redrive_allow_policy const&) = default;

    bool allows(std::string_view source_arn) const;
};

result<redrive_policy> parse_redrive_policy(std::string_view text);
result<redrive_allow_policy> parse_redrive_allow_policy(std::string_view text);
/// A policy is kept as it was written and not enforced, but it has to be one.
result<void> check_access_policy(std::string_view text);

/// Compact, in the order AWS writes it.
std::string to_json(redrive_policy const& policy);
std::string to_json(redrive_allow_policy const& policy);

} // namespace understudy::sqs
