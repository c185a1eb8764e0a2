#include "protocol/transcript.hpp"
#include "support/catch.hpp"

using namespace understudy::protocol;

namespace {

constexpr std::string_view sqs_start = R"(<?xml version="1.0"?>)";

} // namespace

TEST_CASE("SQS answers the Query protocol in XML, with the same id in header and body",
          "[protocol][query][sqs]")
{
    transcript aws;
    auto const answer = aws.query("Action=CreateQueue&Version=2012-11-05&QueueName=orders");
    CHECK(
        to_text(answer)
        == "200\nx-amzn-RequestId: <id>\nContent-Type: text/xml\n\n" + std::string{sqs_start}
               + R"(<CreateQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><CreateQueueResult>)"
                 "<QueueUrl>http://localhost:4566/000000000000/orders</QueueUrl></CreateQueueResult>"
                 "<ResponseMetadata><RequestId><id></RequestId></ResponseMetadata></CreateQueueResponse>\n");
}

TEST_CASE("An SQS error in XML has an empty Detail, and the older text for a missing queue",
          "[protocol][query][sqs]")
{
    transcript aws;
    CHECK(
        to_text(aws.query("Action=PurgeQueue&Version=2012-11-05&QueueUrl=none"))
        == "400\nx-amzn-RequestId: <id>\nContent-Type: text/xml\n\n" + std::string{sqs_start}
               + R"(<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type>)"
                 "<Code>AWS.SimpleQueueService.NonExistentQueue</Code>"
                 "<Message>The specified queue does not exist for this wsdl version.</Message><Detail/></Error>"
                 "<RequestId><id></RequestId></ErrorResponse>\n");
}

TEST_CASE("An SQS action without output has no result element; an empty result is an empty element",
          "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=orders&Version=2012-11-05");
    CHECK_THAT(aws.query("Action=PurgeQueue&QueueUrl=orders").body,
               Catch::ContainsSubstring(R"(2012-11-05/"><ResponseMetadata>)"));
    CHECK_THAT(aws.query("Action=ReceiveMessage&QueueUrl=orders").body,
               Catch::ContainsSubstring(R"(2012-11-05/"><ReceiveMessageResult/><ResponseMetadata>)"));
}

TEST_CASE("The path names the queue when QueueUrl does not, and QueueUrl wins when both do",
          "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=orders&Version=2012-11-05");
    CHECK(aws.query("Action=SendMessage&MessageBody=hello", "/000000000000/orders").status == 200);
    CHECK(aws.query("Action=SendMessage&MessageBody=hello", "/queue/us-east-1/000000000000/orders").status
          == 200);
    CHECK(aws.query("Action=SendMessage&MessageBody=hello&QueueUrl=none", "/000000000000/orders").status
          == 400);
}

TEST_CASE("The path of a queue takes no CreateQueue, no ListQueues and nothing unknown",
          "[protocol][query][sqs]")
{
    transcript aws;
    for (std::string const action : {"CreateQueue", "ListQueues", "FooBar"}) {
        auto const answer = aws.query("Action=" + action + "&QueueName=orders", "/000000000000/orders");
        CHECK(answer.status == 400);
        CHECK_THAT(answer.body,
                   Catch::ContainsSubstring("<Code>InvalidAction</Code><Message>The action " + action
                                            + " is not valid for this endpoint.</Message><Detail/>"));
    }
    CHECK(aws.warnings.size() == 1); // of FooBar: the others are known
    aws.query("Action=CreateQueue&QueueName=other&Version=2012-11-05");
    CHECK(aws.query("Action=GetQueueUrl&QueueName=other", "/000000000000/orders").status == 200);
}

TEST_CASE("A GET of a queue's URL without Action is a page of 29 bytes", "[protocol][query][sqs]")
{
    transcript aws;
    for (std::string const headers : {"", "Accept: application/json\n"}) {
        auto const answer = aws.ask("GET /000000000000/orders\n" + headers + "\n");
        CHECK(answer.status == 404);
        CHECK(answer.body == "<UnknownOperationException/>\n");
    }
}

TEST_CASE("A query may come with GET, and a body with a carriage return survives it",
          "[protocol][query][sqs]")
{
    transcript aws;
    CHECK(aws.ask("GET /?Action=CreateQueue&QueueName=orders&Version=2012-11-05\n\n").status == 200);
    CHECK(aws.query("Action=SendMessage&MessageBody=a%0D%22b%22+c", "/000000000000/orders").status == 200);
    CHECK_THAT(aws.query("Action=ReceiveMessage", "/000000000000/orders").body,
               Catch::ContainsSubstring("<Body>a&#xD;&quot;b&quot; c</Body>"));
}

