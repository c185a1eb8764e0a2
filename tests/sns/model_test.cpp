// Random subscriptions, settings and messages beside a model that is a list of who wants what.
#include "stage.hpp"

#include <set>

using namespace understudy;
using namespace understudy::sns;

namespace {

struct subscriber {
    std::string arn;
    bool raw = false;
    std::string color; // what its filter asks for; empty: everything
};

class run {
public:
    explicit run(std::uint64_t seed) : chance_{seed}, topic_{aws_.topic()} {}

    void step()
    {
        auto const queue = "q" + std::to_string(chance_.below(12));
        auto const known = model_.find(queue);
        switch (chance_.below(6)) {
        case 0: subscribe(queue); break;
        case 1:
            if (known != model_.end()) {
                REQUIRE(aws_(unsubscribe, UnsubscribeInput{.SubscriptionArn = known->second.arn}));
                model_.erase(known);
            }
            break;
        case 2:
            if (known != model_.end()) {
                known->second.raw = chance_.below(2) == 0;
                REQUIRE(
                    aws_.set(known->second.arn, "RawMessageDelivery", known->second.raw ? "true" : "false"));
            }
            break;
        case 3:
            if (known != model_.end()) {
                known->second.color = color();
                REQUIRE(aws_.set(known->second.arn, "FilterPolicy", policy(known->second.color)));
            }
            break;
        default: publish();
        }
        check_listing();
    }

private:
    std::string color()
    {
        constexpr std::string_view colors[] = {"", "blue", "red"};
        return std::string{colors[chance_.below(3)]};
    }

    static std::string policy(std::string const& color)
    {
        return color.empty() ? "{}" : R"({"color":[")" + color + "\"]}";
    }

    void subscribe(std::string const& queue)
    {
        auto const wanted = color();
        auto const again = model_.find(queue);
        auto const answer =
            aws_.subscribe_to(topic_, "sqs", stage::queue_arn(queue), {{"FilterPolicy", policy(wanted)}});
        if (again == model_.end()) {
            REQUIRE(answer);
            model_.emplace(queue, subscriber{answer->SubscriptionArn, false, wanted});
        } else if (again->second.color == wanted) {
            REQUIRE(answer);
            CHECK(answer->SubscriptionArn == again->second.arn);
        } else {
            CHECK(
                text_of(answer)
                == "Invalid parameter: Attributes Reason: Subscription already exists with different attributes");
        }
    }

    void publish()
    {
        auto const sent = color();
        message_attributes attributes;
        if (!sent.empty()) { attributes["color"] = text_attribute(sent); }
        REQUIRE(aws_.send(topic_, "hi", attributes));
        std::set<std::pair<std::string, bool>> got;
        for (auto const& each : aws_.out.deliveries) { got.emplace(each.queue_arn, each.body == "hi"); }
        CHECK(got.size() == aws_.out.deliveries.size());
        std::set<std::pair<std::string, bool>> expected;
        for (auto const& [queue, who] : model_) {
            if (who.color.empty() || who.color == sent) {
                expected.emplace(stage::queue_arn(queue), who.raw);
            }
        }
        CHECK(got == expected);
    }

    void check_listing()
    {
        auto const listed =
            aws_(list_subscriptions_by_topic, ListSubscriptionsByTopicInput{.TopicArn = topic_});
        REQUIRE(listed);
        CHECK(listed->Subscriptions.size() == model_.size());
        CHECK(aws_.attributes(topic_).at("SubscriptionsConfirmed") == std::to_string(model_.size()));
    }

    id_source chance_;
    stage aws_;
    std::string topic_;
    std::map<std::string, subscriber> model_;
};

} // namespace

TEST_CASE("Whatever is subscribed, ended, set and published, those get it who want it", "[sns][property]")
{
    auto const seed = GENERATE(1U, 2U, 3U, 4U, 5U);
    INFO("seed " << seed);
    run random{seed};
    for (int i = 0; i < 400; ++i) { random.step(); }
}
