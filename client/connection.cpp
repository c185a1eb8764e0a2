#include "connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <atomic>
#include <exception>

#include <sys/socket.h>

namespace understudy {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::uint64_t answer_bytes_max = 64ull * 1024 * 1024;

auto into(error_code& ec) { return asio::redirect_error(asio::use_awaitable, ec); }

wire_failure failure(wire_failure_reason reason, endpoint_parts const& endpoint, std::string_view what)
{
    return {reason, std::string{what} + " (" + endpoint.authority + ")"};
}

wire_failure failure_of_exchange(error_code const& ec, endpoint_parts const& endpoint)
{
    if (ec == beast::error::timeout)
        return failure(wire_failure_reason::timed_out, endpoint, "No answer in time");
    if (ec.category() == http::make_error_code(http::error::bad_version).category()
        && ec != http::error::end_of_stream && ec != http::error::partial_message) {
        return failure(wire_failure_reason::malformed, endpoint, "The answer is no HTTP: " + ec.message());
    }
    return failure(wire_failure_reason::closed, endpoint,
                   "The connection ended before the answer: " + ec.message());
}

http::request<http::string_body> to_beast(wire_request const& request, endpoint_parts const& endpoint)
{
    http::request<http::string_body> out;
    out.method_string(request.method);
    out.target(endpoint.path + request.path);
    out.version(11);
    for (auto const& [name, value] : request.headers) { out.insert(name, value); }
    if (out.find(http::field::host) == out.end()) out.set(http::field::host, endpoint.authority);
    out.body() = request.body;
    out.prepare_payload();
    return out;
}

wire_response from_beast(http::response<http::string_body>&& response)
{
    wire_response out;
    out.status = response.result_int();
    for (auto const& field : response.base()) {
        out.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    }
    out.body = std::move(response.body());
    return out;
}

/// What plain and TLS connections have in common. Everything happens on the thread that runs the io_context, except what
/// interrupt() does: it sets the flag first and then wakes that thread.
template <class Stream>
class connection_over : public connection {
public:
    explicit connection_over(endpoint_parts endpoint) : endpoint_{std::move(endpoint)} {}

    result_or_failure<wire_response> exchange(wire_request const& request,
                                              std::chrono::steady_clock::time_point deadline) override
    {
        good_ = false;
        result_or_failure<wire_response> answer = wire_failure{};
        std::exception_ptr thrown;
        context_.restart();
        asio::co_spawn(context_, exchange_all(request, deadline), [&](std::exception_ptr e, auto result) {
            thrown = e;
            answer = std::move(result);
        });
        context_.run();
        if (thrown) std::rethrow_exception(thrown);
        good_ = answer.has_value();
        used_ = used_ || good_;
        return answer;
    }

    void interrupt() override
    {
        interrupted_ = true;
        asio::post(context_, [this] {
            resolver_.cancel();
            if (stream_) socket().close();
        });
    }

    bool was_used() const noexcept override { return used_; }
    bool nothing_came() const noexcept override { return nothing_came_; }
    bool can_be_kept() const noexcept override { return good_ && keep_alive_ && !interrupted_; }

