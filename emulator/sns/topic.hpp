// One topic with its subscriptions: a value. Written to by topics.cpp, subscriptions.cpp and publish.cpp.
#pragma once

#include <understudy/model/describe.hpp>

#include "sns/archive.hpp"
#include "sns/audience.hpp"
#include "sns/deduplication.hpp"
#include "sns/subscription.hpp"

#include <map>
#include <string>
#include <unordered_map>

namespace understudy::sns {

struct topic {
    std::uint64_t number = 0;
    shared_text arn = {};
    std::string account = {};
    std::string region = {};
    bool fifo = false;
    string_map attributes = {}; // those that were set, in the form in which they are shown
    string_map tags = {};
    std::string data_protection_policy = {};
    std::size_t message_bytes_max = 0; // MaximumMessageSize
    bool content_based_deduplication = false;
    bool deduplicates_per_group = false; // FifoThroughputScope is MessageGroup

    std::map<std::uint64_t, subscription> subscriptions = {};        // by number: the oldest first
    std::unordered_map<std::string, std::uint64_t> by_id = {};       // the last part of their ARN
    std::unordered_map<std::string, std::uint64_t> by_endpoint = {}; // "sqs arn:aws:sqs:..."
    sns::audience audience = {};
    std::size_t pending = 0;
    std::size_t deleted = 0;                // subscriptions that are no more
    std::size_t not_for_large_messages = 0; // subscriptions with protocols that take 256 KiB only

    deduplication published = {}; // FIFO topics
    sns::archive archive = {};    // FIFO topics
    std::uint64_t last_sequence = 0;
};

} // namespace understudy::sns
