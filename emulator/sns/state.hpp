// Everything SNS knows: a value that can be copied.
#pragma once

#include "sns/topic.hpp"

#include <map>
#include <string>
#include <unordered_map>

namespace understudy::sns {

struct state {
    std::uint64_t last_number = 0;                                   // of a topic or a subscription
    std::map<std::string, topic, std::less<>> topics = {};           // by ARN
    std::unordered_map<std::uint64_t, shared_text> fifo_topics = {}; // ARN by number, for their timers
    /// For ListSubscriptions: by region and owner ("us-east-1:000000000000"), then by number, the topic's
    /// ARN.
    std::map<std::string, std::map<std::uint64_t, shared_text>, std::less<>> subscriptions = {};
};

} // namespace understudy::sns
