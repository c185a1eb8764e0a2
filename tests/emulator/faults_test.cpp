// Faults that only a client can see: connections that close without an answer, and answers that come late.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/result.hpp"

#include <future>

using namespace understudy;

namespace {

struct stage {
    explicit stage(bool is_local, int attempts_max = 1)
        : sqs{is_local ? aws.local_transport() : open_transport(aws.endpoint()),
              {.attempts_max = attempts_max}}
    {}

    result<sqs::SendMessageResult> send() const
    {
        return sqs.send_message({.QueueUrl = url, .MessageBody = "hi"});
    }
    auto receive(int wait = 0) const
    {
        return sqs.receive_message({.QueueUrl = url, .WaitTimeSeconds = wait});
    }

    /// Moves the clock until the answer is there.
    template <class Answer>
    Answer arrival_of(std::future<Answer>& late, milliseconds latency)
    {
        while (late.wait_for(0s) != std::future_status::ready) aws.advance(latency);
        return late.get();
    }

    emulator aws{{.clock = clock_mode::manual}};
    sqs_client sqs;
    std::string url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
};

} // namespace

TEST_CASE("A connection that closes before the effect leaves nothing done", "[faults]")
{
    auto const is_local = GENERATE(true, false);
    stage s{is_local};
    s.aws.add_fault({.operation = "SendMessage", .effect = fault_effect::drop_before});
    CHECK(s.send().error().kind == client_errors::connection_error);
    CHECK(s.aws.events().after().empty());
}

TEST_CASE("A connection that closes after the effect leaves all done, as a retry finds out", "[faults]")
{
    auto const is_local = GENERATE(true, false);
    stage s{is_local, 3};
    s.aws.add_fault({.operation = "SendMessage", .effect = fault_effect::drop_after, .times = 1});
    CHECK(s.send().has_value());
    s.aws.expect_none(message_deleted("q"));
    CHECK(s.aws.events().after().size() == 2); // sent twice
    CHECK(s.aws.faults().front().strikes == 1);
}

TEST_CASE("What was received with an answer that was lost comes back after its visibility timeout",
          "[faults][time]")
{
    auto const is_local = GENERATE(true, false);
    stage s{is_local};
    // Without end: a client tries a connection that it had kept and that was closed under it once more.
    auto const fault = s.aws.add_fault({.operation = "ReceiveMessage", .effect = fault_effect::drop_after});
    REQUIRE(s.send());
    CHECK(s.receive().error().kind == client_errors::connection_error);
    REQUIRE(s.aws.remove_fault(fault));
    CHECK(s.receive()->Messages.empty());
    s.aws.advance(30s);
    CHECK(s.receive()->Messages.size() == 1);
}

TEST_CASE("A poll that waits may lose its answer too", "[faults]")
{
    stage s{true};
    s.aws.add_fault({.operation = "ReceiveMessage", .effect = fault_effect::drop_after, .times = 1});
    auto poll = std::async(std::launch::async, [&] { return s.receive(20); });
    REQUIRE(s.send());
    CHECK(poll.get().error().kind == client_errors::connection_error);
    s.aws.await(message_received("q"), {}, 0ms);
    CHECK(s.receive()->Messages.empty());
}

TEST_CASE("An answer comes as late as it was told to on the emulator's clock, and the effect at once",
          "[faults][time]")
{
    auto const is_local = GENERATE(true, false);
    stage s{is_local};
    s.aws.add_fault(
        {.operation = "SendMessage", .effect = fault_effect::delay, .latency = 10min, .times = 1});
    auto late = std::async(std::launch::async, [&] { return s.send(); });
    s.aws.await(message_sent("q"));
    CHECK(late.wait_for(0s) == std::future_status::timeout);
    CHECK(s.arrival_of(late, 10min).has_value());
    CHECK(s.send().has_value());
}

TEST_CASE("A late answer never takes longer than in real time, though the clock stands still",
          "[faults][time]")
{
    auto const is_local = GENERATE(true, false);
    stage s{is_local};
    s.aws.add_fault({.operation = "ListQueues", .effect = fault_effect::delay, .latency = 5ms});
    auto const began = std::chrono::steady_clock::now();
    CHECK(s.sqs.list_queues({})->QueueUrls.size() == 1);
    CHECK(std::chrono::steady_clock::now() - began >= 5ms);
}

TEST_CASE("An error may come late", "[faults][time]")
{
    auto const is_local = GENERATE(true, false);
    stage s{is_local};
    s.aws.add_fault({.operation = "SendMessage", .code = "Busy", .status = 400, .latency = 1min});
    auto late = std::async(std::launch::async, [&] { return s.send(); });
    CHECK(s.arrival_of(late, 1min).error().kind.shape == "Busy");
    CHECK(s.aws.events().after().back().type == event_type::clock_moved);
}

TEST_CASE("A client that is interrupted waits for no late answer", "[faults]")
{
    stage s{true};
    s.aws.add_fault({.operation = "SendMessage", .effect = fault_effect::delay, .latency = 10min});
    auto late = std::async(std::launch::async, [&] { return s.send(); });
    s.aws.await(message_sent("q"));
    s.sqs.interrupt();
    CHECK(late.get().error().kind == client_errors::interrupted);
}
