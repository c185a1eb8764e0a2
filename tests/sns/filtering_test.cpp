#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;

namespace {

/// Whether a message with these attributes passes.
bool passes(std::string policy, message_attributes attributes)
{
    stage aws;
    auto const arn = aws.topic();
    aws.queue(arn, "q", {{"FilterPolicy", std::move(policy)}});
    REQUIRE(aws.send(arn, "m", std::move(attributes)));
    return !aws.out.deliveries.empty();
}

bool body_passes(std::string policy, std::string body)
{
    stage aws;
    auto const arn = aws.topic();
    aws.queue(arn, "q", {{"FilterPolicy", std::move(policy)}, {"FilterPolicyScope", "MessageBody"}});
    REQUIRE(aws.send(arn, std::move(body)));
    return !aws.out.deliveries.empty();
}

bool text_passes(std::string condition, std::string value)
{
    return passes(R"({"a":[)" + condition + "]}", {{"a", text_attribute(std::move(value))}});
}

bool number_passes(std::string condition, std::string value)
{
    return passes(R"({"a":[)" + condition + "]}", {{"a", text_attribute(std::move(value), "Number")}});
}

} // namespace

TEST_CASE("Texts equal texts and numbers equal numbers, however they are written", "[sns][filter]")
{
    CHECK(text_passes(R"("x","y")", "y"));
    CHECK_FALSE(text_passes(R"("x")", "X"));
    CHECK_FALSE(number_passes(R"("15")", "15"));
    CHECK_FALSE(text_passes("15", "15"));
    CHECK(number_passes("15", "15.0"));
    CHECK(number_passes("15", "1.5e1"));
    CHECK(text_passes(R"("\u00e9")", "\xC3\xA9"));
}

TEST_CASE("Prefix, suffix, case and wildcards look at texts only", "[sns][filter]")
{
    CHECK(text_passes(R"({"prefix":"ab"})", "abc"));
    CHECK_FALSE(text_passes(R"({"prefix":"ab"})", "xab"));
    CHECK_FALSE(number_passes(R"({"prefix":"1"})", "15"));
    CHECK(text_passes(R"({"suffix":"bc"})", "abc"));
    CHECK(text_passes(R"({"equals-ignore-case":"aBc"})", "AbC"));
    CHECK_FALSE(text_passes(R"({"equals-ignore-case":"abc"})", "abcd"));
    CHECK(text_passes(R"({"wildcard":"a*c*e"})", "abcccde"));
    CHECK_FALSE(text_passes(R"({"wildcard":"a*c"})", "abcd"));
}

TEST_CASE("Anything-but passes what is there and is not named, of whatever type", "[sns][filter]")
{
    CHECK(text_passes(R"({"anything-but":["prod"]})", "test"));
    CHECK_FALSE(text_passes(R"({"anything-but":"prod"})", "prod"));
    CHECK(number_passes(R"({"anything-but":["prod"]})", "5"));
    CHECK_FALSE(number_passes(R"({"anything-but":[5,6]})", "6"));
    CHECK_FALSE(text_passes(R"({"anything-but":{"prefix":"a"}})", "abc"));
    CHECK(text_passes(R"({"anything-but":{"prefix":"a"}})", "bc"));
    CHECK_FALSE(text_passes(R"({"anything-but":{"wildcard":["x*","a*c"]}})", "abc"));
    CHECK_FALSE(passes(R"({"a":[null,{"anything-but":"x"}]})", {}));
    CHECK_FALSE(passes(R"({"a":[{"anything-but":"x"}]})", {{"a", bytes_attribute("y")}}));
}

TEST_CASE("Numeric ranges include their ends when they say so", "[sns][filter]")
{
    CHECK(number_passes(R"({"numeric":["=",3.015e2]})", "301.5"));
    CHECK(number_passes(R"({"numeric":[">",0,"<=",5]})", "5"));
    CHECK_FALSE(number_passes(R"({"numeric":[">",0,"<=",5]})", "0"));
    CHECK_FALSE(number_passes(R"({"numeric":["<",0]})", "0"));
    CHECK(number_passes(R"({"numeric":[">=",-1]})", "-1"));
    CHECK_FALSE(text_passes(R"({"numeric":[">=",0]})", "5"));
}

