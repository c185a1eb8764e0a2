#include "server/stage.hpp"
#include "support/catch.hpp"

#include <regex>

using namespace understudy::server;

TEST_CASE("An answer is complete HTTP: status, type, length, real date, request id", "[server]")
{
    stage here;
    auto client = here.connect();
    client.send(sqs_request("ListQueues", "{}"));
    auto const answer = client.receive();
    std::regex const form{
        "HTTP/1\\.1 200 OK\r\nx-amzn-RequestId: [0-9a-f-]{36}\r\nContent-Type: application/x-amz-json-1\\.0\r\n"
        "Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT\r\n"
        "Connection: keep-alive\r\nContent-Length: 2\r\n\r\n\\{\\}"};
    CAPTURE(answer);
    CHECK(std::regex_match(answer, form));
}

TEST_CASE("A request is answered however its bytes are split", "[server]")
{
    stage here;
    auto const request = sqs_request("ListQueues", "{}");
    auto client = here.connect();
    for (std::size_t split = 1; split < request.size(); ++split) {
        client.send(request.substr(0, split));
        client.send(request.substr(split));
        REQUIRE(client.receive_body() == "{}");
    }
}

TEST_CASE("Pipelined requests are answered in their order", "[server]")
{
    stage here;
    std::string requests;
    constexpr int count = 300;
    for (int i = 0; i < count; ++i) {
        requests += sqs_request("CreateQueue", R"({"QueueName":"q)" + std::to_string(i) + "\"}");
    }
    auto client = here.connect();
    client.send(requests);
    for (int i = 0; i < count; ++i) {
        REQUIRE(client.receive_body()
                == R"({"QueueUrl":"http://localhost/000000000000/q)" + std::to_string(i) + "\"}");
    }
}

TEST_CASE("A body may come in chunks", "[server]")
{
    stage here;
    auto client = here.connect();
    client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonSQS.CreateQueue\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\n{\"Que\r\n12\r\nueName\":\"orders\"} \r\n0\r\n\r\n");
    CHECK(client.receive_body() == R"({"QueueUrl":"http://localhost/000000000000/orders"})");
    client.send(sqs_request("ListQueues", "{}"));
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring("orders"));
}

