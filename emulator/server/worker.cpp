#include "server/session.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

namespace understudy::server {

void mailbox::put(letter sent)
{
    {
        std::lock_guard const lock{mutex_};
        if (io_ != nullptr) {
            letters_.push_back(std::move(sent));
            if (letters_.size() == 1) { net::post(*io_, wake_); }
            return;
        }
    }
    sent.content.undeliverable();
}

std::vector<mailbox::letter> mailbox::take()
{
    std::lock_guard const lock{mutex_};
    return std::exchange(letters_, {});
}

std::vector<mailbox::letter> mailbox::close()
{
    std::lock_guard const lock{mutex_};
    io_ = nullptr;
    return std::exchange(letters_, {});
}

worker::worker(protocol::handler& answering, http_server_options const& chosen)
    : handler{answering}, options{chosen}, counter{chosen.usage == nullptr ? nullptr
                                                                           : &chosen.usage->make_counter()},
      mailbox_{std::make_shared<mailbox>(io_, [this] { deliver(mailbox_->take()); })}
{}

worker::~worker()
{
    join();
    if (counter != nullptr) { options.usage->give_back(*counter); }
}

void worker::start_thread()
{
    thread_ = std::thread{[this] { io_.run(); }};
}

void worker::stop()
{
    net::post(io_, [this] { stop_sessions(); });
}

void worker::join()
{
    if (thread_.joinable()) { thread_.join(); }
}

void worker::adopt(tcp_socket socket, arrival from)
{
    connections_.fetch_add(1, std::memory_order_relaxed);
    net::dispatch(io_, [this, from, accepted = std::move(socket)]() mutable {
        if (stopping_) { return connection_ended(); }
        std::make_shared<session>(*this, std::move(accepted), from)->start();
    });
}

worker::place worker::join_queue(std::shared_ptr<session> newcomer)
{
    auto& those = queues_[static_cast<std::size_t>(patience::unlimited)];
    return {patience::unlimited, those.insert(those.end(), std::move(newcomer))};
}

void worker::wait_for(place& standing, patience kind)
{
    auto& from = queues_[static_cast<std::size_t>(standing.kind)];
    auto& to = queues_[static_cast<std::size_t>(kind)];
    to.splice(to.end(), from, standing.at);
    standing.kind = kind;
    if (kind == patience::unlimited) {
        (*standing.at)->set_deadline(steady_time::max());
        return;
    }
    auto const deadline = std::chrono::steady_clock::now() + timeout(kind);
    (*standing.at)->set_deadline(deadline);
    if (deadline < timer_due_) { arm(deadline); }
}

void worker::leave_queue(place const& standing)
{
    queues_[static_cast<std::size_t>(standing.kind)].erase(standing.at);
}

std::chrono::milliseconds worker::timeout(patience kind) const
{
    switch (kind) {
    case patience::header: return options.header_timeout;
    case patience::body: return options.body_timeout;
    default: return options.idle_timeout;
    }
}

void worker::arm(steady_time deadline)
{
    timer_due_ = deadline;
    timer_.expires_at(deadline);
    timer_.async_wait([this](error_code failure) {
        if (!failure) { on_timer(); }
    });
}

// A connection that has been served meanwhile stands further back with a later deadline, so the timer goes off about once
// per time-out, however many requests there are, and never when there are no connections.
void worker::on_timer()
{
    timer_due_ = steady_time::max();
    auto const now = std::chrono::steady_clock::now();
    auto next = steady_time::max();
    for (auto& each : queues_) {
        while (!each.empty() && each.front()->deadline() <= now) {
            auto const overdue = each.front();
            overdue->expire(); // leaves the queue, or waits for something else now
        }
        if (!each.empty()) { next = std::min(next, each.front()->deadline()); }
    }
    if (next < timer_due_) { arm(next); }
}

void worker::deliver(std::vector<mailbox::letter> letters)
{
    for (auto& letter : letters) {
        if (auto const addressee = letter.to.lock()) {
            addressee->deliver(std::move(letter.content));
        } else {
            letter.content.undeliverable();
        }
    }
}

void worker::stop_sessions()
{
    stopping_ = true;
    deliver(mailbox_->close());
    for (auto& each : queues_) {
        while (!each.empty()) {
            auto const ending = each.front();
            ending->stop(); // leaves the queue
        }
    }
    timer_.cancel();
    work_.reset();
}

} // namespace understudy::server
