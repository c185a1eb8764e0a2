#include "protocol/transcript.hpp"
#include "support/catch.hpp"

using namespace understudy::protocol;

namespace {

std::string signed_by(std::string_view key, std::string_view region, std::string_view service)
{
    return "Authorization: AWS4-HMAC-SHA256 Credential=" + std::string{key} + "/20261122/"
           + std::string{region} + "/" + std::string{service}
           + "/aws4_request, SignedHeaders=host, Signature=0\n";
}

std::string url_of(http_response const& response)
{
    auto const begin = response.body.find("http");
    return response.body.substr(begin, response.body.find('"', begin) - begin);
}

} // namespace

TEST_CASE("The target tells the service, whatever the signature says", "[protocol]")
{
    transcript aws;
    auto const answer =
        aws.ask("POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.ListQueues\n"
                + signed_by("k", "us-east-1", "dynamodb") + "\n{}");
    CHECK(answer.body == "{}");
    CHECK_FALSE(answer.crc32.has_value());
}

TEST_CASE("Without a target the signature tells the service, before the version does", "[protocol]")
{
    transcript aws;
    CHECK_THAT(
        aws.query("Action=ListTopics&Version=2012-11-05", "/", signed_by("k", "us-east-1", "sns")).body,
        Catch::ContainsSubstring("<ListTopicsResponse"));
    CHECK_THAT(aws.query("Action=ListTopics&Version=2012-11-05").body,
               Catch::ContainsSubstring("InvalidAction"));
}

TEST_CASE("Without signature and version, path, parameters and action tell the service", "[protocol]")
{
    transcript aws;
    CHECK_THAT(aws.query("Action=CreateQueue&QueueName=orders").body,
               Catch::ContainsSubstring("<CreateQueueResponse"));
    CHECK_THAT(aws.query("Action=CreateTopic&Name=placed").body,
               Catch::ContainsSubstring("<CreateTopicResponse"));
    CHECK_THAT(aws.query("Action=GetCallerIdentity").body,
               Catch::ContainsSubstring("<GetCallerIdentityResponse"));
    CHECK_THAT(aws.query("Action=AddPermission&TopicArn=x").body,
               Catch::ContainsSubstring("sns.amazonaws.com"));
    CHECK_THAT(aws.query("Action=AddPermission&QueueUrl=x").body,
               Catch::ContainsSubstring("queue.amazonaws.com"));
    CHECK_THAT(aws.query("Action=Unsubscribe&SubscriptionArn=x").body,
               Catch::ContainsSubstring("sns.amazonaws.com"));
    CHECK_THAT(aws.query("Action=AddPermission", "/000000000000/q").body,
               Catch::ContainsSubstring("queue.amazonaws.com"));
}

