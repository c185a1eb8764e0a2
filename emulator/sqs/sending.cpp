#include "sqs/sending.hpp"

#include "core/digest.hpp"
#include "sqs/chance.hpp"
#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/message_attributes.hpp"
#include "sqs/queue_work.hpp"
#include "sqs/service.hpp"
#include "sqs/text.hpp"

#include <utility>

namespace understudy::sqs {

namespace {

result<void> check_delay(queue const& queue, std::optional<std::int64_t> delay)
{
    if (!delay) { return {}; }
    if (!limits::delay.contains(*delay)) return errors::delay_invalid(*delay);
    if (queue.fifo && *delay > 0) return errors::delay_not_for_fifo(*delay);
    return {};
}

result<void> check_ids(queue const& queue, outgoing const& sent)
{
    if (sent.group_id && !is_message_id_text(*sent.group_id)) {
        return errors::id_invalid(*sent.group_id, "MessageGroupId");
    }
    if (!queue.fifo) {
        if (sent.deduplication_id) {
            return errors::parameter_not_for_standard(*sent.deduplication_id, "MessageDeduplicationId");
        }
        return {};
    }
    if (!sent.group_id) return errors::parameter_missing("MessageGroupId");
    if (sent.deduplication_id && !is_message_id_text(*sent.deduplication_id)) {
        return errors::id_invalid(*sent.deduplication_id, "MessageDeduplicationId");
    }
    if (!sent.deduplication_id && !queue.attributes.content_based_deduplication) {
        return errors::deduplication_id_missing();
    }
    return {};
}

result<void> check_size(queue const& queue, outgoing const& sent)
{
    if (sent.prepared.bytes > static_cast<std::size_t>(queue.attributes.message_bytes_max)) {
        auto const max = queue.attributes.message_bytes_max;
        return sent.in_batch ? errors::entry_too_long(max) : errors::message_too_long(max);
    }
    return {};
}

shared_text trace_header_of(outgoing const& sent)
{
    auto const header = sent.system_attributes.find(trace_header_name);
    return header == sent.system_attributes.end() ? shared_text{} : header->second.StringValue.value_or("");
}

/// Nothing when the message has none of it, as most have not.
shared_extras extras_of(queue const& queue, outgoing const& sent)
{
    bool const has_group = sent.group_id && !queue.fifo;
    if (sent.attributes.empty() && sent.system_attributes.empty() && !has_group) { return nullptr; }
    boost::intrusive_ptr const extras{new message_extras};
    extras->attributes = sent.attributes;
    extras->attributes_md5 = sent.prepared.attributes_md5;
    extras->trace_header = trace_header_of(sent);
    if (has_group) { extras->group_id = *sent.group_id; }
    return extras;
}

/// What counts as the same message to a FIFO queue. Ids hold no blanks.
id_text deduplication_key(queue const& queue, outgoing const& sent, id_text const& deduplication_id)
{
    if (!queue.fifo->deduplicates_per_group) { return deduplication_id; }
    return id_text{*sent.group_id + ' ' + deduplication_id.str()};
}

id_text deduplication_id_of(queue const& queue, outgoing const& sent)
{
    if (!queue.fifo) return {};
    return id_text{sent.deduplication_id ? *sent.deduplication_id : sent.prepared.content_id};
}

void hide_for(message& made, call const& call, milliseconds delay)
{
    if (delay.count() > 0) {
        made.state = message_state::delayed;
        made.handling.change().hidden_until = call.now + delay;
    }
}

message new_message(queue const& queue, call const& call, outgoing const& sent)
{
    auto const delay = queue.fifo ? queue.attributes.delay : sent.delay.value_or(queue.attributes.delay);
    message made{.id = call.ids.next_uuid(), .body = sent.body, .sent = call.now};
    made.from_topic = sent.from_topic;
    hide_for(made, call,
             seconds{delay} + (queue.fifo ? milliseconds{0} : delivery_delay(call, queue.unkind)));
    return made;
}

} // namespace

result<void> check(queue const& queue, outgoing const& sent)
{
    if (sent.body.empty()) return errors::parameter_missing("MessageBody");
    if (auto good = check_delay(queue, sent.delay); !good) return good.error();
    if (auto good = check_ids(queue, sent); !good) return good.error();
    if (auto const& good = sent.prepared.content; !good) return good.error();
    return check_size(queue, sent);
}

SendMessageResult enqueue(state& sqs, call const& call, queue& queue, outgoing const& sent)
{
    auto deduplication_id = deduplication_id_of(queue, sent);
    id_text key;
    if (queue.fifo) {
        queue.fifo->groups.expect(*sent.group_id);
        key = deduplication_key(queue, sent, deduplication_id);
        queue.fifo->sends.expect(key.view());
    }
    SendMessageResult answer;
    if (!sent.from_topic) { answer.MD5OfMessageBody = hex(sent.body.md5()); } // topics do not ask
    if (!sent.attributes.empty()) { answer.MD5OfMessageAttributes = hex(sent.prepared.attributes_md5); }
    if (!sent.system_attributes.empty()) {
        answer.MD5OfMessageSystemAttributes = hex(sent.prepared.system_attributes_md5);
    }

    if (auto const* first = queue.fifo ? queue.fifo->sends.find(key.view(), call.now) : nullptr) {
        answer.MessageId = to_string(first->message_id);
        answer.SequenceNumber = sequence_number(first->place);
        return answer;
    }
    if (queue.fifo) { queue.fifo->groups.expect_line(*sent.group_id); }
    queue_work work{sqs, call, queue};
    auto message = new_message(queue, call, sent);
    message.extras = extras_of(queue, sent);
    message.deduplication_id = std::move(deduplication_id);
    message.sent_event = work.emit(event_type::message_sent, message, sent.cause);
    auto const id = message.id;
    answer.MessageId = to_string(id);
    if (!queue.fifo && (sent.twice || call.duplicates || happens(call, queue.unkind.duplicates))) {
        auto copy = message;
        hide_for(copy, call, delivery_delay(call, queue.unkind));
        work.put(std::move(copy), {});
    }
    auto const place = work.at(work.put(std::move(message), sent.group_id ? std::string_view{*sent.group_id}
                                                                          : std::string_view{}))
                           .place;
    if (queue.fifo) {
        queue.fifo->sends.note(key, {.message_id = id, .place = place}, call.now);
        answer.SequenceNumber = sequence_number(place);
    }
    work.settle();
    return answer;
}

result<void> deliver(state& sqs, call const& call, delivery const& delivery)
{
    auto const name = parse_queue_arn(delivery.queue_arn);
    auto* const queue = name ? find_queue(sqs, *name) : nullptr;
    if (queue == nullptr) return errors::queue_does_not_exist();
    std::optional<std::string> const none;
    bool const needs_id = queue->fifo && !delivery.deduplication_id;
    auto const prepared = measure(delivery.body, delivery.attributes, delivery.system_attributes, needs_id);
    outgoing const sent{.body = delivery.body,
                        .attributes = delivery.attributes,
                        .system_attributes = delivery.system_attributes,
                        .group_id = delivery.group_id,
                        .deduplication_id = queue->fifo ? delivery.deduplication_id : none,
                        .prepared = prepared,
                        .cause = delivery.cause,
                        .from_topic = true,
                        .twice = delivery.twice};
    // What attributes are made of is the topic's affair and was checked there; how many a queue takes is not. A dead-letter
    // queue takes those that no other did.
    if (!delivery.to_dead_letter_queue && sent.attributes.size() > limits::attributes_max) {
        return errors::message_attributes_too_many(sent.attributes.size());
    }
    if (sent.body.empty()) return errors::parameter_missing("MessageBody");
    if (auto good = check_ids(*queue, sent); !good) return good.error();
    if (!delivery.is_message_text && !is_message_text(sent.body)) return errors::message_contents_invalid();
    if (auto good = check_size(*queue, sent); !good) return good.error();
    enqueue(sqs, call, *queue, sent);
    return {};
}

} // namespace understudy::sqs
