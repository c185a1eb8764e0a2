// Waiting for what happens, proving what does not.
#include <understudy/emulator.hpp>
#include <understudy/testing.hpp>

#include "support/result.hpp"

#include <atomic>
#include <future>
#include <thread>

using namespace understudy;

namespace {

/// Polls when the constructor returns.
struct polling_consumer : consumer {
    polling_consumer(emulator const& aws, std::shared_ptr<transport> way, std::string url, handler handle)
        : consumer{std::move(way), std::move(url), std::move(handle)}
    {
        while (aws.timeline().find("parked polls:\n  arn") == std::string::npos) std::this_thread::yield();
    }
};

struct stage {
    explicit stage(clock_mode mode = clock_mode::manual) : aws{{.clock = mode}}
    {
        dead_url = sqs.create_queue({.QueueName = "dead"}).value().QueueUrl;
        url = sqs.create_queue(
                     {.QueueName = "q",
                      .Attributes = {{"RedrivePolicy",
                                      R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead",)"
                                      R"("maxReceiveCount":3})"}}})
                  .value()
                  .QueueUrl;
    }

    std::string send(std::string body) const
    {
        return sqs.send_message({.QueueUrl = url, .MessageBody = std::move(body)}).value().MessageId;
    }

    /// The way of a consumer: in process, or over a socket.
    std::shared_ptr<transport> way(bool local)
    {
        return local ? aws.local_transport() : open_transport(aws.endpoint());
    }

    emulator aws;
    sqs_client sqs{aws.local_transport()};
    std::string url;
    std::string dead_url;
};

std::string what_fails(std::function<void()> const& wait)
{
    try {
        wait();
    } catch (wait_failed const& failure) {
        return failure.what();
    }
    return "nothing failed";
}

} // namespace

TEST_CASE("await returns what happened after the mark, without taking it from the queue", "[waits]")
{
    stage s;
    s.send("before");
    auto const mark = s.aws.events().mark();
    auto const id = s.send("after");
    auto const sent = s.aws.await(message_sent("q"), since(mark));
    CHECK(sent.body == "after");
    CHECK(to_string(sent.message_id) == id);
    CHECK(s.sqs.receive_message({.QueueUrl = s.url, .MaxNumberOfMessages = 10})->Messages.size() == 2);
}

TEST_CASE("await wakes when it happens on another thread", "[waits]")
{
    stage s;
    auto waiting = std::async(std::launch::async,
                              [&] { return s.aws.await(message_sent("q").containing("now"), {}, 60s); });
    s.send("not yet");
    s.send("now");
    CHECK(waiting.get().body == "now");
}

TEST_CASE("A wait that fails prints the timeline", "[waits]")
{
    stage s;
    s.send("hi");
    REQUIRE(s.sqs.receive_message({.QueueUrl = s.url}));
    auto const text = what_fails([&] { s.aws.await(message_deleted("q"), {}, 1ms); });
    CHECK_THAT(text, Catch::ContainsSubstring("sqs.message_deleted on q did not happen within 1 ms"));
    CHECK_THAT(text, Catch::ContainsSubstring("sqs.message_sent"));
    CHECK_THAT(text, Catch::ContainsSubstring("sqs.message_received"));
    CHECK_THAT(text, Catch::ContainsSubstring(
                         "arn:aws:sqs:us-east-1:000000000000:q: 0 visible, 1 in flight, 0 delayed"));
    CHECK_THAT(text, Catch::ContainsSubstring("a message becomes visible"));
}

TEST_CASE("run_until reaches the dead-letter queue with production timeouts in no time", "[waits][time]")
{
    auto const local = GENERATE(true, false);
    auto const mode = GENERATE(clock_mode::manual, clock_mode::real);
    stage s{mode};
    std::atomic<int> attempts = 0;
    polling_consumer const failing{s.aws, s.way(local), s.url, [&](auto const&) {
                                       ++attempts;
                                       return false;
                                   }};
    auto const start = s.aws.now();
    auto const id = s.send("bad");
    auto const dead = s.aws.run_until(dead_lettered("dead"), 10min);
    CHECK(attempts == 3);
    CHECK(dead.receive_count == 3);
    CHECK(to_string(dead.message_id) == id);
    CHECK(dead.time >= start + 90s);
    CHECK(dead.time < start + 100s);
}

TEST_CASE("run_until fails at once when nothing is due, and says what is missing", "[waits][time]")
{
    stage s;
    s.send("nobody comes");
    auto const text = what_fails([&] { s.aws.run_until(dead_lettered("dead"), 10min, {}, 60s); });
    CHECK_THAT(text, Catch::ContainsSubstring("nothing is due within 600000 ms"));
    CHECK_THAT(text, Catch::ContainsSubstring(
                         "1 messages wait in arn:aws:sqs:us-east-1:000000000000:q, which no consumer polls"));
}

