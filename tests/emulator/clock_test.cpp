// The clock of an emulator: it stops, runs on, jumps, and is held.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/result.hpp"

#include <future>

using namespace understudy;

namespace {

struct stage {
    explicit stage(clock_mode mode) : aws{{.clock = mode}} {}

    std::string create_queue(std::string name)
    {
        return sqs.create_queue({.QueueName = std::move(name)}).value().QueueUrl;
    }
    void send(std::string const& url, std::string body, int delay)
    {
        sqs.send_message({.QueueUrl = url, .MessageBody = std::move(body), .DelaySeconds = delay}).value();
    }

    emulator aws;
    sqs_client sqs{aws.local_transport()};
};

bool runs(emulator const& aws)
{
    auto const before = aws.now();
    auto const enough = std::chrono::steady_clock::now() + 50ms;
    while (aws.now() == before && std::chrono::steady_clock::now() < enough) {}
    return aws.now() != before;
}

} // namespace

TEST_CASE("A clock stops where it stands and runs on from there", "[clock][time]")
{
    emulator aws;
    CHECK(runs(aws));
    aws.advance(1h);
    aws.pause();
    auto const stopped = aws.now();
    CHECK_FALSE(runs(aws));
    aws.advance(1min);
    CHECK(aws.now() == stopped + 1min);
    aws.resume();
    CHECK(aws.now() >= stopped + 1min);
    CHECK(aws.now() < stopped + 2min);
    CHECK(runs(aws));
}

TEST_CASE("A timer that was set while the clock stood comes due when it runs", "[clock][time]")
{
    stage s{clock_mode::manual};
    auto const url = s.create_queue("q");
    s.send(url, "soon", 1);
    s.aws.advance(990ms);
    s.aws.resume();
    s.aws.await({event_type::message_visible, "q"});
}

TEST_CASE("The clock is moved to an instant, to the next timer, and never back", "[clock][time]")
{
    stage s{clock_mode::manual};
    auto const start = s.aws.now();
    CHECK_FALSE(s.aws.advance_to_next_timer());
    s.aws.advance_to(start + 5s);
    CHECK(s.aws.now() == start + 5s);
    CHECK_THROWS_AS(s.aws.advance_to(start), std::invalid_argument);
    auto const url = s.create_queue("q");
    s.send(url, "later", 30);
    CHECK(s.aws.advance_to_next_timer());
    CHECK(s.aws.now() == start + 35s);
    s.aws.await({event_type::message_visible, "q"}, {}, 0ms);
}

TEST_CASE("advance visits each due instant in order and ends exactly at its target", "[clock][time]")
{
    stage s{clock_mode::manual};
    auto const start = s.aws.now();
    auto const url = s.create_queue("q");
    for (int const delay : {7, 3, 5}) { s.send(url, std::to_string(delay), delay); }
    s.aws.advance(6s);
    CHECK(s.aws.now() == start + 6s);
    std::vector<instant> visible;
    for (auto const& event : s.aws.events().after()) {
        if (event.type == event_type::message_visible) { visible.push_back(event.time); }
    }
    CHECK(visible == std::vector<instant>{start + 3s, start + 5s});
}

TEST_CASE("Timers are listed with what they are about", "[clock][time]")
{
    stage s{clock_mode::manual};
    auto const start = s.aws.now();
    s.send(s.create_queue("q"), "later", 30);
    auto const timers = s.aws.timers();
    REQUIRE(timers.size() == 2);
    CHECK(timers[0].due == start + 30s);
    CHECK(timers[0].kind == "sqs.message_visible");
    CHECK(timers[0].resource == "arn:aws:sqs:us-east-1:000000000000:q");
    CHECK(timers[1].kind == "sqs.message_expired");
    CHECK(timers[1].due == start + std::chrono::days{4});
}

TEST_CASE("An automatic clock jumps while somebody waits, and stands still otherwise", "[clock][time]")
{
    stage s{clock_mode::automatic};
    auto const start = s.aws.now();
    s.send(s.create_queue("q"), "later", 900);
    CHECK_FALSE(runs(s.aws));
    auto const visible = s.aws.await({event_type::message_visible, "q"}, {}, 60s);
    CHECK(visible.time == start + 900s);
    CHECK(s.aws.now() == start + 900s);
}

TEST_CASE("While the clock is held it does not jump; a hold ends by itself", "[clock][time]")
{
    stage s{clock_mode::manual};
    auto const start = s.aws.now();
    s.send(s.create_queue("q"), "later", 900);
    event_pattern const visible{event_type::message_visible, "q"};
    {
        auto const hold = s.aws.hold_clock("breakpoint", 60s);
        CHECK_THROWS_AS(s.aws.run_until(visible, 1h, {}, 1ms), wait_failed);
        CHECK(s.aws.now() == start);
    }
    auto const expiring = s.aws.hold_clock("a test that crashed", 20ms);
    CHECK(s.aws.run_until(visible, 1h, {}, 60s).time == start + 900s);
}

TEST_CASE("A wait goes on as soon as the hold is released", "[clock][time]")
{
    stage s{clock_mode::manual};
    s.send(s.create_queue("q"), "later", 900);
    auto hold = std::make_unique<emulator::clock_hold>(s.aws.hold_clock("work outside", 60s));
    auto waiting = std::async(std::launch::async, [&] {
        return s.aws.run_until({event_type::message_visible, "q"}, 1h, {}, 60s);
    });
    hold.reset();
    CHECK(waiting.get().type == event_type::message_visible);
}

TEST_CASE("A poll that is parked when the clock stops still ends by real time", "[clock][time]")
{
    stage s{clock_mode::real};
    auto const url = s.create_queue("q");
    auto poll = std::async(std::launch::async, [&] {
        return s.sqs.receive_message({.QueueUrl = url, .WaitTimeSeconds = 1}).value().Messages.size();
    });
    while (s.aws.timeline().find("parked polls:\n  arn") == std::string::npos) { std::this_thread::yield(); }
    s.aws.pause();
    CHECK(poll.get() == 0);
}
