#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;

namespace {

constexpr auto differ =
    "Invalid parameter: Attributes Reason: Subscription already exists with different attributes";

} // namespace

TEST_CASE("A queue is subscribed at once, whether or not it exists", "[sns][subscriptions]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const subscription = aws.queue(arn, "nowhere");
    CHECK(subscription.size() == arn.size() + 37);
    CHECK(subscription.rfind(arn + ':', 0) == 0);
    CHECK(aws.attributes(subscription)
          == string_map{{"ConfirmationWasAuthenticated", "true"},
                        {"Endpoint", stage::queue_arn("nowhere")},
                        {"Owner", "000000000000"},
                        {"PendingConfirmation", "false"},
                        {"Protocol", "sqs"},
                        {"RawMessageDelivery", "false"},
                        {"SubscriptionArn", subscription},
                        {"SubscriptionPrincipal", "arn:aws:iam::000000000000:root"},
                        {"TopicArn", arn}});
}

TEST_CASE("Subscribing again gives the same ARN unless the attributes differ", "[sns][subscriptions]")
{
    stage aws;
    auto const arn = aws.topic();
    auto again = [&](string_map attributes) {
        return aws.subscribe_to(arn, "sqs", stage::queue_arn("q"), std::move(attributes));
    };
    auto const subscription = aws.queue(arn, "q");
    CHECK(again({}).value().SubscriptionArn == subscription);
    CHECK(again({{"FilterPolicyScope", "MessageAttributes"}}).value().SubscriptionArn == subscription);
    CHECK(again({{"RawMessageDelivery", "FALSE"}}).value().SubscriptionArn == subscription);
    CHECK(text_of(again({{"RawMessageDelivery", "true"}})) == differ);
    CHECK(text_of(again({{"FilterPolicyScope", "MessageBody"}})) == differ);
    CHECK(text_of(again({{"FilterPolicy", R"({"a":["b"]})"}})) == differ);
    REQUIRE(aws.set(subscription, "RawMessageDelivery", "true"));
    REQUIRE(aws.set(subscription, "FilterPolicy", R"({"a":["b"]})"));
    CHECK(again({}).value().SubscriptionArn == subscription);
    CHECK(again({{"RawMessageDelivery", "true"}}).value().SubscriptionArn == subscription);
    CHECK(again({{"FilterPolicy", R"({"a":["b"]})"}}).value().SubscriptionArn == subscription);
}

TEST_CASE("An endpoint must fit its protocol", "[sns][subscriptions]")
{
    stage aws;
    auto const arn = aws.topic();
    auto refusal = [&](std::string protocol, std::string endpoint) {
        return text_of(aws.subscribe_to(arn, protocol, endpoint));
    };
    CHECK(refusal("pigeon", "x")
          == "Invalid parameter: Amazon SNS does not support this protocol string: pigeon");
    CHECK(refusal("sqs", "http://localhost:4566/000000000000/q") == "Invalid parameter: SQS endpoint ARN");
    CHECK(refusal("sqs", "") == "Invalid parameter: SQS endpoint ARN");
    CHECK(refusal("sqs", stage::topic_arn("t")) == "Invalid parameter: SQS endpoint ARN");
    CHECK(refusal("http", "https://a") == "Invalid parameter: Endpoint must match the specified protocol");
    CHECK(refusal("https", "http://a") == "Invalid parameter: Endpoint must match the specified protocol");
    CHECK(refusal("email", "nobody") == "Invalid parameter: Email address");
    CHECK(refusal("lambda", "f") == "Invalid parameter: Lambda endpoint ARN");
    CHECK(refusal("firehose", "f") == "Invalid parameter: Firehose endpoint ARN");
    CHECK(refusal("application", "f") == "Invalid parameter: Application endpoint arn invalid:f");
    for (std::string const bad : {"+1--2", "/+12", "+12.", "+1a2", "12", "+"}) {
        CHECK(refusal("sms", bad) == "Invalid SMS endpoint: " + bad);
    }
    CHECK(
        refusal("sqs", stage::queue_arn("q.fifo"))
        == "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS "
           "topics");
    CHECK(aws.sns.topics.at(arn).subscriptions.empty());
}

