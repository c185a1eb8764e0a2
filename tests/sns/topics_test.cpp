#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;

namespace {

constexpr auto differ =
    "Invalid parameter: Attributes Reason: Topic already exists with different attributes";
constexpr auto tags_differ = "Invalid parameter: Tags Reason: Topic already exists with different tags";

} // namespace

TEST_CASE("A topic is named by its ARN, and creating it again gives the same ARN", "[sns][topics]")
{
    stage aws;
    CHECK(aws.topic("orders") == "arn:aws:sns:us-east-1:000000000000:orders");
    CHECK(aws.topic("orders") == "arn:aws:sns:us-east-1:000000000000:orders");
    CHECK(aws.sns.topics.size() == 1);
}

TEST_CASE("A topic's name has 1 to 256 letters, digits, hyphens and underscores", "[sns][topics]")
{
    stage aws;
    CHECK(aws.create(std::string(256, 'a')));
    for (std::string const& name : {std::string{}, std::string(257, 'a'), std::string{"a.b"},
                                    std::string{"a b"}, std::string{"x.fifo"}, std::string{"\xC3\xA4"}}) {
        CHECK(text_of(aws.create(name)) == "Invalid parameter: Topic Name");
    }
    CHECK(text_of(aws.create("x", {{"FifoTopic", "true"}})) == "Invalid parameter: Topic Name");
    CHECK(text_of(aws.create("x.fifo", {{"FifoTopic", "false"}})) == "Invalid parameter: Topic Name");
    CHECK(aws.create("x.fifo", {{"FifoTopic", "true"}}));
    auto const missing = aws(create_topic, CreateTopicInput{});
    CHECK(code_of(missing) == "ValidationError");
    CHECK(
        text_of(missing)
        == "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null");
}

TEST_CASE("A topic that exists is compared with what the request says about it, and with nothing else",
          "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic("t", {{"DisplayName", "one"}});
    CHECK(aws.create("t"));
    CHECK(aws.create("t", {{"DisplayName", "one"}}));
    CHECK(aws.create("t", {{"FifoTopic", "false"}}));
    CHECK(text_of(aws.create("t", {{"DisplayName", "two"}})) == differ);
    CHECK(text_of(aws.create("t", {{"DisplayName", "one"}, {"KmsMasterKeyId", "key"}})) == differ);
    REQUIRE(aws.set(arn, "DisplayName", "two"));
    CHECK(aws.create("t", {{"DisplayName", "two"}}));
    CHECK(text_of(aws.create("t", {{"DisplayName", "one"}})) == differ);
    CHECK(aws.attributes(arn).count("FifoTopic") == 0);
    CHECK(text_of(aws.create("t", {{"FifoTopic", "true"}})) == "Invalid parameter: Topic Name");
}

TEST_CASE("The tags of a topic that exists may be repeated in part, but neither changed nor added to",
          "[sns][topics]")
{
    stage aws;
    REQUIRE(aws.create("t", {}, {{"a", "1"}, {"b", "2"}}));
    CHECK(aws.create("t"));
    CHECK(aws.create("t", {}, {{"b", "2"}}));
    CHECK(text_of(aws.create("t", {}, {{"b", "3"}})) == tags_differ);
    CHECK(text_of(aws.create("t", {}, {{"a", "1"}, {"b", "2"}, {"c", "3"}})) == tags_differ);
    REQUIRE(aws(delete_topic, DeleteTopicInput{.TopicArn = stage::topic_arn("t")}));
    CHECK(aws.create("t", {}, {{"c", "3"}}));
}

TEST_CASE("Tags have distinct keys of up to 128 characters, and there are at most 50", "[sns][topics]")
{
    stage aws;
    CHECK(text_of(aws.create("t", {}, {{"a", "1"}, {"a", "1"}}))
          == "Invalid parameter: Duplicated keys are not allowed.");
    std::string const key(129, 'k');
    auto const refused = aws.create("t", {}, {{key, "1"}});
    CHECK(code_of(refused) == "ValidationError");
    CHECK(
        text_of(refused)
        == "1 validation error detected: Value '" + key
               + "' at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128");
    std::vector<Tag> tags;
    for (int i = 0; i < 51; ++i) { tags.push_back({std::to_string(i), ""}); }
    CHECK(code_of(aws.create("t", {}, tags)) == "TagLimitExceeded");
    CHECK(text_of(aws.create("t", {}, tags))
          == "Could not complete request: tag quota of per resource exceeded");
    CHECK(aws.sns.topics.empty());
}

