// What is left to chance in a queue that is unkind; nothing is drawn for one that is not. Used inside sqs/ only.
#pragma once

#include <understudy/unkindness.hpp>

#include "core/call.hpp"

namespace understudy::sqs {

inline bool happens(call const& call, int in_a_hundred)
{
    return in_a_hundred > 0 && call.ids.below(100) < static_cast<std::uint64_t>(in_a_hundred);
}

/// How much later a message arrives than it was sent.
inline milliseconds delivery_delay(call const& call, unkindness const& unkind)
{
    auto const max = unkind.delivery_delay_max.count();
    return milliseconds{max > 0 ? call.ids.below(static_cast<std::uint64_t>(max) + 1) : 0};
}

} // namespace understudy::sqs
