// Retries and back-off of HTTP deliveries, watched from instant to instant: the state of SNS with attempts that end as the
// test says.
#include "stage.hpp"

#include <set>

using namespace understudy;
using namespace understudy::sns;

namespace {

class receiver {
public:
    explicit receiver(string_map topic_attributes = {}, string_map attributes = {})
        : arn{aws.topic("t", std::move(topic_attributes))},
          subscription{aws.subscribe_to(arn, "https", "https://example.com/hook", std::move(attributes))
                           .value()
                           .SubscriptionArn}
    {
        take_requests();
        REQUIRE(confirm());
        end_all(200);
    }

    result<ConfirmSubscriptionResponse> confirm()
    {
        auto const token = aws.sns.confirmations.tokens.begin()->first;
        return aws(confirm_subscription, ConfirmSubscriptionInput{.TopicArn = arn, .Token = token});
    }

    void take_requests()
    {
        for (auto& request : std::exchange(aws.out.postings, {})) {
            times.push_back(std::chrono::duration_cast<seconds>(aws.now - noon_ish).count());
            open.push_back(std::move(request));
        }
        for (auto const& change : aws.out.timers) {
            if (change.id.kind == timer_kind::delivery_attempt && change.due) {
                timers.emplace(*change.due, change.id.whose);
            }
        }
        aws.out.timers.clear();
    }

    /// Ends every attempt that is under way.
    void end_all(unsigned status)
    {
        for (auto const& request : std::exchange(open, {})) {
            posting_finished(aws.sns, aws.here(), request.id, {.status = status, .failure = "hung up"});
            take_deliveries();
            take_requests();
        }
    }

    void take_deliveries()
    {
        for (auto& each : std::exchange(aws.out.deliveries, {})) { dead.push_back(std::move(each)); }
    }

    /// Lets every attempt end so, and goes from timer to timer, until there is none left.
    void run(unsigned status)
    {
        for (take_requests(); !open.empty() || !timers.empty();) {
            end_all(status);
            if (!open.empty() || timers.empty()) { continue; }
            auto const [due, id] = *timers.begin();
            timers.erase(timers.begin());
            aws.now = due;
            on_timer(aws.sns, aws.here(), {timer_kind::delivery_attempt, id});
            take_requests();
        }
    }

    void publish(std::string message = "hi")
    {
        times.clear();
        REQUIRE(aws.send(arn, std::move(message)));
        take_requests();
    }

    std::size_t events(event_type type) const
    {
        return static_cast<std::size_t>(std::ranges::count(aws.events.events(), type, &event::type));
    }

    stage aws = {};
    std::vector<posting> open = {};
    std::set<std::pair<instant, std::uint64_t>> timers = {};
    std::vector<long> times = {}; // of the attempts, in seconds from the start
    std::vector<delivery> dead = {};
    std::string arn;
    std::string subscription;
};

std::string retries(std::string const& members) { return R"({"healthyRetryPolicy":{)" + members + "}}"; }

std::string header(posting const& request, std::string_view name)
{
    for (auto const& [key, value] : request.headers) {
        if (key == name) { return value; }
    }
    return "none";
}

} // namespace

TEST_CASE("By default an endpoint that fails is tried four times, twenty seconds apart", "[sns][http]")
{
    receiver hook;
    hook.publish();
    auto const id = header(hook.open.at(0), "x-amz-sns-message-id");
    hook.run(500);
    CHECK(hook.times == std::vector<long>{0, 20, 40, 60});
    CHECK(hook.events(event_type::delivery_attempt_failed) == 4);
    CHECK(hook.events(event_type::delivery_failed) == 1);
    CHECK(hook.aws.sns.http_deliveries.open.empty());
}

TEST_CASE("A retry carries the same id", "[sns][http]")
{
    receiver hook;
    hook.publish();
    auto const first = hook.open.at(0);
    hook.end_all(503);
    hook.aws.now += seconds{20};
    on_timer(hook.aws.sns, hook.aws.here(), {timer_kind::delivery_attempt, hook.timers.begin()->second});
    hook.take_requests();
    CHECK(header(hook.open.at(0), "x-amz-sns-message-id") == header(first, "x-amz-sns-message-id"));
    CHECK(hook.open.at(0).body == first.body);
    hook.end_all(204);
    CHECK(hook.events(event_type::message_delivered) == 1);
    CHECK(hook.aws.sns.http_deliveries.open.empty());
}