TEST_CASE("An unknown topic is noticed before a bad endpoint", "[sns][subscriptions]")
{
    stage aws;
    CHECK(text_of(aws.subscribe_to(stage::topic_arn("x"), "sqs", "bad")) == "Topic does not exist");
    CHECK(text_of(aws.subscribe_to("x", "sqs", "bad"))
          == "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
    CHECK(code_of(aws(subscribe, SubscribeInput{.TopicArn = aws.topic()})) == "ValidationError");
}

TEST_CASE("Separators in a phone number are left out", "[sns][subscriptions]")
{
    stage aws;
    auto const subscription = aws.subscribe_to(aws.topic(), "sms", "+12/34-567.890").value().SubscriptionArn;
    CHECK(aws.attributes(subscription).at("Endpoint") == "+1234567890");
}

TEST_CASE("Web and mail endpoints wait for confirmation, all others do not", "[sns][subscriptions]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const pending =
        aws(subscribe, SubscribeInput{.TopicArn = arn, .Protocol = "http", .Endpoint = "http://a/b"});
    CHECK(pending.value().SubscriptionArn == "pending confirmation");
    auto const real = aws.subscribe_to(arn, "http", "http://a/b").value().SubscriptionArn;
    auto const shown = aws.attributes(real);
    CHECK(shown.at("PendingConfirmation") == "true");
    CHECK(shown.at("ConfirmationWasAuthenticated") == "false");
    CHECK(
        shown.at("EffectiveDeliveryPolicy")
        == R"({"healthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"sicklyRetryPolicy":null,"throttlePolicy":null,"requestPolicy":{"headerContentType":"text/plain; charset=UTF-8"},"guaranteed":false})");
    CHECK(aws.attributes(arn).at("SubscriptionsPending") == "1");
    CHECK(aws(list_subscriptions, ListSubscriptionsInput{}).value().Subscriptions.at(0).SubscriptionArn
          == "PendingConfirmation");
    CHECK(code_of(aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = real})) == "InvalidParameter");
    auto const lambda = aws.subscribe_to(arn, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f")
                            .value()
                            .SubscriptionArn;
    CHECK(aws.attributes(lambda).at("PendingConfirmation") == "false");
    CHECK(
        code_of(aws.subscribe_to(arn, "firehose", "arn:aws:firehose:us-east-1:000000000000:deliverystream/s"))
        == "InvalidParameter");
    CHECK(aws.subscribe_to(arn, "firehose", "arn:aws:firehose:us-east-1:000000000000:deliverystream/s",
                           {{"SubscriptionRoleArn", "arn:aws:iam::000000000000:role/r"}}));
}

