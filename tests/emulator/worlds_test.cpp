// Worlds: emulators of their own below paths of one server.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/result.hpp"

#include <boost/json/parse.hpp>

#include <future>

using namespace understudy;

namespace {

struct stage {
    wire_response ask(std::string method, std::string const& path, std::string body = {}) const
    {
        wire_request const request{.method = std::move(method),
                                   .path = path,
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = std::move(body)};
        return open_transport(aws.endpoint())->send(request, 60s).value();
    }
    wire_response post(std::string const& path, std::string body = "{}") const
    {
        return ask("POST", path, std::move(body));
    }
    std::string endpoint(std::string const& world) const { return aws.endpoint() + "/_world/" + world; }
    sqs_client sqs(std::string const& world) const { return sqs_client{{.endpoint = endpoint(world)}}; }

    emulator aws{{.clock = clock_mode::manual}};
};

bool has(wire_response const& answer, std::string_view text)
{
    UNSCOPED_INFO(answer.body);
    return answer.body.find(text) != std::string::npos;
}

} // namespace

TEST_CASE("A world is made by its first request, and its queue URLs lead into it", "[worlds]")
{
    stage s;
    auto const sqs = s.sqs("a");
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    CHECK(url == s.endpoint("a") + "/000000000000/q");
    REQUIRE(sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}));
    CHECK(sqs.receive_message({.QueueUrl = url})->Messages.size() == 1);
    CHECK(s.post("/_world/a/000000000000/q?Action=GetQueueAttributes").status == 200);
    CHECK(has(s.ask("GET", "/_understudy/worlds"), R"("name":"a")"));
}

TEST_CASE("Worlds share neither state, clock, events nor faults", "[worlds]")
{
    stage s;
    auto const one = s.sqs("one");
    auto const other = s.sqs("other");
    auto const url = one.create_queue({.QueueName = "q"}).value().QueueUrl;
    REQUIRE(one.send_message({.QueueUrl = url, .MessageBody = "hi"}));
    CHECK(other.list_queues({})->QueueUrls.empty());
    CHECK(sqs_client{{.endpoint = s.aws.endpoint()}}.list_queues({})->QueueUrls.empty());

    CHECK(s.post("/_world/one/_understudy/clock/advance", R"({"by":"1h"})").status == 200);
    CHECK(has(s.ask("GET", "/_world/one/_understudy/clock"), R"("offset_ms":35)"));
    CHECK_FALSE(has(s.ask("GET", "/_world/other/_understudy/clock"), R"("offset_ms":35)"));
    CHECK(has(s.ask("GET", "/_world/one/_understudy/events"), "sqs.message_sent"));
    CHECK(has(s.ask("GET", "/_world/other/_understudy/events"), R"("events":[])"));
    CHECK(s.aws.events().after().empty());
    CHECK(s.post("/_world/one/_understudy/faults", R"({"operation":"ListQueues","code":"Busy","status":400})")
              .status
          == 201);
    CHECK(one.list_queues({}).error().kind.shape == "Busy");
    CHECK(other.list_queues({}).has_value());
}

TEST_CASE("A topic's links lead into its world", "[worlds]")
{
    stage s;
    sns_client const sns{{.endpoint = s.endpoint("a")}};
    auto const sqs = s.sqs("a");
    auto const topic = sns.create_topic({.Name = "t"}).value().TopicArn;
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    REQUIRE(sns.subscribe(
        {.TopicArn = topic, .Protocol = "sqs", .Endpoint = "arn:aws:sqs:us-east-1:000000000000:q"}));
    REQUIRE(sns.publish({.TopicArn = topic, .Message = "hi"}));
    auto const body = sqs.receive_message({.QueueUrl = url})->Messages.at(0).Body.str();
    auto const link = body.find(s.endpoint("a") + "/?Action=Unsubscribe");
    REQUIRE(link != std::string::npos);
    auto const path = body.substr(link + s.aws.endpoint().size());
    CHECK(
        s.ask("GET", path.substr(0, path.find('"'))).status
        == 403); // the world knows this subscription, which its owner alone ends; to others it would be gone
}

TEST_CASE("A world made by hand has a clock and a seed of its own", "[worlds]")
{
    stage s;
    auto const made = s.post("/_understudy/worlds", R"({"name":"a","clock":"real","seed":7})");
    CHECK(made.status == 201);
    CHECK(has(made, R"("path":"/_world/a")"));
    CHECK(has(s.ask("GET", "/_world/a/_understudy/clock"), R"("mode":"real")"));
    CHECK(s.post("/_understudy/worlds", R"({"name":"b","seed":7})").status == 201);
    auto const first_id = [&](std::string const& world) {
        auto const sqs = s.sqs(world);
        auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
        return sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}).value().MessageId;
    };
    CHECK(first_id("a") == first_id("b"));
    CHECK(first_id("a") != first_id("c"));
    CHECK(s.post("/_understudy/worlds", R"({"name":"a"})").status == 409);
    CHECK(s.post("/_understudy/worlds", R"({"name":"no/name"})").status == 400);
    CHECK(s.ask("GET", "/_world/no%20name/").status == 400);
}

