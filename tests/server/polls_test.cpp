#include "server/stage.hpp"
#include "support/catch.hpp"

#include <sys/resource.h>

#include <thread>

using namespace understudy::server;

TEST_CASE("A parked poll is answered when a message comes, and holds back what follows it", "[server][polls]")
{
    stage here;
    here.create_queue();
    auto client = here.connect();
    client.send(poll_request() + sqs_request("ListQueues", "{}")
                + sqs_request("GetQueueUrl", R"({"QueueName":"orders"})"));
    here.desk.wait_for_polls(1);
    here.send("hello");
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring(R"("Body":"hello")"));
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring("QueueUrls"));
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring("QueueUrl"));
}

TEST_CASE("Requests sent behind a parked poll are served when it is answered", "[server][polls]")
{
    stage here;
    here.create_queue();
    auto client = here.connect();
    client.send(poll_request());
    here.desk.wait_for_polls(1);
    auto const next = sqs_request("ListQueues", "{}");
    client.send(next.substr(0, 40));
    here.send("hello");
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring("hello"));
    client.send(next.substr(40));
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring("QueueUrls"));
    client.send(poll_request());
    here.desk.wait_for_polls(1);
    here.send("again");
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring("again"));
}

TEST_CASE("A client that vanishes during a poll swallows no message", "[server][polls]")
{
    stage here;
    here.create_queue();
    for (bool const abruptly : {false, true}) {
        auto client = here.connect();
        client.send(poll_request());
        here.desk.wait_for_polls(1);
        client.close(abruptly);
        here.desk.wait_for_polls(0);
        here.send("hello");
        CHECK_THAT(here.take(), Catch::ContainsSubstring("hello"));
        here.ask("PurgeQueue", R"({"QueueUrl":"orders"})");
        here.desk.advance(std::chrono::minutes{2});
    }
}

TEST_CASE("A client that vanishes at the very moment of the answer swallows no message", "[server][polls]")
{
    stage here;
    here.create_queue();
    int received = 0;
    for (int round = 0; round < 200; ++round) {
        auto client = here.connect();
        client.send(poll_request());
        here.desk.wait_for_polls(1);
        std::thread vanishing{[&] { client.close(true); }};
        here.send("hello");
        vanishing.join();
        here.desk.wait_for_polls(0);
        // Either the client was gone first: the message is there. Or the answer was written first, as on AWS.
        std::string got;
        here.desk.look([&](understudy::engine& engine) {
            auto const depth = understudy::sqs::queue_depths(engine.snapshot().sqs).front();
            got = std::to_string(depth.visible) + std::to_string(depth.in_flight);
        });
        received += got == "01";
        CHECK((got == "10" || got == "01"));
        here.ask("PurgeQueue", R"({"QueueUrl":"orders"})");
        here.desk.advance(std::chrono::minutes{2});
    }
    INFO(received << " of 200 answers were written before the client had gone");
}

TEST_CASE("The first poll that waits gets the first message", "[server][polls]")
{
    stage here{{.threads = 2}};
    here.create_queue();
    auto first = here.connect();
    first.send(poll_request());
    here.desk.wait_for_polls(1);
    auto second = here.connect();
    second.send(poll_request());
    here.desk.wait_for_polls(2);
    here.send("one");
    here.send("two");
    CHECK_THAT(first.receive_body(), Catch::ContainsSubstring("one"));
    CHECK_THAT(second.receive_body(), Catch::ContainsSubstring("two"));
}

TEST_CASE("Thousands of connections may wait at the same time", "[server][polls]")
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    std::size_t const count = std::min<std::size_t>(2000, files.rlim_cur / 2 - 100);
    stage here{{.threads = 2}};
    here.create_queue();
    std::vector<raw_client> clients;
    for (std::size_t i = 0; i < count; ++i) {
        clients.push_back(here.connect());
        clients.back().send(poll_request());
    }
    here.desk.wait_for_polls(count);
    while (here.server.busy() != 0)
        std::this_thread::yield(); // the last poll is parked a moment before its request counts as done
    here.desk.advance(std::chrono::seconds{20});
    for (auto& client : clients) { REQUIRE(client.receive_body() == "{}"); }
}
