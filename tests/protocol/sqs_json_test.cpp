#include "protocol/transcript.hpp"
#include "support/catch.hpp"

using namespace understudy::protocol;

TEST_CASE("An SQS answer in JSON has the request id, the JSON type and no blanks", "[protocol][sqs]")
{
    transcript aws;
    CHECK(aws("POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.CreateQueue\n\n"
              R"({"QueueName":"orders"})")
          == "200\nx-amzn-RequestId: <id>\nContent-Type: application/x-amz-json-1.0\n\n"
             R"({"QueueUrl":"http://localhost:4566/000000000000/orders"})");
}

TEST_CASE("An SQS operation without output answers 200 with an empty body and the JSON type",
          "[protocol][sqs]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    CHECK(to_text(aws.sqs("PurgeQueue", R"({"QueueUrl":"http://elsewhere/000000000000/orders"})"))
          == "200\nx-amzn-RequestId: <id>\nContent-Type: application/x-amz-json-1.0\n\n");
}

TEST_CASE("Empty lists are left out: nothing received and no queues are both {}", "[protocol][sqs]")
{
    transcript aws;
    CHECK(aws.sqs("ListQueues", "{}").body == "{}");
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    CHECK(aws.sqs("ReceiveMessage", R"({"QueueUrl":"orders"})").body == "{}");
}

