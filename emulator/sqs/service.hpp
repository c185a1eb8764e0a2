// Amazon SQS as functions over a state. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
// Called by the engine only, one call at a time.
#pragma once

#include <understudy/model/sqs.hpp>

#include "core/digest.hpp"
#include "core/operation.hpp"
#include "sqs/prepared.hpp"
#include "sqs/state.hpp"

#include <string_view>
#include <vector>

namespace understudy::sqs {

result<void> add_permission(state&, call const&, AddPermissionRequest const&);
result<CancelMessageMoveTaskResult> cancel_message_move_task(state&, call const&,
                                                             CancelMessageMoveTaskRequest const&);
result<void> change_message_visibility(state&, call const&, ChangeMessageVisibilityRequest const&);
result<ChangeMessageVisibilityBatchResult> change_message_visibility_batch(
    state&, call const&, ChangeMessageVisibilityBatchRequest const&);
result<CreateQueueResult> create_queue(state&, call const&, CreateQueueRequest const&);
result<void> delete_message(state&, call const&, DeleteMessageRequest const&);
result<DeleteMessageBatchResult> delete_message_batch(state&, call const&, DeleteMessageBatchRequest const&);
result<void> delete_queue(state&, call const&, DeleteQueueRequest const&);
result<GetQueueAttributesResult> get_queue_attributes(state&, call const&, GetQueueAttributesRequest const&);
result<GetQueueUrlResult> get_queue_url(state&, call const&, GetQueueUrlRequest const&);
result<ListDeadLetterSourceQueuesResult> list_dead_letter_source_queues(
    state&, call const&, ListDeadLetterSourceQueuesRequest const&);
result<ListMessageMoveTasksResult> list_message_move_tasks(state&, call const&,
                                                           ListMessageMoveTasksRequest const&);
result<ListQueueTagsResult> list_queue_tags(state&, call const&, ListQueueTagsRequest const&);
result<ListQueuesResult> list_queues(state&, call const&, ListQueuesRequest const&);
result<void> purge_queue(state&, call const&, PurgeQueueRequest const&);
result<answer_or_parked<ReceiveMessageResult>> receive_message(state&, call const&,
                                                               ReceiveMessageRequest const&);
result<void> remove_permission(state&, call const&, RemovePermissionRequest const&);
result<SendMessageResult> send_message(state&, call const&, SendMessageRequest const&);
result<SendMessageBatchResult> send_message_batch(state&, call const&, SendMessageBatchRequest const&);
result<void> set_queue_attributes(state&, call const&, SetQueueAttributesRequest const&);
result<StartMessageMoveTaskResult> start_message_move_task(state&, call const&,
                                                           StartMessageMoveTaskRequest const&);
result<void> tag_queue(state&, call const&, TagQueueRequest const&);
result<void> untag_queue(state&, call const&, UntagQueueRequest const&);

constexpr std::tuple operations{
    operation{add_permission},
    operation{cancel_message_move_task},
    operation{change_message_visibility},
    operation{change_message_visibility_batch},
    operation{create_queue},
    operation{delete_message},
    operation{delete_message_batch},
    operation{delete_queue},
    operation{get_queue_attributes},
    operation{get_queue_url},
    operation{list_dead_letter_source_queues},
    operation{list_message_move_tasks},
    operation{list_queue_tags},
    operation{list_queues},
    operation{purge_queue},
    operation{receive_message},
    operation{remove_permission},
    operation{send_message},
    operation{send_message_batch},
    operation{set_queue_attributes},
    operation{start_message_move_task},
    operation{tag_queue},
    operation{untag_queue},
};

/// The same as send_message and send_message_batch, for a request of which prepare() worked something out ahead.
result<SendMessageResult> serve_prepared(state&, call const&, prepared_send const&);
result<SendMessageBatchResult> serve_prepared(state&, call const&, prepared_send_batch const&);

/// Works out afterwards, under no lock, what the answer tells of texts that came from topics.
inline void complete(ReceiveMessageResult& answer)
{
    for (auto& message : answer.Messages) {
        if (message.MD5OfBody.empty()) { message.MD5OfBody = hex(message.Body.md5()); }
    }
}

/// A timer set through call::set_timer has come due.
void on_timer(state&, call const&, timer_id const&);

/// Puts what a topic sends into its queue. Refuses when the queue is gone or would not take the message.
result<void> deliver(state&, call const&, delivery const&);

/// Undoes a receive whose client had gone before the answer could reach it: the messages are where they were, as if
/// never received. Handles that are no longer current are ignored.
void give_back(state&, call const&, std::uint64_t queue, std::vector<Message> const& messages);

/// A message that was received and whose consumer has not finished with it: neither deleted it, nor changed its
/// visibility, nor asked the queue for more. Receives of client 0 are not tracked.
struct held_message {
    shared_text queue_arn;
    std::string message_id;
    std::uint64_t client;
    instant until; // when its visibility timeout ends
};
bool anything_held(state const&) noexcept; // constant time
/// Whether one of them was received after that event; constant time unless something was.
bool anything_held_since(state const&, std::uint64_t event) noexcept;
std::vector<held_message> held_messages(state const&);

struct queue_depth {
    std::uint64_t queue;
    shared_text arn;
    std::size_t visible;
    std::size_t in_flight;
    std::size_t delayed;
};
std::vector<queue_depth> queue_depths(state const&); // in the order of their ARNs
/// ARN of a queue, for explanations; empty when it is gone.
shared_text queue_arn(state const&, std::uint64_t queue);

} // namespace understudy::sqs
