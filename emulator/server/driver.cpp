#include "server/driver.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace understudy {

namespace {

/// A consumer that does not come back to its poll within this (real) time has gone for good.
constexpr std::chrono::milliseconds consumer_returns_within{100};
constexpr std::size_t timeline_events_max = 40;

std::chrono::sys_time<std::chrono::microseconds> wall_now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string time_of_day(instant at)
{
    auto const whole = std::chrono::floor<std::chrono::seconds>(at);
    return fmt::format("{:%H:%M:%S}.{:03}", whole, (at - whole).count());
}

std::string_view describe(timer_kind kind)
{
    switch (kind) {
    case timer_kind::message_visible: return "a message becomes visible";
    case timer_kind::message_expired: return "a message's retention period ends";
    case timer_kind::deduplication_end:
    case timer_kind::topic_deduplication_end: return "a deduplication id is forgotten";
    case timer_kind::move_task: return "a move task moves messages";
    case timer_kind::subscription_lapse: return "a subscription that nobody confirms ends";
    case timer_kind::delivery_attempt: return "a delivery is tried again";
    case timer_kind::table_status: return "a table changes its status";
    }
    return "";
}

} // namespace

driver::driver(driver_options options)
    : options_{std::move(options)}, engine_{options_.engine}, steady_anchor_{steady::now()},
      wall_anchor_{wall_now()}, courier_{[this](std::uint64_t number, posting_outcome const& outcome) {
                                             auto visit = [&](engine& engine, moment when) {
                                                 engine.finish_errand(when, number, outcome);
                                             };
                                             enter(visit);
                                         },
                                         options_.delivery_timeout},
      timers_{[this] { run_timers(); }}
{}

driver::~driver()
{
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
    }
    rearm_.notify_all();
    timers_.join();
}

// The machine's wall clock may jump; this one starts with it and then runs steadily.
moment driver::present() const
{
    auto const elapsed =
        std::chrono::duration_cast<std::chrono::microseconds>(steady::now() - steady_anchor_);
    auto const real = wall_anchor_ + elapsed;
    auto const base = options_.clock == clock_mode::real ? real : wall_anchor_;
    return {std::chrono::floor<milliseconds>(base) + offset_, real};
}

instant driver::now() const
{
    std::lock_guard const lock{mutex_};
    return present().now;
}

void driver::enter(visitor visit)
{
    pending_answers answers;
    std::vector<errand> errands;
    {
        std::unique_lock const lock{mutex_};
        visit(engine_, present());
        answers = collect();
        errands = engine_.take_errands();
        auto const next = wake_up_at();
        if (next && (!armed_ || *next < *armed_)) { rearm_.notify_one(); }
        if (waiting_for_change_ > 0) { changed_.notify_all(); }
    }
    for (auto& errand : errands) { courier_.post(errand.number, std::move(errand.request)); }
    for (auto& [later, answer] : answers) { later(std::move(answer)); }
}

void driver::keep(ticket poll, std::function<void(late_reply)> later)
{
    later_.emplace(poll, std::move(later));
    if (options_.clock == clock_mode::manual) {
        auto const& parked = *engine_.find_poll(poll);
        real_deadlines_.emplace(steady::now() + (parked.deadline - parked.arrived), poll);
    }
}

driver::pending_answers driver::collect()
{
    pending_answers answers;
    for (auto& done : engine_.take_completions()) {
        auto const found = later_.find(done.poll);
        if (found == later_.end()) { continue; }
        auto undeliverable = [this, done] {
            auto visit = [&](engine& engine, moment when) { engine.give_back(when, done); };
            enter(visit);
        };
        answers.emplace_back(std::move(found->second),
                             late_reply{std::move(done.answer), std::move(undeliverable)});
        later_.erase(found);
    }
    return answers;
}

void driver::cancel(ticket poll)
{
    std::lock_guard const lock{mutex_};
    engine_.cancel(poll);
    later_.erase(poll);
}

std::optional<driver::steady::time_point> driver::wake_up_at() const
{
    if (options_.clock == clock_mode::manual) {
        return real_deadlines_.empty() ? std::nullopt : std::optional{real_deadlines_.begin()->first};
    }
    auto const next = engine_.next_deadline();
    return next ? std::optional{steady_anchor_ + (*next - offset_ - wall_anchor_)} : std::nullopt;
}

