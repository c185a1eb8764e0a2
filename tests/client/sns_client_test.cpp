#include "scripted_transport.hpp"

#include "support/catch.hpp"

using namespace understudy;
using understudy::testing::header;
using understudy::testing::scripted;

namespace {

constexpr auto topic = "arn:aws:sns:eu-west-1:000000000000:t";

std::string answer_of(std::string const& operation, std::string const& result)
{
    return "<" + operation + R"(Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><)" + operation
           + "Result>" + result + "</" + operation
           + "Result><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></" + operation
           + "Response>";
}

std::string empty_answer_of(std::string const& operation)
{
    return "<" + operation
           + R"(Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ResponseMetadata><RequestId>id)"
           + "</RequestId></ResponseMetadata></" + operation + "Response>";
}

} // namespace

TEST_CASE("An SNS call is a form, signed for its region", "[client][sns]")
{
    scripted<sns_client> sns;
    sns.answer(answer_of("Publish", "<MessageId>m</MessageId>"));
    auto const published =
        sns.client.publish({.TopicArn = topic,
                            .Message = "a b&c",
                            .MessageAttributes = {{"n", {.StringValue = "1", .DataType = "Number"}}}});
    CHECK(published.value().MessageId == "m");

    auto const& request = sns.last();
    CHECK(header(request.headers, "Content-Type") == "application/x-www-form-urlencoded; charset=utf-8");
    CHECK_THAT(header(request.headers, "Authorization"),
               Catch::ContainsSubstring(
                   "/eu-west-1/sns/aws4_request, SignedHeaders=content-type;host;x-amz-date, "));
    CHECK(request.body.starts_with("Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3A"));
    CHECK_THAT(request.body, Catch::ContainsSubstring("&Message=a%20b%26c")
                                 || Catch::ContainsSubstring("&Message=a+b%26c"));
    CHECK_THAT(request.body, Catch::ContainsSubstring("&MessageAttributes.entry.1.Name=n"));
    CHECK_THAT(request.body, Catch::ContainsSubstring("&MessageAttributes.entry.1.Value.DataType=Number"));
}

TEST_CASE("Every SNS operation goes out under its name and reads its answer", "[client][sns]")
{
    scripted<sns_client> sns;
    auto const action = [&] { return sns.last().body.substr(7, sns.last().body.find('&') - 7); };

    sns.answer(answer_of("CreateTopic", "<TopicArn>t</TopicArn>"));
    CHECK(sns.client.create_topic({.Name = "t"}).value().TopicArn == "t");
    CHECK(action() == "CreateTopic");

    sns.answer(empty_answer_of("DeleteTopic"));
    CHECK(sns.client.delete_topic({.TopicArn = topic}));
    CHECK(action() == "DeleteTopic");

    auto const attributes = "<Attributes><entry><key>k</key><value>a &amp; b</value></entry></Attributes>";
    sns.answer(answer_of("GetSubscriptionAttributes", attributes));
    CHECK(sns.client.get_subscription_attributes({.SubscriptionArn = "s"}).value().Attributes
          == string_map{{"k", "a & b"}});
    CHECK(action() == "GetSubscriptionAttributes");

    sns.answer(answer_of("GetTopicAttributes", attributes));
    CHECK(sns.client.get_topic_attributes({.TopicArn = topic}).value().Attributes
          == string_map{{"k", "a & b"}});
    CHECK(action() == "GetTopicAttributes");

    auto const subscriptions =
        "<Subscriptions><member><TopicArn>t</TopicArn><Protocol>sqs</Protocol>"
        "<SubscriptionArn>s</SubscriptionArn><Owner>o</Owner><Endpoint>e</Endpoint></member>"
        "</Subscriptions><NextToken>n</NextToken>";
    sns.answer(answer_of("ListSubscriptions", subscriptions));
    auto const all = sns.client.list_subscriptions().value();
    REQUIRE(all.Subscriptions.size() == 1);
    CHECK(all.Subscriptions.front().Endpoint == "e");
    CHECK(all.NextToken == "n");
    CHECK(action() == "ListSubscriptions");

    sns.answer(answer_of("ListSubscriptionsByTopic", subscriptions));
    CHECK(sns.client.list_subscriptions_by_topic({.TopicArn = topic}).value().Subscriptions.size() == 1);
    CHECK(action() == "ListSubscriptionsByTopic");

    sns.answer(answer_of("ListTopics", "<Topics><member><TopicArn>t</TopicArn></member></Topics>"));
    CHECK(sns.client.list_topics().value().Topics.front().TopicArn == "t");
    CHECK(action() == "ListTopics");

    sns.answer(empty_answer_of("SetSubscriptionAttributes"));
    CHECK(sns.client.set_subscription_attributes(
        {.SubscriptionArn = "s", .AttributeName = "RawMessageDelivery"}));
    CHECK(action() == "SetSubscriptionAttributes");

    sns.answer(empty_answer_of("SetTopicAttributes"));
    CHECK(sns.client.set_topic_attributes({.TopicArn = topic, .AttributeName = "DisplayName"}));
    CHECK(action() == "SetTopicAttributes");

    sns.answer(answer_of("Subscribe", "<SubscriptionArn>s</SubscriptionArn>"));
    CHECK(
        sns.client
            .subscribe({.TopicArn = topic, .Protocol = "sqs", .Endpoint = "e", .ReturnSubscriptionArn = true})
            .value()
            .SubscriptionArn
        == "s");
    CHECK(action() == "Subscribe");
    CHECK_THAT(sns.last().body, Catch::ContainsSubstring("&ReturnSubscriptionArn=true"));

    sns.answer(empty_answer_of("Unsubscribe"));
    CHECK(sns.client.unsubscribe({.SubscriptionArn = "s"}));
    CHECK(action() == "Unsubscribe");
}

