#include "stage.hpp"

#include "sns/signature.hpp"

using namespace understudy;
using namespace understudy::sns;

TEST_CASE("An envelope is written as AWS writes it, byte for byte", "[sns][envelope]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const subscription = aws.queue(arn, "q");
    auto const sent = aws.send(
        {.TopicArn = arn,
         .Message = "hi",
         .Subject = "s",
         .MessageAttributes = {{"bytes", bytes_attribute("\x01\x02")}, {"color", text_attribute("blue")}}});
    REQUIRE(aws.out.deliveries.size() == 1);
    CHECK(aws.out.deliveries[0].body.str()
          == "{\n"
             "  \"Type\" : \"Notification\",\n"
             "  \"MessageId\" : \""
                 + sent.value().MessageId
                 + "\",\n"
                   "  \"TopicArn\" : \"arn:aws:sns:us-east-1:000000000000:t\",\n"
                   "  \"Subject\" : \"s\",\n"
                   "  \"Message\" : \"hi\",\n"
                   "  \"Timestamp\" : \"2026-11-22T10:15:30.123Z\",\n"
                   "  \"SignatureVersion\" : \"1\",\n"
                   "  \"Signature\" : \""
                 + sign("Message\nhi\nMessageId\n" + sent.value().MessageId
                            + "\nSubject\ns\nTimestamp\n2026-11-22T10:15:30.123Z\nTopicArn\n" + arn
                            + "\nType\nNotification\n",
                        "1")
                 + "\",\n"
                   "  \"SigningCertURL\" : \"http://localhost:4566"
                 + certificate_path()
                 + "\",\n"
                   "  \"UnsubscribeURL\" : \"http://localhost:4566/?Action=Unsubscribe&SubscriptionArn="
                 + subscription
                 + "\",\n"
                   "  \"MessageAttributes\" : {\n"
                   "    \"bytes\" : {\"Type\":\"Binary\",\"Value\":\"AQI=\"},\n"
                   "    \"color\" : {\"Type\":\"String\",\"Value\":\"blue\"}\n"
                   "  }\n"
                   "}");
    CHECK(aws.out.deliveries[0].attributes.empty());
}

TEST_CASE(
    "An envelope leaves out subject and attributes when there are none, and escapes what JSON must escape",
    "[sns][envelope]")
{
    stage aws;
    aws.endpoint = "http://a\"b";
    auto const arn = aws.topic("t", {{"SignatureVersion", "2"}});
    aws.queue(arn, "q");
    REQUIRE(aws.send(arn, "a\"b\\c\n\r\t\b\f\x01/\xC3\xA9"));
    auto const text = aws.out.deliveries.at(0).body.str();
    CHECK(text.find("Subject") == std::string::npos);
    CHECK(text.find("MessageAttributes") == std::string::npos);
    CHECK(text.find("\"SignatureVersion\" : \"2\"") != std::string::npos);
    CHECK(text.find("\"Message\" : \"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001/\xC3\xA9\"") != std::string::npos);
    CHECK(text.find("http://a\\\"b/?Action") != std::string::npos);
}

TEST_CASE("The event of a function has all its members, and version 1 however the topic signs",
          "[sns][envelope]")
{
    stage aws;
    auto const arn = aws.topic("t", {{"SignatureVersion", "2"}});
    auto const subscription =
        aws.subscribe_to(arn, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f")
            .value()
            .SubscriptionArn;
    auto const id = aws.send(arn, "hi").value().MessageId;
    auto const text = "Message\nhi\nMessageId\n" + id + "\nTimestamp\n2026-11-22T10:15:30.123Z\nTopicArn\n"
                      + arn + "\nType\nNotification\n";
    CHECK(
        aws.sns.outbox.entries().at(0).body.str()
        == R"({"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":")"
               + subscription + R"(","Sns":{"Type":"Notification","MessageId":")" + id + R"(","TopicArn":")"
               + arn
               + R"(","Subject":null,"Message":"hi","Timestamp":"2026-11-22T10:15:30.123Z","SignatureVersion":"1",)"
               + R"("Signature":")" + sign(text, "2") + R"(","SigningCertUrl":"http://localhost:4566)"
               + certificate_path()
               + R"(","UnsubscribeUrl":"http://localhost:4566/?Action=Unsubscribe&SubscriptionArn=)"
               + subscription + R"(","MessageAttributes":{}}}]})");
}

TEST_CASE("A request to confirm is written as AWS writes it, byte for byte", "[sns][envelope]")
{
    stage aws;
    auto const arn = aws.topic();
    REQUIRE(aws.subscribe_to(arn, "http", "http://a.example/"));
    auto const& asked = aws.out.postings.at(0);
    auto const id = std::ranges::find(asked.headers, "x-amz-sns-message-id", [](auto const& h) {
                        return h.first;
                    })->second;
    auto const token = aws.sns.confirmations.tokens.begin()->first;
    auto const url = "http://localhost:4566/?Action=ConfirmSubscription&TopicArn=" + arn + "&Token=" + token;
    auto const words = "You have chosen to subscribe to the topic " + arn + '.';
    std::string const more = "To confirm the subscription, visit the SubscribeURL included in this message.";
    auto const text = "Message\n" + words + '\n' + more + "\nMessageId\n" + id + "\nSubscribeURL\n" + url
                      + "\nTimestamp\n2026-11-22T10:15:30.123Z\nToken\n" + token + "\nTopicArn\n" + arn
                      + "\nType\nSubscriptionConfirmation\n";
    CHECK(asked.body.str()
          == "{\n"
             "  \"Type\" : \"SubscriptionConfirmation\",\n"
             "  \"MessageId\" : \""
                 + id + "\",\n  \"Token\" : \"" + token + "\",\n  \"TopicArn\" : \"" + arn
                 + "\",\n  \"Message\" : \"" + words + "\\n" + more + "\",\n  \"SubscribeURL\" : \"" + url
                 + "\",\n"
                   "  \"Timestamp\" : \"2026-11-22T10:15:30.123Z\",\n"
                   "  \"SignatureVersion\" : \"1\",\n"
                   "  \"Signature\" : \""
                 + sign(text, "1") + "\",\n  \"SigningCertURL\" : \"http://localhost:4566"
                 + certificate_path() + "\"\n}");
}