void driver::expire_overdue_polls(moment when)
{
    auto const now = steady::now();
    while (!real_deadlines_.empty() && real_deadlines_.begin()->first <= now) {
        engine_.expire(when, real_deadlines_.begin()->second);
        real_deadlines_.erase(real_deadlines_.begin());
    }
}

void driver::run_timers()
{
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        armed_ = wake_up_at();
        if (armed_) {
            rearm_.wait_until(lock, *armed_);
        } else {
            rearm_.wait(lock);
        }
        if (stopping_) { return; }
        lock.unlock();
        auto visit = [&](engine& engine, moment when) {
            engine.advance_to(when);
            expire_overdue_polls(when);
        };
        enter(visit);
        lock.lock();
    }
}

void driver::advance(milliseconds by, milliseconds settle_cap)
{
    // What is being sent may fail, and then its retry belongs into the time that is about to pass.
    settle_until(settle_cap, [this] { return engine_.errands_pending() == 0; });
    instant target;
    std::set<std::string> held_before;
    {
        std::lock_guard const lock{mutex_};
        target = present().now + by;
        held_before = held_ids();
    }
    for (bool arrived = false; !arrived;) {
        auto visit = [&](engine& engine, moment when) {
            auto const next = engine.next_deadline();
            arrived = !next || *next >= target;
            auto const stop = std::max(when.now, arrived ? target : *next);
            offset_ += stop - when.now;
            engine.advance_to({stop, when.real});
            if (arrived) {
                engine.note({stop, when.real},
                            {.type = event_type::clock_moved, .detail = fmt::format("{} ms", by.count())});
            }
        };
        enter(visit);
        settle_present(settle_cap, held_before);
    }
}

bool driver::advance_to_next_timer(instant limit)
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

std::optional<event> driver::find(event_pattern const& pattern, event_mark after) const
{
    std::lock_guard const lock{mutex_};
    auto const* found = engine_.events().first_match(pattern, after.sequence);
    return found == nullptr ? std::nullopt : std::optional{*found};
}

std::optional<event> driver::wait_for(event_pattern const& pattern, event_mark after, milliseconds real_cap)
{
    auto const deadline = steady::now() + real_cap;
    std::unique_lock lock{mutex_};
    ++waiting_for_change_;
    std::optional<event> found;
    auto matched = [&] {
        auto const& log = engine_.events();
        if (auto const* match = log.first_match(pattern, after.sequence)) {
            found = *match;
        } else {
            after.sequence = log.last(); // what has been looked at need not be looked at again
        }
        return found.has_value();
    };
    changed_.wait_until(lock, deadline, matched);
    --waiting_for_change_;
    return found;
}

bool driver::wait_for_anything(event_mark after, milliseconds real_cap)
{
    auto const deadline = steady::now() + real_cap;
    std::unique_lock lock{mutex_};
    ++waiting_for_change_;
    bool const happened =
        changed_.wait_until(lock, deadline, [&] { return engine_.events().last() > after.sequence; });
    --waiting_for_change_;
    return happened;
}

bool driver::consumers_present(moment when) const
{
    auto const away = engine_.consumer_away_since();
    return !away || when.real - *away >= consumer_returns_within;
}

std::set<std::string> driver::held_ids() const
{
    std::set<std::string> ids;
    if (engine_.anything_held()) {
        for (auto& held : sqs::held_messages(engine_.snapshot().sqs)) ids.insert(std::move(held.message_id));
    }
    return ids;
}

settled_report driver::settle(milliseconds real_cap)
{
    return settle_until(real_cap, [this] {
        return !engine_.anything_held() && engine_.deliveries_pending() == 0 && engine_.errands_pending() == 0
               && consumers_present(present());
    });
}

settled_report driver::settle_present(milliseconds real_cap, std::set<std::string> const& held_before)
{
    return settle_until(real_cap, [&] {
        auto const held = held_ids();
        return engine_.errands_pending() == 0
               && std::includes(held_before.begin(), held_before.end(), held.begin(), held.end())
               && consumers_present(present());
    });
}

