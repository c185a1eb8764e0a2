#include "control/waiting_room.hpp"

#include "control/documents.hpp"

namespace understudy::control {

namespace {

constexpr std::string_view stopped_text = "the emulator is being stopped";

} // namespace

waiting_room::~waiting_room()
{
    std::map<ticket, std::jthread> ending;
    {
        std::lock_guard const lock{mutex_};
        closing_ = true;
        ending.swap(jobs_);
        for (auto& [ticket, thread] : ending) thread.request_stop();
    }
    wake_();
}

protocol::answer waiting_room::admit(job work, protocol::late_answer const& later)
{
    std::vector<std::jthread> finished;
    std::lock_guard const lock{mutex_};
    finished.swap(finished_);
    if (jobs_.size() >= jobs_max) { return refusal(503, "too many requests wait already"); }
    auto const own = ++last_;
    auto run = [this, own, work = std::move(work), later](std::stop_token const& stop) {
        auto response = work(stop);
        if (is_closing()) { response = refusal(503, stopped_text); }
        if (!stop.stop_requested() || is_closing()) {
            later({std::move(response), [] {}});
        }
        finish(own);
    };
    jobs_.emplace(own, std::jthread{std::move(run)});
    return protocol::waiting{own, refusal(503, stopped_text)};
}

bool waiting_room::cancel(ticket ticket)
{
    if (ticket < own_tickets) { return false; }
    {
        std::lock_guard const lock{mutex_};
        auto const found = jobs_.find(ticket);
        if (found == jobs_.end()) { return true; }
        found->second.request_stop();
    }
    wake_();
    return true;
}

bool waiting_room::is_closing()
{
    std::lock_guard const lock{mutex_};
    return closing_;
}

void waiting_room::finish(ticket ticket)
{
    std::lock_guard const lock{mutex_};
    auto const found = jobs_.find(ticket);
    if (found == jobs_.end()) { return; } // the room is being closed
    finished_.push_back(std::move(found->second));
    jobs_.erase(found);
}

} // namespace understudy::control