TEST_CASE("Subscription attributes are refused with the prefix of the operation", "[sns][subscriptions]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const subscription = aws.queue(arn, "q");
    auto create = [&](std::string name, std::string value) {
        return text_of(aws.subscribe_to(arn, "sqs", stage::queue_arn("new"), {{name, value}}));
    };
    auto set = [&](std::string name, std::string value) {
        return text_of(aws.set(subscription, name, value));
    };
    auto both = [&](std::string name, std::string value, std::string text) {
        CHECK(create(name, value) == "Invalid parameter: Attributes Reason: " + text);
        CHECK(set(name, value) == "Invalid parameter: " + text);
    };
    both("RawMessageDelivery", "x", "RawMessageDelivery: Invalid value [x]. Must be true or false.");
    both("RawMessageDelivery", "", "RawMessageDelivery: Invalid value []. Must be true or false.");
    both("FilterPolicyScope", "X",
         "FilterPolicyScope: Invalid value [X]. Please use either MessageBody or MessageAttributes");
    both("RedrivePolicy", R"({"deadLetterTargetArn":"x"})",
         "RedrivePolicy: deadLetterTargetArn is an invalid arn");
    both("RedrivePolicy", R"({"deadLetterTargetArn":"x","maxReceiveCount":3})",
         "RedrivePolicy: invalid JSON. Attribute maxReceiveCount is unknown.");
    both(
        "RedrivePolicy", "invalid",
        "RedrivePolicy: failed to parse JSON. Unrecognized token 'invalid': was expecting (JSON String, Number, Array, "
        "Object or token 'null', 'true' or 'false')\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` "
        "disabled); line: 1, column: 8]");
    both(
        "FilterPolicy", "{invalid",
        "FilterPolicy: failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start "
        "field name\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]");
    CHECK(create("Nonsense", "1") == "Invalid parameter: Attributes Reason: Unknown attribute: Nonsense");
    CHECK(set("Nonsense", "1") == "Invalid parameter: AttributeName");
    CHECK(set("Owner", "1") == "Invalid parameter: AttributeName");
    CHECK(code_of(aws.set(subscription, "DeliveryPolicy", "{}")) == "InvalidParameter");
    CHECK(aws.sns.topics.at(arn).subscriptions.size() == 1);
}

TEST_CASE("Raw delivery is refused for mail and text messages", "[sns][subscriptions]")
{
    stage aws;
    auto const arn = aws.topic();
    CHECK(
        text_of(aws.subscribe_to(arn, "email", "a@b", {{"RawMessageDelivery", "true"}}))
        == "Invalid parameter: Attributes Reason: Delivery protocol [email] does not support raw message delivery.");
    auto const sms = aws.subscribe_to(arn, "sms", "+123").value().SubscriptionArn;
    CHECK(text_of(aws.set(sms, "RawMessageDelivery", "true"))
          == "Invalid parameter: Delivery protocol [sms] does not support raw message delivery.");
}

TEST_CASE("The scope of a filter is shown with a policy only, and is kept without one",
          "[sns][subscriptions]")
{
    stage aws;
    auto const subscription = aws.queue(aws.topic(), "q");
    REQUIRE(aws.set(subscription, "FilterPolicyScope", "MessageBody"));
    CHECK(aws.attributes(subscription).count("FilterPolicyScope") == 0);
    REQUIRE(aws.set(subscription, "FilterPolicy", R"({"a":{"b":["c"]}})"));
    CHECK(aws.attributes(subscription).at("FilterPolicyScope") == "MessageBody");
    CHECK(
        text_of(aws.set(subscription, "FilterPolicyScope", "MessageAttributes"))
        == "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy");
    for (auto const* nothing : {"{}", ""}) {
        REQUIRE(aws.set(subscription, "FilterPolicy", R"({"a":["b"]})"));
        REQUIRE(aws.set(subscription, "FilterPolicy", nothing));
        CHECK(aws.attributes(subscription).count("FilterPolicy") == 0);
        CHECK(aws.attributes(subscription).count("FilterPolicyScope") == 0);
    }
}

TEST_CASE("A redrive policy is shown as it came and removed by an empty one", "[sns][subscriptions]")
{
    stage aws;
    auto const subscription = aws.queue(aws.topic(), "q");
    auto const policy = R"({"deadLetterTargetArn": ")" + stage::queue_arn("dlq") + "\"}";
    REQUIRE(aws.set(subscription, "RedrivePolicy", policy));
    CHECK(aws.attributes(subscription).at("RedrivePolicy") == policy);
    REQUIRE(aws.set(subscription, "RedrivePolicy", ""));
    CHECK(aws.attributes(subscription).count("RedrivePolicy") == 0);
}

