// How unkind a standard queue is. By itself it behaves in the kindest way that AWS allows: messages come in the order in which they
// were sent, once, and every receive sees all of them. Code that relies on it fails on AWS; here it can be made to fail before.
//
// For all queues by the emulator's options, for one by its tags: understudy:delivery-delay-ms, understudy:duplicates,
// understudy:reordering, understudy:partial-polls, understudy:short-receives. FIFO queues keep their promises.
#pragma once

#include <understudy/clock.hpp>

namespace understudy {

/// Each number is how many in a hundred. All chance comes from the emulator's seed.
struct unkindness {
    milliseconds delivery_delay_max{
        0};                 // a message can be received a random time up to this after it was sent
    int duplicates = 0;     // messages that are delivered twice
    int reordering = 0;     // messages that are received out of turn
    int partial_polls = 0;  // messages that a short poll does not see
    int short_receives = 0; // receives that bring fewer messages than asked and there
};

} // namespace understudy
