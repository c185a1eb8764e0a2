// Where requests wait that take real time, each on a thread of its own, so that no thread of the server stands still: it hands
// over the request and goes on, as with a poll that is parked. Thread-safe.
#pragma once

#include "protocol/handler.hpp"

#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace understudy::control {

class waiting_room {
public:
    using job = std::function<protocol::http_response(std::stop_token)>;

    /// `wake` lets jobs notice that they have been stopped.
    explicit waiting_room(std::function<void()> wake) : wake_{std::move(wake)} {}
    /// Stops all jobs and waits for their ends. Who still waits hears that there is nothing to wait for any more.
    ~waiting_room();
    waiting_room(waiting_room const&) = delete;
    waiting_room& operator=(waiting_room const&) = delete;

    /// The answer goes to `later`; at once when too many wait already.
    protocol::answer admit(job work, protocol::late_answer const& later);
    /// True when the ticket is of this room.
    bool cancel(ticket ticket);

private:
    bool is_closing();
    void finish(ticket ticket);

    static constexpr ticket own_tickets = ticket{1} << 63; // the engine counts its own from 1
    static constexpr std::size_t jobs_max = 256;

    std::function<void()> wake_;
    std::mutex mutex_;
    bool closing_ = false;
    ticket last_ = own_tickets;
    std::map<ticket, std::jthread> jobs_;
    std::vector<std::jthread> finished_; // to be joined by the next who comes
};

} // namespace understudy::control