TEST_CASE("The delivery policy of a web endpoint shows its missing sections as null", "[sns][subscriptions]")
{
    stage aws;
    auto const web = aws.subscribe_to(aws.topic(), "http", "http://a").value().SubscriptionArn;
    REQUIRE(aws.set(web, "DeliveryPolicy",
                    R"({"healthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":2,"numRetries":3}})"));
    CHECK(
        aws.attributes(web).at("DeliveryPolicy")
        == R"({"healthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":2,"numRetries":3},"sicklyRetryPolicy":null,"throttlePolicy":null,"requestPolicy":null,"guaranteed":false})");
    CHECK(text_of(aws.set(web, "DeliveryPolicy", R"({"healthyRetryPolicy":{"numRetries":3}})"))
          == "Invalid parameter: DeliveryPolicy: healthyRetryPolicy.minDelayTarget must be specified");
    CHECK(text_of(aws.set(web, "DeliveryPolicy", R"({"http":{}})"))
          == "Invalid parameter: DeliveryPolicy: Unexpected JSON member: http");
}

TEST_CASE("Unsubscribing is idempotent for whatever has the form of a subscription", "[sns][subscriptions]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const subscription = aws.queue(arn, "q");
    auto leave = [&](std::optional<std::string> which) {
        return aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = which});
    };
    CHECK(text_of(leave(std::nullopt))
          == "Invalid parameter: SubscriptionArn Reason: no value for required parameter");
    CHECK(text_of(leave("pending confirmation"))
          == "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
    CHECK(text_of(leave(arn)) == "Invalid parameter: SubscriptionId");
    CHECK(leave(arn + ":6b0c6f0e-2f6b-4a7e-9a0a-0c1f5b3f7a10"));
    auto const foreign = leave("arn:aws:sns:us-east-1:111111111111:t:6b0c6f0e-2f6b-4a7e-9a0a-0c1f5b3f7a10");
    CHECK(code_of(foreign) == "AuthorizationError");
    CHECK(foreign.error().kind.status == 403);
    CHECK(leave(subscription));
    CHECK(leave(subscription));
    CHECK(text_of(aws.set(subscription, "RawMessageDelivery", "true")) == "Subscription does not exist");
    CHECK(aws(list_subscriptions_by_topic, ListSubscriptionsByTopicInput{.TopicArn = arn})
              .value()
              .Subscriptions.empty());
    CHECK(aws.queue(arn, "q") != subscription);
}

TEST_CASE("Subscriptions are listed a hundred at a time, oldest first", "[sns][subscriptions]")
{
    stage aws;
    auto const first = aws.topic("first");
    auto const second = aws.topic("second");
    for (int i = 0; i < 150; ++i) { aws.queue(i % 2 == 0 ? first : second, "q" + std::to_string(i)); }
    auto const page = aws(list_subscriptions, ListSubscriptionsInput{}).value();
    REQUIRE(page.Subscriptions.size() == 100);
    CHECK(page.Subscriptions[1].TopicArn == second);
    CHECK(page.Subscriptions[1].Endpoint == stage::queue_arn("q1"));
    CHECK(page.Subscriptions[1].Protocol == "sqs");
    CHECK(page.Subscriptions[1].Owner == "000000000000");
    auto const rest = aws(list_subscriptions, ListSubscriptionsInput{.NextToken = page.NextToken}).value();
    CHECK(rest.Subscriptions.size() == 50);
    CHECK(rest.Subscriptions[0].Endpoint == stage::queue_arn("q100"));
    CHECK_FALSE(rest.NextToken);
    auto const mine =
        aws(list_subscriptions_by_topic, ListSubscriptionsByTopicInput{.TopicArn = first}).value();
    CHECK(mine.Subscriptions.size() == 75);
    CHECK(text_of(aws(list_subscriptions_by_topic,
                      ListSubscriptionsByTopicInput{.TopicArn = first, .NextToken = "x"}))
          == "Invalid parameter: NextToken");
    aws.region = "eu-west-1";
    CHECK(aws(list_subscriptions, ListSubscriptionsInput{}).value().Subscriptions.empty());
}
