#include "server/stage.hpp"
#include "support/catch.hpp"

#include <memory>
#include <thread>

using namespace understudy::server;
using namespace std::chrono_literals;

namespace {

constexpr auto stop_max = 200ms;

} // namespace

TEST_CASE("A server stops at once, and polls that are parked are answered with nothing", "[server][stop]")
{
    for (unsigned const threads : {1U, 2U}) {
        auto here = std::make_unique<stage>(http_server_options{.threads = threads});
        here->create_queue();
        std::vector<raw_client> clients;
        for (std::size_t i = 0; i < 20; ++i) {
            clients.push_back(here->connect());
            clients.back().send(poll_request());
        }
        here->desk.wait_for_polls(20);
        auto const began = std::chrono::steady_clock::now();
        here->server.stop();
        CHECK(std::chrono::steady_clock::now() - began < stop_max);
        for (auto& client : clients) {
            auto const answer = client.receive_all();
            CHECK_THAT(answer,
                       Catch::ContainsSubstring("200 OK") && Catch::ContainsSubstring("Connection: close"));
            CHECK(answer.ends_with("\r\n\r\n{}"));
        }
        here->desk.wait_for_polls(0);
        here->server.stop();
    }
}

TEST_CASE("A server stops at once with idle connections and half requests", "[server][stop]")
{
    auto here = std::make_unique<stage>();
    auto idle = here->connect();
    auto half = here->connect();
    half.send("POST / HT");
    CHECK(here->ask("ListQueues", "{}") == "{}");
    auto const began = std::chrono::steady_clock::now();
    here.reset();
    CHECK(std::chrono::steady_clock::now() - began < stop_max);
    CHECK(idle.receive_all().empty());
    CHECK(half.receive_all().empty());
}

TEST_CASE("A server that stops while messages come in loses none", "[server][stop]")
{
    for (int round = 0; round < 30; ++round) {
        understudy::fixed_desk desk;
        understudy::protocol::router router{desk};
        auto server = std::make_unique<http_server>(router, http_server_options{.threads = 2});
        raw_client setting{server->port()};
        setting.send(sqs_request("CreateQueue", R"({"QueueName":"orders"})"));
        setting.receive_body();
        std::vector<raw_client> clients;
        for (std::size_t i = 0; i < 10; ++i) {
            clients.emplace_back(server->port());
            clients.back().send(poll_request());
        }
        desk.wait_for_polls(10);
        understudy::caller const who{
            .account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
        std::thread sending{[&] {
            for (int i = 0; i < 10; ++i) {
                CHECK(desk.serve(who, understudy::sqs::SendMessageRequest{.QueueUrl = "orders",
                                                                          .MessageBody = "hello"})
                          .value.has_value());
            }
        }};
        server.reset();
        sending.join();
        std::size_t delivered = 0;
        for (auto& client : clients) { delivered += client.receive_all().find("hello") != std::string::npos; }
        desk.look([&](understudy::engine& engine) {
            auto const depth = understudy::sqs::queue_depths(engine.snapshot().sqs).front();
            CHECK(depth.visible + delivered == 10);
            CHECK(depth.in_flight == delivered);
        });
    }
}