TEST_CASE("A trace header reaches the queue in the Query protocol as well", "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=orders&Version=2012-11-05");
    aws.query("Action=SendMessage&MessageBody=x", "/000000000000/orders", "X-Amzn-Trace-Id: Root=1-abc\n");
    CHECK_THAT(aws.query("Action=ReceiveMessage&AttributeName.1=All", "/000000000000/orders").body,
               Catch::ContainsSubstring("<Name>AWSTraceHeader</Name><Value>Root=1-abc</Value>"));
}

TEST_CASE("A poll in the Query protocol that waits is answered in XML", "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=orders&Version=2012-11-05");
    CHECK(
        aws("POST /000000000000/orders\nContent-Type: application/x-www-form-urlencoded\n\nAction=ReceiveMessage&WaitTimeSeconds=5")
        == "parked");
    aws.desk.advance(std::chrono::seconds{5});
    REQUIRE(aws.late.size() == 1);
    CHECK_THAT(aws.late.front(), Catch::ContainsSubstring("<ReceiveMessageResult/>"));
}

TEST_CASE("SNS answers in XML, and leaves the result element out where there is no output",
          "[protocol][query][sns]")
{
    transcript aws;
    CHECK(to_text(aws.query("Action=CreateTopic&Version=2010-03-31&Name=placed"))
          == "200\nx-amzn-RequestId: <id>\nContent-Type: text/xml\n\n"
             "<CreateTopicResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\n"
             "  <CreateTopicResult>\n"
             "    <TopicArn>arn:aws:sns:us-east-1:000000000000:placed</TopicArn>\n"
             "  </CreateTopicResult>\n"
             "  <ResponseMetadata>\n"
             "    <RequestId><id></RequestId>\n"
             "  </ResponseMetadata>\n"
             "</CreateTopicResponse>\n");
    CHECK(to_text(aws.query(
              "Action=DeleteTopic&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:000000000000:placed"))
          == "200\nx-amzn-RequestId: <id>\nContent-Type: text/xml\n\n"
             "<DeleteTopicResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\n"
             "  <ResponseMetadata>\n"
             "    <RequestId><id></RequestId>\n"
             "  </ResponseMetadata>\n"
             "</DeleteTopicResponse>\n");
}

TEST_CASE("An SNS error has no Detail", "[protocol][query][sns]")
{
    transcript aws;
    CHECK(
        to_text(aws.query(
            "Action=GetTopicAttributes&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:000000000000:none"))
        == "404\nx-amzn-RequestId: <id>\nContent-Type: text/xml\n\n"
           "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\n"
           "  <Error>\n"
           "    <Type>Sender</Type>\n"
           "    <Code>NotFound</Code>\n"
           "    <Message>Topic does not exist</Message>\n"
           "  </Error>\n"
           "  <RequestId><id></RequestId>\n"
           "</ErrorResponse>\n");
}

TEST_CASE("SNS takes its parameters from the URL, with GET and with an empty POST", "[protocol][query][sns]")
{
    transcript aws;
    CHECK(aws.ask("GET /?Action=CreateTopic&Version=2010-03-31&Name=placed\n\n").status == 200);
    CHECK(aws.ask("POST /?Action=ListTopics&Version=2010-03-31\n\n").status == 200);
}

TEST_CASE("An unknown or missing SNS action is InvalidAction, and warned of", "[protocol][query][sns]")
{
    transcript aws;
    for (std::string const action : {"Action=PublishTwice&", "Action=Nonsense&", ""}) {
        auto const answer = aws.query(action + "Version=2010-03-31");
        CHECK(answer.status == 400);
        CHECK_THAT(answer.body, Catch::ContainsSubstring("<Code>InvalidAction</Code>"));
        CHECK_THAT(answer.body, Catch::ContainsSubstring("http://sns.amazonaws.com/doc/2010-03-31/"));
    }
    CHECK(aws.warnings.size() == 3);
}

TEST_CASE("A trace header on Publish arrives in the queue", "[protocol][query][sns]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    aws.query("Action=CreateTopic&Version=2010-03-31&Name=placed");
    aws.query(
        "Action=Subscribe&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:000000000000:placed&Protocol=sqs"
        "&Endpoint=arn:aws:sqs:us-east-1:000000000000:orders");
    auto const published = aws.query(
        "Action=Publish&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:000000000000:placed&Message=hi",
        "/", "X-Amzn-Trace-Id: Root=1-abc\n");
    CHECK(published.status == 200);
    CHECK_THAT(
        aws.sqs("ReceiveMessage", R"({"QueueUrl":"orders","MessageSystemAttributeNames":["All"]})").body,
        Catch::ContainsSubstring(R"("AWSTraceHeader":"Root=1-abc")"));
}

