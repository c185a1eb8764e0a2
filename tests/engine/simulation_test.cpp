// Random programs of operations and of steps in time. What they show must not depend on how the time was cut into steps.
#include "engine/engine.hpp"

#include "support/catch.hpp"

#include <random>

using namespace understudy;
using namespace std::chrono_literals;

namespace {

constexpr int programs = 40;
constexpr int steps_per_program = 120;

struct step {
    enum class kind { send, receive, remove, hide, wait } what;
    std::uint64_t number; // a delay, a time-out, or a duration in milliseconds
};

std::vector<step> make_program(std::uint64_t seed)
{
    std::mt19937_64 chance{seed};
    auto const below = [&](std::uint64_t bound) { return chance() % bound; };
    std::vector<step> program;
    for (int i = 0; i < steps_per_program; ++i) {
        auto const what = static_cast<step::kind>(below(5));
        program.push_back({what, what == step::kind::wait ? below(40'000) : below(20)});
    }
    return program;
}

/// One engine, one topic, two queues of which one takes the other's dead letters.
struct world {
    explicit world(std::uint64_t seed)
        : engine{{.seed = seed, .delivery_delay_max = 5s, .sign_messages = false}}
    {
        constexpr auto redrive =
            R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":2})";
        attempt(sqs::CreateQueueRequest{.QueueName = "dead"});
        url = call(sqs::CreateQueueRequest{.QueueName = "q",
                                           .Attributes = {{"VisibilityTimeout", "15"},
                                                          {"MessageRetentionPeriod", "60"},
                                                          {"RedrivePolicy", redrive}}})
                  ->QueueUrl;
        topic = call(sns::CreateTopicInput{.Name = "t"})->TopicArn;
        attempt(sns::SubscribeInput{
            .TopicArn = topic, .Protocol = "sqs", .Endpoint = "arn:aws:sqs:us-east-1:000000000000:q"});
    }

    template <class Request>
    result<typename Request::answer> call(Request const& request)
    {
        return engine.step({now, {}}, me, request).value;
    }

    /// For what may be refused: then nothing happens.
    template <class Request>
    void attempt(Request const& request)
    {
        static_cast<void>(call(request));
    }

    /// Waits are cut into pieces of at most `piece`.
    void run(std::vector<step> const& program, milliseconds piece)
    {
        for (auto const& step : program) {
            switch (step.what) {
            case step::kind::send: send(step.number); break;
            case step::kind::receive: receive(); break;
            case step::kind::remove:
                if (!handle.empty()) {
                    attempt(sqs::DeleteMessageRequest{.QueueUrl = url, .ReceiptHandle = handle});
                }
                break;
            case step::kind::hide:
                if (!handle.empty()) {
                    attempt(sqs::ChangeMessageVisibilityRequest{.QueueUrl = url,
                                                                .ReceiptHandle = handle,
                                                                .VisibilityTimeout =
                                                                    static_cast<std::int64_t>(step.number)});
                }
                break;
            case step::kind::wait: wait(milliseconds{step.number}, piece); break;
            }
        }
    }

    void send(std::uint64_t delay)
    {
        if (delay % 2 == 0) {
            attempt(sns::PublishInput{.TopicArn = topic, .Message = "published"});
        } else {
            attempt(sqs::SendMessageRequest{
                .QueueUrl = url, .MessageBody = "sent", .DelaySeconds = static_cast<std::int64_t>(delay)});
        }
    }

    void receive()
    {
        auto answer = engine.step({now, {}}, me, sqs::ReceiveMessageRequest{.QueueUrl = url});
        auto const& messages = std::get<receive_reply>(answer).value->Messages;
        if (!messages.empty()) { handle = messages.front().ReceiptHandle; }
    }

    void wait(milliseconds time, milliseconds piece)
    {
        for (auto const target = now + time; now < target;) {
            now = std::min(target, now + piece);
            engine.advance_to({now, {}});
            if (auto const next = engine.next_deadline()) { CHECK(*next > now); } // nothing was left out
        }
    }

    /// All that happened, a line each, but for the ids of requests, of which steps of time take some.
    std::vector<std::string> history() const
    {
        std::vector<std::string> lines;
        for (auto const& event : engine.events().events()) { lines.push_back(to_string(event)); }
        return lines;
    }

    understudy::engine engine;
    caller me{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
    instant now{milliseconds{1'795'342'500'000}};
    std::string url;
    std::string topic;
    std::string handle = {};
};

std::vector<std::string> history_of(std::uint64_t seed, milliseconds piece)
{
    world w{seed};
    w.run(make_program(seed), piece);
    return w.history();
}

} // namespace

TEST_CASE("To advance in one step is the same as to advance in many", "[engine][time][simulation]")
{
    for (std::uint64_t seed = 1; seed <= programs; ++seed) {
        CAPTURE(seed);
        auto const whole = history_of(seed, 1h);
        CHECK(whole.size() > 20);
        CHECK(whole == history_of(seed, 7ms * (1 + seed)));
        CHECK(whole == history_of(seed, 1s));
    }
}

TEST_CASE("The same seed gives the same run, to the last id", "[engine][simulation]")
{
    CHECK(history_of(7, 1s) == history_of(7, 1s));
    CHECK(history_of(7, 1s) != history_of(8, 1s));
}

TEST_CASE("Time never goes back, and every message that comes due does so once", "[engine][time][simulation]")
{
    for (std::uint64_t seed = 1; seed <= programs; ++seed) {
        CAPTURE(seed);
        world w{seed};
        w.run(make_program(seed), 1h);
        instant last{};
        std::map<uuid, bool> visible; // by message: sent without a delay, or come back
        for (auto const& event : w.engine.events().events()) {
            CHECK(event.time >= last);
            last = event.time;
            bool const is_hidden =
                event.type == event_type::message_received
                || event.type == event_type::visibility_changed; // also by a handle from before
            if (is_hidden) { visible[event.message_id] = false; }
            if (event.type == event_type::message_visible) {
                auto const [at, first] = visible.emplace(event.message_id, false);
                CHECK_FALSE(at->second);
                at->second = true;
            }
        }
    }
}

TEST_CASE("After a snapshot the same operations give the same answers again",
          "[engine][simulation][snapshot]")
{
    for (std::uint64_t seed = 1; seed <= programs; ++seed) {
        CAPTURE(seed);
        world w{seed};
        w.run(make_program(seed), 1s);
        auto const saved = w.engine.snapshot();
        auto const then = w.now;
        auto const handle = w.handle;
        auto const rest = make_program(seed + 1000);
        auto const continued = [&] {
            auto const before = w.engine.events().last();
            w.run(rest, 1s);
            std::vector<std::tuple<event_type, instant, uuid, std::string>> happened;
            for (auto const& each : w.engine.events().matches(event_pattern{}, before, 10'000)) {
                happened.emplace_back(each.type, each.time, each.message_id, each.detail);
            }
            return happened;
        };
        auto const first = continued();
        w.now = then;
        w.handle = handle;
        w.engine.restore({then, {}}, saved);
        CHECK((first == continued()));
    }
}
