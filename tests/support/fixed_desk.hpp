// A desk for tests: an engine behind a lock, at a time that moves only when told. Thread-safe.
#pragma once

#include "engine/desk.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace understudy {

class fixed_desk final : public desk {
public:
    explicit fixed_desk(engine_options options = {.seed = 1}) : engine_{std::move(options)} {}

    void cancel(ticket poll) override
    {
        std::lock_guard const lock{mutex_};
        engine_.cancel(poll);
        later_.erase(poll);
        changed_.notify_all();
    }

    instant now() const override
    {
        std::lock_guard const lock{mutex_};
        return now_;
    }

    void advance(milliseconds by)
    {
        auto visit = [&](engine& engine, moment when) {
            now_ = when.now + by;
            engine.advance_to({now_});
        };
        enter(visit);
    }

    /// Blocks until so many polls are parked: the wait of a test for what another thread does.
    void wait_for_polls(std::size_t count)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return later_.size() == count; });
    }

    /// Looks at the engine, or does something to it.
    template <class Visit>
    void look(Visit visit)
    {
        auto seen = [&](engine& engine, moment) { visit(engine); };
        enter(seen);
    }

private:
    void enter(visitor visit) override
    {
        std::vector<std::pair<std::function<void(late_reply)>, late_reply>> answers;
        {
            std::lock_guard const lock{mutex_};
            visit(engine_, {now_});
            for (auto& done : engine_.take_completions()) {
                if (auto const found = later_.find(done.poll); found != later_.end()) {
                    auto give_back = [this, done] {
                        auto undo = [&](engine& engine, moment when) { engine.give_back(when, done); };
                        enter(undo);
                    };
                    answers.emplace_back(std::move(found->second),
                                         late_reply{std::move(done.answer), give_back});
                    later_.erase(found);
                }
            }
            changed_.notify_all();
        }
        for (auto& [later, answer] : answers) { later(std::move(answer)); }
    }

    void keep(ticket poll, std::function<void(late_reply)> later) override
    {
        later_.emplace(poll, std::move(later));
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    instant now_{std::chrono::milliseconds{1'795'342'500'000}};
    engine engine_;
    std::unordered_map<ticket, std::function<void(late_reply)>> later_;
};

} // namespace understudy
