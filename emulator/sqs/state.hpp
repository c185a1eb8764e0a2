// Everything SQS knows: a value that can be copied.
#pragma once

#include "sqs/queue.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <map>

namespace understudy::sqs {

/// Rules of AWS that get in the way of tests, which purge and recreate queues all the time.
struct strictness {
    bool one_purge_a_minute = false;
    bool wait_before_recreating = false; // 60 seconds after DeleteQueue
};

struct state {
    boost::unordered_flat_map<std::uint64_t, queue> queues = {};
    queue_directory names = {};
    std::uint64_t last_queue = 0;
    std::size_t held = 0; // messages that a consumer has not finished with, in all queues
    strictness strict = {};
    std::map<queue_name, instant, queue_directory::less> deleted = {}; // only while strict about it
};

} // namespace understudy::sqs
