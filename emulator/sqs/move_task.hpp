// A task that moves the messages of a dead-letter queue back. A value; what it does is in move_tasks.cpp.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
#pragma once

#include <understudy/clock.hpp>
#include <understudy/events.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace understudy {
struct call;
}

namespace understudy::sqs {

struct state;

enum class move_status : std::uint8_t { running, completed, cancelled, failed };

struct move_task {
    uuid id = {};
    std::string source_arn = {};
    std::optional<std::string> destination_arn = {}; // nothing: each message goes back to where it came from
    std::optional<std::int64_t> per_second = {};
    instant started = {};
    std::int64_t to_move = 0;
    std::int64_t moved = 0;
    move_status status = move_status::running;
    std::string failure = {};
};

/// Moves what is due by now and asks to be called again for the rest. Nothing when the task is over.
void run_move_task(state& sqs, call const& call, std::uint64_t number);
/// The queue is about to be deleted.
void forget_move_tasks(state& sqs, std::string_view source_arn);

} // namespace understudy::sqs
