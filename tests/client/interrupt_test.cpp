#include "tiny_server.hpp"

#include "scripted_transport.hpp"

#include "support/catch.hpp"

#include <future>

using namespace understudy;
using namespace understudy::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30s;

/// Takes a request, says so, and never answers.
struct silent_server {
    std::promise<void> asked;
    tiny_server server{[this](tcp::socket& socket, int) {
        boost::asio::streambuf buffer;
        read_request(socket, buffer);
        asked.set_value();
        read_request(socket, buffer);
    }};
};

} // namespace

TEST_CASE("An interrupted transport ends the call that waits, and all later ones",
          "[client][http][interrupt]")
{
    silent_server silent;
    auto const wire = open_transport(silent.server.endpoint());
    auto waiting = std::async(std::launch::async, [&] { return wire->send({}, patience); });
    silent.asked.get_future().wait();
    wire->interrupt();

    auto const answer = waiting.get();
    REQUIRE(!answer);
    CHECK(answer.error().reason == wire_failure_reason::interrupted);
    CHECK(wire->send({}, patience).error().reason == wire_failure_reason::interrupted);
    wire->interrupt();
}

TEST_CASE("An interrupted client ends its long poll without another attempt", "[client][http][interrupt]")
{
    silent_server silent;
    sqs_client const sqs{{.endpoint = silent.server.endpoint()}};
    auto waiting = std::async(std::launch::async,
                              [&] { return sqs.receive_message({.QueueUrl = "u", .WaitTimeSeconds = 20}); });
    silent.asked.get_future().wait();
    sqs.interrupt();
    CHECK(waiting.get().error().kind == client_errors::interrupted);
}

TEST_CASE("An interruption at any moment ends a call", "[client][http][interrupt]")
{
    tiny_server const server{answer_with_number};
    for (int round = 0; round < 50; ++round) {
        auto const wire = open_transport(server.endpoint());
        std::promise<void> begun;
        auto calling = std::async(std::launch::async, [&] {
            begun.set_value();
            while (true) {
                auto const answer = wire->send({}, patience);
                if (!answer) return answer.error().reason;
            }
        });
        begun.get_future().wait();
        wire->interrupt();
        CHECK(calling.get() == wire_failure_reason::interrupted);
    }
}
