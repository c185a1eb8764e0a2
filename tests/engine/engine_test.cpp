// The engine by itself: time is an argument, so nothing here waits.
#include "engine/engine.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace understudy;
using namespace std::chrono_literals;

namespace {

/// An engine, a clock that the test moves, and one caller.
struct rehearsal {
    explicit rehearsal(engine_options options = {}) : engine{std::move(options)} {}

    moment when() const { return {now, {}}; }

    template <class Request>
    auto call(Request const& request)
    {
        return engine.step(when(), me, request).value;
    }

    std::string create_queue(std::string name, string_map attributes = {})
    {
        return call(
                   sqs::CreateQueueRequest{.QueueName = std::move(name), .Attributes = std::move(attributes)})
            .value()
            .QueueUrl;
    }
    void send(std::string const& url, std::string body)
    {
        REQUIRE(call(sqs::SendMessageRequest{.QueueUrl = url, .MessageBody = std::move(body)}).has_value());
    }
    std::variant<receive_reply, ticket> receive(std::string const& url, std::int64_t wait = 0,
                                                std::uint64_t client = 0)
    {
        auto who = me;
        who.client = client;
        return engine.step(when(), who, sqs::ReceiveMessageRequest{.QueueUrl = url, .WaitTimeSeconds = wait});
    }
    ticket park(std::string const& url, std::int64_t wait = 20, std::uint64_t client = 0)
    {
        auto outcome = receive(url, wait, client);
        REQUIRE(std::holds_alternative<ticket>(outcome));
        return std::get<ticket>(outcome);
    }
    std::vector<std::string> bodies(std::string const& url)
    {
        return bodies(std::get<receive_reply>(receive(url)).value.value());
    }
    static std::vector<std::string> bodies(sqs::ReceiveMessageResult const& received)
    {
        std::vector<std::string> found;
        for (auto const& message : received.Messages) { found.push_back(message.Body.str()); }
        return found;
    }
    void advance(milliseconds by)
    {
        now += by;
        engine.advance_to(when());
    }
    std::string arn(std::string const& name) const { return "arn:aws:sqs:us-east-1:000000000000:" + name; }
    string_map redrive_to(std::string const& dead_letter_queue, int receives) const
    {
        return {{"RedrivePolicy", R"({"deadLetterTargetArn":")" + arn(dead_letter_queue)
                                      + R"(","maxReceiveCount":)" + std::to_string(receives) + "}"}};
    }

    instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
    caller me{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost:4566"};
    understudy::engine engine;
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("A parked poll gets the next message that is sent", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    auto const poll = r.park(queue);
    CHECK(r.engine.take_completions().empty());
    r.send(queue, "hi");
    auto const done = r.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(done[0].poll == poll);
    CHECK(r.bodies(done[0].answer.value.value()) == texts{"hi"});
    CHECK(r.bodies(queue).empty());
}

TEST_CASE("Polls are served in the order in which they came", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    auto const first = r.park(queue);
    auto const second = r.park(queue);
    r.send(queue, "one");
    r.send(queue, "two");
    auto const done = r.engine.take_completions();
    REQUIRE(done.size() == 2);
    CHECK(done[0].poll == first);
    CHECK(done[1].poll == second);
    CHECK(r.bodies(done[1].answer.value.value()) == texts{"two"});
}

TEST_CASE("A parked poll ends with nothing at its deadline and not a millisecond before", "[engine][time]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    auto const poll = r.park(queue, 20);
    CHECK(r.engine.next_deadline() == r.now + 20s);
    CHECK_FALSE(r.engine.next_timer());
    r.advance(19'999ms);
    CHECK(r.engine.take_completions().empty());
    r.advance(1ms);
    auto const done = r.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(done[0].poll == poll);
    CHECK(done[0].answer.value.value().Messages.empty());
    CHECK_FALSE(r.engine.next_deadline());
}

TEST_CASE("A poll whose client has gone takes nothing", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    r.engine.cancel(r.park(queue));
    r.send(queue, "hi");
    CHECK(r.engine.take_completions().empty());
    CHECK(r.bodies(queue) == texts{"hi"});
}

TEST_CASE("An answer that could not reach its client is as if it had never been given", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    r.park(queue);
    r.send(queue, "hi");
    auto const lost = r.engine.take_completions();
    REQUIRE(lost.size() == 1);
    auto const next = r.park(queue);
    r.engine.give_back(r.when(), lost[0]);
    auto const done = r.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(done[0].poll == next);
    auto const received = r.engine.events().first_match(
        message_received("q").where([](event const& e) { return e.receive_count == 1; }), lost[0].poll + 2);
    CHECK(received != nullptr);
}

TEST_CASE("Deleting a queue ends the polls that wait on it", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    r.park(queue);
    REQUIRE(r.call(sqs::DeleteQueueRequest{.QueueUrl = queue}).has_value());
    auto const done = r.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(done[0].answer.value.error().kind.shape == "QueueDoesNotExist");
}

TEST_CASE("Time visits each due instant in order, and events tell the instant", "[engine][time]")
{
    rehearsal r;
    auto const queue = r.create_queue("q", {{"VisibilityTimeout", "30"}});
    auto const start = r.now;
    r.send(queue, "one");
    CHECK(r.bodies(queue) == texts{"one"});
    r.advance(10s);
    r.send(queue, "two");
    CHECK(r.bodies(queue) == texts{"two"});
    r.advance(1h);
    auto const* first = r.engine.events().first_match({event_type::message_visible, "q"}, 0);
    REQUIRE(first != nullptr);
    CHECK(first->time == start + 30s);
    auto const* second = r.engine.events().first_match({event_type::message_visible, "q"}, first->sequence);
    REQUIRE(second != nullptr);
    CHECK(second->time == start + 40s);
}

TEST_CASE("A message that is published reaches a poll parked on the queue in the same step", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    auto const topic = r.call(sns::CreateTopicInput{.Name = "t"}).value().TopicArn;
    REQUIRE(r.call(sns::SubscribeInput{.TopicArn = topic,
                                       .Protocol = "sqs",
                                       .Endpoint = r.arn("q"),
                                       .Attributes = {{"RawMessageDelivery", "true"}}})
                .has_value());
    r.park(queue);
    REQUIRE(r.call(sns::PublishInput{.TopicArn = topic, .Message = "hi"}).has_value());
    auto const done = r.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(r.bodies(done[0].answer.value.value()) == texts{"hi"});

    auto const* published = r.engine.events().first_match(message_published("t"), 0);
    REQUIRE(published != nullptr);
    CHECK(r.engine.events().first_match(message_sent("q").caused_by(*published), 0) != nullptr);
    CHECK(r.engine.events().first_match(message_received("q").caused_by(*published), 0) != nullptr);
    CHECK(r.engine.events().first_match(message_delivered("t").caused_by(*published), 0) != nullptr);
}

TEST_CASE("A delivery to a queue that is gone fails without harm", "[engine]")
{
    rehearsal r;
    auto const topic = r.call(sns::CreateTopicInput{.Name = "t"}).value().TopicArn;
    REQUIRE(r.call(sns::SubscribeInput{.TopicArn = topic, .Protocol = "sqs", .Endpoint = r.arn("gone")})
                .has_value());
    CHECK(r.call(sns::PublishInput{.TopicArn = topic, .Message = "hi"}).has_value());
    CHECK(r.engine.events().first_match({event_type::delivery_failed, "t"}, 0) != nullptr);
}

TEST_CASE("Deliveries can be told to take some time, and a seed decides how much", "[engine][time]")
{
    auto arrival = [](std::uint64_t seed) {
        rehearsal r{{.seed = seed, .delivery_delay_max = 500ms}};
        auto const queue = r.create_queue("q");
        auto const topic = r.call(sns::CreateTopicInput{.Name = "t"}).value().TopicArn;
        r.call(sns::SubscribeInput{.TopicArn = topic, .Protocol = "sqs", .Endpoint = r.arn("q")}).value();
        r.call(sns::PublishInput{.TopicArn = topic, .Message = "hi"}).value();
        CHECK(r.engine.deliveries_pending() == 1);
        auto const start = r.now;
        r.advance(500ms);
        CHECK(r.engine.deliveries_pending() == 0);
        auto const* sent = r.engine.events().first_match(message_sent("q"), 0);
        REQUIRE(sent != nullptr);
        return sent->time - start;
    };
    CHECK(arrival(1) == arrival(1));
    std::set<milliseconds> different;
    for (std::uint64_t seed = 0; seed < 10; ++seed) { different.insert(arrival(seed)); }
    CHECK(different.size() > 5);
}

TEST_CASE("A parked poll is the receive that moves a message to the dead-letter queue", "[engine][time]")
{
    rehearsal r;
    auto const dead = r.create_queue("dead");
    auto const queue = r.create_queue("q", r.redrive_to("dead", 2));
    r.send(queue, "bad");
    CHECK(r.bodies(queue) == texts{"bad"});
    r.advance(30s);
    CHECK(r.bodies(queue) == texts{"bad"});
    r.park(queue, 20);
    auto const waiting_for_dead = r.park(dead, 20);
    r.advance(10s);
    CHECK(r.engine.take_completions().empty());
    r.park(queue, 20);
    r.advance(9'999ms);
    r.advance(1ms);
    // The polls of 20 seconds have ended by now; the new one, parked ten seconds ago, is asked when the message returns.
    CHECK(r.engine.events().first_match(dead_lettered("dead"), 0) == nullptr);
    r.park(queue, 20);
    auto const on_dead = r.park(dead, 20);
    r.engine.take_completions();
    r.advance(10s);
    auto const done = r.engine.take_completions();
    REQUIRE(std::any_of(done.begin(), done.end(), [&](completion const& c) { return c.poll == on_dead; }));
    CHECK(waiting_for_dead != on_dead);
    auto const* moved = r.engine.events().first_match(dead_lettered("dead"), 0);
    REQUIRE(moved != nullptr);
    CHECK(moved->receive_count == 2);
    CHECK(moved->body == "bad");
}

TEST_CASE("Dead-letter queues in a circle, each with a parked poll, do not hang the engine", "[engine]")
{
    rehearsal r;
    auto const a = r.create_queue("a");
    auto const b = r.create_queue("b", r.redrive_to("a", 1));
    REQUIRE(r.call(sqs::SetQueueAttributesRequest{.QueueUrl = a, .Attributes = r.redrive_to("b", 1)})
                .has_value());
    r.send(a, "round and round");
    CHECK(r.bodies(a).size() == 1);
    r.park(a);
    r.park(b);
    r.advance(1min);
    SUCCEED("the step ended");
}

TEST_CASE("A snapshot is a value: what happens afterwards does not change it, and it can be restored",
          "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    r.send(queue, "kept");
    auto const saved = r.engine.snapshot();
    CHECK(r.bodies(queue) == texts{"kept"});
    r.send(queue, "lost");
    r.engine.restore(r.when(), saved);
    CHECK(r.bodies(queue) == texts{"kept"});
    CHECK(r.bodies(queue).empty());
    r.advance(30s);
    CHECK(r.bodies(queue) == texts{"kept"});
}

TEST_CASE("Restoring a message wakes a poll that waits for it", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    r.send(queue, "kept");
    auto const saved = r.engine.snapshot();
    CHECK(r.bodies(queue) == texts{"kept"});
    auto const poll = r.park(queue);
    r.engine.restore(r.when(), saved);
    auto const done = r.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(done[0].poll == poll);
}

TEST_CASE("A reset forgets everything and starts the ids anew", "[engine]")
{
    rehearsal r{{.seed = 5}};
    auto const queue = r.create_queue("q");
    r.park(queue);
    r.engine.reset(r.when());
    CHECK(r.engine.take_completions().size() == 1);
    CHECK(r.call(sqs::GetQueueUrlRequest{.QueueName = "q"}).has_error());
    CHECK_FALSE(r.engine.next_deadline());
}

TEST_CASE("A consumer that has its answer is away until it polls again", "[engine]")
{
    rehearsal r;
    auto const queue = r.create_queue("q");
    r.park(queue, 20, 7);
    CHECK_FALSE(r.engine.consumer_away_since());
    r.advance(20s);
    CHECK(r.engine.consumer_away_since());
    r.park(queue, 20, 7);
    CHECK_FALSE(r.engine.consumer_away_since());
    r.send(queue, "one");
    CHECK(r.engine.anything_held());
    CHECK_FALSE(r.engine.consumer_away_since());
    r.send(queue, "two");
    CHECK(r.engine.consumer_away_since());
}

TEST_CASE("Every answer has a request id of its own", "[engine]")
{
    rehearsal r;
    auto const first = r.engine.step(r.when(), r.me, sts::GetCallerIdentityRequest{});
    auto const second = r.engine.step(r.when(), r.me, sts::GetCallerIdentityRequest{});
    CHECK(first.request_id != second.request_id);
    CHECK(first.value.value().Account == "000000000000");
    CHECK(first.value.value().Arn == "arn:aws:iam::000000000000:root");
}

TEST_CASE("A queue's policy keeps topics out when policies are strict, and is only warned of otherwise",
          "[engine]")
{
    bool const strict = GENERATE(false, true);
    std::vector<std::string> warnings;
    rehearsal r{
        {.strict_policies = strict, .warn = [&](std::string_view text) { warnings.emplace_back(text); }}};
    auto const closed = r.create_queue("closed");
    auto const open = r.create_queue(
        "open",
        {{"Policy",
          R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage",)"
          R"("Resource":"arn:aws:sqs:us-east-1:000000000000:open"}]})"}});
    auto const topic = r.call(sns::CreateTopicInput{.Name = "t"}).value().TopicArn;
    for (std::string const name : {"closed", "open"}) {
        REQUIRE(r.call(sns::SubscribeInput{.TopicArn = topic,
                                           .Protocol = "sqs",
                                           .Endpoint = "arn:aws:sqs:us-east-1:000000000000:" + name,
                                           .Attributes = {{"RawMessageDelivery", "true"}}})
                    .has_value());
    }
    for (int i = 0; i < 2; ++i) {
        REQUIRE(r.call(sns::PublishInput{.TopicArn = topic, .Message = "hi"}).has_value());
    }
    CHECK(r.bodies(open) == std::vector<std::string>{"hi"});
    CHECK(r.bodies(closed).empty() == strict);
    CHECK(warnings.size() == (strict ? 0 : 1));

    // A policy that is changed is judged anew.
    REQUIRE(
        r.call(sqs::SetQueueAttributesRequest{.QueueUrl = open, .Attributes = {{"Policy", ""}}}).has_value());
    REQUIRE(r.call(sqs::PurgeQueueRequest{.QueueUrl = open}).has_value());
    REQUIRE(r.call(sns::PublishInput{.TopicArn = topic, .Message = "again"}).has_value());
    CHECK(r.bodies(open).empty() == strict);
    CHECK(warnings.size() == (strict ? 0 : 2));
}

TEST_CASE("A snapshot brings no options with it", "[engine]")
{
    rehearsal strict{{.strict_timers = true}};
    rehearsal kind;
    strict.engine.restore(strict.when(), kind.engine.snapshot());
    auto const queue = strict.create_queue("q");
    REQUIRE(strict.call(sqs::PurgeQueueRequest{.QueueUrl = queue}).has_value());
    CHECK(strict.call(sqs::PurgeQueueRequest{.QueueUrl = queue}).has_error());
}
