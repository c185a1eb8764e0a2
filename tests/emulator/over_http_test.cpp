// What tests in other languages do: clock, events, waits, faults and snapshots under /_understudy/.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/result.hpp"

#include <fmt/format.h>

#include <future>
#include <thread>

using namespace understudy;

namespace {

struct stage {
    explicit stage(clock_mode mode = clock_mode::manual) : aws{{.clock = mode}} {}

    wire_response ask(std::string method, std::string const& path, std::string body = {},
                      std::shared_ptr<transport> const& way = nullptr) const
    {
        wire_request const request{.method = std::move(method),
                                   .path = "/_understudy/" + path,
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = std::move(body)};
        return (way ? way : over_http)->send(request, 60s).value();
    }
    wire_response post(std::string const& path, std::string body = "{}") const
    {
        return ask("POST", path, std::move(body));
    }
    std::string send(std::string body, int delay = 0) const
    {
        return sqs.send_message({.QueueUrl = url, .MessageBody = std::move(body), .DelaySeconds = delay})
            .value()
            .MessageId;
    }

    emulator aws;
    std::shared_ptr<transport> over_http = open_transport(aws.endpoint());
    sqs_client sqs{aws.local_transport()};
    std::string url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
};

bool has(wire_response const& answer, std::string_view text)
{
    UNSCOPED_INFO(answer.body);
    return answer.body.find(text) != std::string::npos;
}

} // namespace