TEST_CASE("A world may have a port of its own, behind which it is the whole emulator", "[worlds]")
{
    stage s;
    auto const made = s.post("/_understudy/worlds", R"({"name":"a","port":0})");
    REQUIRE(made.status == 201);
    auto const port = boost::json::parse(made.body).at("port").to_number<unsigned>();
    auto const endpoint = "http://127.0.0.1:" + std::to_string(port);
    sqs_client const sqs{{.endpoint = endpoint}};
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    CHECK(url == endpoint + "/000000000000/q");
    REQUIRE(sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}));
    CHECK(s.sqs("a").list_queues({})->QueueUrls.size() == 1); // the same below its path
    auto const ask = [&](std::string method, std::string path) {
        wire_request const request{.method = std::move(method), .path = std::move(path)};
        return open_transport(endpoint)->send(request, 60s);
    };
    CHECK(has(ask("GET", "/_understudy/events").value(), "sqs.message_sent"));
    CHECK(ask("DELETE", "/_understudy/worlds/a")->status == 404); // its keeper is not to be had there
    CHECK(sqs.receive_message({.QueueUrl = url})->Messages.size() == 1);
    auto waiting = std::async(std::launch::async, [&] {
        return sqs_client{{.endpoint = endpoint}}.receive_message({.QueueUrl = url, .WaitTimeSeconds = 20});
    });
    while (!has(s.ask("GET", "/_world/a/_understudy/timeline"), "parked polls:\n  arn")) {}
    CHECK(s.post("/_understudy/worlds", R"({"name":"b","port":)" + std::to_string(port) + "}").status == 400);
    CHECK(s.ask("DELETE", "/_understudy/worlds/a").status == 200);
    CHECK(waiting.get()->Messages.empty());
    CHECK_FALSE(ask("GET", "/_understudy/health").has_value());
}

TEST_CASE("What is asked at a world's own port is counted, also when the world has gone", "[worlds]")
{
    stage s;
    auto const counted = [](wire_response const& usage) {
        std::uint64_t count = 0;
        auto const told = boost::json::parse(usage.body);
        for (auto const& each : told.at("operations").as_array()) {
            if (each.at("operation") == "ListQueues") {
                count += each.at("count").to_number<std::uint64_t>();
            }
        }
        return count;
    };
    for (std::uint64_t asked = 1; asked <= 3; ++asked) {
        auto const made = s.post("/_understudy/worlds", R"({"name":"a","port":0})");
        REQUIRE(made.status == 201);
        auto const port = boost::json::parse(made.body).at("port").to_number<unsigned>();
        auto const endpoint = "http://127.0.0.1:" + std::to_string(port);
        REQUIRE(sqs_client{{.endpoint = endpoint}}.list_queues({}));
        wire_request const usage{.method = "GET", .path = "/_understudy/usage"};
        CHECK(counted(open_transport(endpoint)->send(usage, 60s).value()) == asked);
        CHECK(counted(s.ask("GET", "/_understudy/usage")) == asked);
        CHECK(s.ask("DELETE", "/_understudy/worlds/a").status == 200);
        CHECK(counted(s.ask("GET", "/_understudy/usage")) == asked);
    }
}

TEST_CASE("When a world goes, its polls and waits end", "[worlds]")
{
    stage s;
    auto const sqs = s.sqs("a");
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    auto poll = std::async(std::launch::async, [&] {
        return s.sqs("a").receive_message({.QueueUrl = url, .WaitTimeSeconds = 20});
    });
    auto wait = std::async(std::launch::async, [&] {
        return s.post("/_world/a/_understudy/wait",
                      R"({"match":{"type":"sqs.message_deleted"},"timeout":"1s"})");
    });
    while (!has(s.ask("GET", "/_world/a/_understudy/timeline"), "parked polls:\n  arn")) {}
    CHECK(s.ask("DELETE", "/_understudy/worlds/a").status == 200);
    CHECK(poll.get()->Messages.empty());
    auto const ended = wait.get();
    // It may have come before the world went, or make a new one after it.
    CHECK((ended.status == 503 || ended.status == 408));
    CHECK(s.ask("DELETE", "/_understudy/worlds/unheard-of").status == 404);
}

TEST_CASE("A world that nobody asks for anything goes after its idle time", "[worlds]")
{
    stage s;
    CHECK(s.post("/_understudy/worlds", R"({"name":"short","idle":1})").status == 201);
    CHECK(s.post("/_understudy/worlds", R"({"name":"long","idle":"0s"})").status == 201);
    while (has(s.ask("GET", "/_understudy/worlds"), "short")) {}
    CHECK(has(s.ask("GET", "/_understudy/worlds"), R"("name":"long")"));
}

TEST_CASE("A foreign page cannot make a world", "[worlds]")
{
    stage s;
    wire_request const request{.method = "GET",
                               .path = "/_world/a/_understudy/clock",
                               .headers = {{"Origin", "http://attacker.example"}}};
    CHECK(open_transport(s.aws.endpoint())->send(request, 60s)->status == 403);
    CHECK(has(s.ask("GET", "/_understudy/worlds"), R"({"worlds":[]})"));
}
