// Everything SNS knows: a value that can be copied.
#pragma once

#include "sns/confirmation.hpp"
#include "sns/http_delivery.hpp"
#include "sns/mobile.hpp"
#include "sns/outbox.hpp"
#include "sns/topic.hpp"

#include <map>
#include <string>
#include <unordered_map>

namespace understudy::sns {

struct state {
    bool signs = true;                                               // what topics send
    std::uint64_t last_number = 0;                                   // of a topic or a subscription
    std::map<std::string, topic, std::less<>> topics = {};           // by ARN
    std::unordered_map<std::uint64_t, shared_text> fifo_topics = {}; // ARN by number, for their timers
    /// For ListSubscriptions: by region and owner ("us-east-1:000000000000"), then by number, the topic's
    /// ARN.
    std::map<std::string, std::map<std::uint64_t, shared_text>, std::less<>> subscriptions = {};
    sns::confirmations confirmations = {};
    sns::http_deliveries http_deliveries = {};
    std::map<std::uint64_t, replay> replays = {}; // under way, by number of the subscription
    sns::outbox outbox = {};
    /// Applications, phone numbers and settings of text messages, by place.
    std::map<std::string, mobile_account, std::less<>> mobile = {};
};

} // namespace understudy::sns
