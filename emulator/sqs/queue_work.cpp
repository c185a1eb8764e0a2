#include "sqs/queue_work.hpp"

#include <algorithm>

namespace understudy::sqs {

namespace {

queue::hidden_message hidden_entry(message const& message, queue::slot which)
{
    return {message.handling.read().hidden_until, static_cast<std::uint32_t>(message.last_event()), which};
}

queue::aged_message aged_entry(message const& message, queue::slot which)
{
    return {message.retained_since(), static_cast<std::uint32_t>(message.place), which};
}

// Most of what happens happens at an end of an order: messages come last and leave first, and the visibility timeout
// that begins last ends last. There neither costs more where a million messages lie in between.

template <class Tree>
void erase(Tree& tree, typename Tree::key_type const& key)
{
    auto const first = tree.begin();
    if (first == tree.end()) { return; }
    auto const& lowest = [&]() -> auto const&
    {
        if constexpr (requires { typename Tree::mapped_type; }) {
            return first->first;
        } else {
            return *first;
        }
    }
    ();
    if (lowest == key) {
        tree.erase(first);
    } else {
        tree.erase(key);
    }
}

} // namespace

queue_work::slot queue_work::put(message message, std::string_view group_id)
{
    message.place = ++queue_.last_place;
    slot const which = queue_.messages.insert(std::move(message));
    auto const& put = at(which);
    queue_.by_age.insert(queue_.by_age.end(), aged_entry(put, which));
    if (put.state == message_state::delayed) {
        queue_.hidden.insert(queue_.hidden.end(), hidden_entry(put, which));
        ++queue_.delayed;
    } else {
        changed_ = true;
    }
    if (queue_.fifo) {
        queue_.fifo->groups.insert(queue_.messages, which, group_id);
    } else if (put.state == message_state::visible) {
        queue_.visible.emplace_hint(queue_.visible.end(), put.place, which);
    }
    return which;
}

void queue_work::remove(slot which)
{
    // Room among the messages in flight may be what a poll waits for.
    changed_ = changed_ || queue_.fifo || queue_.in_flight() >= limits::in_flight_max;
    auto& message = at(which);
    release(which);
    if (message.state != message_state::visible) {
        unhide(which);
    } else if (!queue_.fifo) {
        erase(queue_.visible, message.place);
    }
    erase(queue_.by_age, aged_entry(message, which));
    if (queue_.fifo) { queue_.fifo->groups.erase(queue_.messages, which); }
    queue_.messages.erase(which);
}

void queue_work::hide(slot which, instant until)
{
    auto& message = at(which);
    if (message.state != message_state::visible) {
        unhide(which);
    } else if (!queue_.fifo) {
        erase(queue_.visible, message.place);
    }
    message.state = message_state::in_flight;
    message.handling.change().hidden_until = until;
    queue_.hidden.insert(queue_.hidden.end(), hidden_entry(message, which));
    if (queue_.fifo) { queue_.fifo->groups.changed(queue_.messages, which); }
}

void queue_work::delay(slot which, instant until)
{
    auto& message = at(which);
    erase(queue_.hidden, hidden_entry(message, which));
    message.handling.change().hidden_until = until;
    queue_.hidden.insert(queue_.hidden.end(), hidden_entry(message, which));
}

void queue_work::reveal(slot which, bool in_its_old_turn)
{
    release(which);
    auto& message = at(which);
    if (message.state == message_state::visible) { return; }
    unhide(which);
    message.state = message_state::visible;
    if (queue_.fifo) {
        queue_.fifo->groups.changed(queue_.messages, which, in_its_old_turn);
    } else {
        queue_.visible.emplace(message.place, which);
    }
    changed_ = true;
}

void queue_work::stay_visible(slot which)
{
    release(which);
    changed_ = true;
    emit(event_type::message_visible, at(which), at(which).last_event());
}

void queue_work::unhide(slot which)
{
    auto const& message = at(which);
    erase(queue_.hidden, hidden_entry(message, which));
    if (message.state == message_state::delayed) { --queue_.delayed; }
}

void queue_work::hold(slot which)
{
    release(which);
    if (call_.client != 0) {
        auto& handling = at(which).handling.change();
        handling.holder = call_.client;
        queue_.holdings[call_.client].push_back(which);
        ++sqs_.held;
        sqs_.last_hold = std::max(sqs_.last_hold, handling.received_event);
    }
}

void queue_work::release(slot which)
{
    auto const client = at(which).handling.read().holder;
    if (client == 0) { return; }
    at(which).handling.change().holder = 0;
    --sqs_.held;
    auto const holding = queue_.holdings.find(client);
    auto& slots = holding->second; // of one receive, or of few
    *std::find(slots.begin(), slots.end(), which) = slots.back();
    slots.pop_back();
    if (slots.empty()) { queue_.holdings.erase(holding); }
}

void queue_work::release_holdings()
{
    auto const holding = call_.client == 0 ? queue_.holdings.end() : queue_.holdings.find(call_.client);
    if (holding == queue_.holdings.end()) { return; }
    for (slot const which : holding->second) at(which).handling.change().holder = 0;
    sqs_.held -= holding->second.size();
    queue_.holdings.erase(holding);
}

void queue_work::clear()
{
    for (auto const& [client, slots] : queue_.holdings) sqs_.held -= slots.size();
    queue_.holdings.clear();
    queue_.messages.clear();
    queue_.visible.clear();
    queue_.hidden.clear();
    queue_.by_age.clear();
    queue_.delayed = 0;
    if (queue_.fifo) {
        queue_.fifo->groups = {};
        queue_.fifo->sends.clear();
        queue_.fifo->attempts.clear();
    }
}

void queue_work::expire()
{
    while (!queue_.by_age.empty() && queue_.next_expiry() <= call_.now) {
        slot const oldest = queue_.by_age.begin()->which;
        emit(event_type::message_expired, at(oldest), at(oldest).last_event());
        remove(oldest);
    }
}

void queue_work::reveal_due()
{
    while (!queue_.hidden.empty() && queue_.hidden.begin()->until <= call_.now) {
        slot const which = queue_.hidden.begin()->which;
        reveal(which);
        emit(event_type::message_visible, at(which), at(which).last_event());
    }
}

std::uint64_t queue_work::emit(event_type type, message const& message, std::uint64_t cause,
                               std::string detail)
{
    return call_.emit({.type = type,
                       .resource = queue_.arn,
                       .message_id = message.id,
                       .body = message.body,
                       .cause = cause,
                       .receive_count = static_cast<int>(message.handling.read().receive_count),
                       .detail = std::move(detail)});
}

void queue_work::settle()
{
    auto const& hidden = queue_.hidden;
    arm(timer_kind::message_visible, queue_.visible_timer,
        hidden.empty() ? std::nullopt : std::optional{hidden.begin()->until});
    arm(timer_kind::message_expired, queue_.expiry_timer,
        queue_.by_age.empty() ? std::nullopt : std::optional{queue_.next_expiry()});
    if (queue_.fifo) {
        arm(timer_kind::deduplication_end, queue_.deduplication_timer, queue_.fifo->sends.next_expiry());
    }
    if (std::exchange(changed_, false) && queue_.anything_to_receive()) { call_.queue_changed(queue_.id); }
}

void queue_work::arm(timer_kind kind, std::optional<instant>& told, std::optional<instant> due)
{
    if (told != due) {
        told = due;
        call_.set_timer(kind, queue_.id, due);
    }
}

} // namespace understudy::sqs
