// Binds an engine to the clock of the machine, to threads, and to people who wait: one lock, one timer thread asleep until
// the next deadline, and one condition that every change signals. Thread-safe. Answers are handed out under no lock.
#pragma once

#include "engine/desk.hpp"
#include "server/courier.hpp"

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>

namespace understudy {

struct driver_options {
    engine_options engine = {};
    clock_mode clock = clock_mode::real;
    milliseconds delivery_timeout{15'000}; // of one attempt to reach an HTTP endpoint; real time
};

/// Why a wait ended.
struct settled_report {
    bool settled = false;
    std::string pending; // who or what is still at work; empty when settled
};

class driver final : public desk {
public:
    explicit driver(driver_options options = {});
    ~driver() override;

    void cancel(ticket poll) override;
    instant now() const override;
    clock_mode mode() const noexcept { return options_.clock; }

    /// Moves the clock, visiting each due instant in order and letting its consequences settle (each for at most
    /// `settle_cap`), and ends exactly `by` later. Not for use from two threads at once.
    void advance(milliseconds by, milliseconds settle_cap = milliseconds{1000});
    /// Moves the clock to the next service timer, if that is no later than `limit`, and reports whether it was.
    bool advance_to_next_timer(instant limit);

    /// Waits, without polling, until an event after the mark matches; nothing when the time is over.
    std::optional<event> wait_for(event_pattern const& pattern, event_mark after, milliseconds real_cap);
    /// Waits until anything at all happens after the mark.
    bool wait_for_anything(event_mark after, milliseconds real_cap);
    std::optional<event> find(event_pattern const& pattern, event_mark after) const;
    /// Waits until nothing is in motion: no delivery under way, nobody holding a received message, no consumer between
    /// two polls.
    settled_report settle(milliseconds real_cap);
    /// The same for somebody who moves the clock: deliveries that are due later are no concern, and neither are messages
    /// that were already held when the clock began to move.
    settled_report settle_present(milliseconds real_cap, std::set<std::string> const& held_before = {});

    event_mark mark() const;
    std::vector<event> events_after(event_mark mark) const;
    /// The last events, depths, holders, parked polls and timers, for people whose wait has failed.
    std::string timeline() const;
    /// Queues where messages wait and nobody polls, a line each.
    std::string unattended_queues() const;

    /// The newest of what topics have sent to places outside, the oldest first.
    std::vector<sns::outbox_entry> outbox() const;

    engine::state snapshot() const;
    void restore(engine::state saved);
    void reset();

private:
    using steady = std::chrono::steady_clock;
    using pending_answers = std::vector<std::pair<std::function<void(late_reply)>, late_reply>>;

    void enter(visitor visit) override;
    void keep(ticket poll, std::function<void(late_reply)> later) override;

    moment present() const;
    std::optional<steady::time_point> wake_up_at() const;
    pending_answers collect();
    void run_timers();
    void expire_overdue_polls(moment when);
    settled_report settle_until(milliseconds real_cap, std::function<bool()> const& at_rest);
    std::set<std::string> held_ids() const;
    bool consumers_present(moment when) const;
    std::string describe_pending() const;

    driver_options options_;
    mutable std::mutex mutex_;
    engine engine_;
    steady::time_point const steady_anchor_;
    std::chrono::sys_time<std::chrono::microseconds> const wall_anchor_;
    milliseconds offset_{0}; // what advance() added; in manual mode all there is
    std::unordered_map<ticket, std::function<void(late_reply)>> later_;
    std::set<std::pair<steady::time_point, ticket>>
        real_deadlines_;              // manual mode: a poll ends by the machine's clock too
    std::condition_variable changed_; // something was done to the engine
    int waiting_for_change_ = 0;
    std::condition_variable rearm_; // the timer thread has to look again
    std::optional<steady::time_point> armed_;
    bool stopping_ = false;
    courier courier_; // destroyed first of all: its thread tells the engine how requests ended
    std::thread timers_;
};

} // namespace understudy