TEST_CASE("GetCallerIdentity tells the account of the access key", "[protocol][query][sts]")
{
    transcript aws;
    auto const answer = aws.query(
        "Action=GetCallerIdentity&Version=2011-06-15", "/",
        "Authorization: AWS4-HMAC-SHA256 Credential=123456789012/20261122/us-east-1/sts/aws4_request\n");
    CHECK_THAT(answer.body, Catch::ContainsSubstring("<Arn>arn:aws:iam::123456789012:root</Arn>"));
    CHECK_THAT(answer.body,
               Catch::ContainsSubstring(
                   R"(<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">)"));
    CHECK_THAT(
        aws.query("Action=AssumeRole&Version=2011-06-15").body,
        Catch::ContainsSubstring(
            "<Code>InvalidAction</Code><Message>Could not find operation AssumeRole for version 2011-06-15</Message>"));
}

TEST_CASE("What cannot be read as a number is refused with 400", "[protocol][query]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=orders&Version=2012-11-05");
    CHECK(aws.query("Action=SendMessage&MessageBody=x&DelaySeconds=soon", "/000000000000/orders").status
          == 400);
    CHECK(aws.query("Action=Subscribe&Version=2010-03-31&ReturnSubscriptionArn=perhaps").status == 400);
}

TEST_CASE("The batches, tags and permissions of SQS are understood and answered in the Query protocol",
          "[protocol][query][sqs]")
{
    transcript aws;
    aws.query("Action=CreateQueue&QueueName=q&Version=2012-11-05&Tag.1.Key=a&Tag.1.Value=1");
    auto const ask = [&](std::string_view fields) { return aws.query(fields, "/000000000000/q").body; };
    CHECK_THAT(
        ask("Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=one&SendMessageBatchRequestEntry.1.MessageBody=x"
            "&SendMessageBatchRequestEntry.2.Id=two&SendMessageBatchRequestEntry.2.MessageBody=%01"),
        Catch::ContainsSubstring("<SendMessageBatchResultEntry><Id>one</Id><MessageId>")
            && Catch::ContainsSubstring("<BatchResultErrorEntry><Id>two</Id><SenderFault>true</SenderFault>"
                                        "<Code>InvalidMessageContents</Code><Message>"));
    CHECK_THAT(ask("Action=SendMessageBatch"),
               Catch::ContainsSubstring("<Code>AWS.SimpleQueueService.EmptyBatchRequest</Code>"));
    CHECK_THAT(ask("Action=DeleteMessageBatch&DeleteMessageBatchRequestEntry.1.Id=one"
                   "&DeleteMessageBatchRequestEntry.1.ReceiptHandle=garbage"),
               Catch::ContainsSubstring("<Code>ReceiptHandleIsInvalid</Code>"));
    CHECK_THAT(ask("Action=ChangeMessageVisibilityBatch&ChangeMessageVisibilityBatchRequestEntry.1.Id=one"
                   "&ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle=garbage"
                   "&ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout=1"),
               Catch::ContainsSubstring("<Code>ReceiptHandleIsInvalid</Code>"));
    ask("Action=TagQueue&Tags.1.Key=b&Tags.1.Value=2");
    CHECK_THAT(ask("Action=ListQueueTags"),
               Catch::ContainsSubstring(
                   "<Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value>2</Value></Tag>"));
    ask("Action=UntagQueue&TagKey.1=a&TagKey.2=b");
    CHECK_THAT(ask("Action=ListQueueTags"), Catch::ContainsSubstring("<ListQueueTagsResult/>"));
    CHECK_THAT(ask("Action=AddPermission&Label=l&AWSAccountId.1=111111111111&ActionName.1=SendMessage"),
               Catch::ContainsSubstring("<AddPermissionResponse"));
    CHECK_THAT(ask("Action=GetQueueAttributes&AttributeName.1=Policy"),
               Catch::ContainsSubstring("arn:aws:iam::111111111111:root"));
    CHECK_THAT(ask("Action=RemovePermission&Label=l"), Catch::ContainsSubstring("<RemovePermissionResponse"));
    CHECK_THAT(ask("Action=ListDeadLetterSourceQueues"),
               Catch::ContainsSubstring("<ListDeadLetterSourceQueuesResult/>"));
    CHECK_THAT(
        aws.query(
               "Action=ListMessageMoveTasks&Version=2012-11-05&SourceArn=arn:aws:sqs:us-east-1:000000000000:q")
            .body,
        Catch::ContainsSubstring("<ListMessageMoveTasksResult/>"));
    CHECK_THAT(
        aws.query(
               "Action=StartMessageMoveTask&Version=2012-11-05&SourceArn=arn:aws:sqs:us-east-1:000000000000:q")
            .body,
        Catch::ContainsSubstring(
            "<Message>Source queue must be configured as a Dead Letter Queue.</Message>"));
    CHECK_THAT(aws.query("Action=CancelMessageMoveTask&Version=2012-11-05&TaskHandle=x").body,
               Catch::ContainsSubstring("<Message>Value for parameter TaskHandle is invalid.</Message>"));
}
