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

[[noreturn]] void fail(http_server_options const& options, error_code const& failure)
{
    throw std::system_error{std::error_code{failure.value(), std::system_category()},
                            fmt::format("cannot listen on {}:{}", options.address, options.port)};
}

} // namespace

struct http_server::impl {
    impl(protocol::handler& handler, http_server_options chosen) : options{std::move(chosen)}
    {
        for (unsigned i = 0; i < std::max(1U, options.threads); ++i) {
            workers.push_back(std::make_unique<worker>(handler, options));
        }
        acceptor.emplace(workers.front()->io());
        retry.emplace(workers.front()->io());
        listen();
    }

    void listen()
    {
        error_code failure;
        auto const address =
            net::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, failure);
        tcp::endpoint const endpoint{address, options.port};
        if (!failure) acceptor->open(endpoint.protocol(), failure);
        if (!failure) acceptor->set_option(tcp_acceptor::reuse_address{true}, failure);
        if (!failure) acceptor->bind(endpoint, failure);
        if (!failure) acceptor->listen(net::socket_base::max_listen_connections, failure);
        if (failure) { fail(options, failure); }
        port = acceptor->local_endpoint().port();
    }

    void start()
    {
        accept();
        for (auto const& each : workers) { each->start_thread(); }
    }

    void accept()
    {
        auto& next = *workers[turn];
        turn = (turn + 1) % workers.size();
        acceptor->async_accept(next.io().get_executor(), peer,
                               [this, &next](error_code failure, tcp_socket socket) {
                                   on_accepted(next, failure, std::move(socket));
                               });
    }

    void on_accepted(worker& next, error_code failure, tcp_socket socket)
    {
        if (!acceptor->is_open()) {
            return; // the server stops
        }
        if (failure) {
            retry->expires_after(accept_again);
            retry->async_wait([this](error_code cancelled) {
                if (!cancelled) { accept(); }
            });
            return;
        }
        error_code ignored;
        socket.set_option(tcp::no_delay{true}, ignored);
        socket.non_blocking(true, ignored);
        next.adopt(std::move(socket), hash_of(peer));
        accept();
    }

    void stop() noexcept
    {
        if (std::exchange(stopped, true)) { return; }
        net::post(workers.front()->io(), [this] {
            error_code ignored;
            acceptor->close(ignored);
            retry->cancel();
        });
        for (auto const& each : workers) { each->stop(); }
        for (auto const& each : workers) { each->join(); }
    }

    http_server_options options;
    std::vector<std::unique_ptr<worker>> workers;
    std::optional<tcp_acceptor> acceptor;
    std::optional<net::basic_waitable_timer<std::chrono::steady_clock,
                                            net::wait_traits<std::chrono::steady_clock>, executor>>
        retry;
    tcp::endpoint peer; // of the connection that is being accepted
    std::size_t turn = 0;
    std::uint16_t port = 0;
    bool stopped = false;
};

http_server::http_server(protocol::handler& handler, http_server_options options)
    : impl_{std::make_unique<impl>(handler, std::move(options))}
{
    if (impl_->options.before_serving) { impl_->options.before_serving(impl_->port); }
    impl_->start();
}

http_server::~http_server() { stop(); }

std::uint16_t http_server::port() const noexcept { return impl_->port; }

void http_server::stop() noexcept { impl_->stop(); }

std::size_t http_server::busy() const noexcept
{
    std::size_t sum = 0;
    for (auto const& each : impl_->workers) { sum += each->busy().load(std::memory_order_acquire); }
    return sum;
}

} // namespace understudy::server
