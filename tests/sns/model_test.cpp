// Random subscriptions, settings and messages beside a model that is a list of who wants what, the oldest first.
#include "stage.hpp"

#include <map>

using namespace understudy;
using namespace understudy::sns;

namespace {

struct subscriber {
    std::string queue;
    std::string arn;
    bool raw = false;
    std::string color = {};  // what its filter asks for; empty: everything
    bool reads_body = false; // the filter asks the body, not the attributes
};

struct sent_colors {
    std::string of_attributes;
    std::string of_body;
};

std::string policy(std::string const& color)
{
    return color.empty() ? "{}" : R"({"color":[")" + color + "\"]}";
}

std::string scope(bool body) { return body ? "MessageBody" : "MessageAttributes"; }

class run {
public:
    /// As many queues as there are names for are subscribed now and then.
    run(std::uint64_t seed, std::size_t queues) : chance_{seed}, queues_{queues}, topic_{aws_.topic()} {}

    void step()
    {
        auto const queue = "q" + std::to_string(chance_.below(queues_));
        auto const known = std::ranges::find(model_, queue, &subscriber::queue);
        if (known == model_.end() || chance_.below(8) == 0) {
            subscribe(queue);
        } else {
            switch (chance_.below(queues_ > 100 ? 20 : 4)) { // large topics shall stay large
            case 0: unsubscribe(known); break;
            case 1: set_raw(*known); break;
            case 2: set_filter(*known); break;
            default: break;
            }
        }
        chance_.below(3) == 0 ? publish_batch() : publish();
        check_listing();
    }

    std::size_t size() const { return model_.size(); }

private:
    using place = std::vector<subscriber>::iterator;

    std::string color()
    {
        constexpr std::string_view colors[] = {"", "blue", "red", "green"};
        return std::string{colors[chance_.below(std::size(colors))]};
    }

    void subscribe(std::string const& queue)
    {
        auto const wanted = color();
        bool const reads_body = chance_.below(2) == 0;
        auto const again = std::ranges::find(model_, queue, &subscriber::queue);
        auto const answer =
            aws_.subscribe_to(topic_, "sqs", stage::queue_arn(queue),
                              {{"FilterPolicy", policy(wanted)}, {"FilterPolicyScope", scope(reads_body)}});
        if (again == model_.end()) {
            REQUIRE(answer);
            model_.push_back({queue, answer->SubscriptionArn, false, wanted, reads_body});
        } else if (again->color == wanted && again->reads_body == reads_body) {
            REQUIRE(answer);
            CHECK(answer->SubscriptionArn == again->arn);
        } else {
            CHECK(
                text_of(answer)
                == "Invalid parameter: Attributes Reason: Subscription already exists with different attributes");
        }
    }

    void unsubscribe(place known)
    {
        REQUIRE(aws_(sns::unsubscribe, UnsubscribeInput{.SubscriptionArn = known->arn}));
        model_.erase(known);
        ++ended_;
    }

    void set_raw(subscriber& who)
    {
        who.raw = chance_.below(2) == 0;
        REQUIRE(aws_.set(who.arn, "RawMessageDelivery", who.raw ? "true" : "false"));
    }

    void set_filter(subscriber& who)
    {
        who.color = color();
        who.reads_body = chance_.below(2) == 0;
        REQUIRE(aws_.set(who.arn, "FilterPolicy", policy(who.color)));
        REQUIRE(aws_.set(who.arn, "FilterPolicyScope", scope(who.reads_body)));
    }

