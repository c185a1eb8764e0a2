// Receiving messages, and moving those that were received too often to the dead-letter queue.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
#include "core/digest.hpp"
#include "sqs/chance.hpp"
#include "sqs/errors.hpp"
#include "sqs/lookup.hpp"
#include "sqs/message_attributes.hpp"
#include "sqs/peek.hpp"
#include "sqs/queue_work.hpp"
#include "sqs/service.hpp"
#include "sqs/text.hpp"

#include <algorithm>
#include <map>

namespace understudy::sqs {

namespace {

/// Which system attributes a receiver asked for. Names that nobody knows are passed over.
class system_selection {
public:
    explicit system_selection(ReceiveMessageRequest const& request)
        : any_{!request.AttributeNames.empty() || !request.MessageSystemAttributeNames.empty()},
          lists_{&request.AttributeNames, &request.MessageSystemAttributeNames}
    {
        all_ = any_ && has("All");
    }

    bool any() const noexcept { return any_; }
    bool wants(std::string_view name) const { return all_ || has(name); }

private:
    bool has(std::string_view name) const
    {
        return std::any_of(lists_.begin(), lists_.end(), [&](string_list const* names) {
            return std::find(names->begin(), names->end(), name) != names->end();
        });
    }

    bool any_;
    bool all_ = false;
    std::array<string_list const*, 2> lists_;
};

struct receive_options {
    std::size_t count_max;
    seconds visibility;
    seconds wait;
    system_selection system;
    string_list const& attribute_names;
};

result<receive_options> read_options(queue const& queue, ReceiveMessageRequest const& request)
{
    auto const count = request.MaxNumberOfMessages.value_or(1);
    if (!limits::messages_per_receive.contains(count)) return errors::max_number_of_messages_invalid(count);
    auto const wait = request.WaitTimeSeconds.value_or(queue.attributes.receive_wait);
    if (!limits::receive_wait.contains(wait)) return errors::wait_time_invalid(wait);
    auto const visibility = request.VisibilityTimeout.value_or(queue.attributes.visibility);
    if (!limits::visibility.contains(visibility)) return errors::receive_visibility_invalid(visibility);
    if (auto const& attempt = request.ReceiveRequestAttemptId) {
        constexpr std::string_view name = "ReceiveRequestAttemptId";
        if (!queue.fifo) return errors::parameter_not_for_standard(*attempt, name);
        if (!is_message_id_text(*attempt)) return errors::id_invalid(*attempt, name);
    }
    return receive_options{.count_max = static_cast<std::size_t>(count),
                           .visibility = seconds{visibility},
                           .wait = seconds{wait},
                           .system = system_selection{request},
                           .attribute_names = request.MessageAttributeNames};
}

std::string epoch_milliseconds(instant when) { return std::to_string(when.time_since_epoch().count()); }

/// Of the form that IAM gives its users: the account's own, or that of the topic service.
std::string sender_id(queue const& queue, message const& message)
{
    return message.from_topic ? "AIDASNSDELIVERYSENDER" : "AIDASENDR" + queue.name.account;
}

void add_system_attributes(queue const& queue, message const& message, system_selection const& wanted,
                           string_map& attributes)
{
    auto const& handling = message.handling.read();
    auto const add = [&](std::string_view name, bool applies, auto const& value) {
        if (applies && wanted.wants(name)) attributes.emplace(name, value());
    };
    add("SenderId", true, [&] { return sender_id(queue, message); });
    add("SentTimestamp", true, [&] { return epoch_milliseconds(message.sent); });
    add("ApproximateReceiveCount", true, [&] { return std::to_string(handling.receive_count); });
    add("ApproximateFirstReceiveTimestamp", true,
        [&] { return epoch_milliseconds(handling.first_received); });
    add("SequenceNumber", queue.fifo.has_value(), [&] { return sequence_number(message.place); });
    add("MessageDeduplicationId", !message.deduplication_id.empty(),
        [&] { return message.deduplication_id.str(); });
    auto const group_id = queue.group_id_of(message);
    add("MessageGroupId", !group_id.empty(), [&] { return group_id.str(); });
    if (auto const* extras = message.extras.get()) {
        add(trace_header_name, !extras->trace_header.empty(), [&] { return extras->trace_header.str(); });
        add("DeadLetterQueueSourceArn", !extras->source_arn.empty(),
            [&] { return extras->source_arn.str(); });
    }
}

void add_attributes(message_extras const& extras, string_list const& asked, Message& told)
{
    for (auto const& [name, value] : extras.attributes) {
        if (is_selected(name, asked)) told.MessageAttributes.emplace(name, value);
    }
    if (told.MessageAttributes.size() == extras.attributes.size()) {
        told.MD5OfMessageAttributes = hex(extras.attributes_md5);
    } else if (!told.MessageAttributes.empty()) {
        told.MD5OfMessageAttributes = hex(md5_of(told.MessageAttributes));
    }
}

receipt receipt_of(queue const& queue, queue::slot which)
{
    auto const& message = queue.messages[which];
    return {.queue = queue.id,
            .place = message.place,
            .slot = which,
            .number = message.handling.read().receipt,
            .message = message.id.low};
}

/// The message as the receiver gets it.
Message told(queue const& queue, queue::slot which, receive_options const& options)
{
    auto const& message = queue.messages[which];
    Message answer{.MessageId = to_string(message.id),
                   .ReceiptHandle = make_receipt_handle(receipt_of(queue, which)),
                   .Body = message.body};
    if (!message.from_topic) { answer.MD5OfBody = hex(message.body.md5()); } // known since it was sent
    if (options.system.any()) { add_system_attributes(queue, message, options.system, answer.Attributes); }
    if (message.extras && !message.extras->attributes.empty() && !options.attribute_names.empty()) {
        add_attributes(*message.extras, options.attribute_names, answer);
    }
    return answer;
}

/// A queue that shows only a part of its messages is not searched to its end for the others.
constexpr int looks_max = 1000;

/// One call's receiving from one queue.
class reception {
public:
    reception(state& sqs, call const& call, queue& queue, receive_options const& options)
        : sqs_{sqs}, call_{call}, queue_{queue}, options_{options}, work_{sqs, call, queue},
          count_max_{fewer(room())}, last_place_{queue.last_place}
    {
        answer_.Messages.reserve(std::min(count_max_, queue.waiting()));
    }

