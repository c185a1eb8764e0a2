// Sending, deleting and hiding messages, one at a time and in batches.
#include "sqs/batches.hpp"
#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/queue_work.hpp"
#include "sqs/sending.hpp"
#include "sqs/service.hpp"

namespace understudy::sqs {

namespace {

/// Of SendMessage, or of an entry of its batch.
template <class Request>
outgoing outgoing_of(Request const& request, prepared_message const& prepared)
{
    return {.body = request.MessageBody,
            .attributes = request.MessageAttributes,
            .system_attributes = request.MessageSystemAttributes,
            .group_id = request.MessageGroupId,
            .deduplication_id = request.MessageDeduplicationId,
            .prepared = prepared,
            .delay = request.DelaySeconds};
}

result<void> check_batch_size(std::vector<prepared_message> const& messages)
{
    std::size_t bytes = 0;
    for (auto const& message : messages) bytes += message.bytes;
    if (bytes > limits::batch_bytes_max) return errors::batch_request_too_long(bytes);
    return {};
}

/// In a FIFO queue a bad entry spoils the batch: what comes behind it must not overtake it.
result<void> check_fifo_batch(queue const& queue, prepared_send_batch const& batch)
{
    auto const& entries = *batch.request->Entries;
    for (auto const& entry : entries) {
        if (!entry.MessageGroupId) return errors::group_id_missing_in_batch();
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (auto good = check(queue, outgoing_of(entries[i], batch.messages[i])); !good) return good.error();
    }
    return {};
}

result<SendMessageBatchResultEntry> send_entry(state& sqs, call const& call, queue& queue,
                                               prepared_send_batch const& batch, std::size_t number)
{
    auto sent = outgoing_of((*batch.request->Entries)[number - 1], batch.messages[number - 1]);
    sent.in_batch = true;
    if (sent.body.empty()) {
        return errors::parameter_missing(member_name<SendMessageBatchRequest>(number, "MessageBody"));
    }
    if (auto good = check(queue, sent); !good) return good.error();
    auto answer = enqueue(sqs, call, queue, sent);
    return SendMessageBatchResultEntry{.MessageId = std::move(answer.MessageId),
                                       .MD5OfMessageBody = std::move(answer.MD5OfMessageBody),
                                       .MD5OfMessageAttributes = std::move(answer.MD5OfMessageAttributes),
                                       .MD5OfMessageSystemAttributes =
                                           std::move(answer.MD5OfMessageSystemAttributes),
                                       .SequenceNumber = std::move(answer.SequenceNumber)};
}

/// Whether a handle still gives power over its message. A standard queue takes any handle of a message that
/// is there; a FIFO queue only that of the newest receive, and only while it lasts.
bool is_current(queue const& queue, message const& message, receipt const& receipt)
{
    return !queue.fifo
           || (message.state == message_state::in_flight
               && message.handling.read().receipt == receipt.number);
}

result<void> erase(queue_work& work, std::string_view handle)
{
    auto& queue = work.target();
    auto const receipt = read_handle(queue, handle);
    if (!receipt) return receipt.error();
    auto const* const message = find_message(queue, receipt.value());
    if (message == nullptr) {
        return {}; // deleted before, or expired: nobody can tell, and nobody minds
    }
    if (!is_current(queue, *message, receipt.value())) return errors::receipt_handle_expired(handle);
    work.emit(event_type::message_deleted, *message, message->last_event());
    work.remove(receipt.value().slot);
    return {};
}

result<void> change_visibility(queue_work& work, instant now, std::string_view handle, std::int64_t timeout)
{
    auto& queue = work.target();
    auto const receipt = read_handle(queue, handle);
    if (!receipt) return receipt.error();
    auto const* const message = find_message(queue, receipt.value());
    if (message == nullptr) return errors::message_unavailable(handle);
    if (!is_current(queue, *message, receipt.value())) return errors::receipt_handle_expired(handle);
    auto const until = now + seconds{timeout};
    if (timeout > 0 && until > message->handling.read().received + seconds{limits::visibility.max}) {
        return errors::visibility_total_exceeded(timeout);
    }
    auto const which = receipt.value().slot;
    work.emit(event_type::visibility_changed, *message, message->last_event(), std::to_string(timeout));
    if (timeout > 0) {
        work.release(which);
        work.hide(which, until);
    } else if (message->state != message_state::visible) {
        work.reveal(which);
        work.emit(event_type::message_visible, *message, message->last_event());
    }
    return {};
}

} // namespace

result<SendMessageResult> send_message(state& sqs, call const& call, SendMessageRequest const& request)
{
    return serve_prepared(sqs, call, prepare(request));
}

result<SendMessageResult> serve_prepared(state& sqs, call const& call, prepared_send const& prepared)
{
    auto const found = find_queue(sqs, call, prepared.request->QueueUrl);
    if (!found) return found.error();
    auto const sent = outgoing_of(*prepared.request, prepared.message);
    if (auto good = check(*found.value(), sent); !good) return good.error();
    return enqueue(sqs, call, *found.value(), sent);
}

result<SendMessageBatchResult> send_message_batch(state& sqs, call const& call,
                                                  SendMessageBatchRequest const& request)
{
    return serve_prepared(sqs, call, prepare(request));
}

result<SendMessageBatchResult> serve_prepared(state& sqs, call const& call, prepared_send_batch const& batch)
{
    auto const& request = *batch.request;
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    auto& queue = *found.value();
    if (auto good = check_batch(request); !good) return good.error();
    if (auto good = check_batch_size(batch.messages); !good) return good.error();
    if (queue.fifo) {
        if (auto good = check_fifo_batch(queue, batch); !good) return good.error();
    }
    return serve_entries(request, [&](auto const&, std::size_t number) {
        return send_entry(sqs, call, queue, batch, number);
    });
}

result<void> delete_message(state& sqs, call const& call, DeleteMessageRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    queue_work work{sqs, call, *found.value()};
    auto const done = erase(work, request.ReceiptHandle);
    work.settle();
    return done;
}

result<DeleteMessageBatchResult> delete_message_batch(state& sqs, call const& call,
                                                      DeleteMessageBatchRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (auto good = check_batch(request); !good) return good.error();
    queue_work work{sqs, call, *found.value()};
    auto answer = serve_entries(
        request, [&](auto const& entry, std::size_t number) -> result<DeleteMessageBatchResultEntry> {
            if (entry.ReceiptHandle.empty()) {
                return errors::parameter_missing(
                    member_name<DeleteMessageBatchRequest>(number, "ReceiptHandle"));
            }
            if (auto done = erase(work, entry.ReceiptHandle); !done) return done.error();
            return DeleteMessageBatchResultEntry{};
        });
    work.settle();
    return answer;
}

result<void> change_message_visibility(state& sqs, call const& call,
                                       ChangeMessageVisibilityRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (request.ReceiptHandle.empty()) return errors::parameter_missing("ReceiptHandle");
    if (!request.VisibilityTimeout) return errors::parameter_missing("VisibilityTimeout");
    auto const timeout = *request.VisibilityTimeout;
    if (!limits::visibility.contains(timeout)) return errors::visibility_invalid(timeout);
    queue_work work{sqs, call, *found.value()};
    auto const done = change_visibility(work, call.now, request.ReceiptHandle, timeout);
    work.settle();
    return done;
}

result<ChangeMessageVisibilityBatchResult> change_message_visibility_batch(
    state& sqs, call const& call, ChangeMessageVisibilityBatchRequest const& request)
{
    using batch = ChangeMessageVisibilityBatchRequest;
    using served = result<ChangeMessageVisibilityBatchResultEntry>;
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    if (auto good = check_batch(request); !good) return good.error();
    queue_work work{sqs, call, *found.value()};
    auto answer = serve_entries(request, [&](auto const& entry, std::size_t number) -> served {
        if (entry.ReceiptHandle.empty()) {
            return errors::parameter_missing(member_name<batch>(number, "ReceiptHandle"));
        }
        if (!entry.VisibilityTimeout) {
            return errors::parameter_missing(member_name<batch>(number, "VisibilityTimeout"));
        }
        auto const timeout = *entry.VisibilityTimeout;
        if (!limits::visibility.contains(timeout)) return errors::entry_visibility_invalid(timeout);
        auto done = change_visibility(work, call.now, entry.ReceiptHandle, timeout);
        if (!done) return done.error();
        return ChangeMessageVisibilityBatchResultEntry{};
    });
    work.settle();
    return answer;
}

} // namespace understudy::sqs
