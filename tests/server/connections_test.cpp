#include "server/stage.hpp"
#include "support/catch.hpp"

#include <system_error>
#include <thread>

using namespace understudy::server;
using namespace std::chrono_literals;

TEST_CASE("A client that is slow with its headers is not waited for", "[server][time]")
{
    stage here{{.header_timeout = 20ms}};
    auto client = here.connect();
    client.send("POST / HT");
    CHECK(client.receive_all().empty());
}

TEST_CASE("Headers that drip in do not extend their time", "[server][time]")
{
    stage here{{.header_timeout = 50ms, .idle_timeout = 1h}};
    auto client = here.connect();
    client.send("POST / HTTP/1.1\r\n");
    std::atomic<bool> closed = false;
    std::thread dripping{[&] {
        while (!closed) {
            client.try_send("X: y\r\n");
            std::this_thread::yield();
        }
    }};
    auto const answer = client.receive_all();
    closed = true;
    dripping.join();
    CHECK((answer.empty()
           || answer.find(" 400 ") != std::string::npos)); // or the headers grew too large before
}

TEST_CASE("A body that does not come is not waited for", "[server][time]")
{
    stage here{{.body_timeout = 20ms}};
    auto client = here.connect();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
    CHECK(client.receive_all().empty());
}

TEST_CASE("A connection that nobody uses is closed, also after it was used", "[server][time]")
{
    stage here{{.idle_timeout = 20ms}};
    auto client = here.connect();
    CHECK(client.receive_all().empty());
    auto used = here.connect();
    used.send(sqs_request("ListQueues", "{}"));
    CHECK(used.receive_body() == "{}");
    CHECK(used.receive_all().empty());
}

TEST_CASE("A poll may wait longer than an idle connection", "[server][time]")
{
    stage here{{.header_timeout = 10ms, .body_timeout = 10ms, .idle_timeout = 10ms}};
    auto polling = here.connect();
    polling.send(sqs_request("CreateQueue", R"({"QueueName":"orders"})") + poll_request());
    polling.receive_body();
    here.desk.wait_for_polls(1);
    auto idle = here.connect(); // its time-out comes after the poll's would have
    CHECK(idle.receive_all().empty());
    here.desk.advance(20s);
    CHECK(polling.receive_body() == "{}");
}

TEST_CASE("Several servers live side by side", "[server]")
{
    stage one;
    stage two{{.threads = 2}};
    stage three;
    CHECK(one.server.port() != two.server.port());
    one.create_queue();
    CHECK_THAT(one.ask("ListQueues", "{}"), Catch::ContainsSubstring("orders"));
    CHECK(two.ask("ListQueues", "{}") == "{}");
    CHECK(three.ask("ListQueues", "{}") == "{}");
}

TEST_CASE("A port that is taken is told with its address", "[server]")
{
    stage here;
    try {
        stage const other{{.port = here.server.port()}};
        FAIL("two servers listen on one port");
    } catch (std::system_error const& failure) {
        CHECK_THAT(failure.what(), Catch::ContainsSubstring("cannot listen on 127.0.0.1:"
                                                            + std::to_string(here.server.port()))
                                       && Catch::ContainsSubstring("in use"));
    }
    CHECK_THROWS_AS((stage{{.address = "no address"}}), std::system_error);
}

TEST_CASE("Many clients on several threads are served at once", "[server]")
{
    stage here{{.threads = 2}};
    here.create_queue();
    std::vector<std::thread> clients;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            auto client = here.connect();
            for (int j = 0; j < 200; ++j) {
                client.send(sqs_request("SendMessage", R"({"QueueUrl":"orders","MessageBody":"hello"})"));
                good += client.receive_body().find("5d41402abc4b2a76b9719d911017c592") != std::string::npos;
            }
        });
    }
    for (auto& client : clients) { client.join(); }
    CHECK(good == 1600);
}

TEST_CASE("A server listens at several doors, and knows which stands for DynamoDB alone", "[server]")
{
    stage here{{.more_doors = {{.for_dynamodb = true}, {.for_dynamodb = false}}}};
    auto const ports = here.server.ports();
    REQUIRE(ports.size() == 3);
    CHECK(ports.front() == here.server.port());
    here.create_queue();
    auto const ask = [](std::uint16_t port, std::string const& request) {
        raw_client client{port};
        client.send(request);
        return client.receive();
    };
    for (auto const port : ports) {
        CHECK(ask(port, sqs_request("ListQueues", "{}")).find("orders") != std::string::npos);
    }
    std::string const probe = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    CHECK(ask(ports[0], probe).starts_with("HTTP/1.1 404"));
    auto const told = ask(ports[1], probe);
    CHECK(told.starts_with("HTTP/1.1 400"));
    CHECK(told.find("MissingAuthenticationTokenException") != std::string::npos);
    CHECK(ask(ports[2], probe).starts_with("HTTP/1.1 404"));
}

TEST_CASE("When one of several doors cannot be opened, none is", "[server]")
{
    stage taken;
    CHECK_THROWS_AS((http_server{taken.router, {.more_doors = {{.port = taken.server.port()}}}}),
                    std::system_error);
}

TEST_CASE("A connection too many waits until another ends", "[server]")
{
    stage here{{.connections_max = 1}};
    auto first = here.connect();
    first.send(sqs_request("ListQueues", "{}"));
    CHECK(first.receive_body() == "{}");
    auto second = here.connect(); // the kernel takes it
    second.send(sqs_request("ListQueues", "{}"));
    first.send(sqs_request("CreateQueue", R"({"QueueName":"orders"})"));
    first.receive();
    first.close();
    CHECK(second.receive_body().find("orders") != std::string::npos); // served after the first had gone
}

TEST_CASE("A path that is too long is refused", "[server]")
{
    stage here{{.target_bytes_max = 100}};
    auto client = here.connect();
    client.send("GET /?" + std::string(200, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.receive_all().starts_with("HTTP/1.1 414"));
}
