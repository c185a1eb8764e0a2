// The Query protocol as SNS speaks it: how lists and maps come in, and which operations have a result.
#include "protocol/transcript.hpp"
#include "support/catch.hpp"

using namespace understudy::protocol;

namespace {

constexpr std::string_view topic = "arn:aws:sns:us-east-1:000000000000:t";

struct station : transcript {
    station() { (*this)("CreateTopic", "&Name=t"); }

    using transcript::operator();
    std::string operator()(std::string const& action, std::string const& fields)
    {
        return query("Action=" + action + "&Version=2010-03-31" + fields).body;
    }
    /// The same with the topic's ARN for the parameter.
    std::string of_topic(std::string const& action, std::string const& parameter = "TopicArn",
                         std::string const& more = {})
    {
        return (*this)(action, "&" + parameter + '=' + std::string{topic} + more);
    }
};

std::string between(std::string const& text, std::string const& start, std::string const& end)
{
    auto const at = text.find(start);
    if (at == std::string::npos) { return "none"; }
    auto const from = at + start.size();
    return text.substr(from, text.find(end, from) - from);
}

} // namespace

TEST_CASE("Operations without an answer have no result element", "[protocol][query][sns]")
{
    station aws;
    auto const app = between(
        aws("CreatePlatformApplication",
            "&Name=a&Platform=GCM&Attributes.entry.1.key=PlatformCredential&Attributes.entry.1.value=c"
            "&Attributes.entry.2.key=PlatformPrincipal&Attributes.entry.2.value=p"),
        "<PlatformApplicationArn>", "<");
    auto const endpoint = between(aws("CreatePlatformEndpoint", "&Token=t&PlatformApplicationArn=" + app),
                                  "<EndpointArn>", "<");
    auto const subscription = between(
        aws.of_topic("Subscribe", "TopicArn", "&Protocol=sqs&Endpoint=arn:aws:sqs:us-east-1:000000000000:q"),
        "<SubscriptionArn>", "<");
    auto check = [](std::string const& action, std::string const& answer) {
        CHECK(answer.starts_with("<" + action
                                 + "Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\n"
                                   "  <ResponseMetadata>\n"));
    };
    auto ask = [&](std::string const& action, std::string const& fields) {
        check(action, aws(action, fields));
    };
    auto of_topic = [&](std::string const& action, std::string const& parameter, std::string const& more) {
        check(action, aws.of_topic(action, parameter, more));
    };
    of_topic("SetTopicAttributes", "TopicArn", "&AttributeName=DisplayName&AttributeValue=d");
    of_topic("AddPermission", "TopicArn",
             "&Label=l&AWSAccountId.member.1=111111111111&ActionName.member.1=Publish");
    of_topic("RemovePermission", "TopicArn", "&Label=l");
    of_topic("PutDataProtectionPolicy", "ResourceArn",
             "&DataProtectionPolicy=%7B%22Statement%22%3A%5B%7B%22DataDirection%22%3A%22Inbound%22%7D%5D%7D");
    ask("SetSubscriptionAttributes",
        "&AttributeName=RawMessageDelivery&AttributeValue=true&SubscriptionArn=" + subscription);
    ask("Unsubscribe", "&SubscriptionArn=" + subscription);
    ask("SetEndpointAttributes",
        "&Attributes.entry.1.key=Enabled&Attributes.entry.1.value=false&EndpointArn=" + endpoint);
    ask("SetPlatformApplicationAttributes",
        "&Attributes.entry.1.key=EventEndpointCreated&Attributes.entry.1.value=x&PlatformApplicationArn="
            + app);
    ask("DeleteEndpoint", "&EndpointArn=" + endpoint);
    ask("DeletePlatformApplication", "&PlatformApplicationArn=" + app);
    of_topic("DeleteTopic", "TopicArn", "");
}

TEST_CASE("Operations whose answer is empty have an empty result element", "[protocol][query][sns]")
{
    station aws;
    auto const phone = std::string{"%2B15551234567"};
    struct row {
        std::string action;
        std::string fields;
    };
    auto const arn = "&ResourceArn=" + std::string{topic};
    row const rows[] = {
        {"TagResource", arn + "&Tags.member.1.Key=a&Tags.member.1.Value=1"},
        {"UntagResource", arn + "&TagKeys.member.1=a"},
        {"OptInPhoneNumber", "&phoneNumber=" + phone},
        {"SetSMSAttributes", "&attributes.entry.1.key=DefaultSMSType&attributes.entry.1.value=Promotional"},
        {"CreateSMSSandboxPhoneNumber", "&PhoneNumber=" + phone},
        {"VerifySMSSandboxPhoneNumber", "&OneTimePassword=123456&PhoneNumber=" + phone},
        {"DeleteSMSSandboxPhoneNumber", "&PhoneNumber=" + phone}};
    for (auto const& [action, fields] : rows) {
        INFO(action);
        auto const answer = aws(action, fields);
        auto const result = between(answer, "doc/2010-03-31/\">\n", "  <ResponseMetadata>");
        CHECK((result == "  <" + action + "Result/>\n"
               || result == "  <" + action + "Result></" + action + "Result>\n"));
    }
}