TEST_CASE("run_until takes no more real time than it may, however much goes on in between", "[waits][time]")
{
    stage s;
    auto const endless = s.sqs.create_queue({.QueueName = "endless"}).value().QueueUrl;
    polling_consumer const failing{s.aws, s.way(true), endless, [](auto const&) { return false; }};
    REQUIRE(s.sqs.send_message({.QueueUrl = endless, .MessageBody = "again and again"}));
    auto const text =
        what_fails([&] { s.aws.run_until(message_deleted("endless"), std::chrono::years{50}, {}, 30ms); });
    CHECK_THAT(text, Catch::ContainsSubstring("sqs.message_deleted on endless has not happened"));
}

TEST_CASE("An advance minds who receives on its way, and not who held a message before", "[waits][time]")
{
    stage s;
    sqs_client const holder{s.aws.local_transport()};
    s.send("held");
    REQUIRE(holder.receive_message({.QueueUrl = s.url, .VisibilityTimeout = 3600})->Messages.size() == 1);
    std::atomic<int> attempts = 0;
    polling_consumer const failing{s.aws, s.way(true), s.url, [&](auto const&) {
                                       ++attempts;
                                       return false;
                                   }};
    auto const mark = s.aws.events().mark();
    s.send("bad");
    s.aws.await(message_received("q"), since(mark));
    auto const began = std::chrono::steady_clock::now();
    s.aws.advance(30s);
    CHECK(attempts == 2);
    CHECK(std::chrono::steady_clock::now() - began < 1s); // the cap of a single instant
}

TEST_CASE("settle waits until the consumer has finished with its message", "[waits]")
{
    auto const local = GENERATE(true, false);
    stage s;
    std::promise<void> go;
    auto const gone = go.get_future().share();
    polling_consumer const slow{s.aws, s.way(local), s.url, [&](auto const&) {
                                    gone.wait();
                                    return true;
                                }};
    auto const mark = s.aws.events().mark();
    s.send("hi");
    s.aws.await(message_received("q"), since(mark));
    auto const text = what_fails([&] { s.aws.settle(1ms); });
    CHECK_THAT(text, Catch::ContainsSubstring("a consumer holds message"));
    go.set_value();
    s.aws.settle();
    CHECK(s.aws.events().after(mark).size() >= 3);
    s.aws.await(message_deleted("q"), since(mark), 0ms);
}

TEST_CASE("expect_none proves by cause: the consumer has finished and nothing is in motion", "[waits]")
{
    auto const local = GENERATE(true, false);
    stage s;
    auto const confirmed = s.sqs.create_queue({.QueueName = "confirmed"}).value().QueueUrl;
    sqs_client const answers{s.way(local)};
    polling_consumer const picky{
        s.aws, s.way(local), s.url, [&](sqs::Message const& message) {
            if (message.Body == "good") {
                answers.send_message({.QueueUrl = confirmed, .MessageBody = "yes"}).value();
            }
            return true;
        }};
    auto const mark = s.aws.events().mark();
    s.send("bad");
    s.aws.expect_none(message_sent("confirmed"), since(mark));
    s.aws.await(message_deleted("q"), since(mark), 0ms);
    s.send("good");
    auto const text = what_fails([&] { s.aws.expect_none(message_sent("confirmed"), since(mark)); });
    CHECK_THAT(text, Catch::ContainsSubstring("was not expected, but happened"));
}

TEST_CASE("advance lets a consumer act at every instant on the way", "[waits][time]")
{
    auto const local = GENERATE(true, false);
    stage s;
    std::atomic<int> attempts = 0;
    polling_consumer const failing{s.aws, s.way(local), s.url, [&](auto const&) {
                                       ++attempts;
                                       return false;
                                   }};
    s.send("bad");
    s.aws.settle();
    CHECK(attempts == 1);
    s.aws.advance(30s);
    CHECK(attempts == 2);
    s.aws.advance(1h);
    CHECK(attempts == 3);
    s.aws.await(dead_lettered("dead"), {}, 0ms);
}

TEST_CASE("wait_for_event tells that anything happened", "[waits]")
{
    stage s;
    auto const mark = s.aws.events().mark();
    CHECK_FALSE(s.aws.wait_for_event(mark, 1ms));
    s.send("hi");
    CHECK(s.aws.wait_for_event(mark, 1ms));
}
