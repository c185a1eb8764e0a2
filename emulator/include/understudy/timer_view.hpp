// What the emulator's clock has ahead of it.
#pragma once

#include <understudy/clock.hpp>

#include <string>

namespace understudy {

/// A timer that will come due.
struct timer_view {
    instant due;
    std::string kind;     // "sqs.message_visible"
    std::string resource; // ARN; empty when what it belongs to is gone
    std::string meaning;  // "a message becomes visible"
};

} // namespace understudy
