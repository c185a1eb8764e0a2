#include "server/driver.hpp"

#include "server/short_lock.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy {

namespace {

std::chrono::sys_time<std::chrono::microseconds> wall_now()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace

driver::driver(driver_options options)
    : options_{std::move(options)}, engine_{options_.engine}, steady_anchor_{steady::now()},
      wall_anchor_{wall_now()}, mode_{options_.clock},
      frozen_at_{wall_anchor_}, courier_{[this](std::uint64_t number, posting_outcome const& outcome) {
                                             auto visit = [&](engine& engine, moment when) {
                                                 engine.finish_errand(when, number, outcome);
                                             };
                                             enter(visit);
                                         },
                                         options_.deliveries},
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
    return {std::chrono::floor<milliseconds>(frozen() ? frozen_at_ : real) + offset_, real};
}

instant driver::now() const
{
    std::lock_guard const lock{mutex_};
    return present().now;
}

void driver::enter(visitor visit)
{
    auto lock = short_lock(mutex_);
    visit(engine_, present());
    auto answers = collect();
    auto errands = engine_.take_errands();
    auto const next = wake_up_at();
    bool const timer_is_sooner = next && (!armed_ || *next < *armed_);
    bool const somebody_waits = waiting_for_change_ > 0;
    changes_.fetch_add(1, std::memory_order_release);
    lock.unlock();
    // Whoever is woken needs the lock: woken while it is held, he would sleep a second time.
    if (somebody_waits) { changed_.notify_all(); }
    if (timer_is_sooner) { rearm_.notify_one(); }
    for (auto& errand : errands) {
        if (errand.outcome) [[unlikely]] {
            auto fail = [&](engine& engine, moment when) {
                engine.finish_errand(when, errand.number, *errand.outcome);
            };
            enter(fail);
        } else {
            courier_.post(errand.number, std::move(errand.request));
        }
    }
    for (auto& [later, answer] : answers) { later(std::move(answer)); }
}

void driver::keep(ticket poll, std::function<void(late_reply)> later)
{
    later_.emplace(poll, std::move(later));
    if (frozen()) { end_by_real_time(poll, engine_.deadline_of(poll) - present().now); }
}