TEST_CASE(
    "Attributes of messages come in entries of Name and Value, lists may have gaps, and an empty list is none",
    "[protocol][query][sns]")
{
    station aws;
    aws.sqs("CreateQueue", R"({"QueueName":"q"})");
    aws.of_topic("Subscribe", "TopicArn",
                 "&Protocol=sqs&Endpoint=arn:aws:sqs:us-east-1:000000000000:q"
                 "&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true");
    aws.of_topic(
        "Publish", "TopicArn",
        "&Message=hi&MessageAttributes.entry.1.Name=color&MessageAttributes.entry.1.Value.DataType=String"
        "&MessageAttributes.entry.1.Value.StringValue=blue&MessageAttributes.entry.4.Name=bytes"
        "&MessageAttributes.entry.4.Value.DataType=Binary&MessageAttributes.entry.4.Value.BinaryValue=AQI%3D");
    CHECK_THAT(aws.sqs("ReceiveMessage", R"({"QueueUrl":"q","MessageAttributeNames":["All"]})").body,
               Catch::ContainsSubstring(R"("bytes":{"BinaryValue":"AQI=","DataType":"Binary"})")
                   && Catch::ContainsSubstring(R"("color":{"StringValue":"blue","DataType":"String"})"));
    CHECK_THAT(aws("CreateTopic", "&Name=u&Tags="), Catch::ContainsSubstring("<TopicArn>"));
    CHECK_THAT(
        aws.of_topic("TagResource", "ResourceArn",
                     "&Tags.member.7.Key=b&Tags.member.7.Value=2&Tags.member.2.Key=a&Tags.member.2.Value="),
        Catch::ContainsSubstring("<TagResourceResponse"));
    auto const tags = aws.of_topic("ListTagsForResource", "ResourceArn");
    CHECK_THAT(tags,
               Catch::ContainsSubstring("<Key>a</Key>") && Catch::ContainsSubstring("<Value>2</Value>"));
}

TEST_CASE("A batch lists its failures, even none, before its successes", "[protocol][query][sns]")
{
    station aws;
    auto const entries = std::string{
        "&PublishBatchRequestEntries.member.1.Id=one&PublishBatchRequestEntries.member.1.Message=a"
        "&PublishBatchRequestEntries.member.2.Id=two&PublishBatchRequestEntries.member.2.Message="};
    auto const good = aws.of_topic(
        "PublishBatch", "TopicArn",
        "&PublishBatchRequestEntries.member.1.Id=1&PublishBatchRequestEntries.member.1.Message=a");
    auto const none =
        good.find("<Failed/>") == std::string::npos ? good.find("<Failed></Failed>") : good.find("<Failed/>");
    REQUIRE(none != std::string::npos);
    CHECK(none < good.find("<Successful>"));
    auto const mixed = aws.of_topic("PublishBatch", "TopicArn", entries);
    auto const failed = between(mixed, "<Failed>", "</Failed>");
    CHECK_THAT(failed, Catch::ContainsSubstring("<Id>two</Id>")
                           && Catch::ContainsSubstring("<Code>InvalidParameter</Code>")
                           && Catch::ContainsSubstring("<Message>Invalid parameter: Empty message</Message>")
                           && Catch::ContainsSubstring("<SenderFault>true</SenderFault>"));
    auto const sent = between(mixed, "<Successful>", "</Successful>");
    CHECK(sent.find("<MessageId>") < sent.find("<Id>one</Id>"));
}

TEST_CASE("The members of a subscription stand in AWS's order, and maps are entries of key and value",
          "[protocol][query][sns]")
{
    station aws;
    aws.of_topic("Subscribe", "TopicArn", "&Protocol=email&Endpoint=a@example.com");
    auto const listed = aws.of_topic("ListSubscriptionsByTopic");
    std::size_t before = 0;
    for (std::string const member :
         {"<Owner>000000000000<", "<Protocol>email<", "<Endpoint>a@example.com<",
          "<SubscriptionArn>PendingConfirmation<", "<TopicArn>arn:aws:sns:us-east-1:000000000000:t<"}) {
        auto const at = listed.find(member);
        INFO(member);
        REQUIRE(at != std::string::npos);
        CHECK(at > before);
        before = at;
    }
    CHECK(listed.find("<NextToken>") == std::string::npos);
    auto const attributes = aws.of_topic("GetTopicAttributes");
    auto const entry = between(attributes, "<key>Owner</key>", "</entry>");
    CHECK_THAT(entry, Catch::ContainsSubstring("<value>000000000000</value>"));
    CHECK_THAT(aws("CheckIfPhoneNumberIsOptedOut", "&phoneNumber=%2B15551234567"),
               Catch::ContainsSubstring("<isOptedOut>false</isOptedOut>"));
}

TEST_CASE("An answer to Publish has as many bytes as one of AWS", "[protocol][query][sns]")
{
    station aws;
    CHECK(aws.of_topic("Publish", "TopicArn", "&Message=hi").size() == 294);
}

TEST_CASE("A parameter that is missing is a ValidationError with AWS's words", "[protocol][query][sns]")
{
    station aws;
    auto const answer = aws.query("Action=Publish&Version=2010-03-31&TopicArn=" + std::string{topic});
    CHECK(answer.status == 400);
    CHECK_THAT(
        answer.body,
        Catch::ContainsSubstring("<Code>ValidationError</Code>")
            && Catch::ContainsSubstring(
                "<Message>1 validation error detected: Value null at 'message' failed to satisfy constraint: Member "
                "must not be null</Message>"));
}
