#include "codec/xml.hpp"
#include "support/catch.hpp"

#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>
#include <understudy/model/sts.hpp>

using namespace understudy;
using codec::query_service;

template <class T>
static std::string written(T const& shape, query_service service)
{
    std::string text;
    codec::write_xml(text, shape, service);
    return text;
}

TEST_CASE("XML text is escaped so that a parser gives it back, a carriage return above all", "[codec][xml]")
{
    std::string text;
    codec::write_xml_text(text, "a<b>&\"'\r\n\tZo\xC3\xAB");
    CHECK(text == "a&lt;b&gt;&amp;&quot;'&#xD;\n\tZo\xC3\xAB");
}

TEST_CASE("SQS answers are flattened", "[codec][xml][sqs]")
{
    CHECK(written(sqs::ReceiveMessageResult{}, query_service::sqs).empty());
    CHECK(written(sqs::ListQueuesResult{.QueueUrls = {"a", "b"}, .NextToken = "n"}, query_service::sqs)
          == "<QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl><NextToken>n</NextToken>");
    CHECK(
        written(sqs::GetQueueAttributesResult{.Attributes = {{"b", "2"}, {"a", "1"}}}, query_service::sqs)
        == "<Attribute><Name>a</Name><Value>1</Value></Attribute><Attribute><Name>b</Name><Value>2</Value></Attribute>");
    sqs::ReceiveMessageResult const received{
        .Messages = {{.MessageId = "m",
                      .ReceiptHandle = "r",
                      .MD5OfBody = "5",
                      .Body = "{\"a\"}\r",
                      .Attributes = {{"SenderId", "x"}},
                      .MD5OfMessageAttributes = "6",
                      .MessageAttributes = {{"c", {.StringValue = "blue", .DataType = "String"}},
                                            {"d", {.BinaryValue = blob{"\xFF"}, .DataType = "Binary"}}}}}};
    CHECK(
        written(received, query_service::sqs)
        == "<Message><MessageId>m</MessageId><ReceiptHandle>r</ReceiptHandle><MD5OfBody>5</MD5OfBody>"
           "<Body>{&quot;a&quot;}&#xD;</Body><Attribute><Name>SenderId</Name><Value>x</Value></Attribute>"
           "<MD5OfMessageAttributes>6</MD5OfMessageAttributes>"
           "<MessageAttribute><Name>c</Name><Value><StringValue>blue</StringValue><DataType>String</DataType></Value>"
           "</MessageAttribute>"
           "<MessageAttribute><Name>d</Name><Value><BinaryValue>/w==</BinaryValue><DataType>Binary</DataType></Value>"
           "</MessageAttribute></Message>");
}

TEST_CASE("SNS answers have members and entries, and an empty element for an empty list", "[codec][xml][sns]")
{
    CHECK(written(sns::ListTopicsResponse{}, query_service::sns) == "<Topics/>");
    CHECK(written(sns::ListTopicsResponse{.Topics = {{"a"}, {"b"}}, .NextToken = "n"}, query_service::sns)
          == "<Topics><member><TopicArn>a</TopicArn></member><member><TopicArn>b</TopicArn></member></Topics>"
             "<NextToken>n</NextToken>");
    CHECK(written(sns::GetTopicAttributesResponse{.Attributes = {{"b", ""}, {"a", "<"}}}, query_service::sns)
          == "<Attributes><entry><key>a</key><value>&lt;</value></entry>"
             "<entry><key>b</key><value></value></entry></Attributes>");
    CHECK(written(sns::PublishResponse{.MessageId = "m"}, query_service::sns) == "<MessageId>m</MessageId>");
}

TEST_CASE("An answer as AWS writes it is read, indented or not", "[codec][xml]")
{
    sts::GetCallerIdentityResponse identity;
    REQUIRE(codec::read_xml(R"(<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <!-- one of three --><Arn>arn:aws:iam::123456789012:user/alice</Arn>
    <UserId>AIDA<![CDATA[EXAMPLE]]></UserId><Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>uuid</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>)",
                            "GetCallerIdentity", identity, query_service::sts));
    CHECK(identity.Arn == "arn:aws:iam::123456789012:user/alice");
    CHECK(identity.UserId == "AIDAEXAMPLE");
    CHECK(identity.Account == "123456789012");

    sqs::ReceiveMessageResult nothing;
    CHECK(codec::read_xml("<ReceiveMessageResponse><ReceiveMessageResult/></ReceiveMessageResponse>",
                          "ReceiveMessage", nothing, query_service::sqs));
    CHECK(nothing.Messages.empty());
}

TEST_CASE("Blanks, carriage returns and quotes of a body come back from XML", "[codec][xml]")
{
    for (std::string const body : {"  ", "\r\n", "\n", " a ", "\"&<>'\""}) {
        std::string text = "<ReceiveMessageResponse><ReceiveMessageResult>";
        codec::write_xml(text, sqs::ReceiveMessageResult{.Messages = {{.Body = body}}}, query_service::sqs);
        text += "</ReceiveMessageResult></ReceiveMessageResponse>";
        sqs::ReceiveMessageResult read;
        REQUIRE(codec::read_xml(text, "ReceiveMessage", read, query_service::sqs));
        CHECK(read.Messages.at(0).Body == body);
    }
}

TEST_CASE("What is no answer to the question is not read", "[codec][xml]")
{
    sqs::GetQueueUrlResult read;
    for (auto const* text :
         {"", "{}", "<GetQueueUrlResponse>", "<GetQueueUrlResponse/>", "<html><body/></html>",
          "<CreateQueueResponse><CreateQueueResult/></CreateQueueResponse>", "<a", "<a><b></a>",
          "<ErrorResponse><Error><Code>x</Code></Error></ErrorResponse>"}) {
        INFO(text);
        CHECK_FALSE(codec::read_xml(text, "GetQueueUrl", read, query_service::sqs));
    }
    sqs::ReceiveMessageResult message;
    CHECK_FALSE(codec::read_xml(
        "<ReceiveMessageResponse><ReceiveMessageResult><Message><MessageAttribute><Name>a</Name>"
        "<Value><BinaryValue>#</BinaryValue></Value></MessageAttribute></Message>"
        "</ReceiveMessageResult></ReceiveMessageResponse>",
        "ReceiveMessage", message, query_service::sqs));
}

TEST_CASE("Errors are read from the documents of every service", "[codec][xml]")
{
    auto const error = codec::read_xml_error(
        R"(<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type>)"
        R"(<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>No &quot;q&quot;.</Message><Detail/></Error>)"
        R"(<RequestId>uuid</RequestId></ErrorResponse>)");
    REQUIRE(error);
    CHECK(error->code == "AWS.SimpleQueueService.NonExistentQueue");
    CHECK(error->message == "No \"q\".");
    CHECK(error->request_id == "uuid");
    auto const bare = codec::read_xml_error("<UnknownOperationException/>\n");
    REQUIRE(bare);
    CHECK(bare->code == "UnknownOperationException");
    CHECK_FALSE(codec::read_xml_error("<PublishResponse/>"));
    CHECK_FALSE(codec::read_xml_error("not XML"));
    CHECK_FALSE(codec::read_xml_error(""));
}
