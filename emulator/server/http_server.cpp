#include "server/session.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <cstring>
#include <system_error>

namespace understudy::server {

namespace {

/// When the process has no descriptor left for another connection, it is asked again after this.
constexpr std::chrono::milliseconds accept_again{50};

/// Of the address without the port: all connections of a machine count as one place.
std::uint64_t hash_of(tcp::endpoint const& peer)
{
    auto const& address = peer.address();
    if (address.is_v4()) { return std::hash<std::uint64_t>{}(address.to_v4().to_uint()); }
    auto const bytes = address.to_v6().to_bytes();
    return std::hash<std::string_view>{}({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

[[noreturn]] void fail(door const& where, error_code const& failure)
{
    throw std::system_error{std::error_code{failure.value(), std::system_category()},
                            fmt::format("cannot listen on {}:{}", where.address, where.port)};
}

/// The workers, to whom connections go in turn.
class crew {
public:
    crew(protocol::handler& handler, http_server_options const& options)
        : connections_max_{options.connections_max}
    {
        for (unsigned i = 0; i < std::max(1U, options.threads); ++i) {
            workers_.push_back(std::make_unique<worker>(handler, options));
        }
    }

    std::vector<std::unique_ptr<worker>> const& all() const noexcept { return workers_; }
    worker& next()
    {
        auto& chosen = *workers_[turn_];
        turn_ = (turn_ + 1) % workers_.size();
        return chosen;
    }
    bool has_room() const noexcept
    {
        std::size_t connections = 0;
        for (auto const& each : workers_) connections += each->connections();
        return connections < connections_max_;
    }

private:
    std::size_t connections_max_;
    std::vector<std::unique_ptr<worker>> workers_;
    std::size_t turn_ = 0; // on the thread of the first worker only
};

/// A door that is open: connections come in on the thread of the first worker.
class entrance {
public:
    /// Listens when it returns.
    entrance(crew& workers, door const& where)
        : crew_{workers}, acceptor_{workers.all().front()->io()}, retry_{workers.all().front()->io()},
          for_dynamodb_{where.for_dynamodb}
    {
        error_code failure;
        auto const address =
            net::ip::make_address(where.address == "localhost" ? "127.0.0.1" : where.address, failure);
        tcp::endpoint const endpoint{address, where.port};
        if (!failure) acceptor_.open(endpoint.protocol(), failure);
        if (!failure) acceptor_.set_option(tcp_acceptor::reuse_address{true}, failure);
        if (!failure) acceptor_.bind(endpoint, failure);
        if (!failure) acceptor_.listen(net::socket_base::max_listen_connections, failure);
        if (failure) { fail(where, failure); }
        port_ = acceptor_.local_endpoint().port();
    }

    std::uint16_t port() const noexcept { return port_; }

    void accept()
    {
        if (!crew_.has_room()) { return accept_later(); } // who comes waits in the kernel's queue
        auto& worker = crew_.next();
        acceptor_.async_accept(worker.io().get_executor(), peer_,
                               [this, &worker](error_code failure, tcp_socket socket) {
                                   on_accepted(worker, failure, std::move(socket));
                               });
    }

    void close()
    {
        error_code ignored;
        acceptor_.close(ignored);
        retry_.cancel();
    }

private:
    void accept_later()
    {
        retry_.expires_after(accept_again);
        retry_.async_wait([this](error_code cancelled) {
            if (!cancelled) { accept(); }
        });
    }

    void on_accepted(worker& worker, error_code failure, tcp_socket socket)
    {
        if (!acceptor_.is_open()) {
            return; // the server stops
        }
        if (failure) { return accept_later(); }
        error_code ignored;
        socket.set_option(tcp::no_delay{true}, ignored);
        socket.non_blocking(true, ignored);
        worker.adopt(std::move(socket), {.peer = hash_of(peer_), .for_dynamodb = for_dynamodb_});
        accept();
    }

    crew& crew_;
    tcp_acceptor acceptor_;
    net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>,
                              executor>
        retry_;
    tcp::endpoint peer_; // of the connection that is being accepted
    bool for_dynamodb_;
    std::uint16_t port_ = 0;
};

} // namespace

struct http_server::impl {
    impl(protocol::handler& handler, http_server_options chosen)
        : options{std::move(chosen)}, workers{handler, options}
    {
        doors.push_back(
            std::make_unique<entrance>(workers, door{options.address, options.port, options.for_dynamodb}));
        for (auto const& each : options.more_doors) {
            doors.push_back(std::make_unique<entrance>(workers, each));
        }
    }

    void start()
    {
        for (auto const& each : doors) { each->accept(); }
        for (auto const& each : workers.all()) { each->start_thread(); }
    }

    void stop() noexcept
    {
        if (std::exchange(stopped, true)) { return; }
        net::post(workers.all().front()->io(), [this] {
            for (auto const& each : doors) { each->close(); }
        });
        for (auto const& each : workers.all()) { each->stop(); }
        for (auto const& each : workers.all()) { each->join(); }
    }

    http_server_options options;
    crew workers;
    std::vector<std::unique_ptr<entrance>> doors;
    bool stopped = false;
};

http_server::http_server(protocol::handler& handler, http_server_options options)
    : impl_{std::make_unique<impl>(handler, std::move(options))}
{
    if (impl_->options.before_serving) { impl_->options.before_serving(port()); }
    impl_->start();
}

http_server::~http_server() { stop(); }

std::uint16_t http_server::port() const noexcept { return impl_->doors.front()->port(); }

std::vector<std::uint16_t> http_server::ports() const
{
    std::vector<std::uint16_t> ports;
    for (auto const& each : impl_->doors) { ports.push_back(each->port()); }
    return ports;
}

void http_server::stop() noexcept { impl_->stop(); }

std::size_t http_server::busy() const noexcept
{
    std::size_t sum = 0;
    for (auto const& each : impl_->workers.all()) { sum += each->busy().load(std::memory_order_acquire); }
    return sum;
}

} // namespace understudy::server
