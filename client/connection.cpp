#include "connection.hpp"

#include "tls/channel.hpp"
#include "tls/trust.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
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

std::string text_of(wire_request const& request, endpoint_parts const& endpoint)
{
    auto text = request.method + ' ' + endpoint.path + request.path + " HTTP/1.1\r\n";
    auto const add = [&](std::string_view name, std::string_view value) {
        text.append(name).append(": ").append(value).append("\r\n");
    };
    bool names_host = false;
    for (auto const& [name, value] : request.headers) {
        add(name, value);
        names_host = names_host || beast::iequals(name, "host");
    }
    if (!names_host) add("Host", endpoint.authority);
    bool const may_lack_body =
        request.method == "GET" || request.method == "HEAD" || request.method == "DELETE";
    if (!request.body.empty() || !may_lack_body) add("Content-Length", std::to_string(request.body.size()));
    return text.append("\r\n").append(request.body);
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

/// Everything happens on the thread that runs the io_context, except what interrupt() does: it sets the flag first and then wakes that
/// thread.
class socket_connection final : public connection {
public:
    explicit socket_connection(endpoint_parts endpoint) : endpoint_{std::move(endpoint)} {}

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
            if (stream_) stream_->close();
        });
    }

    bool was_used() const noexcept override { return used_; }
    bool nothing_came() const noexcept override { return nothing_came_; }
    bool can_be_kept() const noexcept override { return good_ && keep_alive_ && !interrupted_; }

    bool is_alive() override
    {
        char byte = 0;
        auto const got = ::recv(stream_->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

private:
    using maybe_failure = std::optional<wire_failure>;

    asio::awaitable<result_or_failure<wire_response>> exchange_all(
        wire_request const& request, std::chrono::steady_clock::time_point deadline)
    {
        nothing_came_ = true;
        if (!stream_) {
            if (auto failed = co_await open(deadline)) co_return *std::move(failed);
        }
        stream_->expires_at(deadline);
        error_code ec;
        if (interrupted_) co_return stopped();
        co_await send(text_of(request, endpoint_), ec);
        if (interrupted_) co_return stopped();
        if (ec) co_return failure_of_exchange(ec, endpoint_);

        http::response_parser<http::string_body> parser;
        parser.body_limit(answer_bytes_max);
        parser.eager(true);
        while (!ec && !parser.is_done()) {
            if (buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), ec));
            if (parser.is_done() || (ec && ec != http::error::need_more)) break;
            co_await receive(ec);
            if (interrupted_) co_return stopped();
            nothing_came_ = !parser.got_some() && buffer_.size() == 0;
            if (ec != asio::error::eof) continue;
            ec = nothing_came_ ? make_error_code(http::error::end_of_stream) : error_code{};
            if (!ec) parser.put_eof(ec);
        }
        if (ec) co_return failure_of_exchange(ec, endpoint_);

        stream_->expires_never();
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

        stream_.emplace(context_);
        stream_->expires_at(deadline);
        co_await stream_->async_connect(addresses, into(ec));
        if (interrupted_) co_return stopped();
        if (ec == beast::error::timeout) {
            co_return failure(wire_failure_reason::timed_out, endpoint_, "No connection in time");
        }
        if (ec) co_return failure(wire_failure_reason::refused, endpoint_, "Cannot connect: " + ec.message());
        stream_->socket().set_option(tcp::no_delay{true}, ec);
        if (endpoint_.secure) co_return co_await greet();
        co_return std::nullopt;
    }

    asio::awaitable<maybe_failure> greet()
    {
        std::string refusal;
        try {
            trust_.emplace(tls::file_of_system());
            channel_.emplace(*trust_, endpoint_.host);
        } catch (std::exception const& refused) {
            refusal = refused.what();
        }
        error_code ec;
        while (refusal.empty() && !ec && !channel_->is_established()) { co_await receive(ec); }
        if (interrupted_ || (refusal.empty() && channel_->is_established())) co_return std::nullopt;
        if (ec == beast::error::timeout) {
            co_return failure(wire_failure_reason::timed_out, endpoint_, "No TLS handshake in time");
        }
        if (refusal.empty()) refusal = channel_->failure();
        co_return failure(wire_failure_reason::insecure, endpoint_,
                          "The TLS handshake failed: " + (refusal.empty() ? ec.message() : refusal));
    }

    asio::awaitable<void> send(std::string const& text, error_code& ec)
    {
        if (!channel_) {
            co_await asio::async_write(*stream_, asio::buffer(text), into(ec));
        } else {
            channel_->write(text);
            co_await send_sealed(ec);
        }
    }

    asio::awaitable<void> send_sealed(error_code& ec)
    {
        auto& sealed = channel_->to_wire();
        if (sealed.empty()) co_return;
        co_await asio::async_write(*stream_, asio::buffer(sealed), into(ec));
        sealed.clear();
    }

    /// Puts what comes next into the buffer. Over TLS nothing may be in it yet.
    asio::awaitable<void> receive(error_code& ec)
    {
        constexpr std::size_t piece = 16 * 1024;
        ec = {};
        if (!channel_) {
            auto const count = co_await stream_->async_read_some(buffer_.prepare(piece), into(ec));
            buffer_.commit(count);
            co_return;
        }
        co_await send_sealed(ec); // of a connection that is over, an alert maybe
        if (ec) co_return;
        if (channel_->is_over()) {
            ec = channel_->failure().empty() ? make_error_code(asio::error::eof)
                                             : make_error_code(asio::error::connection_aborted);
            co_return;
        }
        sealed_.resize(piece);
        auto const count = co_await stream_->async_read_some(asio::buffer(sealed_), into(ec));
        // That nothing more comes has to be said under the seal.
        if (ec == asio::error::eof) ec = asio::error::connection_reset;
        channel_->take_from_wire({sealed_.data(), count});
        while (auto const opened = channel_->read(room())) { buffer_.commit(opened); }
    }

    std::span<char> room()
    {
        auto const free = buffer_.prepare(4096);
        return {static_cast<char*>(free.data()), free.size()};
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

    asio::io_context context_{1};
    endpoint_parts endpoint_;
    std::optional<beast::tcp_stream> stream_;
    std::optional<tls::trust> trust_;
    std::optional<tls::channel> channel_;
    std::atomic<bool> interrupted_ = false;
    tcp::resolver resolver_{context_};
    beast::flat_buffer buffer_;
    std::string sealed_;
    bool used_ = false;
    bool good_ = false;
    bool keep_alive_ = false;
    bool nothing_came_ = true;
};

} // namespace

std::unique_ptr<connection> make_connection(endpoint_parts const& endpoint)
{
    return std::make_unique<socket_connection>(endpoint);
}

} // namespace understudy