TEST_CASE("A client error ends the delivery at once; too many requests and no answer do not", "[sns][http]")
{
    receiver hook;
    auto const [status, attempts] = GENERATE(std::pair{404U, 1U}, std::pair{403U, 1U}, std::pair{429U, 4U},
                                             std::pair{302U, 4U}, std::pair{0U, 4U}, std::pair{200U, 1U});
    hook.publish();
    hook.run(status);
    CHECK(hook.times.size() == attempts);
    CHECK(hook.events(event_type::delivery_failed) == (status == 200 ? 0 : 1));
}

TEST_CASE("Retries pass through their phases: at once, at the least delay, growing, at the greatest delay",
          "[sns][http]")
{
    receiver hook{
        {},
        {{"DeliveryPolicy",
          retries(R"("minDelayTarget":10,"maxDelayTarget":50,"numRetries":11,"numNoDelayRetries":2,)"
                  R"("numMinDelayRetries":2,"numMaxDelayRetries":2,"backoffFunction":"linear")")}}};
    hook.publish();
    hook.run(500);
    CHECK(hook.times == std::vector<long>{0, 0, 0, 10, 20, 30, 50, 80, 120, 170, 220, 270});
}

TEST_CASE("Each back-off function grows in its own way from the least to the greatest delay", "[sns][http]")
{
    auto const [name, second] = GENERATE(table<std::string, long>(
        {{"linear", 1 + 15}, {"arithmetic", 1 + 8}, {"geometric", 1 + 3}, {"exponential", 1 + 7}}));
    receiver hook{{},
                  {{"DeliveryPolicy",
                    retries(R"("minDelayTarget":1,"maxDelayTarget":43,"numRetries":4,"backoffFunction":")"
                            + name + '"')}}};
    hook.publish();
    hook.run(500);
    REQUIRE(hook.times.size() == 5);
    CHECK(std::ranges::is_sorted(hook.times));
    CHECK(hook.times[1] == 1);
    CHECK(hook.times[4] - hook.times[3] >= 42); // whole seconds are compared
    CHECK(hook.times[2] == second);
}

TEST_CASE("The topic's policy holds unless the subscription has one, and always when it disables overrides",
          "[sns][http]")
{
    bool const disabled = GENERATE(false, true);
    receiver hook{
        {{"DeliveryPolicy",
          std::string{
              R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":5,"maxDelayTarget":5,"numRetries":1},)"}
              + R"("disableSubscriptionOverrides":)" + (disabled ? "true" : "false") + "}}"}},
        {{"DeliveryPolicy", retries(R"("minDelayTarget":7,"maxDelayTarget":7,"numRetries":2)")}}};
    hook.publish();
    hook.run(500);
    CHECK(hook.times == (disabled ? std::vector<long>{0, 5} : std::vector<long>{0, 7, 14}));
}

TEST_CASE("A throttled subscription gets no more than so many messages in a second", "[sns][http]")
{
    receiver hook{{}, {{"DeliveryPolicy", R"({"throttlePolicy":{"maxReceivesPerSecond":2}})"}}};
    hook.publish("1");
    for (auto const* message : {"2", "3", "4", "5"}) {
        REQUIRE(hook.aws.send(hook.arn, message));
        hook.take_requests();
    }
    CHECK(hook.open.size() == 1);
    hook.run(200);
    CHECK(hook.times == std::vector<long>{0, 0, 1, 1, 2});
    CHECK(hook.events(event_type::message_delivered) == 5);
}