TEST_CASE("A presigned URL tells service, account and region", "[protocol]")
{
    transcript aws;
    auto const answer =
        aws.ask("GET /?Action=CreateTopic&Name=placed&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                "&X-Amz-Credential=123456789012%2F20261122%2Feu-west-1%2Fsns%2Faws4_request\n\n");
    CHECK_THAT(answer.body, Catch::ContainsSubstring("arn:aws:sns:eu-west-1:123456789012:placed"));
}

TEST_CASE("A twelve-digit access key is the account, and the scope has the region", "[protocol]")
{
    transcript aws;
    std::string const create =
        "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.CreateQueue\n";
    std::string const body = "\n{\"QueueName\":\"orders\"}";
    CHECK(url_of(aws.ask(create + body)) == "http://localhost:4566/000000000000/orders");
    CHECK(url_of(aws.ask(create + signed_by("123456789012", "us-east-1", "sqs") + body))
          == "http://localhost:4566/123456789012/orders");
    CHECK(url_of(aws.ask(create + signed_by("AKIAEXAMPLE", "eu-west-1", "sqs") + body))
          == "http://localhost:4566/queue/eu-west-1/000000000000/orders");
    CHECK(url_of(aws.ask(create + signed_by("AKIAEXAMPLE", "<script>", "sqs") + body))
          == "http://localhost:4566/000000000000/orders");
}

TEST_CASE("A region in a queue's URL counts only for those who do not sign", "[protocol]")
{
    transcript aws;
    std::string const head = "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.";
    aws.ask(head + "CreateQueue\n" + signed_by("k", "eu-west-1", "sqs") + "\n{\"QueueName\":\"orders\"}");
    std::string const purge =
        "\n{\"QueueUrl\":\"http://localhost:4566/queue/eu-west-1/000000000000/orders\"}";
    CHECK(aws.ask(head + "PurgeQueue\n" + purge).status == 200);
    CHECK(aws.ask(head + "PurgeQueue\n" + signed_by("k", "us-east-1", "sqs") + purge).status == 400);
    CHECK(aws.query("Action=PurgeQueue", "/queue/eu-west-1/000000000000/orders").status == 200);
}

TEST_CASE("A queue's URL leads where the caller came from", "[protocol]")
{
    transcript aws;
    std::string const create =
        "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.CreateQueue\n";
    CHECK(url_of(aws.ask(create + "Host: 10.1.2.3:9999\n\n{\"QueueName\":\"orders\"}"))
          == "http://10.1.2.3:9999/000000000000/orders");
    raw_request raw{create + "Host: aws.localhost\n\n{\"QueueName\":\"orders\"}"};
    auto request = raw.view();
    request.secure = true;
    CHECK(url_of(std::get<http_response>(aws.router.handle(request, [](late_response) {})))
          == "https://aws.localhost/000000000000/orders");
}

TEST_CASE("What nobody can place is answered politely", "[protocol]")
{
    transcript aws;
    CHECK(aws.ask("GET /\n\n").status == 404);
    CHECK(aws.ask("GET /favicon.ico\n\n").status == 404);
    CHECK(aws.ask("POST /\n\n").status == 404);
    CHECK(aws.ask("OPTIONS /\n\n").status == 404);
    CHECK(aws.query("Action=Nonsense").status == 400);
    CHECK(
        aws.ask(
               "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: Kinesis_20131202.ListStreams\n\n{}")
            .body
        == R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
}

TEST_CASE("Answers name operation and resource for the log when that is wanted", "[protocol]")
{
    transcript aws{{.name_resources = true}};
    auto const created = aws.sqs("CreateQueue", R"({"QueueName":"orders"})");
    CHECK(created.operation == "sqs.CreateQueue");
    CHECK(created.resource == "queue=orders");
    CHECK(aws.sqs("SendMessage", R"({"QueueUrl":"http://h/000000000000/orders","MessageBody":"x"})").resource
          == "queue=orders");
    CHECK(aws.query("Action=Publish&TopicArn=arn:aws:sns:us-east-1:000000000000:placed&Message=x").resource
          == "topic=placed");
    CHECK(aws.dynamodb("DescribeTable", R"({"TableName":"customers"})").resource == "table=customers");
    CHECK(aws.dynamodb("DescribeTable", R"({"TableName":"customers"})").operation
          == "dynamodb.DescribeTable");
}

namespace {

/// A desk on which everything goes wrong.
class broken_desk final : public understudy::desk {
public:
    void cancel(understudy::ticket) override {}
    understudy::instant now() const override { return {}; }

private:
    void enter(visitor) override { throw std::runtime_error{"the desk is broken"}; }
    void keep(understudy::ticket, std::function<void(understudy::late_reply)>) override {}
};

} // namespace

TEST_CASE("What is thrown becomes one InternalFailure in the form of the protocol, and is told as a bug",
          "[protocol]")
{
    broken_desk desk;
    std::vector<std::string> warnings;
    router broken{desk, {.warn = [&](std::string_view text) { warnings.emplace_back(text); }}};
    auto const ask = [&](std::string text) {
        raw_request const request{std::move(text)};
        return std::get<http_response>(broken.handle(request.view(), [](late_response) {}));
    };
    auto const sqs = ask("POST /\nX-Amz-Target: AmazonSQS.ListQueues\n\n{}");
    CHECK(sqs.status == 500);
    CHECK(header(sqs, "x-amzn-query-error") == "InternalFailure;Receiver");
    auto const table =
        ask("POST /\nContent-Type: application/json\nX-Amz-Target: DynamoDB_20120810.ListTables\n\n{}");
    CHECK(table.status == 500);
    CHECK_THAT(table.body, Catch::ContainsSubstring("com.amazon.coral.service#InternalFailure"));
    CHECK(table.crc32.has_value());
    auto const topic = ask("POST /\n\nAction=ListTopics&Version=2010-03-31");
    CHECK(topic.status == 500);
    CHECK_THAT(topic.body, Catch::ContainsSubstring("<Code>InternalFailure</Code>"));
    CHECK(ask("POST /\n\nAction=ListQueues&Version=2012-11-05").status == 500);
    REQUIRE(warnings.size() == 4);
    CHECK_THAT(warnings.front(),
               Catch::ContainsSubstring("bug: ") && Catch::ContainsSubstring("the desk is broken"));
}
