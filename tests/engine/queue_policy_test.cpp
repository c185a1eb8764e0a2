#include "engine/queue_policy.hpp"

#include "support/catch.hpp"

#include <string>

using namespace understudy;

namespace {

constexpr auto queue = "arn:aws:sqs:us-east-1:000000000000:q";
constexpr auto topic = "arn:aws:sns:us-east-1:111111111111:t";

std::string statement(std::string const& members, std::string const& effect = "Allow")
{
    return R"({"Effect":")" + effect + R"(","Action":"sqs:SendMessage","Resource":")" + queue + "\","
           + members + "}";
}

bool allows(std::string const& statements)
{
    return lets_topic_send(R"({"Version":"2012-10-17","Statement":)" + statements + "}", queue, topic);
}

} // namespace

TEST_CASE("A queue lets a topic send when a statement of its policy says so", "[engine][policy]")
{
    std::string const service = R"("Principal":{"Service":"sns.amazonaws.com"})";
    CHECK_FALSE(lets_topic_send("", queue, topic));
    CHECK_FALSE(allows("[]"));
    CHECK(allows(statement(service)));
    CHECK(allows("[" + statement(R"("Principal":"*")") + "]"));
    CHECK(allows("[" + statement(R"("Principal":{"AWS":"*"})") + "]"));
    CHECK_FALSE(allows("[" + statement(R"("Principal":{"Service":"events.amazonaws.com"})") + "]"));
    CHECK_FALSE(allows("[" + statement(R"("Principal":{"AWS":"111111111111"})") + "]"));
    CHECK(allows(statement(service + R"(,"Condition":{"ArnEquals":{"aws:SourceArn":")" + topic + "\"}}")));
    CHECK(allows(statement(service + R"(,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:t"}})")));
    CHECK_FALSE(allows(statement(
        service + R"(,"Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:111111111111:u"}})")));
    CHECK(
        allows(statement(service + R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"111111111111"}})")));
    CHECK_FALSE(
        allows(statement(service + R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"000000000000"}})")));
    CHECK_FALSE(allows(statement(service + R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})")));
    CHECK_FALSE(allows("[" + statement(service) + "," + statement(R"("Principal":"*")", "Deny") + "]"));
}
