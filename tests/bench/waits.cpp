// What it takes to wait, to keep events, to go back to a snapshot, and to move the clock:
//     bench_waits [ROUNDS [MILLISECONDS]] prints a line of JSON for each row.
#include "bench/rates.hpp"

#include "core/event_log.hpp"

#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace {

using namespace understudy;
using steady = std::chrono::steady_clock;
using microseconds = std::chrono::duration<double, std::micro>;

constexpr int wake_ups = 200; // of each round

// How long somebody has waited: a waiter who began a moment ago has not gone to sleep yet.
constexpr std::chrono::microseconds awake{30};
constexpr std::chrono::microseconds asleep{300};

/// Median of what the operation takes, once in each round.
void time_each(std::string const& name, unsigned rounds, std::function<microseconds()> const& operation)
{
    std::vector<double> times;
    for (unsigned round = 0; round < rounds; ++round) times.push_back(operation().count());
    bench::print_time(name, bench::middle(times));
}

microseconds time_of(std::function<void()> const& operation)
{
    auto const began = steady::now();
    operation();
    return steady::now() - began;
}

struct stage {
    explicit stage(clock_mode mode = clock_mode::manual) : aws{{.clock = mode}} {}

    void send(std::optional<std::int64_t> delay = {}) const
    {
        sqs.send_message({.QueueUrl = url, .MessageBody = std::string(1024, 'b'), .DelaySeconds = delay})
            .value();
    }

    emulator aws;
    sqs_client sqs{aws.local_transport()};
    std::string url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
};

/// From just before a message is sent to where somebody has it who has been waiting for it on another thread for so long.
void measure_wake_up(std::string const& name, unsigned rounds, std::function<void(event_mark)> const& wait,
                     emulator const& aws, std::function<void()> const& send,
                     std::chrono::microseconds waited = asleep)
{
    std::vector<double> times;
    for (unsigned i = 0; i < rounds * wake_ups; ++i) {
        auto const mark = aws.events().mark();
        std::atomic<bool> is_there = false;
        steady::time_point woken;
        std::thread waiting{[&] {
            is_there = true;
            wait(mark);
            woken = steady::now();
        }};
        while (!is_there) {}
        auto const began = steady::now() + waited;
        while (steady::now() < began) { std::this_thread::yield(); }
        auto const sent = steady::now();
        send();
        waiting.join();
        times.push_back(microseconds{woken - sent}.count());
    }
    bench::print_time(name, bench::middle(times));
}

void measure_wake_ups(unsigned rounds)
{
    stage s;
    auto const pattern = message_sent("q");
    auto const await_it = [&](event_mark mark) { s.aws.await(pattern, since(mark), 10s); };
    auto const send_it = [&] { s.send(); };
    measure_wake_up("From a send to its await, in process", rounds, await_it, s.aws, send_it, awake);
    measure_wake_up("... that has slept for a while", rounds, await_it, s.aws, send_it);

    auto const way = open_transport(s.aws.endpoint());
    sqs_client const over_http{open_transport(s.aws.endpoint())};
    auto const wait = [&](event_mark mark) {
        auto const body =
            R"({"match":{"type":"sqs.message_sent"},"after":)" + std::to_string(mark.sequence) + "}";
        auto const answer = way->send(
            {.path = "/_understudy/wait", .headers = {{"Content-Type", "application/json"}}, .body = body},
            10s);
        if (answer->status != 200) { throw std::runtime_error{answer->body}; }
    };
    auto const send = [&] {
        over_http.send_message({.QueueUrl = s.url, .MessageBody = std::string(1024, 'b')}).value();
    };
    measure_wake_up("... over HTTP, both", rounds, wait, s.aws, send);

    // The yardstick: what the machine takes to wake a thread.
    std::mutex mutex;
    std::condition_variable rung;
    bool rings = false;
    auto const listen = [&](event_mark) {
        std::unique_lock lock{mutex};
        rung.wait(lock, [&] { return std::exchange(rings, false); });
    };
    auto const ring = [&] {
        {
            std::lock_guard const lock{mutex};
            rings = true;
        }
        rung.notify_one();
    };
    measure_wake_up("From a condition variable to its waiter", rounds, listen, s.aws, ring);
}

/// What an event adds to the request that brings it.
void measure_events(bench::effort const& effort)
{
    stage s;
    event_log log;
    shared_text const arn{"arn:aws:sqs:us-east-1:000000000000:q"};
    shared_text const body{std::string(1024, 'b')};
    auto const append = [&] {
        log.append({.type = event_type::message_sent, .resource = arn, .message_id = {1, 2}, .body = body});
    };
    std::vector<double> sends;
    std::vector<double> events;
    for (unsigned round = 0; round < effort.rounds; ++round) {
        sends.push_back(1e6 / bench::rate_of([&] { s.send(); }, effort.length));
        events.push_back(1e6 / bench::rate_of(append, effort.length));
    }
    bench::print_time("SendMessage of 1 KB, in process", bench::middle(sends));
    bench::print_time("... of which its event", bench::middle(events));
}

/// `resources` are half queues and half tables, which share `things` messages and items.
void fill(stage& s, int resources, int things)
{
    dynamodb_client const dynamodb{s.aws.local_transport()};
    for (int i = 0; i < resources / 2; ++i) {
        auto const name = "r--" + std::to_string(i);
        s.sqs.create_queue({.QueueName = name}).value();
        dynamodb
            .create_table({.AttributeDefinitions = {{{.AttributeName = "id", .AttributeType = "S"}}},
                           .TableName = name,
                           .KeySchema = {{{.AttributeName = "id", .KeyType = "HASH"}}},
                           .BillingMode = "PAY_PER_REQUEST"})
            .value();
    }
    for (int i = 0; i < things / 2; ++i) {
        auto const name = "r--" + std::to_string(i % (resources / 2));
        s.sqs.send_message({.QueueUrl = name, .MessageBody = std::string(100, 'b')}).value();
        dynamodb.put_item({.TableName = name, .Item = dynamodb::item{{"id", std::to_string(i)}}}).value();
    }
}

void measure_snapshots(unsigned rounds, int resources, int things, std::string const& of)
{
    stage s;
    fill(s, resources, things);
    auto const saved = s.aws.snapshot();
    time_each("Snapshot of " + of, rounds,
              [&] { return time_of([&] { static_cast<void>(s.aws.snapshot()); }); });
    time_each("Restore of " + of, rounds, [&] {
        s.send(); // something to go back from
        return time_of([&] { s.aws.restore(saved); });
    });
}

void measure_advance(int timers, std::string const& name)
{
    stage s;
    for (int i = 0; i < timers; ++i) {
        s.send(900);
        s.aws.advance(milliseconds{1});
    }
    bench::print_time(name, time_of([&] { s.aws.advance(15min); }).count());
}

} // namespace

int main(int count, char** arguments)
try {
    bench::effort effort;
    bench::read_effort(count, arguments, effort);
    measure_wake_ups(effort.rounds);
    measure_events(effort);
    measure_snapshots(effort.rounds, 50, 200, "50 resources, 200 items and messages");
    measure_snapshots(effort.rounds, 50, 100'000, "50 resources, 100,000 items and messages");
    measure_advance(1'000, "advance() over 1,000 timers");
    measure_advance(100'000, "... over 100,000 timers");
} catch (std::exception const& problem) {
    std::fprintf(stderr, "bench_waits: %s\n", problem.what());
    return 1;
}
