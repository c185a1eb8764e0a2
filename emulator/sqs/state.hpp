// Everything SQS knows: a value that can be copied.
#pragma once

#include "sqs/move_task.hpp"
#include "sqs/queue.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <map>

namespace understudy::sqs {

struct state {
    boost::unordered_flat_map<std::uint64_t, queue> queues = {};
    queue_directory names = {};
    std::uint64_t last_queue = 0;
    std::size_t held = 0;        // messages that a consumer has not finished with, in all queues
    std::uint64_t last_hold = 0; // event by which the latest of them was received
    std::map<queue_name, instant, queue_directory::less> deleted = {}; // only with strict timers
    std::map<std::uint64_t, move_task> move_tasks = {};                // by number, so by age
    std::uint64_t last_move_task = 0;
    /// A minute between two purges, and between DeleteQueue and CreateQueue. It gets in the way of tests.
    bool strict_timers = false;
    unkindness unkind = {};
};

} // namespace understudy::sqs
