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