TEST_CASE("What cannot be delivered goes to the dead-letter queue as it would have come", "[sns][http]")
{
    bool const raw = GENERATE(false, true);
    receiver hook{{},
                  {{"RawMessageDelivery", raw ? "true" : "false"},
                   {"RedrivePolicy", R"({"deadLetterTargetArn":")" + stage::queue_arn("dlq") + "\"}"}}};
    REQUIRE(hook.aws.send(hook.arn, "hi", {{"color", text_attribute("blue")}}));
    hook.take_requests();
    auto const body = hook.open.at(0).body;
    hook.run(400);
    REQUIRE(hook.dead.size() == 1);
    CHECK(hook.dead[0].queue_arn == stage::queue_arn("dlq"));
    CHECK(hook.dead[0].body == body);
    CHECK(hook.dead[0].attributes.size() == (raw ? 1 : 0));
    CHECK((body == "hi") == raw);
}

TEST_CASE("Nothing is delivered before an endpoint has confirmed, nor after the subscription has ended",
          "[sns][http]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const subscription = aws.subscribe_to(arn, "http", "http://example.com/").value().SubscriptionArn;
    REQUIRE(aws.out.postings.size() == 1);
    aws.out.postings.clear();
    REQUIRE(aws.send(arn, "lost"));
    CHECK(aws.out.postings.empty());

    receiver hook;
    hook.publish();
    hook.end_all(500);
    REQUIRE(hook.aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = hook.subscription}));
    hook.run(200);
    CHECK(hook.times.size() == 1);
    CHECK(hook.aws.sns.http_deliveries.open.empty());
}

TEST_CASE("Headers tell what the message is; the content type is for notifications alone", "[sns][http]")
{
    auto const policy = std::string{R"({"requestPolicy":{"headerContentType":"application/json"}})"};
    stage aws;
    auto const arn = aws.topic();
    auto const subscribed = aws.subscribe_to(arn, "http", "http://example.com/",
                                             {{"DeliveryPolicy", policy}, {"RawMessageDelivery", "true"}});
    auto const asked = aws.out.postings.at(0);
    CHECK(header(asked, "x-amz-sns-message-type") == "SubscriptionConfirmation");
    CHECK(header(asked, "x-amz-sns-topic-arn") == arn);
    CHECK(header(asked, "x-amz-sns-subscription-arn") == "none");
    CHECK(header(asked, "x-amz-sns-rawdelivery") == "none");
    CHECK(header(asked, "Content-Type") == "text/plain; charset=UTF-8");
    CHECK(asked.body.view().starts_with("{\n  \"Type\" : \"SubscriptionConfirmation\""));

    receiver hook{{}, {{"DeliveryPolicy", policy}, {"RawMessageDelivery", "true"}}};
    hook.publish("plain");
    auto const told = hook.open.at(0);
    CHECK(told.url == "https://example.com/hook");
    CHECK(told.body == "plain");
    CHECK(header(told, "x-amz-sns-message-type") == "Notification");
    CHECK(header(told, "x-amz-sns-subscription-arn") == hook.subscription);
    CHECK(header(told, "x-amz-sns-rawdelivery") == "true");
    CHECK(header(told, "Content-Type") == "application/json");
}

TEST_CASE("All attempts together take no longer than an hour", "[sns][http]")
{
    receiver hook{
        {}, {{"DeliveryPolicy", retries(R"("minDelayTarget":1800,"maxDelayTarget":1800,"numRetries":100)")}}};
    hook.publish();
    hook.run(503);
    CHECK(hook.times == std::vector<long>{0, 1800, 3600});
    CHECK(hook.events(event_type::delivery_failed) == 1);
}

TEST_CASE("A confirmation is tried again too, and is nothing for the dead-letter queue", "[sns][http]")
{
    bool const ends = GENERATE(false, true);
    receiver hook{{}, {{"RedrivePolicy", R"({"deadLetterTargetArn":")" + stage::queue_arn("dlq") + "\"}"}}};
    hook.times.clear();
    if (ends) {
        hook.aws.anonymous = true;
        REQUIRE(hook.aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = hook.subscription}));
    } else {
        REQUIRE(hook.aws.subscribe_to(hook.arn, "https", "https://example.com/other"));
    }
    hook.take_requests();
    REQUIRE(hook.open.size() == 1);
    CHECK(header(hook.open[0], "x-amz-sns-message-type")
          == (ends ? "UnsubscribeConfirmation" : "SubscriptionConfirmation"));
    hook.run(500);
    CHECK(hook.times == std::vector<long>{0, 20, 40, 60});
    CHECK(hook.dead.empty());
}