TEST_CASE("A topic argument is checked for its elements, then its region, then existence", "[sns][topics]")
{
    stage aws;
    auto get = [&](std::string arn) {
        return aws(get_topic_attributes, GetTopicAttributesInput{.TopicArn = arn});
    };
    aws.topic("t");
    CHECK(text_of(get(""))
          == "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
    CHECK(text_of(get("a:b:c"))
          == "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 3");
    CHECK(text_of(get("arn:aws:sns:eu-west-1:000000000000:t")) == "Invalid parameter: TopicArn");
    auto const unknown = get(stage::topic_arn("x"));
    CHECK(text_of(unknown) == "Topic does not exist");
    CHECK(code_of(unknown) == "NotFound");
    CHECK(unknown.error().kind.status == 404);
    CHECK(code_of(aws(get_topic_attributes, GetTopicAttributesInput{})) == "ValidationError");
    aws.region = "eu-west-1";
    CHECK(text_of(get(stage::topic_arn("t"))) == "Invalid parameter: TopicArn");
}

TEST_CASE("Topics of one name in two regions are independent", "[sns][topics]")
{
    stage aws;
    aws.topic("t", {{"DisplayName", "here"}});
    aws.region = "eu-west-1";
    CHECK(aws.topic("t", {{"DisplayName", "there"}}) == "arn:aws:sns:eu-west-1:000000000000:t");
    CHECK(aws(list_topics, ListTopicsInput{}).value().Topics.size() == 1);
}

TEST_CASE("Deleting a topic that is not there is accepted, deleting in another region is not",
          "[sns][topics]")
{
    stage aws;
    CHECK(aws(delete_topic, DeleteTopicInput{.TopicArn = stage::topic_arn("x")}));
    CHECK(text_of(aws(delete_topic, DeleteTopicInput{.TopicArn = "arn:aws:sns:eu-west-1:000000000000:x"}))
          == "Invalid parameter: TopicArn");
    auto const arn = aws.topic();
    auto const subscription = aws.queue(arn, "q");
    REQUIRE(aws(delete_topic, DeleteTopicInput{.TopicArn = arn}));
    CHECK(aws(list_subscriptions, ListSubscriptionsInput{}).value().Subscriptions.empty());
    CHECK(text_of(aws.send(arn, "m")) == "Topic does not exist");
}

TEST_CASE("A new topic shows the attributes every topic has", "[sns][topics]")
{
    stage aws;
    auto const shown = aws.attributes(aws.topic());
    CHECK(
        shown
        == string_map{
            {"DisplayName", ""},
            {"EffectiveDeliveryPolicy",
             R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}})"},
            {"Owner", "000000000000"},
            {"Policy",
             R"({"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"arn:aws:sns:us-east-1:000000000000:t","Condition":{"StringEquals":{"AWS:SourceOwner":"000000000000"}}}]})"},
            {"SubscriptionsConfirmed", "0"},
            {"SubscriptionsDeleted", "0"},
            {"SubscriptionsPending", "0"},
            {"TopicArn", stage::topic_arn("t")}});
}

TEST_CASE("The counts of a topic tell confirmed, pending and deleted subscriptions apart", "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const first = aws.queue(arn, "a");
    aws.queue(arn, "b");
    REQUIRE(aws.subscribe_to(arn, "http", "http://localhost/hook"));
    REQUIRE(aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = first}));
    auto const shown = aws.attributes(arn);
    CHECK(shown.at("SubscriptionsConfirmed") == "1");
    CHECK(shown.at("SubscriptionsPending") == "1");
    CHECK(shown.at("SubscriptionsDeleted") == "1");
}

TEST_CASE("An attribute that cannot be set is refused by name", "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic();
    for (auto const* name : {"Owner", "TopicArn", "FifoTopic", "EffectiveDeliveryPolicy", "Nonsense", ""}) {
        CHECK(text_of(aws.set(arn, name, "true")) == "Invalid parameter: AttributeName");
    }
    CHECK(text_of(aws.create("u", {{"Nonsense", "1"}}))
          == "Invalid parameter: Attributes Reason: Unknown attribute: Nonsense");
}