    bool may_take() const noexcept { return count_max_ > 0; }
    queue_work& work() noexcept { return work_; }

    void take()
    {
        if (queue_.fifo) {
            take_from_groups();
        } else {
            take_in_order();
        }
    }
    /// The same messages again, if this attempt was answered before and nothing has happened to them since.
    bool repeat(std::string const& attempt);
    void remember(std::string const& attempt);

    ReceiveMessageResult& answer() noexcept { return answer_; }

private:
    std::size_t room() const noexcept
    {
        if (options_.visibility == seconds{0}) { return options_.count_max; }
        auto const in_flight = queue_.in_flight();
        return in_flight >= limits::in_flight_max
                   ? 0
                   : std::min(options_.count_max, limits::in_flight_max - in_flight);
    }
    std::size_t fewer(std::size_t count) const
    {
        bool const some = !queue_.fifo && count > 1 && happens(call_, queue_.unkind.short_receives);
        return some ? 1 + call_.ids.below(count - 1) : count;
    }
    bool full() const noexcept { return answer_.Messages.size() >= count_max_; }
    bool was_received(queue::slot which) const
    {
        return std::find(received_.begin(), received_.end(), which) != received_.end();
    }
    /// Place of the last message that was there when the call came; there is one.
    std::uint64_t last_visible() const { return std::prev(queue_.visible.upper_bound(last_place_))->first; }

    void take_in_order();
    void take_from_groups();
    void take_from_group(message_groups::group group);
    void take_one(queue::slot which);
    void receive(queue::slot which);
    queue* dead_letter_queue();
    void move(queue::slot which, queue& target);