TEST_CASE("An SQS error has its type, its text, and the query code in a header", "[protocol][sqs]")
{
    transcript aws;
    CHECK(
        to_text(
            aws.sqs("SendMessage", R"({"QueueUrl":"http://localhost/000000000000/none","MessageBody":"x"})"))
        == "400\nx-amzn-RequestId: <id>\nContent-Type: application/x-amz-json-1.0\n"
           "x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender\n\n"
           R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."})");
}

TEST_CASE("A generic SQS error is of the coral namespace", "[protocol][sqs]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    auto const answer = aws.sqs("ReceiveMessage", R"({"QueueUrl":"orders","MaxNumberOfMessages":11})");
    CHECK(answer.status == 400);
    CHECK_THAT(answer.body, Catch::ContainsSubstring(
                                R"("__type":"com.amazon.coral.service#InvalidParameterValueException")"));
    CHECK(header(answer, "x-amzn-query-error") == "InvalidParameterValue;Sender");
}

TEST_CASE("A body that is not a JSON object is a SerializationException, for SQS with MalformedInput",
          "[protocol][sqs]")
{
    transcript aws;
    for (auto const* body : {"{", "[]", "\"x\"", "{\"QueueName\":\"a\"} x", "nonsense", "null"}) {
        auto const answer = aws.sqs("CreateQueue", body);
        CHECK(answer.status == 400);
        CHECK(answer.body == R"({"__type":"com.amazon.coral.service#SerializationException"})");
        CHECK(header(answer, "x-amzn-query-error") == "MalformedInput;Sender");
    }
    CHECK(aws.sqs("ListQueues", "{}").body == "{}");
}

TEST_CASE("An empty body is an empty object to SQS", "[protocol][sqs]")
{
    transcript aws;
    CHECK(aws.sqs("ListQueues", "").body == "{}");
}

TEST_CASE("An operation SQS does not know is told as AWS tells it, and warned of once by name",
          "[protocol][sqs]")
{
    transcript aws;
    for (auto const* name : {"FooBar", "StartMessageMoveTasks", "sendmessage", ""}) {
        aws.warnings.clear();
        auto const answer = aws.sqs(name, "{}");
        CHECK(answer.status == 400);
        CHECK(answer.body == R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
        CHECK(header(answer, "x-amzn-query-error") == "InvalidAction;Sender");
        REQUIRE(aws.warnings.size() == 1);
        CHECK_THAT(aws.warnings.front(),
                   Catch::ContainsSubstring("sqs operation '" + std::string{name} + "'"));
    }
}

TEST_CASE("What a client calls an operation cannot break the line of a log", "[protocol][sqs]")
{
    transcript aws;
    aws.query("Action=Foo%0AReady.&Version=2012-11-05");
    REQUIRE(aws.warnings.size() == 1);
    CHECK(aws.warnings.front().find('\n') == std::string::npos);
}

TEST_CASE("Without a target, JSON that is signed for SQS is an unknown operation", "[protocol][sqs]")
{
    transcript aws;
    auto const answer =
        aws.ask("POST /\nContent-Type: application/x-amz-json-1.0\n"
                "Authorization: AWS4-HMAC-SHA256 Credential=k/20261122/us-east-1/sqs/aws4_request\n\n{}");
    CHECK(answer.body == R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
    CHECK(header(answer, "x-amzn-query-error") == "InvalidAction;Sender");
}

TEST_CASE("JSON may be posted to the path of a queue", "[protocol][sqs]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    auto const answer = aws.ask("POST /000000000000/orders\nContent-Type: application/x-amz-json-1.0\n"
                                "X-Amz-Target: AmazonSQS.SendMessage\n\n"
                                R"({"QueueUrl":"orders","MessageBody":"hello"})");
    CHECK(answer.status == 200);
    CHECK_THAT(answer.body, Catch::ContainsSubstring("5d41402abc4b2a76b9719d911017c592"));
}

TEST_CASE("Unknown members are ignored and null is absent", "[protocol][sqs]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders","Colour":{"deep":[1,2]},"Attributes":null})");
    CHECK(aws.sqs("GetQueueUrl", R"({"QueueName":"orders"})").status == 200);
}

TEST_CASE("A trace header becomes AWSTraceHeader, unless the message brings one", "[protocol][sqs]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    std::string const head =
        "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.SendMessage\n"
        "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793\n\n";
    aws.ask(head + R"({"QueueUrl":"orders","MessageBody":"one"})");
    aws.ask(head
            + R"({"QueueUrl":"orders","MessageBody":"two","MessageSystemAttributes":)"
              R"({"AWSTraceHeader":{"DataType":"String","StringValue":"Root=own"}}})");
    auto const received = aws.sqs(
        "ReceiveMessage",
        R"({"QueueUrl":"orders","MaxNumberOfMessages":10,"MessageSystemAttributeNames":["AWSTraceHeader"]})");
    CHECK_THAT(received.body, Catch::ContainsSubstring("Root=1-5759e988-bd862e3fe1be46a994272793"));
    CHECK_THAT(received.body, Catch::ContainsSubstring("Root=own"));
}

TEST_CASE("A poll that waits is parked and answered when a message comes", "[protocol][sqs]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    std::string const poll =
        "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.ReceiveMessage\n\n"
        R"({"QueueUrl":"orders","WaitTimeSeconds":20})";
    CHECK(aws(poll) == "parked");
    CHECK(aws.late.empty());
    aws.sqs("SendMessage", R"({"QueueUrl":"orders","MessageBody":"hello"})");
    REQUIRE(aws.late.size() == 1);
    CHECK_THAT(aws.late.front(), Catch::ContainsSubstring(R"("Body":"hello")"));
    CHECK(aws(poll) == "parked");
    aws.desk.advance(std::chrono::seconds{20});
    REQUIRE(aws.late.size() == 2);
    CHECK(aws.late.back() == "200\nx-amzn-RequestId: <id>\nContent-Type: application/x-amz-json-1.0\n\n{}");
}

TEST_CASE("A poll that waits brings along what to say when the server stops", "[protocol][sqs]")
{
    transcript aws;
    aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    raw_request const poll{
        "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.ReceiveMessage\n\n"
        R"({"QueueUrl":"orders","WaitTimeSeconds":20})"};
    auto const answered = aws.router.handle(poll.view(), [](late_response) {});
    REQUIRE(std::holds_alternative<waiting>(answered));
    CHECK(std::get<waiting>(answered).nothing.body == "{}");
    aws.router.cancel(std::get<waiting>(answered).poll);
    aws.sqs("SendMessage", R"({"QueueUrl":"orders","MessageBody":"hello"})");
    CHECK_THAT(aws.sqs("ReceiveMessage", R"({"QueueUrl":"orders"})").body, Catch::ContainsSubstring("hello"));
}