TEST_CASE("A refusal of SNS has the shape that belongs to its code", "[client][sns]")
{
    scripted<sns_client> sns;
    sns.answer(
        R"(<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>)"
        "<Code>NotFound</Code><Message>Topic does not exist</Message></Error><RequestId>id</RequestId></ErrorResponse>",
        404);
    auto const answer = sns.client.publish({.TopicArn = topic, .Message = "x"});
    REQUIRE(!answer);
    CHECK(answer.error().kind == error_kind{"NotFoundException", "NotFound", 404});
    CHECK(answer.error().message == "Topic does not exist");
}

TEST_CASE("An unknown code of SNS is its own shape", "[client][sns]")
{
    scripted<sns_client> sns;
    sns.answer("<ErrorResponse><Error><Code>BrandNew</Code><Message>m</Message></Error></ErrorResponse>",
               400);
    CHECK(sns.client.list_topics().error().kind == error_kind{"BrandNew", "BrandNew", 400});
}

TEST_CASE("STS tells who asks", "[client][sts]")
{
    scripted<sts_client> sts;
    sts.answer(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
        "<Arn>arn:aws:iam::000000000000:root</Arn><UserId>u</UserId><Account>000000000000</Account>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>");
    CHECK(sts.client.get_caller_identity().value().Account == "000000000000");
    CHECK(sts.last().body.starts_with("Action=GetCallerIdentity&Version=2011-06-15"));
}

TEST_CASE("Batches, tags and lists of SNS are written and read member by member", "[client][sns]")
{
    scripted<sns_client> sns;
    sns.answer(answer_of("PublishBatch",
                         "<Failed><member><Id>2</Id><Code>InvalidParameter</Code><Message>no</Message>"
                         "<SenderFault>true</SenderFault></member></Failed><Successful><member>"
                         "<MessageId>m</MessageId><Id>1</Id></member></Successful>"));
    auto const batch = sns.client.publish_batch(
        {.TopicArn = topic,
         .PublishBatchRequestEntries = {{.Id = "1", .Message = "a"}, {.Id = "2", .Message = ""}}});
    CHECK_THAT(sns.last().body, Catch::ContainsSubstring("&PublishBatchRequestEntries.member.2.Id=2"));
    CHECK(batch.value().Successful.at(0).MessageId == "m");
    CHECK(batch.value().Failed.at(0).Code == "InvalidParameter");
    CHECK(batch.value().Failed.at(0).SenderFault);

    sns.answer(answer_of("TagResource", ""));
    CHECK(sns.client.tag_resource({.ResourceArn = topic, .Tags = {{"k", "v"}}}));
    CHECK_THAT(sns.last().body, Catch::ContainsSubstring("&Tags.member.1.Key=k&Tags.member.1.Value=v"));

    sns.answer(empty_answer_of("AddPermission"));
    CHECK(sns.client.add_permission(
        {.TopicArn = topic, .Label = "l", .AWSAccountId = {"111111111111"}, .ActionName = {"Publish"}}));
    CHECK_THAT(sns.last().body,
               Catch::ContainsSubstring("&AWSAccountId.member.1=111111111111&ActionName.member.1=Publish"));

    sns.answer(answer_of("GetSMSAttributes",
                         "<attributes><entry><key>k</key><value>v</value></entry></attributes>"));
    CHECK(sns.client.get_sms_attributes().value().attributes.at("k") == "v");
}
