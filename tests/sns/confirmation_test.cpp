// Tokens: whose they are, how long they hold, and what they bring back.
#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;
using namespace std::chrono_literals;

namespace {

/// The token in the last message that asked for a confirmation.
std::string token_of(stage& aws)
{
    auto const body = aws.out.postings.back().body.str();
    auto const start = body.find("\"Token\" : \"") + 11;
    return body.substr(start, body.find('"', start) - start);
}

struct asked {
    std::string subscription;
    std::string token;
};

asked ask(stage& aws, std::string const& topic, std::string const& endpoint)
{
    auto subscription = aws.subscribe_to(topic, "http", endpoint).value().SubscriptionArn;
    return {std::move(subscription), token_of(aws)};
}

result<ConfirmSubscriptionResponse> confirm(stage& aws, std::string topic, std::string token,
                                            std::optional<std::string> authenticate = {})
{
    return aws(confirm_subscription,
               ConfirmSubscriptionInput{.TopicArn = std::move(topic),
                                        .Token = std::move(token),
                                        .AuthenticateOnUnsubscribe = std::move(authenticate)});
}

} // namespace

TEST_CASE("Each subscription has a token of its own, which confirms it and no other, again and again",
          "[sns][confirmation]")
{
    stage aws;
    auto const topic = aws.topic();
    auto const first = ask(aws, topic, "http://a.example/");
    auto const second = ask(aws, topic, "http://b.example/");
    CHECK(first.token != second.token);
    CHECK(first.token.size() > 300);
    CHECK(first.token.starts_with("2336412f37"));
    CHECK(confirm(aws, topic, first.token).value().SubscriptionArn == first.subscription);
    CHECK(aws.attributes(second.subscription).at("PendingConfirmation") == "true");
    CHECK(confirm(aws, topic, first.token).value().SubscriptionArn == first.subscription);
    CHECK(aws.attributes(first.subscription).at("PendingConfirmation") == "false");
}

TEST_CASE("The name of the topic beside a token does not matter, its region does", "[sns][confirmation]")
{
    stage aws;
    auto const topic = aws.topic();
    auto const pending = ask(aws, topic, "http://a.example/");
    CHECK(text_of(confirm(aws, "arn:aws:sns:eu-west-1:000000000000:t", pending.token))
          == "Invalid parameter: Topic");
    CHECK(text_of(confirm(aws, "t", pending.token)) == "Invalid parameter: Topic");
    CHECK(text_of(confirm(aws, topic, pending.token.substr(1))) == "Invalid parameter: Token");
    CHECK(text_of(confirm(aws, topic, pending.token + "0")) == "Invalid parameter: Token");
    CHECK(confirm(aws, stage::topic_arn("unknown"), pending.token).value().SubscriptionArn
          == pending.subscription);
}

TEST_CASE("A token holds for two days", "[sns][confirmation][time]")
{
    bool const in_time = GENERATE(true, false);
    stage aws;
    auto const topic = aws.topic();
    auto const pending = ask(aws, topic, "http://a.example/");
    aws.now += 48h - (in_time ? 1ms : 0ms);
    auto const answer = confirm(aws, topic, pending.token);
    CHECK(answer.has_value() == in_time);
    if (!in_time) { CHECK(text_of(answer) == "Invalid parameter: Token"); }
    CHECK(aws.attributes(pending.subscription).at("PendingConfirmation") == (in_time ? "false" : "true"));
}

TEST_CASE("Only a signed confirmation that asks for it keeps the link in messages from ending a subscription",
          "[sns][confirmation]")
{
    auto const [anonymous, wish, authenticated] = GENERATE(table<bool, std::string, bool>(
        {{false, "true", true}, {false, "TRUE", true}, {false, "false", false}, {true, "true", false}}));
    stage aws;
    auto const topic = aws.topic();
    auto const pending = ask(aws, topic, "http://a.example/");
    aws.anonymous = anonymous;
    REQUIRE(confirm(aws, topic, pending.token, wish));
    CHECK(aws.attributes(pending.subscription).at("ConfirmationWasAuthenticated")
          == (authenticated ? "true" : "false"));
    aws.anonymous = true;
    CHECK(code_of(aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = pending.subscription}))
          == (authenticated ? "AuthorizationError" : "accepted"));
}

TEST_CASE("The message that tells of the end brings a new token, which brings the subscription back",
          "[sns][confirmation]")
{
    stage aws;
    auto const topic = aws.topic();
    auto const pending = ask(aws, topic, "http://a.example/");
    REQUIRE(confirm(aws, topic, pending.token));
    REQUIRE(aws.set(pending.subscription, "RawMessageDelivery", "true"));
    aws.anonymous = true;
    REQUIRE(aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = pending.subscription}));
    REQUIRE(aws.out.postings.size() == 1);
    auto const& told = aws.out.postings[0].body.view();
    CHECK(
        told.find(
            "\"Message\" : \"You have chosen to deactivate subscription " + pending.subscription
            + ".\\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in "
              "this message.\"")
        != std::string_view::npos);
    auto const back = token_of(aws);
    CHECK(back != pending.token);
    CHECK(text_of(confirm(aws, topic, pending.token)) == "Invalid parameter: Token");
    CHECK(confirm(aws, topic, back).value().SubscriptionArn == pending.subscription);
    CHECK(aws.attributes(pending.subscription).at("RawMessageDelivery") == "true");
    CHECK(aws.attributes(topic).at("SubscriptionsDeleted") == "0");
    REQUIRE(aws.send(topic, "hi"));
    CHECK(aws.out.postings.size() == 1);
}
