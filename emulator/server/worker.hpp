// One thread of the server with the connections that live on it. For the .cpp files of this folder only.
#pragma once

#include "server/http_server.hpp"
#include "server/response_writer.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace understudy::server {

namespace net = boost::asio;
using net::ip::tcp;
using boost::system::error_code;
using executor = net::io_context::executor_type; // not type-erased: it is asked on every read
using tcp_socket = net::basic_stream_socket<tcp, executor>;
using tcp_acceptor = net::basic_socket_acceptor<tcp, executor>;
using steady_time = std::chrono::steady_clock::time_point;

class session;

/// Where answers of parked polls are handed in, from any thread. It outlives its worker, for the sender of an answer may
/// be late: what arrives after close() is undeliverable.
class mailbox {
public:
    struct letter {
        std::weak_ptr<session> to;
        protocol::late_response content;
    };

    explicit mailbox(net::io_context& io, std::function<void()> wake) : io_{&io}, wake_{std::move(wake)} {}

    void put(letter sent);
    std::vector<letter> take();
    /// What is in it, and no more from now on.
    std::vector<letter> close();

private:
    std::mutex mutex_;
    net::io_context* io_; // none: closed
    std::function<void()> wake_;
    std::vector<letter> letters_;
};

/// What a connection waits for, and with it, until when. Connections that wait for the same kind stand in the order of
/// their deadlines, so one timer for the first of each kind serves them all.
enum class patience : std::uint8_t { next_request, header, body, unlimited };

/// What is known of a connection before its first request.
struct arrival {
    std::uint64_t peer = 0; // where it comes from, as a number
    bool for_dynamodb = false;
};

class worker {
public:
    worker(protocol::handler& handler, http_server_options const& options);
    ~worker();

    void start_thread();
    /// From any thread: close everything, and let the thread end.
    void stop();
    void join();

    /// On any thread: a connection that was accepted for this worker.
    void adopt(tcp_socket socket, arrival from);

    // For the worker's own thread and sessions.
    net::io_context& io() noexcept { return io_; }
    std::shared_ptr<mailbox> const& letters() noexcept { return mailbox_; }
    std::atomic<std::size_t>& busy() noexcept { return busy_; }
    /// That were adopted and have not ended. From any thread.
    std::size_t connections() const noexcept { return connections_.load(std::memory_order_relaxed); }
    void connection_ended() noexcept { connections_.fetch_sub(1, std::memory_order_relaxed); }
    std::string_view date() { return date_.now(); }
    bool stopping() const noexcept { return stopping_; }
    /// Somebody wants to know how long requests take.
    bool is_watched() const noexcept { return counter != nullptr || options.observer != nullptr; }

    using queue = std::list<std::shared_ptr<session>>;
    struct place {
        patience kind = patience::unlimited;
        queue::iterator at = {};
    };
    place join_queue(std::shared_ptr<session> newcomer);
    void wait_for(place& standing, patience kind);
    void leave_queue(place const& standing);

    protocol::handler& handler;
    http_server_options const& options;
    protocol::request_counter* const counter; // none: nobody wants to know

private:
    static constexpr std::size_t kinds = 4;

    std::chrono::milliseconds timeout(patience kind) const;
    void deliver(std::vector<mailbox::letter> letters);
    void arm(steady_time deadline);
    void on_timer();
    void stop_sessions();

    net::io_context io_{1};
    net::executor_work_guard<executor> work_{io_.get_executor()};
    net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>,
                              executor>
        timer_{io_};
    steady_time timer_due_ = steady_time::max();
    std::array<queue, kinds> queues_;
    std::shared_ptr<mailbox> mailbox_;
    alignas(64) std::atomic<std::size_t> busy_ = 0;
    std::atomic<std::size_t> connections_ = 0;
    date_text date_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace understudy::server