TEST_CASE("A client that waits for leave to send its body gets it once", "[server]")
{
    stage here;
    auto client = here.connect();
    auto const request = sqs_request("ListQueues", "{}", "Expect: 100-continue\r\n");
    client.send(request.substr(0, request.size() - 2));
    CHECK(client.receive() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("{");
    client.send("}");
    CHECK(client.receive_body() == "{}");
    client.send(request); // did not wait
    CHECK(client.receive_body() == "{}");
}

TEST_CASE("A body beyond the limit is refused with 413 and no body, before it is sent and after", "[server]")
{
    stage here{{.body_bytes_max = 1000}};
    for (std::string const headers : {"", "Expect: 100-continue\r\n"}) {
        auto client = here.connect();
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: 1001\r\n\r\n");
        auto const answer = client.receive();
        CHECK_THAT(answer, Catch::ContainsSubstring("HTTP/1.1 413 ")
                               && Catch::ContainsSubstring("Content-Length: 0")
                               && Catch::ContainsSubstring("Connection: close"));
        client.try_send(std::string(1001, 'x'));
        CHECK(client.receive_all().empty());
    }
    auto client = here.connect();
    std::string const body(1000, ' ');
    client.send(sqs_request("ListQueues", body.substr(2) + "{}"));
    CHECK(client.receive_body() == "{}");
}

TEST_CASE("Headers beyond the limit, and what is no HTTP at all, are answered with 400 and the end",
          "[server]")
{
    stage here;
    for (std::string const& text :
         {std::string{"nonsense\r\n\r\n"}, "GET / HTTP/1.1\r\nX: " + std::string(17 * 1024, 'x') + "\r\n\r\n",
          std::string{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n"}}) {
        auto client = here.connect();
        client.try_send(text);
        auto const answer = client.receive_all();
        CHECK_THAT(answer, Catch::ContainsSubstring("HTTP/1.1 400 ")
                               && Catch::ContainsSubstring("Connection: close"));
    }
    CHECK(here.ask("ListQueues", "{}") == "{}");
}

TEST_CASE("Half a request is followed by nothing", "[server]")
{
    stage here;
    auto const request = sqs_request("CreateQueue", R"({"QueueName":"orders"})");
    for (std::size_t size = 0; size < request.size(); size += 7) {
        auto client = here.connect();
        client.send(request.substr(0, size));
        client.finish_sending();
        CHECK(client.receive_all().empty());
    }
    CHECK(here.ask("ListQueues", "{}") == "{}");
}

TEST_CASE("What came before garbage is answered", "[server]")
{
    stage here;
    auto client = here.connect();
    client.send(sqs_request("ListQueues", "{}") + "garbage\r\n\r\n");
    CHECK(client.receive_body() == "{}");
    CHECK_THAT(client.receive_all(), Catch::ContainsSubstring("HTTP/1.1 400 "));
}

TEST_CASE("Connection: close and HTTP/1.0 end the connection after the answer", "[server]")
{
    stage here;
    {
        auto client = here.connect();
        client.send(sqs_request("ListQueues", "{}", "Connection: close\r\n")
                    + sqs_request("ListQueues", "{}"));
        auto const all = client.receive_all();
        CHECK(all.ends_with("{}"));
        CHECK(all.find("200 OK") == all.rfind("200 OK"));
        CHECK_THAT(all, Catch::ContainsSubstring("Connection: close"));
    }
    auto client = here.connect();
    client.send("POST / HTTP/1.0\r\nX-Amz-Target: AmazonSQS.ListQueues\r\nContent-Length: 2\r\n\r\n{}");
    CHECK(client.receive_all().ends_with("{}"));
}

TEST_CASE("A HEAD is answered without a body", "[server]")
{
    stage here;
    auto client = here.connect();
    client.send(
        "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    auto const all = client.receive_all();
    CHECK_THAT(all, Catch::ContainsSubstring("Content-Length: 29\r\n\r\nHTTP/1.1 404"));
    CHECK(all.ends_with("\r\n\r\n"));
}

TEST_CASE("An answer larger than the socket takes at once arrives whole, and so do those behind it",
          "[server]")
{
    stage here;
    here.create_queue();
    std::string const text(1'000'000, 'x');
    auto client = here.connect();
    for (int i = 0; i < 10; ++i) {
        client.send(sqs_request("SendMessage", R"({"QueueUrl":"orders","MessageBody":")" + text + "\"}"));
        client.receive();
    }
    std::string polls;
    for (int i = 0; i < 10; ++i) { polls += sqs_request("ReceiveMessage", R"({"QueueUrl":"orders"})"); }
    client.send(polls + sqs_request("ListQueues", "{}"));
    for (int i = 0; i < 10; ++i) { CHECK(client.receive_body().size() > text.size()); }
    CHECK_THAT(client.receive_body(), Catch::ContainsSubstring("orders"));
}

TEST_CASE("The observer is told of each answer", "[server]")
{
    std::mutex mutex;
    std::vector<std::string> seen;
    {
        stage here{{.observer = [&](request_log const& entry) {
            std::lock_guard const lock{mutex};
            seen.push_back(std::string{entry.operation} + " " + std::string{entry.method} + " "
                           + std::to_string(entry.status));
            CHECK(entry.milliseconds >= 0);
            CHECK(entry.request_id.size() == 36);
        }}};
        here.create_queue();
        auto client = here.connect();
        client.send(poll_request());
        here.desk.wait_for_polls(1);
        here.desk.advance(std::chrono::seconds{20});
        CHECK(client.receive_body() == "{}");
    }
    CHECK(seen == std::vector<std::string>{"sqs.CreateQueue POST 200", "sqs.ReceiveMessage POST 200"});
}
