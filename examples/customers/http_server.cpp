#include "http_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <thread>
#include <vector>

namespace customers {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

constexpr auto body_bytes_max = 1024 * 1024;
constexpr auto idle_max = 60s;
constexpr auto drain_max = 5s;
constexpr auto drained_at_once = 64 * 1024;
constexpr auto threads = 4; // a request may wait for AWS, the others go on meanwhile

auto into(error_code& ec) { return asio::redirect_error(asio::use_awaitable, ec); }

http::response<http::string_body> to_beast(response&& answer, bool keep_alive)
{
    http::response<http::string_body> out{static_cast<http::status>(answer.status), 11};
    out.set(http::field::content_type, "application/json; charset=utf-8");
    out.keep_alive(keep_alive);
    out.body() = std::move(answer.body);
    out.prepare_payload();
    return out;
}

using handler = std::function<response(request const&)>;

response answer_to(handler const& handle, error_code const& ec,
                   http::request<http::string_body> const& message)
{
    if (ec == http::error::body_limit) return {413, R"({"error":"BODY_TOO_LARGE"})"};
    if (ec) return {400, R"({"error":"BAD_REQUEST"})"};
    return handle({std::string{message.method_string()}, std::string{message.target()}, message.body()});
}

asio::awaitable<void> serve(tcp::socket socket, handler const& handle)
{
    beast::tcp_stream stream{std::move(socket)};
    beast::flat_buffer buffer;
    error_code ec;
    for (bool keep_alive = true; keep_alive;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(body_bytes_max);
        stream.expires_after(idle_max);
        co_await http::async_read(stream, buffer, parser, into(ec));
        bool const understood_too_little =
            ec.category() == http::make_error_code(http::error::bad_target).category()
            && ec != http::error::end_of_stream && ec != http::error::partial_message;
        if (ec && !understood_too_little) co_return;
        keep_alive = !ec && parser.get().keep_alive();
        auto const answer = to_beast(answer_to(handle, ec, parser.get()), keep_alive);
        co_await http::async_write(stream, answer, into(ec));
        if (ec) co_return;
    }
    stream.socket().shutdown(tcp::socket::shutdown_send, ec);
    // Who is still sending what was refused would lose the answer if the connection were closed under him.
    stream.expires_after(drain_max);
    while (!ec) {
        buffer.clear();
        co_await stream.async_read_some(buffer.prepare(drained_at_once), into(ec));
    }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, handler const& handle)
{
    while (true) {
        error_code ec;
        auto const strand = asio::make_strand(acceptor.get_executor());
        tcp::socket socket{strand};
        co_await acceptor.async_accept(socket, into(ec));
        if (!acceptor.is_open()) co_return;
        if (!ec) asio::co_spawn(strand, serve(std::move(socket), handle), asio::detached);
    }
}

} // namespace

class http_server::parts {
public:
    parts(unsigned short port, handler handle)
        : handle_{std::move(handle)}, acceptor_{context_, {asio::ip::address_v4::loopback(), port}}
    {
        asio::co_spawn(context_, accept(acceptor_, handle_), asio::detached);
        for (int i = 0; i < threads; ++i) {
            running_.emplace_back([this] { context_.run(); });
        }
    }
    ~parts()
    {
        context_.stop();
        for (auto& thread : running_) { thread.join(); }
    }

    unsigned short port() const { return acceptor_.local_endpoint().port(); }

private:
    handler handle_;
    asio::io_context context_{threads};
    tcp::acceptor acceptor_;
    std::vector<std::thread> running_;
};

http_server::http_server(unsigned short port, handler handle)
    : parts_{std::make_unique<parts>(port, std::move(handle))}
{}

http_server::~http_server() = default;

unsigned short http_server::port() const noexcept { return parts_->port(); }

} // namespace customers
