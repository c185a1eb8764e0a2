#include "tiny_server.hpp"

#include "scripted_transport.hpp"

#include "support/catch.hpp"

#include <future>

using namespace understudy;
using namespace understudy::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30s;

wire_failure_reason reason_of(transport& wire, std::chrono::milliseconds timeout = patience)
{
    auto const answer = wire.send({}, timeout);
    REQUIRE(!answer);
    CHECK(!answer.error().message.empty());
    return answer.error().reason;
}

} // namespace

TEST_CASE("A request goes out whole and its answer comes back whole", "[client][http]")
{
    std::promise<std::string> seen;
    tiny_server const server{[&](tcp::socket& socket, int) {
        boost::asio::streambuf buffer;
        seen.set_value(read_request(socket, buffer));
        write_answer(socket, "a body", "X-Amzn-RequestId: 7\r\n", "404 Not Found");
    }};
    auto const wire = open_transport(server.endpoint());
    CHECK(wire->host() == "127.0.0.1:" + server.port());

    auto const answer = wire->send(
        {.method = "PUT", .path = "/p?q=1", .headers = {{"X-One", "1"}}, .body = "hello"}, patience);
    REQUIRE(answer);
    CHECK(answer->status == 404);
    CHECK(answer->body == "a body");
    CHECK(std::find(answer->headers.begin(), answer->headers.end(),
                    std::pair<std::string, std::string>{"X-Amzn-RequestId", "7"})
          != answer->headers.end());

    auto const request = seen.get_future().get();
    CHECK(request.starts_with("PUT /p?q=1 HTTP/1.1\r\n"));
    CHECK_THAT(request, Catch::ContainsSubstring("\r\nX-One: 1\r\n"));
    CHECK_THAT(request, Catch::ContainsSubstring("\r\nHost: 127.0.0.1:" + server.port() + "\r\n"));
    CHECK_THAT(request, Catch::ContainsSubstring("\r\nContent-Length: 5\r\n"));
    CHECK(request.ends_with("\r\n\r\nhello"));
}

TEST_CASE("An endpoint's own path stands in front", "[client][http]")
{
    std::promise<std::string> seen;
    tiny_server const server{[&](tcp::socket& socket, int) {
        boost::asio::streambuf buffer;
        seen.set_value(read_request(socket, buffer));
        write_answer(socket, "");
    }};
    REQUIRE(open_transport(server.endpoint() + "/proxy/")->send({}, patience));
    CHECK(seen.get_future().get().starts_with("POST /proxy/ HTTP/1.1\r\n"));
}

TEST_CASE("A connection is kept and used again", "[client][http]")
{
    tiny_server const server{answer_with_number};
    auto const wire = open_transport(server.endpoint());
    for (int i = 0; i < 3; ++i) { CHECK(wire->send({}, patience).value().body == "1"); }
    CHECK(server.connections() == 1);
}

TEST_CASE("Calls at the same time have connections of their own", "[client][http]")
{
    std::promise<void> both;
    auto const ready = both.get_future().share();
    std::atomic<int> waiting = 0;
    tiny_server const server{[&](tcp::socket& socket, int number) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        if (++waiting == 2) both.set_value();
        ready.wait();
        write_answer(socket, std::to_string(number));
    }};
    auto const wire = open_transport(server.endpoint());
    auto other = std::async(std::launch::async, [&] { return wire->send({}, patience).value().body; });
    auto const mine = wire->send({}, patience).value().body;
    CHECK(mine != other.get());
}

TEST_CASE("A connection that the server closes after its answer is not used again", "[client][http]")
{
    tiny_server const server{[](tcp::socket& socket, int number) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        write_answer(socket, std::to_string(number), "Connection: close\r\n");
    }};
    auto const wire = open_transport(server.endpoint());
    CHECK(wire->send({}, patience).value().body == "1");
    CHECK(wire->send({}, patience).value().body == "2");
}

TEST_CASE("A kept connection that has died meanwhile is replaced without a word", "[client][http]")
{
    tiny_server const server{[](tcp::socket& socket, int number) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        write_answer(socket, std::to_string(number));
        if (number == 1) return; // closes, though it has not said so
        answer_with_number(socket, number);
    }};
    auto const wire = open_transport(server.endpoint());
    CHECK(wire->send({}, patience).value().body == "1");
    CHECK(wire->send({}, patience).value().body == "2");
    CHECK(wire->send({}, patience).value().body == "2");
}

TEST_CASE("A kept connection that dies under the request is replaced, a new one is not", "[client][http]")
{
    tiny_server const server{[](tcp::socket& socket, int number) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        if (number > 1) return;
        write_answer(socket, std::to_string(number));
        read_request(socket, buffer);
    }};
    auto const wire = open_transport(server.endpoint());
    CHECK(wire->send({}, patience).value().body == "1");
    CHECK(reason_of(*wire) == wire_failure_reason::closed);
    CHECK(server.connections() == 2);
}

TEST_CASE("No answer in time is a failure, and the connection is given up", "[client][http]")
{
    tiny_server const server{[](tcp::socket& socket, int number) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        if (number == 1) read_request(socket, buffer); // never comes
        write_answer(socket, std::to_string(number));
    }};
    auto const wire = open_transport(server.endpoint());
    CHECK(reason_of(*wire, 20ms) == wire_failure_reason::timed_out);
    CHECK(wire->send({}, patience).value().body == "2");
}

TEST_CASE("Half an answer is no answer", "[client][http]")
{
    tiny_server const server{[](tcp::socket& socket, int number) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        auto const text = number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf" : "HTTP/1.1 2";
        boost::asio::write(socket, boost::asio::buffer(text, std::strlen(text)));
    }};
    auto const wire = open_transport(server.endpoint());
    CHECK(reason_of(*wire) == wire_failure_reason::closed);
    CHECK(reason_of(*wire) == wire_failure_reason::closed);
}

TEST_CASE("What is no HTTP is told so", "[client][http]")
{
    tiny_server const server{[](tcp::socket& socket, int) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        boost::asio::write(socket, boost::asio::buffer(std::string{"SSH-2.0-OpenSSH_9.2\r\n\r\n"}));
    }};
    CHECK(reason_of(*open_transport(server.endpoint())) == wire_failure_reason::malformed);
}

TEST_CASE("A chunked answer is put together", "[client][http]")
{
    tiny_server const server{[](tcp::socket& socket, int) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        boost::asio::write(
            socket,
            boost::asio::buffer(std::string{
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"}));
    }};
    CHECK(open_transport(server.endpoint())->send({}, patience).value().body == "abcde");
}

TEST_CASE("Nobody listening is a refusal", "[client][http]")
{
    std::string endpoint;
    {
        tiny_server const gone{answer_with_number};
        endpoint = gone.endpoint();
    }
    CHECK(reason_of(*open_transport(endpoint)) == wire_failure_reason::refused);
}

TEST_CASE("An endpoint that makes no sense is told by every call", "[client][http]")
{
    for (auto const* endpoint : {"", "127.0.0.1:4566", "ftp://127.0.0.1", "http://", "http://a b",
                                 "http://h:99999", "http://h:0", "http://h/?q"}) {
        CHECK(reason_of(*open_transport(endpoint)) == wire_failure_reason::unresolved);
    }
}

TEST_CASE("A name is resolved", "[client][http]")
{
    tiny_server const server{answer_with_number};
    auto const wire = open_transport("http://localhost:" + server.port());
    CHECK(wire->host() == "localhost:" + server.port());
    CHECK(wire->send({}, patience).value().body == "1");
}
