// Waiting for what happens and proving what does not. Nobody polls: whoever waits stays awake for a moment, and then sleeps on
// the condition that every change signals.
#include "server/driver.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy {

namespace {

/// A consumer that does not come back to its poll within this (real) time has gone for good.
constexpr std::chrono::milliseconds consumer_returns_within{100};

/// An automatic clock leaves the application so much (real) time to begin something before it jumps.
constexpr std::chrono::milliseconds quiet_before_jump{50};

/// Most waits of a test are over by then, and to be woken would take half as long.
constexpr std::chrono::microseconds awake_at_first{100};

milliseconds time_left(std::chrono::steady_clock::time_point deadline)
{
    return std::max(milliseconds{0},
                    std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()));
}

} // namespace

bool driver::wait_until(std::unique_lock<std::mutex>& lock, steady::time_point deadline,
                        std::stop_token const& stop, std::function<bool()> const& done)
{
    bool finished = done();
    for (auto const tired = std::min(deadline, steady::now() + awake_at_first);
         !finished && !stop.stop_requested() && steady::now() < tired; finished = done()) {
        auto const seen = changes_.load(std::memory_order_relaxed);
        lock.unlock();
        while (changes_.load(std::memory_order_acquire) == seen && steady::now() < tired) {
            std::this_thread::yield();
        }
        lock.lock();
    }
    if (finished) { return true; }
    ++waiting_for_change_;
    changed_.wait_until(lock, deadline, [&] {
        finished = done();
        return finished || stop.stop_requested();
    });
    --waiting_for_change_;
    return finished;
}

void driver::wake_waiters()
{
    std::lock_guard const lock{mutex_};
    changed_.notify_all();
}

event_mark driver::mark() const
{
    std::lock_guard const lock{mutex_};
    return {engine_.events().last()};
}

std::optional<event> driver::find(event_pattern const& pattern, event_mark after) const
{
    std::lock_guard const lock{mutex_};
    auto const* found = engine_.events().first_match(pattern, after.sequence);
    return found == nullptr ? std::nullopt : std::optional{*found};
}

std::vector<event> driver::find_all(event_pattern const& pattern, event_mark after, std::size_t count) const
{
    std::lock_guard const lock{mutex_};
    return engine_.events().matches(pattern, after.sequence, count);
}

wait_report driver::await(event_pattern const& pattern, event_mark after, real_cap cap)
{
    auto const deadline = steady::now() + cap.longest;
    std::unique_lock lock{mutex_};
    std::optional<event> found;
    bool jumps = mode_ == clock_mode::automatic;
    auto const done = [&] {
        auto const& log = engine_.events();
        if (auto const* match = log.first_match(pattern, after.sequence)) {
            found = *match;
        } else {
            after.sequence = log.last(); // what has been looked at need not be looked at again
        }
        jumps = mode_ == clock_mode::automatic;
        return found.has_value() || jumps;
    };
    wait_until(lock, deadline, cap.stop, done);
    lock.unlock();
    if (found) { return {.found = std::move(found)}; }
    if (jumps) {
        auto report = await_by_jumps(pattern, after, {time_left(deadline), cap.stop});
        if (report.found) { return report; }
    }
    return {.why = fmt::format("{} did not happen within {} ms", pattern.describe(), cap.longest.count())};
}

/// The clock is automatic: whenever all has been at rest for a while, it goes on to the next timer.
wait_report driver::await_by_jumps(event_pattern const& pattern, event_mark after, real_cap const& cap)
{
    auto const deadline = steady::now() + cap.longest;
    while (true) {
        auto seen = mark();
        if (auto found = find(pattern, after)) { return {.found = std::move(found)}; }
        auto const left = time_left(deadline);
        if (left == milliseconds{0} || cap.stop.stop_requested()) { return {}; }
        if (wait_for_anything(seen, {std::min(left, quiet_before_jump), cap.stop})) { continue; }
        auto const report = settle_present({std::min(left, quiet_before_jump), cap.stop});
        if (report.settled && mark().sequence == seen.sequence && clock().mode == clock_mode::automatic
            && wait_for_release({time_left(deadline), cap.stop}) && jump_to_next_timer(instant::max())) {
            continue;
        }
        wait_for_anything(seen, {time_left(deadline), cap.stop});
    }
}

