// Who moves the clock, waits for events and scripts faults: what the embedding API and the control endpoints can ask of an
// emulator. server/driver is the one. Thread-safe. A wait takes real time and blocks its thread; give_up() wakes it.
#pragma once

#include <understudy/clock.hpp>
#include <understudy/error.hpp>
#include <understudy/events.hpp>
#include <understudy/fault.hpp>
#include <understudy/reset_scope.hpp>
#include <understudy/timer_view.hpp>

#include <understudy/model/sqs.hpp>

#include "engine/inventory.hpp"
#include "sns/outbox.hpp"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace understudy {

/// How long a wait may take in real time. It ends early when stopped; see director::wake_waiters().
struct real_cap {
    milliseconds longest;
    std::stop_token stop;

    real_cap(milliseconds time, std::stop_token stopped = {}) : longest{time}, stop{std::move(stopped)} {}
};

/// Whether all came to rest in time.
struct settled_report {
    bool settled = false;
    std::string pending; // who or what is still at work; empty when settled
};

/// How a wait for an event, or the proof that there is none, ended.
struct wait_report {
    std::optional<event> found = {};
    std::string why = {};                    // it failed; empty when it did not
    std::vector<std::string> relied_on = {}; // what a proof rests upon, and what it does not cover
};

/// The clock makes no jump of its own while there is one.
struct hold_view {
    std::uint64_t number;
    std::string reason;
    milliseconds left; // real time until it ends by itself
};

struct clock_view {
    clock_mode mode;
    instant now;
    milliseconds offset; // ahead of the machine's clock
    std::optional<timer_view> next_timer;
    std::size_t timers;
    std::vector<hold_view> holds;
};

/// A message's life, for people.
struct message_story {
    std::vector<std::string> lines;
    std::vector<event> events;
};

struct phone {
    std::string number;
    std::string account = {}; // empty: those of callers who name none
    std::string region = {};
};

/// Which messages of which queue to look at.
struct queue_peek {
    std::string name;
    std::string account = {}; // empty: those of callers who name none
    std::string region = {};
    bool in_flight = false;
    bool delayed = false;
};

class director {
public:
    virtual ~director() = default;

    virtual instant now() const = 0;
    virtual clock_view clock() const = 0;
    virtual std::vector<timer_view> timers() const = 0;
    /// real runs on from where the clock stands; manual and automatic stop it there.
    virtual void set_mode(clock_mode mode) = 0;
    virtual std::uint64_t hold(std::string reason, milliseconds real_time) = 0;
    virtual bool release(std::uint64_t hold) = 0;

    /// Moves the clock, visiting each due instant in order and letting its consequences settle (each for at most
    /// `settle_cap`), and ends exactly `by` later, unless it is stopped.
    virtual void advance(milliseconds by, real_cap settle_cap) = 0;
    /// The same to an instant. False, and nothing happens, when that has passed.
    virtual bool advance_to(instant target, real_cap settle_cap) = 0;
    /// The same to where the next service timer comes due. False when there is none.
    virtual bool advance_to_next(real_cap settle_cap) = 0;

    virtual event_mark mark() const = 0;
    virtual std::vector<event> find_all(event_pattern const& pattern, event_mark after,
                                        std::size_t count) const = 0;
    /// Waits, without polling, until an event after the mark matches.
    virtual wait_report await(event_pattern const& pattern, event_mark after, real_cap cap) = 0;
    virtual wait_report run_until(event_pattern const& pattern, milliseconds virtual_max, event_mark after,
                                  real_cap cap) = 0;
    /// Waits until nothing is in motion: no delivery under way, nobody holding a received message, no consumer between
    /// two polls.
    virtual settled_report settle(real_cap cap) = 0;
    virtual wait_report expect_none(event_pattern const& pattern, event_mark after, real_cap cap) = 0;
    /// Waits until anything at all happens after the mark; no clock jumps for that.
    virtual bool wait_for_anything(event_mark after, real_cap cap) = 0;
    /// Lets every wait look whether it has been stopped.
    virtual void wake_waiters() = 0;

    /// The last events, depths, holders, parked polls and timers, for people whose wait has failed.
    virtual std::string timeline() const = 0;
    virtual message_story explain(std::string const& message_id) const = 0;

    /// Under a name, from now on; one of that name is replaced.
    virtual void save(std::string name) = 0;
    /// False when nothing was saved under that name.
    virtual bool restore_saved(std::string const& name) = 0;
    virtual bool forget_saved(std::string const& name) = 0;
    virtual std::vector<std::string> saved() const = 0;
    /// Forgets all that the services know, and the faults; or part of it. What was saved stays.
    virtual void reset(reset_scope const& scope = {}) = 0;

    virtual std::uint64_t add_fault(fault rule) = 0;
    virtual bool remove_fault(std::uint64_t number) = 0;
    virtual void clear_faults() = 0;
    virtual std::vector<fault_report> list_faults() const = 0;

    /// What topics have sent to places outside, the oldest first.
    virtual std::vector<sns::outbox_entry> outbox() const = 0;
    /// Forgets those for which the function says so.
    virtual void forget_sent(std::function<bool(sns::outbox_entry const&)> const& is_unwanted) = 0;
    /// The token that was sent last to the endpoint of a subscription.
    virtual std::optional<std::string> confirmation_token(std::string const& subscription_arn) const = 0;
    /// The messages of a queue, of which nothing changes by it.
    virtual result<sqs::ReceiveMessageResult> peek(queue_peek const& which) = 0;
    virtual inventory take_inventory() const = 0;
    /// Ids come from another seed: from now on, or where something is there already, from the next reset on. Says which.
    virtual bool reseed(std::uint64_t seed) = 0;
    /// Deletes the items of DynamoDB whose time to live is over; how many there were.
    virtual std::size_t expire_items() = 0;
    /// The owner of the phone has answered STOP and gets no text messages any more.
    virtual result<void> opt_out(phone const& which) = 0;
};

} // namespace understudy