TEST_CASE("An attribute that is missing satisfies exists-false alone", "[sns][filter]")
{
    CHECK(passes(R"({"a":[{"exists":false}]})", {}));
    CHECK_FALSE(passes(R"({"a":[{"exists":true}]})", {}));
    CHECK_FALSE(text_passes(R"({"exists":false})", "x"));
    CHECK(passes(R"({"a":[{"exists":true}]})", {{"a", bytes_attribute("x")}}));
    CHECK_FALSE(passes(R"({"a":["x"]})", {{"a", bytes_attribute("x")}}));
}

TEST_CASE("Address blocks are compared by value", "[sns][filter]")
{
    CHECK(text_passes(R"({"cidr":"10.0.0.0/24"})", "10.0.0.255"));
    CHECK_FALSE(text_passes(R"({"cidr":"10.0.0.0/24"})", "10.0.1.0"));
    CHECK_FALSE(text_passes(R"({"cidr":"10.0.0.0/24"})", "10.0.0.256"));
    CHECK(text_passes(R"({"cidr":"10.0.0.128/25"})", "10.0.0.200"));
    CHECK_FALSE(text_passes(R"({"cidr":"10.0.0.128/25"})", "10.0.0.100"));
    CHECK(text_passes(R"({"cidr":"2001:db8::/32"})", "2001:0DB8:0:1::5"));
    CHECK(text_passes(R"({"cidr":"0.0.0.0/0"})", "1.2.3.4"));
    CHECK_FALSE(text_passes(R"({"cidr":"0.0.0.0/0"})", "::1"));
}

TEST_CASE("Each element of an array attribute counts by itself", "[sns][filter]")
{
    auto array = [](std::string policy, std::string value) {
        return passes(std::move(policy), {{"a", text_attribute(std::move(value), "String.Array")}});
    };
    CHECK(array(R"({"a":["y"]})", R"(["x","y"])"));
    CHECK(array(R"({"a":[true]})", "[true]"));
    CHECK(array(R"({"a":[null]})", "[null]"));
    CHECK(array(R"({"a":[{"numeric":[">",1]}]})", R"(["x",2])"));
    CHECK(array(R"({"a":[{"anything-but":"rugby"}]})", R"(["rugby","baseball"])"));
    CHECK_FALSE(array(R"({"a":[{"anything-but":"rugby"}]})", R"(["rugby"])"));
}

TEST_CASE("Keys combine with and, alternatives with or", "[sns][filter]")
{
    std::string const policy = R"({"a":["1"],"$or":[{"b":["2"]},{"c":["3"],"d":["4"]}]})";
    CHECK(passes(policy, {{"a", text_attribute("1")}, {"b", text_attribute("2")}}));
    CHECK(
        passes(policy, {{"a", text_attribute("1")}, {"c", text_attribute("3")}, {"d", text_attribute("4")}}));
    CHECK_FALSE(passes(policy, {{"a", text_attribute("1")}, {"c", text_attribute("3")}}));
    CHECK_FALSE(passes(policy, {{"b", text_attribute("2")}}));
}

TEST_CASE("A filter on the body follows paths, through arrays and through dots in keys", "[sns][filter]")
{
    CHECK(body_passes(R"({"a":{"b":["x"]}})", R"({"a":{"b":"x"}})"));
    CHECK(body_passes(R"({"a.b":["x"]})", R"({"a":{"b":"x"}})"));
    CHECK(body_passes(R"({"a.b":["x"]})", R"({"a.b":"x"})"));
    CHECK(body_passes(R"({"a":{"b":["x"]}})", R"({"a.b":"x"})"));
    CHECK(body_passes(R"({"a.b.c":["x"]})", R"({"a":{"b.c":"x"}})"));
    CHECK(body_passes(R"({"a":{"b":["x"]}})", R"({"a":[{"b":"y"},[{"b":["z","x"]}]]})"));
    CHECK_FALSE(body_passes(R"({"a":["x"]})", R"({"b":{"a":"x"}})"));
    CHECK(body_passes(R"({"a":[1]})", R"({"a":1.0})"));
    CHECK(body_passes(R"({"a":[null]})", R"({"a":null})"));
    CHECK(body_passes(R"({"a":[false]})", R"({"a":false})"));
    CHECK(body_passes(R"({"a":[""]})", R"({"a":""})"));
    CHECK(body_passes(R"({"a":{"b":[{"exists":false}]}})", "{}"));
    CHECK_FALSE(body_passes(R"({"a":[{"exists":true}]})", R"({"a":{"b":1}})"));
    CHECK_FALSE(body_passes(R"({"a":["x"]})", R"({"a":[]})"));
}