    /// The n-th message: it tells its number, and its colors.
    std::pair<std::string, message_attributes> message(sent_colors const& colors, std::size_t number)
    {
        auto body = R"({"number":)" + std::to_string(number) + R"(,"color":")" + colors.of_body + "\"}";
        message_attributes attributes;
        if (!colors.of_attributes.empty()) { attributes["color"] = text_attribute(colors.of_attributes); }
        return {std::move(body), std::move(attributes)};
    }

    void publish()
    {
        sent_colors const colors{color(), color()};
        auto [body, attributes] = message(colors, 0);
        auto const before = aws_.events.last();
        REQUIRE(aws_.send(topic_, body, std::move(attributes)));
        check_deliveries({colors});
        check_filtered(colors, before);
    }

    void publish_batch()
    {
        std::vector<sent_colors> sent;
        PublishBatchInput request{.TopicArn = topic_};
        for (std::size_t i = 0; i < 3; ++i) {
            sent.push_back({color(), color()});
            auto [body, attributes] = message(sent.back(), i);
            request.PublishBatchRequestEntries.push_back(
                {.Id = std::to_string(i), .Message = body, .MessageAttributes = std::move(attributes)});
        }
        auto const answer = aws_(sns::publish_batch, request);
        REQUIRE(answer);
        CHECK(answer->Successful.size() == 3);
        check_deliveries(sent);
    }

    static bool wants(subscriber const& who, sent_colors const& sent)
    {
        return who.color.empty() || who.color == (who.reads_body ? sent.of_body : sent.of_attributes);
    }

    void check_deliveries(std::vector<sent_colors> const& sent)
    {
        using delivered = std::pair<std::string, std::string>; // queue and body; no body of an envelope
        std::vector<delivered> expected;
        for (std::size_t i = 0; i < sent.size(); ++i) {
            for (auto const& who : model_) {
                if (!wants(who, sent[i])) { continue; }
                expected.emplace_back(stage::queue_arn(who.queue), who.raw ? message(sent[i], i).first : "");
            }
        }
        std::vector<delivered> got;
        for (auto const& each : aws_.out.deliveries) {
            bool const raw = each.body.view().starts_with("{\"number\"");
            got.emplace_back(each.queue_arn, raw ? each.body.str() : "");
        }
        CHECK(got == expected);
    }

    /// A small topic tells of each subscriber that did not want the message, a large one how many there were.
    void check_filtered(sent_colors const& sent, std::uint64_t before)
    {
        std::vector<std::string> expected;
        for (auto const& who : model_) {
            if (!wants(who, sent)) { expected.push_back(who.arn + ": color"); }
        }
        if (model_.size() > 100 && !expected.empty()) {
            expected = {std::to_string(expected.size()) + " of " + std::to_string(model_.size())
                        + " subscriptions"};
        }
        std::vector<std::string> told;
        for (auto const& event : aws_.events.events()) {
            if (event.sequence > before && event.type == event_type::message_filtered) {
                told.push_back(event.detail);
            }
        }
        CHECK(told == expected);
    }

    void check_listing()
    {
        std::vector<std::string> listed;
        std::optional<std::string> next;
        do {
            auto const page = aws_(list_subscriptions_by_topic,
                                   ListSubscriptionsByTopicInput{.TopicArn = topic_, .NextToken = next});
            REQUIRE(page);
            for (auto const& each : page->Subscriptions) { listed.push_back(each.SubscriptionArn); }
            next = page->NextToken;
        } while (next);
        std::vector<std::string> expected;
        for (auto const& who : model_) { expected.push_back(who.arn); }
        CHECK(listed == expected);
        auto const shown = aws_.attributes(topic_);
        CHECK(shown.at("SubscriptionsConfirmed") == std::to_string(model_.size()));
        CHECK(shown.at("SubscriptionsDeleted") == std::to_string(ended_));
    }

    id_source chance_;
    std::size_t queues_;
    stage aws_;
    std::string topic_;
    std::vector<subscriber> model_;
    std::size_t ended_ = 0;
};

} // namespace

TEST_CASE("Whatever is subscribed, ended, set and published, those get it who want it", "[sns][property]")
{
    auto const seed = GENERATE(1U, 2U, 3U, 4U, 5U);
    INFO("seed " << seed);
    run random{seed, 12};
    for (int i = 0; i < 400; ++i) { random.step(); }
}

TEST_CASE("A topic of many subscribers, who are found by what they want, serves the same", "[sns][property]")
{
    auto const seed = GENERATE(6U, 7U);
    INFO("seed " << seed);
    run random{seed, 160};
    for (int i = 0; i < 700; ++i) { random.step(); }
    CHECK(random.size() > 100); // or the test would say nothing
}
