// What nearly every operation begins with: finding the queue, and in it the message of a receipt handle.
// Used inside sqs/ only; the pointers are good until the next queue is made or deleted.
#pragma once

#include <understudy/error.hpp>

#include "core/call.hpp"
#include "sqs/state.hpp"

#include <string_view>

namespace understudy::sqs {

result<queue*> find_queue(state& sqs, call const& call, std::string_view url);
/// Nothing when there is no such queue.
queue* find_queue(state& sqs, queue_name_view name);

/// Refuses what is not a handle, and handles of other queues.
result<receipt> read_handle(queue const& queue, std::string_view handle);
/// The message, if it is still there; it may have been received again since.
message* find_message(queue& queue, receipt const& receipt);

} // namespace understudy::sqs