TEST_CASE("Topic attributes are checked when they come in", "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic();
    CHECK(
        text_of(aws.create("u", {{"SQSSuccessFeedbackSampleRate", "500"}}))
        == "Invalid parameter: Attributes Reason: SQSSuccessFeedbackSampleRate: 500 value provided is not an integer "
           "between 0-100");
    CHECK(
        text_of(aws.set(arn, "SQSSuccessFeedbackSampleRate", "x"))
        == "Invalid parameter: SQSSuccessFeedbackSampleRate: x value provided is not an integer between 0-100");
    CHECK(code_of(aws.set(arn, "DisplayName", std::string(101, 'x'))) == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "SignatureVersion", "3")) == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "TracingConfig", "x")) == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "ContentBasedDeduplication", "true")) == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "MaximumMessageSize", "1023")) == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "MaximumMessageSize", "1048577")) == "InvalidParameter");
    CHECK(aws.attributes(arn).size() == 8);
    CHECK(aws.set(arn, "SQSSuccessFeedbackSampleRate", "100"));
    CHECK(aws.set(arn, "SQSFailureFeedbackRoleArn", "arn:aws:iam::000000000000:role/r"));
    CHECK(aws.set(arn, "DisplayName", std::string(100, 'x')));
    CHECK(aws.set(arn, "SignatureVersion", "2"));
    CHECK(aws.set(arn, "MaximumMessageSize", "1048576"));
    CHECK(aws.set(arn, "KmsMasterKeyId", "key"));
    CHECK(aws.attributes(arn).at("MaximumMessageSize") == "1048576");
    CHECK(aws.set(arn, "KmsMasterKeyId", ""));
    CHECK(aws.attributes(arn).count("KmsMasterKeyId") == 0);
}

TEST_CASE("Large messages need few subscribers, and of the protocols that take them", "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic();
    REQUIRE(aws.subscribe_to(arn, "sms", "+15551234567"));
    CHECK(code_of(aws.set(arn, "MaximumMessageSize", "262145")) == "InvalidParameter");
    CHECK(aws.set(arn, "MaximumMessageSize", "262144"));
    auto const large = aws.topic("large", {{"MaximumMessageSize", "300000"}});
    CHECK(code_of(aws.subscribe_to(large, "sms", "+15551234567")) == "InvalidParameter");
    for (int i = 0; i < 100; ++i) { aws.queue(large, "q" + std::to_string(i)); }
    CHECK(code_of(aws.subscribe_to(large, "sqs", stage::queue_arn("more"))) == "InvalidParameter");
}

TEST_CASE("A topic's access policy is a policy document with actions and principals that SNS knows",
          "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic();
    auto policy = [](std::string principal, std::string action) {
        return R"({"Statement":[{"Effect":"Allow","Principal":)" + principal + R"(,"Action":")" + action
               + R"(","Resource":"*"}]})";
    };
    CHECK(aws.set(arn, "Policy", policy(R"({"Service":"s3.amazonaws.com"})", "SNS:Publish")));
    CHECK(aws.attributes(arn).at("Policy").find("s3.amazonaws.com") != std::string::npos);
    CHECK(text_of(aws.set(arn, "Policy", "nonsense")) == "Invalid parameter: Policy Error: null");
    CHECK(text_of(aws.set(arn, "Policy", "{}")) == "Invalid parameter: Policy Error: null");
    CHECK(text_of(aws.set(arn, "Policy", policy(R"({"AWS":"nobody"})", "SNS:Publish")))
          == "Invalid parameter: Policy Error: PrincipalNotFound");
    CHECK(text_of(aws.create("u", {{"Policy", policy(R"("*")", "SNS:Fly")}}))
          == "Invalid parameter: Attributes Reason: Policy statement action out of service scope!");
}

TEST_CASE("A topic's delivery policy is shown as sent and completed in the effective one", "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic();
    REQUIRE(aws.set(arn, "DeliveryPolicy", R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":5}}})"));
    CHECK(
        aws.attributes(arn).at("DeliveryPolicy")
        == R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":5},"disableSubscriptionOverrides":false}})");
    CHECK(aws.attributes(arn).at("EffectiveDeliveryPolicy").find(R"("numRetries":5,"numMaxDelayRetries":0)")
          != std::string::npos);
    REQUIRE(aws.set(arn, "DeliveryPolicy", R"({"http":{"defaultThrottlePolicy":null}})"));
    CHECK(aws.attributes(arn).at("DeliveryPolicy") == R"({"http":{"disableSubscriptionOverrides":false}})");
    REQUIRE(aws.set(arn, "DeliveryPolicy", ""));
    CHECK(aws.attributes(arn).count("DeliveryPolicy") == 0);
}