    bool is_alive() override
    {
        char byte = 0;
        auto const got = ::recv(socket().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

protected:
    using maybe_failure = std::optional<wire_failure>;

    virtual void make_stream() = 0;
    virtual asio::awaitable<maybe_failure> greet() = 0;
    beast::tcp_stream& socket() { return beast::get_lowest_layer(*stream_); }

    asio::io_context context_{1};
    endpoint_parts endpoint_;
    std::optional<Stream> stream_;
    std::atomic<bool> interrupted_ = false;

private:
    asio::awaitable<result_or_failure<wire_response>> exchange_all(
        wire_request const& request, std::chrono::steady_clock::time_point deadline)
    {
        nothing_came_ = true;
        if (!stream_) {
            if (auto failed = co_await open(deadline)) co_return *std::move(failed);
        }
        socket().expires_at(deadline);
        auto const message = to_beast(request, endpoint_);
        error_code ec;
        if (interrupted_) co_return stopped();
        co_await http::async_write(*stream_, message, into(ec));
        if (ec) co_return failure_of_exchange(ec, endpoint_);

        http::response_parser<http::string_body> parser;
        parser.body_limit(answer_bytes_max);
        if (interrupted_) co_return stopped();
        co_await http::async_read_header(*stream_, buffer_, parser, into(ec));
        nothing_came_ = !parser.got_some() && buffer_.size() == 0;
        if (!ec && !interrupted_) co_await http::async_read(*stream_, buffer_, parser, into(ec));
        if (interrupted_) co_return stopped();
        if (ec) co_return failure_of_exchange(ec, endpoint_);

        socket().expires_never();
        keep_alive_ = parser.get().keep_alive();
        co_return from_beast(parser.release());
    }

    asio::awaitable<maybe_failure> open(std::chrono::steady_clock::time_point deadline)
    {
        error_code ec;
        auto const addresses = co_await resolve(ec);
        if (interrupted_) co_return stopped();
        if (ec)
            co_return failure(wire_failure_reason::unresolved, endpoint_,
                              "The host is not known: " + ec.message());

        make_stream();
        socket().expires_at(deadline);
        co_await socket().async_connect(addresses, into(ec));
        if (interrupted_) co_return stopped();
        if (ec == beast::error::timeout) {
            co_return failure(wire_failure_reason::timed_out, endpoint_, "No connection in time");
        }
        if (ec) co_return failure(wire_failure_reason::refused, endpoint_, "Cannot connect: " + ec.message());
        socket().socket().set_option(tcp::no_delay{true}, ec);
        co_return co_await greet();
    }

    /// An address is taken as it is; only a name needs the resolver, and the thread it keeps.
    asio::awaitable<std::vector<tcp::endpoint>> resolve(error_code& ec)
    {
        auto const port = static_cast<unsigned short>(std::stoul(endpoint_.port));
        auto const address = asio::ip::make_address(endpoint_.host, ec);
        if (!ec) co_return std::vector{tcp::endpoint{address, port}};
        ec = {};
        auto const found = co_await resolver_.async_resolve(endpoint_.host, endpoint_.port, into(ec));
        std::vector<tcp::endpoint> out;
        for (auto const& entry : found) { out.push_back(entry.endpoint()); }
        co_return out;
    }

    wire_failure stopped() const
    {
        return failure(wire_failure_reason::interrupted, endpoint_, "Interrupted");
    }

    tcp::resolver resolver_{context_};
    beast::flat_buffer buffer_;
    bool used_ = false;
    bool good_ = false;
    bool keep_alive_ = false;
    bool nothing_came_ = true;
};

class plain_connection final : public connection_over<beast::tcp_stream> {
public:
    using connection_over::connection_over;

private:
    void make_stream() override { stream_.emplace(context_); }
    asio::awaitable<maybe_failure> greet() override { co_return std::nullopt; }
};

class tls_connection final : public connection_over<beast::ssl_stream<beast::tcp_stream>> {
public:
    explicit tls_connection(endpoint_parts endpoint) : connection_over{std::move(endpoint)}
    {
        error_code ignored; // without the system's certificates the handshake fails, and says so
        tls_.set_default_verify_paths(ignored);
        tls_.set_verify_mode(asio::ssl::verify_peer);
        tls_.set_verify_callback(asio::ssl::host_name_verification{endpoint_.host});
    }
    ~tls_connection() override { stream_.reset(); }

private:
    void make_stream() override { stream_.emplace(context_, tls_); }

    asio::awaitable<maybe_failure> greet() override
    {
        SSL_set_tlsext_host_name(stream_->native_handle(), endpoint_.host.c_str());
        error_code ec;
        co_await stream_->async_handshake(asio::ssl::stream_base::client, into(ec));
        if (!ec || interrupted_) co_return std::nullopt;
        if (ec == beast::error::timeout) {
            co_return failure(wire_failure_reason::timed_out, endpoint_, "No TLS handshake in time");
        }
        co_return failure(wire_failure_reason::insecure, endpoint_,
                          "The TLS handshake failed: " + ec.message());
    }

    asio::ssl::context tls_{asio::ssl::context::tls_client};
};

} // namespace

std::unique_ptr<connection> make_connection(endpoint_parts const& endpoint)
{
    if (endpoint.secure) return std::make_unique<tls_connection>(endpoint);
    return std::make_unique<plain_connection>(endpoint);
}

} // namespace understudy