settled_report driver::settle_until(milliseconds real_cap, std::function<bool()> const& at_rest)
{
    auto const deadline = steady::now() + real_cap;
    std::unique_lock lock{mutex_};
    ++waiting_for_change_;
    bool settled = at_rest();
    while (!settled && steady::now() < deadline) {
        // A change is signalled; that a consumer will not come back can only be told by the time that has passed.
        auto wake = deadline;
        if (auto const away = engine_.consumer_away_since(); away && !consumers_present(present())) {
            wake = std::min(deadline, steady_anchor_ + (*away + consumer_returns_within - wall_anchor_));
        }
        if (options_.clock == clock_mode::manual && engine_.deliveries_pending() > 0 && held_ids().empty()
            && consumers_present(present())) {
            break; // what is due later comes only when somebody moves the clock
        }
        changed_.wait_until(lock, wake);
        settled = at_rest();
    }
    --waiting_for_change_;
    return {settled, settled ? std::string{} : describe_pending()};
}

event_mark driver::mark() const
{
    std::lock_guard const lock{mutex_};
    return {engine_.events().last()};
}

std::vector<event> driver::events_after(event_mark mark) const
{
    std::lock_guard const lock{mutex_};
    auto const& all = engine_.events().events();
    auto const first = std::find_if(all.begin(), all.end(),
                                    [&](event const& event) { return event.sequence > mark.sequence; });
    return {first, all.end()};
}

std::vector<sns::outbox_entry> driver::outbox() const
{
    std::lock_guard const lock{mutex_};
    auto const& entries = engine_.snapshot().sns.outbox.entries();
    return {entries.begin(), entries.end()};
}

engine::state driver::snapshot() const
{
    std::lock_guard const lock{mutex_};
    return engine_.snapshot();
}

void driver::restore(engine::state saved)
{
    auto visit = [&](engine& engine, moment when) { engine.restore(when, std::move(saved)); };
    enter(visit);
}

void driver::reset()
{
    auto visit = [&](engine& engine, moment when) { engine.reset(when); };
    enter(visit);
}

std::string driver::describe_pending() const
{
    std::string text;
    auto const& state = engine_.snapshot();
    for (auto const& held : sqs::held_messages(state.sqs)) {
        text += fmt::format("a consumer holds message {} of {} until {}\n", held.message_id,
                            held.queue_arn.view(), time_of_day(held.until));
    }
    if (auto const count = engine_.deliveries_pending()) {
        text += fmt::format("{} deliveries from topics to queues are under way, the next until {}\n", count,
                            time_of_day(*engine_.next_timer()));
    }
    if (auto const count = engine_.errands_pending()) {
        text += fmt::format("{} HTTP deliveries are being made\n", count);
    }
    if (text.empty()) { text = "a consumer has not come back to its poll yet\n"; }
    return text;
}

std::string driver::unattended_queues() const
{
    std::lock_guard const lock{mutex_};
    std::string text;
    auto const polls = engine_.parked_polls();
    for (auto const& depth : sqs::queue_depths(engine_.snapshot().sqs)) {
        bool const polled = std::any_of(polls.begin(), polls.end(),
                                        [&](parked_poll const* poll) { return poll->queue == depth.queue; });
        if (!polled && depth.visible > 0) {
            text += fmt::format("{} messages wait in {}, which no consumer polls\n", depth.visible,
                                depth.arn.view());
        }
    }
    return text;
}

std::string driver::timeline() const
{
    std::lock_guard const lock{mutex_};
    std::string text = fmt::format("now {}\nlast events:\n", time_of_day(present().now));
    auto const& all = engine_.events().events();
    auto const skipped = all.size() - std::min(all.size(), timeline_events_max);
    for (auto i = skipped; i < all.size(); ++i) { text += "  " + to_string(all[i]) + "\n"; }
    auto const& state = engine_.snapshot();
    text += "queues:\n";
    for (auto const& depth : sqs::queue_depths(state.sqs)) {
        text += fmt::format("  {}: {} visible, {} in flight, {} delayed\n", depth.arn.view(), depth.visible,
                            depth.in_flight, depth.delayed);
    }
    text += "held:\n";
    for (auto const& held : sqs::held_messages(state.sqs)) {
        text += fmt::format("  {} of {} until {}\n", held.message_id, held.queue_arn.view(),
                            time_of_day(held.until));
    }
    text += "parked polls:\n";
    for (auto const* poll : engine_.parked_polls()) {
        text += fmt::format("  {} until {}\n", sqs::queue_arn(state.sqs, poll->queue).view(),
                            time_of_day(poll->deadline));
    }
    text += "timers:\n";
    for (auto const& timer : engine_.pending_timers()) {
        text += fmt::format("  {} {}\n", time_of_day(timer.due), describe(timer.id.kind));
    }
    return text;
}

} // namespace understudy