wait_report driver::run_until(event_pattern const& pattern, milliseconds virtual_max, event_mark after,
                              real_cap cap)
{
    auto const limit = now() + virtual_max;
    auto const deadline = steady::now() + cap.longest;
    while (true) {
        real_cap const left{time_left(deadline), cap.stop};
        auto const report = settle_present(left);
        if (auto found = find(pattern, after)) { return {.found = std::move(found)}; }
        auto const what = pattern.describe();
        if (cap.stop.stop_requested()) { return {.why = what + " is no longer waited for"}; }
        if (!report.settled) {
            return {.why = fmt::format("{} has not happened, and after {} ms things have not settled: {}",
                                       what, cap.longest.count(), report.pending)};
        }
        if (steady::now() >= deadline) {
            return {.why = fmt::format("{} has not happened within {} ms of real time", what,
                                       cap.longest.count())};
        }
        if (!wait_for_release(left)) {
            return {.why = fmt::format("{} has not happened, and the clock is held for longer than {} ms",
                                       what, cap.longest.count())};
        }
        if (!jump_to_next_timer(limit)) {
            std::lock_guard const lock{mutex_};
            return {.why = fmt::format(
                        "{} did not happen, and nothing is due within {} ms that could bring it\n{}", what,
                        virtual_max.count(), unattended_queues())};
        }
    }
}

bool driver::wait_for_release(real_cap const& cap)
{
    auto const deadline = steady::now() + cap.longest;
    std::unique_lock lock{mutex_};
    while (auto const held = held_until()) {
        auto const wake = std::min(deadline, *held);
        wait_until(lock, wake, cap.stop, [this] { return !held_until(); });
        if (steady::now() >= deadline || cap.stop.stop_requested()) { return !held_until(); }
    }
    return true;
}

/// Moves the clock to the next service timer, if that is no later than `limit`, and reports whether it was.
bool driver::jump_to_next_timer(instant limit)
{
    bool moved = false;
    auto visit = [&](engine& engine, moment when) {
        auto const timer = engine.next_timer();
        if (!timer || *timer > limit) { return; }
        moved = true;
        // A poll may end before the timer comes; its consumer shall have the chance to poll anew.
        auto const stop = std::max(when.now, *engine.next_deadline());
        offset_ += stop - when.now;
        engine.advance_to({stop, when.real});
    };
    enter(visit);
    return moved;
}

bool driver::wait_for_anything(event_mark after, real_cap cap)
{
    auto const deadline = steady::now() + cap.longest;
    std::unique_lock lock{mutex_};
    return wait_until(lock, deadline, cap.stop, [&] { return engine_.events().last() > after.sequence; });
}

bool driver::consumers_present(moment when) const
{
    auto const away = engine_.consumer_away_since();
    return !away || when.real - *away >= consumer_returns_within;
}

bool driver::anything_in_motion() const
{
    return engine_.anything_held() || engine_.deliveries_pending() != 0 || engine_.errands_pending() != 0
           || engine_.answers_held_back() != 0 || !consumers_present(present());
}

settled_report driver::settle(real_cap cap)
{
    return settle_until(cap, [this] { return !anything_in_motion(); });
}

settled_report driver::settle_present(real_cap const& cap, std::uint64_t began)
{
    return settle_until(cap, [&] {
        return engine_.errands_pending() == 0 && !engine_.anything_held_since(began)
               && consumers_present(present());
    });
}

settled_report driver::settle_until(real_cap const& cap, std::function<bool()> const& at_rest)
{
    auto const deadline = steady::now() + cap.longest;
    std::unique_lock lock{mutex_};
    bool settled = at_rest();
    while (!settled && steady::now() < deadline && !cap.stop.stop_requested()) {
        // A change is signalled; that a consumer will not come back can only be told by the time that has passed.
        auto wake = deadline;
        if (auto const away = engine_.consumer_away_since(); away && !consumers_present(present())) {
            wake = std::min(deadline, steady_anchor_ + (*away + consumer_returns_within - wall_anchor_));
        }
        if (frozen() && engine_.deliveries_pending() > 0 && !engine_.anything_held()
            && consumers_present(present())) {
            break; // what is due later comes only when somebody moves the clock
        }
        ++waiting_for_change_;
        changed_.wait_until(lock, wake);
        --waiting_for_change_;
        settled = at_rest();
    }
    return {settled, settled ? std::string{} : describe_pending()};
}

wait_report driver::expect_none(event_pattern const& pattern, event_mark after, real_cap cap)
{
    auto const report = settle(cap);
    std::lock_guard const lock{mutex_};
    auto const& log = engine_.events();
    auto const what = pattern.describe();
    if (auto const* found = log.first_match(pattern, after.sequence)) {
        return {.found = *found,
                .why = fmt::format("{} was not expected, but happened: {}", what, to_string(*found))};
    }
    if (!report.settled || anything_in_motion()) {
        return {.why =
                    fmt::format("{} has not happened, but that it will not cannot be told: not settled after "
                                "{} ms: {}",
                                what, cap.longest.count(), describe_pending())};
    }
    if (log.first() > after.sequence + 1) {
        return {
            .why = fmt::format("whether {} happened cannot be told: the log begins with event #{}, and asked "
                               "is since #{}",
                               what, log.first(), after.sequence)};
    }
    return {.relied_on = grounds(after)};
}

} // namespace understudy
