// Binds an engine to the clock of the machine, to threads, and to people who wait: one lock, one timer thread asleep until
// the next deadline, and one condition that every change signals. Thread-safe. Answers are handed out under no lock.
#pragma once

#include "engine/desk.hpp"
#include "engine/director.hpp"
#include "server/courier.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>

namespace understudy {

struct driver_options {
    engine_options engine = {};
    clock_mode clock = clock_mode::real;
    std::string account = "000000000000"; // of whoever names none
    courier_options deliveries = {};
};

class driver final : public desk, public director {
public:
    explicit driver(driver_options options = {});
    ~driver() override;

    void cancel(ticket poll) override;
    /// Everybody who waits for an answer gets it, with what there is.
    void end_polls();

    instant now() const override;
    clock_view clock() const override;
    std::vector<timer_view> timers() const override;
    void set_mode(clock_mode mode) override;
    std::uint64_t hold(std::string reason, milliseconds real_time) override;
    bool release(std::uint64_t hold) override;
    // Two threads may move the clock at once: each sees it reach its target, and perhaps go beyond.
    void advance(milliseconds by, real_cap settle_cap = milliseconds{1000}) override;
    bool advance_to(instant target, real_cap settle_cap = milliseconds{1000}) override;
    bool advance_to_next(real_cap settle_cap = milliseconds{1000}) override;

    event_mark mark() const override;
    std::vector<event> find_all(event_pattern const& pattern, event_mark after,
                                std::size_t count) const override;
    wait_report await(event_pattern const& pattern, event_mark after, real_cap cap) override;
    wait_report run_until(event_pattern const& pattern, milliseconds virtual_max, event_mark after,
                          real_cap cap) override;
    settled_report settle(real_cap cap) override;
    wait_report expect_none(event_pattern const& pattern, event_mark after, real_cap cap) override;
    void wake_waiters() override;
    bool wait_for_anything(event_mark after, real_cap cap) override;

    std::string timeline() const override;
    message_story explain(std::string const& message_id) const override;

    void save(std::string name) override;
    bool restore_saved(std::string const& name) override;
    bool forget_saved(std::string const& name) override;
    std::vector<std::string> saved() const override;
    void reset(reset_scope const& scope = {}) override;

    std::uint64_t add_fault(fault rule) override;
    bool remove_fault(std::uint64_t number) override;
    void clear_faults() override;
    std::vector<fault_report> list_faults() const override;

    std::vector<sns::outbox_entry> outbox() const override;
    void forget_sent(std::function<bool(sns::outbox_entry const&)> const& is_unwanted) override;
    std::optional<std::string> confirmation_token(std::string const& subscription_arn) const override;
    result<sqs::ReceiveMessageResult> peek(queue_peek const& which) override;
    inventory take_inventory() const override;
    bool reseed(std::uint64_t seed) override;
    std::size_t expire_items() override;
    result<void> opt_out(phone const& which) override;

    engine::state snapshot() const;
    void restore(engine::state saved);

private:
    using steady = std::chrono::steady_clock;
    using pending_answers = std::vector<std::pair<std::function<void(late_reply)>, late_reply>>;

    struct clock_hold {
        std::string reason;
        steady::time_point until;
    };

    void enter(visitor visit) override;
    void keep(ticket poll, std::function<void(late_reply)> later) override;

    // All of these under the lock.
    bool frozen() const noexcept { return mode_ != clock_mode::real; }
    moment present() const;
    std::optional<steady::time_point> wake_up_at() const;
    std::optional<steady::time_point> held_until() const; // by the hold that lasts longest
    pending_answers collect();
    void expire_overdue_polls(moment when);
    void end_by_real_time(ticket poll, milliseconds left);
    bool anything_in_motion() const;
    bool consumers_present(moment when) const;
    std::string describe_pending() const;
    std::string unattended_queues() const;
    std::vector<std::string> grounds(event_mark after) const;
    timer_view describe(pending_timer const& timer) const;

    // And these without it.
    void run_timers();
    void move_to(instant target, real_cap const& settle_cap);
    std::optional<event> find(event_pattern const& pattern, event_mark after) const;
    settled_report settle_until(real_cap const& cap, std::function<bool()> const& at_rest);
    /// Settled, for somebody who moves the clock: deliveries that are due later are no concern, and neither are messages
    /// that were already held when the clock began to move, at that event.
    settled_report settle_present(real_cap const& cap, std::uint64_t began = 0);
    bool wait_for_release(real_cap const& cap);
    bool jump_to_next_timer(instant limit);
    wait_report await_by_jumps(event_pattern const& pattern, event_mark after, real_cap const& cap);
    /// Waits until `done`, which is asked at once and after each change, or until the time is over.
    bool wait_until(std::unique_lock<std::mutex>& lock, steady::time_point deadline,
                    std::stop_token const& stop, std::function<bool()> const& done);

    driver_options options_;
    mutable std::mutex mutex_; // of all below, but the courier
    engine engine_;
    steady::time_point const steady_anchor_;
    std::chrono::sys_time<std::chrono::microseconds> const wall_anchor_;
    clock_mode mode_;
    std::chrono::sys_time<std::chrono::microseconds>
        frozen_at_;          // where the machine's clock was when this one stopped
    milliseconds offset_{0}; // what advance() added
    std::map<std::uint64_t, clock_hold> holds_;
    std::uint64_t last_hold_ = 0;
    std::map<std::string, std::shared_ptr<engine::state const>> saved_;
    std::unordered_map<ticket, std::function<void(late_reply)>> later_;
    std::set<std::pair<steady::time_point, ticket>>
        real_deadlines_;              // a stopped clock: a poll ends by the machine's too
    std::condition_variable changed_; // something was done to the engine
    int waiting_for_change_ = 0;
    std::atomic<std::uint64_t> changes_ = 0; // read by those who wait and do not sleep yet, under no lock
    std::condition_variable rearm_;          // the timer thread has to look again
    std::optional<steady::time_point> armed_;
    bool stopping_ = false;
    courier courier_; // destroyed first of all: its thread tells the engine how requests ended
    std::thread timers_;
};

} // namespace understudy