TEST_CASE("A body that is no JSON object passes no filter on the body, however deep it is", "[sns][filter]")
{
    std::string const policy = R"({"a":["x"]})";
    CHECK_FALSE(body_passes(policy, "x"));
    CHECK_FALSE(body_passes(policy, R"("x")"));
    CHECK_FALSE(body_passes(policy, R"([{"a":"x"}])"));
    CHECK_FALSE(body_passes(policy, std::string(200'000, '[')));
}

TEST_CASE("A filter on the body sees the text its protocol gets", "[sns][filter]")
{
    stage aws;
    auto const arn = aws.topic();
    aws.queue(arn, "q", {{"FilterPolicy", R"({"a":["x"]})"}, {"FilterPolicyScope", "MessageBody"}});
    auto send = [&](std::string body) {
        REQUIRE(aws.send({.TopicArn = arn, .Message = std::move(body), .MessageStructure = "json"}));
        return aws.out.deliveries.size();
    };
    CHECK(send(R"({"default":"no","sqs":"{\"a\":\"x\"}"})") == 1);
    CHECK(send(R"({"default":"{\"a\":\"x\"}","sqs":"no"})") == 0);
}

TEST_CASE(
    "Among many filters a message finds its own, in the order of subscription, and forgotten ones are gone",
    "[sns][filter]")
{
    stage aws;
    auto const arn = aws.topic();
    std::vector<std::string> subscriptions;
    for (int i = 0; i < 300; ++i) {
        auto const value = std::to_string(i % 100);
        string_map attributes;
        if (i < 100) { attributes = {{"FilterPolicy", R"({"n":[")" + value + R"(","all"]})"}}; }
        if (i >= 100 && i < 200) {
            attributes = {{"FilterPolicy", R"({"x":{"n":[)" + value + "]}}"},
                          {"FilterPolicyScope", "MessageBody"}};
        }
        if (i >= 200) { attributes = {{"FilterPolicy", R"({"n":[{"prefix":"_)" + value + R"("}]})"}}; }
        subscriptions.push_back(aws.queue(arn, "q" + std::to_string(i), attributes));
    }
    auto receivers = [&](std::string body, std::string n) {
        REQUIRE(aws.send(arn, std::move(body), {{"n", text_attribute(std::move(n))}}));
        std::string names;
        for (auto const& delivery : aws.out.deliveries) {
            names += delivery.queue_arn.substr(stage::queue_arn("").size()) + ' ';
        }
        return names;
    };
    CHECK(receivers("m", "7") == "q7 ");
    CHECK(receivers(R"({"x":{"n":42}})", "7") == "q7 q142 ");
    CHECK(receivers("m", "_42") == "q204 q242 ");
    receivers("m", "all");
    CHECK(aws.out.deliveries.size() == 100);
    REQUIRE(aws.set(subscriptions[7], "FilterPolicy", R"({"n":["8"]})"));
    CHECK(receivers("m", "7").empty());
    CHECK(receivers("m", "8") == "q7 q8 ");
    REQUIRE(aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = subscriptions[8]}));
    CHECK(receivers("m", "8") == "q7 ");
    for (auto const& one : subscriptions) {
        REQUIRE(aws(unsubscribe, UnsubscribeInput{.SubscriptionArn = one}));
    }
    CHECK_FALSE(aws.sns.topics.at(arn).audience.filters());
    CHECK(aws.sns.topics.at(arn).audience.body_paths().empty());
    CHECK(aws.sns.subscriptions.empty());
}