    state& sqs_;
    call const& call_;
    queue& queue_;
    receive_options const& options_;
    queue_work work_;
    std::size_t count_max_;
    // Messages behind this place came while the call was served: a queue can be its own dead-letter queue.
    std::uint64_t last_place_;
    std::optional<queue*> dead_letter_queue_ = {}; // looked for once, when it is needed
    absl::InlinedVector<queue::slot, 10> received_ = {};
    ReceiveMessageResult answer_ = {};
};

void reception::take_in_order()
{
    bool const partly = options_.wait == seconds{0};
    std::uint64_t place = 0;
    auto end = last_place_;
    for (int looks = 0; !full() && looks < looks_max; ++looks) {
        auto next = queue_.visible.upper_bound(place);
        if (next == queue_.visible.end() || next->first > end) { break; }
        if (call_.reorders) {
            next = std::prev(queue_.visible.upper_bound(end));
            end = next->first - 1;
        } else if (happens(call_, queue_.unkind.reordering)) {
            next =
                queue_.visible.lower_bound(next->first + call_.ids.below(last_visible() - next->first + 1));
        } else {
            place = next->first;
        }
        bool const unseen = partly && happens(call_, queue_.unkind.partial_polls);
        if (!unseen && !was_received(next->second)) take_one(next->second);
    }
}

void reception::take_from_groups()
{
    // A group that was served gets a new turn, and is not served twice by one call.
    auto& groups = queue_.fifo->groups;
    auto const end = groups.turns();
    while (!full()) {
        auto const group = groups.next(end);
        if (group == message_groups::none) { break; }
        take_from_group(group);
        groups.served(group);
    }
}

void reception::take_from_group(message_groups::group group)
{
    std::uint64_t place = 0;
    while (!full()) {
        // From the front each time: taking a message may move it away, and others with it.
        auto next = queue_.fifo->groups.first(group);
        while (next != message_store::none && work_.at(next).place <= place) next = work_.at(next).behind;
        if (next == message_store::none || work_.at(next).place > last_place_
            || work_.at(next).state != message_state::visible) {
            break;
        }
        place = work_.at(next).place;
        take_one(next);
    }
}

void reception::take_one(queue::slot which)
{
    auto const& message = work_.at(which);
    auto const& redrive = queue_.attributes.redrive;
    // A message that came here with a high count is received here at least once: queues that are each other's
    // dead-letter queues would pass it to and fro without end.
    auto const& handling = message.handling.read();
    bool const exhausted = redrive && handling.received_event != 0
                           && static_cast<int>(handling.receive_count) >= redrive->receive_count_max;
    auto* const target = exhausted ? dead_letter_queue() : nullptr;
    if (target != nullptr) {
        move(which, *target);
    } else {
        receive(which);
    }
}

void reception::receive(queue::slot which)
{
    auto& message = work_.at(which);
    auto& handling = message.handling.change();
    if (handling.receive_count++ == 0) { handling.first_received = call_.now; }
    ++handling.receipt;
    handling.received = call_.now;
    handling.received_event_before = handling.received_event;
    handling.received_event = work_.emit(event_type::message_received, message, message.sent_event);
    if (options_.visibility > seconds{0}) {
        work_.hide(which, call_.now + options_.visibility);
        work_.hold(which);
    } else {
        work_.stay_visible(which);
    }
    answer_.Messages.push_back(told(queue_, which, options_));
    received_.push_back(which);
}

queue* reception::dead_letter_queue()
{
    if (!dead_letter_queue_) {
        auto const name = parse_queue_arn(queue_.attributes.redrive->target_arn);
        dead_letter_queue_ = name ? find_queue(sqs_, *name) : nullptr;
    }
    return *dead_letter_queue_;
}

void reception::move(queue::slot which, queue& target)
{
    auto moved = work_.at(which);
    auto const group_id = queue_.group_id_of(moved);
    work_.remove(which);
    boost::intrusive_ptr const extras{moved.extras ? new message_extras{*moved.extras} : new message_extras};
    extras->source_arn = queue_.arn;
    if (target.fifo) {
        extras->retained_since = call_.now; // in a standard queue the time since the first send goes on
    }
    moved.extras = extras;
    queue_work arrival{sqs_, call_, target};
    moved.sent_event =
        arrival.emit(event_type::message_dead_lettered, moved, moved.last_event(), queue_.arn.str());
    auto& handling = moved.handling.change();
    handling.received_event = 0;
    handling.received_event_before = 0;
    handling.receipt = 0;
    arrival.put(std::move(moved), group_id);
    arrival.expire();
    arrival.settle();
}

bool reception::repeat(std::string const& attempt)
{
    auto* const before = queue_.fifo->attempts.find(attempt, call_.now);
    if (before == nullptr) { return false; }
    for (auto const& receipt : before->receipts) {
        auto const* const message = find_message(queue_, receipt);
        if (message == nullptr || message->state != message_state::in_flight
            || message->handling.read().receipt != receipt.number
            || message->handling.read().hidden_until != before->hidden_until) {
            return false;
        }
    }
    before->hidden_until = call_.now + options_.visibility;
    for (auto const& receipt : before->receipts) {
        answer_.Messages.push_back(told(queue_, receipt.slot, options_));
        if (options_.visibility > seconds{0}) {
            work_.hide(receipt.slot, before->hidden_until);
            work_.hold(receipt.slot);
        } else {
            work_.reveal(receipt.slot);
        }
    }
    return true;
}

void reception::remember(std::string const& attempt)
{
    auto& attempts = queue_.fifo->attempts;
    attempts.forget_expired(call_.now);
    fifo_part::receive_attempt answered{.receipts = {}, .hidden_until = call_.now + options_.visibility};
    for (auto const which : received_) answered.receipts.push_back(receipt_of(queue_, which));
    attempts.note(id_text{attempt}, std::move(answered), call_.now);
}

} // namespace

result<answer_or_parked<ReceiveMessageResult>> receive_message(state& sqs, call const& call,
                                                               ReceiveMessageRequest const& request)
{
    auto const found = find_queue(sqs, call, request.QueueUrl);
    if (!found) return found.error();
    auto& queue = *found.value();
    auto const options = read_options(queue, request);
    if (!options) return options.error();
    auto const deadline = call.arrived + options.value().wait;
    bool const may_wait = call.now < deadline;

    reception reception{sqs, call, queue, options.value()};
    auto const& attempt = request.ReceiveRequestAttemptId;
    bool const repeated = attempt && reception.repeat(*attempt);
    if (!repeated && !reception.may_take() && !queue.fifo && options.value().wait == seconds{0}) {
        return errors::in_flight_limit_reached();
    }
    if (call.now == call.arrived && !repeated) {
        reception.work().release_holdings(); // not again when a parked poll is asked once more
    }
    if (!repeated) {
        reception.take();
        if (attempt && !reception.answer().Messages.empty()) reception.remember(*attempt);
    }
    reception.work().settle();
    if (reception.answer().Messages.empty() && may_wait) {
        return answer_or_parked<ReceiveMessageResult>{parked{.queue = queue.id, .deadline = deadline}};
    }
    return answer_or_parked<ReceiveMessageResult>{std::move(reception.answer())};
}

result<ReceiveMessageResult> peek(state const& sqs, queue_name_view name, peek_options const& options)
{
    auto const id = sqs.names.find(name);
    if (!id) return errors::queue_does_not_exist();
    auto const& queue = sqs.queues.find(*id)->second;
    std::map<std::uint64_t, queue::slot> shown;
    for (auto const& aged : queue.by_age) {
        auto const& message = queue.messages[aged.which];
        auto const state = message.state;
        bool const is_wanted = state == message_state::visible
                               || (state == message_state::in_flight ? options.in_flight : options.delayed);
        if (is_wanted) shown.emplace(message.place, aged.which);
        if (shown.size() > options.count_max) shown.erase(std::prev(shown.end()));
    }
    string_list const all{"All"};
    ReceiveMessageRequest const everything{.MessageSystemAttributeNames = all};
    receive_options const told_of{.count_max = shown.size(),
                                  .visibility = {},
                                  .wait = {},
                                  .system = system_selection{everything},
                                  .attribute_names = all};
    ReceiveMessageResult answer;
    for (auto const& [place, which] : shown) {
        auto& message = answer.Messages.emplace_back(told(queue, which, told_of));
        auto const state = queue.messages[which].state;
        message.ReceiptHandle = "SQS/BACKDOOR/ACCESS";
        if (queue.messages[which].handling.read().receive_count == 0) {
            message.Attributes.erase("ApproximateFirstReceiveTimestamp");
        }
        message.Attributes["IsVisible"] = state == message_state::visible ? "true" : "false";
        message.Attributes["IsDelayed"] = state == message_state::delayed ? "true" : "false";
    }
    return answer;
}

void give_back(state& sqs, call const& call, std::uint64_t id, std::vector<Message> const& messages)
{
    auto const found = sqs.queues.find(id);
    if (found == sqs.queues.end()) { return; }
    auto& queue = found->second;
    queue_work work{sqs, call, queue};
    for (auto const& lost : messages) {
        auto const receipt = parse_receipt_handle(lost.ReceiptHandle);
        auto* const message = receipt && receipt->queue == id ? find_message(queue, *receipt) : nullptr;
        if (message == nullptr || message->handling.read().receipt != receipt->number
            || message->handling.read().receive_count == 0) {
            continue;
        }
        work.reveal(receipt->slot, true);
        auto& handling = message->handling.change();
        work.emit(event_type::message_returned, *message, handling.received_event);
        if (--handling.receive_count == 0) { handling.first_received = {}; }
        handling.received_event = handling.received_event_before;
        ++handling.receipt; // the lost handle is nobody's any more
    }
    work.settle();
}

} // namespace understudy::sqs