TEST_CASE("Events are read over HTTP, all or those that match", "[control][events]")
{
    stage s;
    auto const id = s.send(R"({"name":"John"})");
    s.send("other");
    auto const all = s.ask("GET", "events");
    CHECK(all.status == 200);
    CHECK(has(all, R"("type":"sqs.message_sent")"));
    CHECK(has(all, R"("account":"000000000000","region":"us-east-1")"));
    CHECK(has(all, R"("name":"q","message_id":")" + id));
    CHECK(has(all, R"("last":2)"));
    CHECK_FALSE(has(s.ask("GET", "events?containing=John"), "other"));
    CHECK(has(s.ask("GET", "events?after=1&limit=1"), "other"));
    CHECK(has(s.ask("GET", "events?after=2"), R"({"events":[],"last":2})"));
    CHECK(has(s.ask("GET", "events?type=sqs.message_deleted"), R"({"events":[],"last":2})"));
    CHECK(s.ask("GET", "events?kind=x").status == 400);
    CHECK(s.ask("GET", "events?limit=x").status == 400);
}

TEST_CASE("A reader of events waits for the next one", "[control][events]")
{
    stage s;
    s.send("before");
    auto waiting = std::async(std::launch::async, [&] { return s.ask("GET", "events?after=1&wait=60s"); });
    s.send("now");
    CHECK(has(waiting.get(), R"("body":"now")"));
}

TEST_CASE("A wait over HTTP returns as soon as it happens, and misses nothing after the mark",
          "[control][waits]")
{
    stage s;
    s.send("before");
    CHECK(s.ask("GET", "mark").body == "{\"mark\":1}\n");
    auto const wait = [&] {
        return s.post("wait",
                      R"({"match":{"type":"sqs.message_sent","resource":"q"},"after":1,"timeout":"60s"})");
    };
    auto waiting = std::async(std::launch::async, wait);
    s.send("now");
    auto const answer = waiting.get();
    CHECK(answer.status == 200);
    CHECK(has(answer, R"("body":"now")"));
    CHECK(wait().body == answer.body);
}

TEST_CASE("A wait over HTTP that fails says why and prints the timeline", "[control][waits]")
{
    stage s;
    s.send("hi");
    auto const answer = s.post("wait", R"({"match":{"type":"sqs.message_deleted"},"timeout":1})");
    CHECK(answer.status == 408);
    CHECK(has(answer, R"("error":"sqs.message_deleted on anything did not happen within 1 ms")"));
    CHECK(has(answer, R"(sqs.message_sent)"));
}

TEST_CASE("Waits block no thread of the server: requests go on beside more waits than it has threads",
          "[control][waits]")
{
    stage s;
    std::vector<std::future<unsigned>> waits;
    for (int i = 0; i < 16; ++i) {
        waits.push_back(std::async(std::launch::async, [&] {
            return s
                .ask("POST", "wait", R"({"match":{"type":"sqs.message_sent"},"timeout":"60s"})",
                     open_transport(s.aws.endpoint()))
                .status;
        }));
    }
    sqs_client const remote{open_transport(s.aws.endpoint())};
    REQUIRE(remote.send_message({.QueueUrl = s.url, .MessageBody = "hi"}));
    for (auto& wait : waits) { CHECK(wait.get() == 200); }
}

TEST_CASE("An emulator ends at once although somebody waits", "[control][waits]")
{
    std::promise<void> asked;
    std::future<bool> waiting;
    auto const start = std::chrono::steady_clock::now();
    {
        stage s;
        auto const way = open_transport(s.aws.endpoint());
        waiting = std::async(std::launch::async, [&asked, way] {
            asked.set_value();
            auto const answer =
                way->send({.method = "POST",
                           .path = "/_understudy/wait",
                           .headers = {{"Content-Type", "application/json"}},
                           .body = R"({"match":{"type":"sqs.message_sent"},"timeout":"10m"})"},
                          600s);
            return answer.has_value() && answer->status == 200;
        });
        asked.get_future().wait();
    }
    CHECK_FALSE(waiting.get());
    CHECK(std::chrono::steady_clock::now() - start < 60s);
}

TEST_CASE("The clock is moved over HTTP and tells what fired", "[control][time]")
{
    stage s;
    auto const start = s.aws.now();
    s.send("later", 30);
    CHECK(has(s.ask("GET", "clock"), R"("mode":"manual")"));
    CHECK(has(s.ask("GET", "clock"), R"("kind":"sqs.message_visible")"));
    CHECK(has(s.ask("GET", "clock/timers"), R"("kind":"sqs.message_expired")"));
    auto const answer = s.post("clock/advance", R"({"by":"1m"})");
    CHECK(has(answer, R"("type":"sqs.message_visible")"));
    CHECK(s.aws.now() == start + 1min);
    CHECK(has(s.post("clock/advance", R"({"to":"next"})"), R"("type":"sqs.message_expired")"));
    CHECK(s.aws.now() == start + std::chrono::days{4});
    CHECK(has(s.post("clock/resume"), R"("mode":"real")"));
    CHECK(has(s.post("clock/pause"), R"("mode":"manual")"));
}

TEST_CASE("run-until over HTTP jumps to what is due, or says at once what is missing", "[control][time]")
{
    stage s;
    s.send("later", 900);
    auto const answer = s.post("run-until", R"({"match":{"type":"sqs.message_visible"},"max":"1h"})");
    CHECK(answer.status == 200);
    CHECK(has(answer, R"("type":"sqs.message_visible")"));
    auto const missing =
        s.post("run-until", R"({"match":{"type":"sqs.message_deleted"},"max":"1h","timeout":"10m"})");
    CHECK(missing.status == 409);
    CHECK(has(missing, "1 messages wait in arn:aws:sqs:us-east-1:000000000000:q, which no consumer polls"));
}

TEST_CASE("settle and expect-none tell the truth over HTTP", "[control][waits]")
{
    stage s;
    sqs_client const consumer{open_transport(s.aws.endpoint())};
    s.send("hi");
    auto const received = consumer.receive_message({.QueueUrl = s.url}).value().Messages;
    REQUIRE(received.size() == 1);
    auto const held = s.post("settle", R"({"timeout":"1ms"})");
    CHECK(held.status == 408);
    CHECK(has(held, "a consumer holds message"));
    std::string const none = R"({"match":{"type":"sqs.message_deleted"},"timeout":"1ms"})";
    auto const unknown = s.post("expect-none", none);
    CHECK(unknown.status == 409);
    CHECK(has(unknown, "cannot be told"));
    REQUIRE(consumer.delete_message({.QueueUrl = s.url, .ReceiptHandle = received[0].ReceiptHandle}));
    CHECK(s.post("settle").status == 200);
    auto const happened = s.post("expect-none", none);
    CHECK(happened.status == 409);
    CHECK(has(happened, "was not expected, but happened"));
    auto const proof = s.post("expect-none", R"({"match":{"type":"sqs.message_expired"}})");
    CHECK(proof.status == 200);
    CHECK(has(proof, "nobody holds a received message"));
}

TEST_CASE("A message's life is told, by any of its ids", "[control][explain]")
{
    stage s;
    sns_client const sns{s.aws.local_transport()};
    auto const topic = sns.create_topic({.Name = "t"}).value().TopicArn;
    sns.subscribe({.TopicArn = topic, .Protocol = "sqs", .Endpoint = "arn:aws:sqs:us-east-1:000000000000:q"})
        .value();
    auto const id = sns.publish({.TopicArn = topic, .Message = "hi"}).value().MessageId;
    auto const received = s.sqs.receive_message({.QueueUrl = s.url}).value().Messages;
    REQUIRE(received.size() == 1);
    s.aws.advance(30s);
    auto const again = s.sqs.receive_message({.QueueUrl = s.url}).value().Messages;
    s.aws.advance(2s);
    REQUIRE(s.sqs.delete_message({.QueueUrl = s.url, .ReceiptHandle = again.at(0).ReceiptHandle}));
    auto const told = s.aws.explain(id);
    for (auto const* words :
         {"published to topic t", "sent to queue q as ", "received from q for the 1. time",
          "visible in q after 30.000 s", "received from q for the 2. time",
          "deleted from q by its consumer after 2.000 s"}) {
        CHECK_THAT(told, Catch::ContainsSubstring(words));
    }
    auto const answer = s.ask("GET", "explain/" + received[0].MessageId);
    CHECK(answer.status == 200);
    CHECK(has(answer, "deleted from q by its consumer after 2.000 s"));
    CHECK(s.ask("GET", "explain/unknown").status == 404);
}

TEST_CASE("Faults strike what clients of both doors ask", "[control][faults]")
{
    stage s;
    CHECK(
        s.post("faults", R"({"operation":"SendMessage","resource":"q","code":"Busy","status":400,"times":2})")
            .status
        == 201);
    CHECK(s.sqs.send_message({.QueueUrl = s.url, .MessageBody = "hi"}).error().kind.shape == "Busy");
    auto const answer = s.over_http
                            ->send({.headers = {{"X-Amz-Target", "AmazonSQS.SendMessage"},
                                                {"Content-Type", "application/x-amz-json-1.0"}},
                                    .body = fmt::format(R"({{"QueueUrl":"{}","MessageBody":"hi"}})", s.url)},
                                   60s)
                            .value();
    CHECK(answer.status == 400);
    CHECK(has(answer, "Busy"));
    CHECK(s.sqs.send_message({.QueueUrl = s.url, .MessageBody = "hi"}).has_value());
    CHECK(has(s.ask("GET", "faults"), R"("calls":3,"strikes":2)"));
    CHECK(s.post("reset").status == 200);
    CHECK(has(s.ask("GET", "faults"), R"({"faults":[]})"));
}

TEST_CASE("Snapshots are kept by name over HTTP", "[control][snapshot]")
{
    stage s;
    CHECK(s.post("snapshots/empty").status == 201);
    s.send("hi");
    CHECK(s.post("snapshots/empty/restore").status == 200);
    CHECK(s.sqs.receive_message({.QueueUrl = s.url}).value().Messages.empty());
    CHECK(s.ask("DELETE", "snapshots/empty").status == 200);
    CHECK(s.post("snapshots/empty/restore").status == 404);
}
