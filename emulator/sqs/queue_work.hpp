// One step's work on one queue: every way in which a message can move. Keeps all orders of the queue
// together, emits the events, and says in the end which timers the queue needs and whether a waiting poll may
// find something.
#pragma once

#include "core/call.hpp"
#include "sqs/state.hpp"

#include <string>

namespace understudy::sqs {

class queue_work {
public:
    using slot = queue::slot;

    queue_work(state& sqs, call const& call, queue& queue) : sqs_{sqs}, call_{call}, queue_{queue} {}

    queue& target() noexcept { return queue_; }
    message& at(slot which) noexcept { return queue_.messages[which]; }

    /// A new last message, visible or delayed; gives it its place. Only FIFO queues look at the group.
    slot put(message message, std::string_view group_id);
    void remove(slot which);
    /// In flight until then, whatever it was before.
    void hide(slot which, instant until);
    /// Delayed until then; it was delayed before.
    void delay(slot which, instant until);
    /// Visible, at its own place. See message_groups::changed for the old turn.
    void reveal(slot which, bool in_its_old_turn = false);
    /// Received with a visibility timeout of zero: it is visible again at once.
    void stay_visible(slot which);
    void hold(slot which);
    void release(slot which);
    /// The client of the call asks for more: it has finished with what it held.
    void release_holdings();
    void clear();

    /// Lets go what is past its retention period.
    void expire();
    /// Lets appear what is no longer delayed or in flight.
    void reveal_due();

    /// Emits an event about a message of this queue.
    std::uint64_t emit(event_type type, message const& message, std::uint64_t cause, std::string detail = {});
    /// The last thing to be done in a step.
    void settle();

private:
    void unhide(slot which);
    void arm(timer_kind kind, std::optional<instant>& told, std::optional<instant> due);

    state& sqs_;
    call const& call_;
    queue& queue_;
    bool changed_ = false;
};

} // namespace understudy::sqs