/// A stopped clock would let a poll wait for ever.
void driver::end_by_real_time(ticket poll, milliseconds left)
{
    real_deadlines_.emplace(steady::now() + left, poll);
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

void driver::end_polls()
{
    auto visit = [](engine& engine, moment when) {
        auto const waiting = engine.poll_deadlines();
        for (auto const& [deadline, poll] : waiting) { engine.expire(when, poll); }
    };
    enter(visit);
}

std::optional<driver::steady::time_point> driver::wake_up_at() const
{
    std::optional<steady::time_point> wake;
    if (!real_deadlines_.empty()) { wake = real_deadlines_.begin()->first; }
    if (frozen()) { return wake; }
    if (auto const next = engine_.next_deadline()) {
        auto const due = steady_anchor_ + (*next - offset_ - wall_anchor_);
        if (!wake || due < *wake) { wake = due; }
    }
    return wake;
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

clock_view driver::clock() const
{
    std::lock_guard const lock{mutex_};
    auto const when = present();
    auto const timers = engine_.next_timers(1);
    clock_view view{.mode = mode_,
                    .now = when.now,
                    .offset = when.now - std::chrono::floor<milliseconds>(when.real),
                    .next_timer = {},
                    .timers = engine_.timers_pending(),
                    .holds = {}};
    if (!timers.empty()) { view.next_timer = describe(timers.front()); }
    auto const now = steady::now();
    for (auto const& [number, hold] : holds_) {
        if (hold.until > now) {
            view.holds.push_back({number, hold.reason, std::chrono::ceil<milliseconds>(hold.until - now)});
        }
    }
    return view;
}

void driver::set_mode(clock_mode mode)
{
    auto visit = [&](engine& engine, moment when) {
        if (frozen() && mode == clock_mode::real) {
            // It runs on from where it stands.
            offset_ +=
                std::chrono::floor<milliseconds>(frozen_at_) - std::chrono::floor<milliseconds>(when.real);
        } else if (!frozen() && mode != clock_mode::real) {
            frozen_at_ = when.real;
            for (auto const& [deadline, poll] : engine.poll_deadlines()) {
                end_by_real_time(poll, deadline - when.now);
            }
        }
        mode_ = mode;
    };
    enter(visit);
    wake_waiters();
}

std::uint64_t driver::hold(std::string reason, milliseconds real_time)
{
    std::lock_guard const lock{mutex_};
    std::erase_if(holds_, [now = steady::now()](auto const& each) { return each.second.until <= now; });
    holds_.emplace(++last_hold_, clock_hold{std::move(reason), steady::now() + real_time});
    return last_hold_;
}

bool driver::release(std::uint64_t hold)
{
    {
        std::lock_guard const lock{mutex_};
        auto const found = holds_.find(hold);
        if (found == holds_.end()) { return false; }
        bool const held = found->second.until > steady::now();
        holds_.erase(found);
        if (!held) { return false; }
    }
    wake_waiters();
    return true;
}

std::optional<driver::steady::time_point> driver::held_until() const
{
    std::optional<steady::time_point> latest;
    for (auto const& [number, hold] : holds_) {
        if (hold.until > steady::now() && (!latest || hold.until > *latest)) { latest = hold.until; }
    }
    return latest;
}

void driver::advance(milliseconds by, real_cap settle_cap) { move_to(now() + by, settle_cap); }

bool driver::advance_to(instant target, real_cap settle_cap)
{
    if (target < now()) { return false; }
    move_to(target, settle_cap);
    return true;
}

bool driver::advance_to_next(real_cap settle_cap)
{
    std::unique_lock lock{mutex_};
    auto const next = engine_.next_timer();
    lock.unlock();
    if (next) { move_to(*next, settle_cap); }
    return next.has_value();
}

void driver::move_to(instant target, real_cap const& settle_cap)
{
    // What is being sent may fail, and then its retry belongs into the time that is about to pass.
    settle_until(settle_cap, [this] { return engine_.errands_pending() == 0; });
    std::unique_lock lock{mutex_};
    auto const start = present().now;
    auto const began = engine_.events().last();
    lock.unlock();
    for (bool arrived = false; !arrived && !settle_cap.stop.stop_requested();) {
        auto visit = [&](engine& engine, moment when) {
            auto const next = engine.next_deadline();
            arrived = !next || *next >= target;
            auto const stop = std::max(when.now, arrived ? target : *next);
            offset_ += stop - when.now;
            engine.advance_to({stop, when.real});
            if (arrived) {
                engine.note({stop, when.real}, {.type = event_type::clock_moved,
                                                .detail = fmt::format("{} ms", (stop - start).count())});
            }
        };
        enter(visit);
        settle_present(settle_cap, began);
    }
}

std::vector<sns::outbox_entry> driver::outbox() const
{
    std::lock_guard const lock{mutex_};
    auto const& entries = engine_.snapshot().sns.outbox.entries();
    return {entries.begin(), entries.end()};
}

void driver::forget_sent(std::function<bool(sns::outbox_entry const&)> const& is_unwanted)
{
    std::lock_guard const lock{mutex_};
    engine_.forget_sent(is_unwanted);
}

std::optional<std::string> driver::confirmation_token(std::string const& subscription_arn) const
{
    std::lock_guard const lock{mutex_};
    return engine_.confirmation_token(subscription_arn);
}

result<sqs::ReceiveMessageResult> driver::peek(queue_peek const& which)
{
    sqs::queue_name_view const queue{which.account.empty() ? options_.account : which.account,
                                     which.region.empty() ? options_.engine.region : which.region,
                                     which.name};
    result<sqs::ReceiveMessageResult> seen;
    auto visit = [&](engine& engine, moment when) {
        engine.advance_to(when); // what is due is in sight
        seen = engine.peek(queue, {.in_flight = which.in_flight, .delayed = which.delayed});
    };
    enter(visit);
    if (seen) { sqs::complete(*seen); }
    return seen;
}

inventory driver::take_inventory() const
{
    std::lock_guard const lock{mutex_};
    return understudy::take_inventory(engine_);
}

bool driver::reseed(std::uint64_t seed)
{
    std::lock_guard const lock{mutex_};
    return engine_.reseed(seed);
}

std::size_t driver::expire_items()
{
    dynamodb::sweep so_far;
    auto visit = [&](engine& engine, moment when) { engine.expire_items(when, so_far); };
    do {
        enter(visit);
    } while (!so_far.tables.empty());
    return so_far.expired;
}

result<void> driver::opt_out(phone const& which)
{
    caller const who{.account = which.account.empty() ? options_.account : which.account,
                     .region = which.region.empty() ? options_.engine.region : which.region,
                     .endpoint = {}};
    result<void> done;
    auto visit = [&](engine& engine, moment when) { done = engine.opt_out(when, who, which.number); };
    enter(visit);
    return done;
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

void driver::reset(reset_scope const& scope)
{
    auto visit = [&](engine& engine, moment when) { engine.reset(when, scope); };
    enter(visit);
}

void driver::save(std::string name)
{
    std::lock_guard const lock{mutex_};
    saved_.insert_or_assign(std::move(name), std::make_shared<engine::state const>(engine_.snapshot()));
}

bool driver::restore_saved(std::string const& name)
{
    std::unique_lock lock{mutex_};
    auto const found = saved_.find(name);
    if (found == saved_.end()) { return false; }
    auto const state = found->second;
    lock.unlock();
    restore(*state);
    return true;
}

bool driver::forget_saved(std::string const& name)
{
    std::lock_guard const lock{mutex_};
    return saved_.erase(name) != 0;
}

std::vector<std::string> driver::saved() const
{
    std::lock_guard const lock{mutex_};
    std::vector<std::string> names;
    names.reserve(saved_.size());
    for (auto const& [name, state] : saved_) { names.push_back(name); }
    return names;
}

std::uint64_t driver::add_fault(fault rule)
{
    std::lock_guard const lock{mutex_};
    return engine_.scripted_faults().add(std::move(rule));
}

bool driver::remove_fault(std::uint64_t number)
{
    std::lock_guard const lock{mutex_};
    return engine_.scripted_faults().remove(number);
}

void driver::clear_faults()
{
    std::lock_guard const lock{mutex_};
    engine_.scripted_faults().clear();
}

std::vector<fault_report> driver::list_faults() const
{
    std::lock_guard const lock{mutex_};
    return engine_.scripted_faults().list();
}

} // namespace understudy