TEST_CASE("A delivery policy that cannot be followed is refused", "[sns][topics]")
{
    stage aws;
    auto const arn = aws.topic();
    auto retry = [&](std::string members) {
        return aws.set(arn, "DeliveryPolicy", R"({"http":{"defaultHealthyRetryPolicy":{)" + members + "}}}");
    };
    CHECK(
        text_of(retry(R"("numRetries":101)"))
        == "Invalid parameter: DeliveryPolicy: http.defaultHealthyRetryPolicy.numRetries must be less than or equal to "
           "100");
    CHECK(code_of(retry(R"("minDelayTarget":30,"maxDelayTarget":20)")) == "InvalidParameter");
    CHECK(code_of(retry(R"("numRetries":3,"numNoDelayRetries":2,"numMinDelayRetries":2)"))
          == "InvalidParameter");
    CHECK(code_of(retry(R"("backoffFunction":"random")")) == "InvalidParameter");
    CHECK(code_of(retry(R"("numRetries":"3")")) == "InvalidParameter");
    CHECK(text_of(retry(R"("often":1)"))
          == "Invalid parameter: DeliveryPolicy: Unexpected JSON member: often");
    CHECK(code_of(aws.set(arn, "DeliveryPolicy", "nonsense")) == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "DeliveryPolicy", "[]")) == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "DeliveryPolicy",
                          R"({"http":{"defaultRequestPolicy":{"headerContentType":"x"}}})"))
          == "InvalidParameter");
    CHECK(code_of(aws.set(arn, "DeliveryPolicy", std::string(100'000, '['))) == "InvalidParameter");
    CHECK(aws.attributes(arn).count("DeliveryPolicy") == 0);
}

TEST_CASE("Topics are listed a hundred at a time, and a page goes on behind the last", "[sns][topics]")
{
    stage aws;
    for (int i = 0; i < 250; ++i) { aws.topic("t" + std::to_string(1000 + i)); }
    aws.account = "111111111111";
    aws.topic("foreign");
    aws.account = "000000000000";
    auto page = aws(list_topics, ListTopicsInput{}).value();
    REQUIRE(page.Topics.size() == 100);
    REQUIRE(page.NextToken);
    auto const second = aws(list_topics, ListTopicsInput{.NextToken = page.NextToken}).value();
    CHECK(second.Topics.front().TopicArn == stage::topic_arn("t1100"));
    auto const third = aws(list_topics, ListTopicsInput{.NextToken = second.NextToken}).value();
    CHECK(third.Topics.size() == 50);
    CHECK_FALSE(third.NextToken);
    for (std::string const bad : {"x", "bm9uc2Vuc2U=", "%%%%"}) {
        CHECK(text_of(aws(list_topics, ListTopicsInput{.NextToken = bad})) == "Invalid parameter: NextToken");
    }
    CHECK(aws(list_topics, ListTopicsInput{.NextToken = ""}).value().Topics.size() == 100);
}

TEST_CASE("The last full page of a listing has no token", "[sns][topics]")
{
    stage aws;
    for (int i = 0; i < 100; ++i) { aws.topic("t" + std::to_string(i)); }
    CHECK_FALSE(aws(list_topics, ListTopicsInput{}).value().NextToken);
}

TEST_CASE("A copy of the state goes its own way", "[sns][state]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const subscription = aws.queue(arn, "q");
    auto const saved = aws.sns;
    REQUIRE(aws.set(subscription, "RawMessageDelivery", "true"));
    REQUIRE(aws.set(arn, "DisplayName", "changed"));
    aws.queue(arn, "r", {{"FilterPolicy", R"({"a":["b"]})"}});
    aws.sns = saved;
    CHECK(aws.attributes(subscription).at("RawMessageDelivery") == "false");
    CHECK(aws.attributes(arn).at("DisplayName").empty());
    REQUIRE(aws.send(arn, "m"));
    CHECK(aws.out.deliveries.size() == 1);
}
