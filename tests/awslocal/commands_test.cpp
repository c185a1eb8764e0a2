// Command lines against a service that answers what the test says.
#include "support/catch.hpp"

#include "awslocal/awslocal.hpp"
#include "awslocal/services.hpp"

#include <deque>
#include <map>
#include <sstream>
#include <stdexcept>

using namespace understudy;

namespace {

std::string header(wire_request const& request, std::string_view name)
{
    for (auto const& [each, value] : request.headers) {
        if (each == name) { return value; }
    }
    return {};
}

struct stage {
    std::map<std::string, std::string> environment = {};
    std::deque<wire_response> answers = {};
    std::vector<std::string> urls = {};
    std::vector<wire_request> requests = {};
    int pauses = 0;
    std::string out = {};
    std::string errors = {};

    int run(std::vector<std::string> const& words)
    {
        std::ostringstream said, complained;
        auto const code = awslocal::run(
            words, {.variable = [&](char const* name) -> char const* {
                        auto const found = environment.find(name);
                        return found == environment.end() ? nullptr : found->second.c_str();
                    },
                    .send =
                        [&](std::string const& url, wire_request const& request) {
                            urls.push_back(url);
                            requests.push_back(request);
                            if (answers.empty()) { throw std::runtime_error{"Connection refused"}; }
                            auto answer = answers.front();
                            answers.pop_front();
                            return answer;
                        },
                    .now = [] { return std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}}; },
                    .pause = [&] { ++pauses; },
                    .out = said,
                    .errors = complained});
        out = said.str();
        errors = complained.str();
        return code;
    }
};

wire_response json_answer(std::string body, unsigned status = 200) { return {status, {}, std::move(body)}; }

} // namespace

TEST_CASE("Names are spelled as the AWS CLI spells them", "[awslocal]")
{
    CHECK(awslocal::cli_name("CreateQueue") == "create-queue");
    CHECK(awslocal::cli_name("AWSAccountIds") == "aws-account-ids");
    CHECK(awslocal::cli_name("ListSMSSandboxPhoneNumbers") == "list-sms-sandbox-phone-numbers");
    CHECK(awslocal::cli_name("GetSMSAttributes") == "get-sms-attributes");
    CHECK(awslocal::cli_name("SSESpecification") == "sse-specification");
    CHECK(awslocal::cli_name("tags") == "tags");
    CHECK(awslocal::cli_name("phoneNumber") == "phone-number");
}

TEST_CASE("A command of SQS becomes JSON and is answered with JSON", "[awslocal]")
{
    stage stage;
    stage.answers = {json_answer(R"({"QueueUrl":"http://localhost:4566/000000000000/q"})")};
    CHECK(stage.run({"sqs", "create-queue", "--queue-name", "q", "--attributes", "VisibilityTimeout=30",
                     "--tags", "a=b"})
          == 0);
    CHECK(stage.out == "{\n    \"QueueUrl\": \"http://localhost:4566/000000000000/q\"\n}\n");
    REQUIRE(stage.requests.size() == 1);
    auto const& request = stage.requests.front();
    CHECK(header(request, "X-Amz-Target") == "AmazonSQS.CreateQueue");
    CHECK(header(request, "Host") == "localhost:4566");
    CHECK(header(request, "Authorization")
              .starts_with("AWS4-HMAC-SHA256 Credential=test/20231114/us-east-1/sqs/aws4_request, "));
    CHECK(request.body == R"({"QueueName":"q","Attributes":{"VisibilityTimeout":"30"},"tags":{"a":"b"}})");
    CHECK(stage.urls.front() == "http://localhost:4566");
}

TEST_CASE("A command of SNS becomes a form and is answered with XML", "[awslocal]")
{
    stage stage;
    stage.answers = {json_answer(
        "<SubscribeResponse><SubscribeResult><SubscriptionArn>arn:s</SubscriptionArn></SubscribeResult>"
        "</SubscribeResponse>")};
    CHECK(stage.run({"sns", "subscribe", "--topic-arn", "arn:t", "--protocol", "sqs",
                     "--notification-endpoint", "arn:q", "--attributes", "RawMessageDelivery=true",
                     "--return-subscription-arn", "--query", "SubscriptionArn", "--output", "text"})
          == 0);
    CHECK(stage.out == "arn:s\n");
    CHECK(
        stage.requests.front().body
        == "Action=Subscribe&Version=2010-03-31&TopicArn=arn%3At&Protocol=sqs&Endpoint=arn%3Aq"
           "&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true&ReturnSubscriptionArn=true");

    stage.answers = {json_answer(
        "<ListTopicsResponse><ListTopicsResult><Topics><member><TopicArn>arn:t</TopicArn></member></Topics>"
        "</ListTopicsResult></ListTopicsResponse>")};
    CHECK(stage.run({"sns", "list-topics", "--output=text"}) == 0);
    CHECK(stage.out == "TOPICS\tarn:t\n");
}

TEST_CASE("The environment says where, as whom, and in which region", "[awslocal]")
{
    stage stage;
    stage.environment = {{"AWS_ENDPOINT_URL", "http://a:1"},
                         {"AWS_ENDPOINT_URL_SQS", "http://b:2/_world/w"},
                         {"LOCALSTACK_HOST", "c:3"},
                         {"AWS_DEFAULT_REGION", "eu-west-1"},
                         {"AWS_ACCESS_KEY_ID", "111122223333"},
                         {"AWS_DEFAULT_OUTPUT", "text"}};
    stage.answers.assign(4, json_answer("{}"));
    CHECK(stage.run({"sqs", "list-queues"}) == 0);
    CHECK(stage.run({"dynamodb", "list-tables"}) == 0);
    CHECK(stage.run({"--endpoint-url", "http://d:4", "--region=us-west-2", "sqs", "list-queues",
                     "--no-cli-pager", "--profile", "x"})
          == 0);
    stage.environment = {{"LOCALSTACK_HOST", "c:3"}};
    CHECK(stage.run({"sqs", "list-queues"}) == 0);
    CHECK(stage.urls
          == std::vector<std::string>{"http://b:2/_world/w", "http://a:1", "http://d:4", "http://c:3"});
    CHECK(header(stage.requests[0], "Host") == "b:2");
    CHECK(header(stage.requests[0], "Authorization").find("111122223333/20231114/eu-west-1/sqs")
          != std::string::npos);
    CHECK(header(stage.requests[2], "Authorization").find("/us-west-2/") != std::string::npos);
}

TEST_CASE("A refusal of the service is told with its code, and 254", "[awslocal]")
{
    stage stage;
    stage.answers = {json_answer(
        R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"gone"})", 400)};
    CHECK(stage.run({"dynamodb", "scan", "--table-name", "t"}) == 254);
    CHECK(stage.errors
          == "\nAn error occurred (ResourceNotFoundException) when calling the Scan operation: gone\n");
    CHECK(stage.out.empty());

    stage.answers = {{400,
                      {{"x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"}},
                      R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no"})"}};
    CHECK(stage.run({"sqs", "get-queue-url", "--queue-name", "q"}) == 254);
    CHECK(
        stage.errors
        == "\nAn error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: no\n");

    stage.answers = {json_answer(
        "<ErrorResponse><Error><Code>NotFound</Code><Message>no topic</Message></Error></ErrorResponse>",
        404)};
    CHECK(stage.run({"sns", "publish", "--topic-arn", "a", "--message", "m"}) == 254);
    CHECK(stage.errors == "\nAn error occurred (NotFound) when calling the Publish operation: no topic\n");

    CHECK(stage.run({"sqs", "list-queues"}) == 255);
    CHECK(stage.errors
          == "\nCould not connect to the endpoint URL: \"http://localhost:4566\": Connection refused\n");
}

TEST_CASE("A mistyped command line is told what there is, and 252", "[awslocal]")
{
    stage stage;
    auto const complaint = [&](std::vector<std::string> const& words) {
        CHECK(stage.run(words) == 252);
        CHECK(stage.requests.empty());
        return stage.errors;
    };
    CHECK(complaint({}).find("the following arguments are required: command") != std::string::npos);
    CHECK(complaint({"sqs"}).find("the following arguments are required: operation") != std::string::npos);
    CHECK(complaint({"sqss"}).find("Invalid choice: 'sqss', maybe you meant:\n\n  * sqs\n")
          != std::string::npos);
    CHECK(complaint({"sqs", "create-quee"}).find("  * create-queue\n") != std::string::npos);
    CHECK(complaint({"s3", "ls"}).find("dynamodb                                 | sns")
          != std::string::npos);
    CHECK(complaint({"sqs", "create-queue", "--foo", "1"}).find("Unknown options: --foo, 1\n")
          != std::string::npos);
    CHECK(complaint({"sqs", "create-queue", "--queue-name"})
              .find("argument --queue-name: expected one argument")
          != std::string::npos);
    CHECK(complaint({"sqs", "list-queues", "--query", "a["}).find("Bad value for --query a[: ")
          != std::string::npos);
    CHECK(complaint({"sqs", "list-queues", "--output", "xml"}).find("Unknown output type: xml")
          != std::string::npos);
    CHECK(complaint({"sqs", "list-queues", "--no-paginate", "--max-items", "1"})
              .ends_with("along with pagination arguments: --max-items\n"));
    CHECK(complaint({"sqs", "list-queues", "--endpoint-url", "x"}).find("scheme is missing")
          != std::string::npos);
    CHECK(complaint({"dynamodb", "wait", "table-existss"}).find("  * table-exists\n") != std::string::npos);
}

TEST_CASE("Help names the commands, and the options of one", "[awslocal]")
{
    stage stage;
    CHECK(stage.run({"help"}) == 0);
    CHECK(stage.out.find("AVAILABLE SERVICES\n\n   dynamodb\n   sns\n   sqs\n   sts\n") != std::string::npos);
    CHECK(stage.run({"sqs", "help"}) == 0);
    CHECK(stage.out.find("\n   create-queue\n") != std::string::npos);
    CHECK(stage.run({"dynamodb", "scan", "help"}) == 0);
    CHECK(stage.out.find("     [--consistent-read | --no-consistent-read]\n") != std::string::npos);
    CHECK(stage.out.find("     [--limit <integer>]\n") != std::string::npos);
}

TEST_CASE("Pages are merged, and cut off where it is asked", "[awslocal]")
{
    stage stage;
    auto const both = [&] {
        stage.requests.clear();
        stage.answers = {
            json_answer(
                R"({"Items":[{"pk":{"S":"a"}},{"pk":{"S":"b"}}],"Count":2,"ScannedCount":3,"LastEvaluatedKey":{"pk":{"S":"b"}}})"),
            json_answer(R"({"Items":[{"pk":{"S":"c"}}],"Count":1,"ScannedCount":1})")};
    };
    both();
    CHECK(stage.run({"dynamodb", "scan", "--table-name", "t", "--query",
                     "[Items[].pk.S, Count, ScannedCount, ConsumedCapacity]", "--output", "text"})
          == 0);
    CHECK(stage.out == "3\t4\tNone\na\tb\tc\n");
    CHECK(stage.requests[1].body == R"({"TableName":"t","ExclusiveStartKey":{"pk":{"S":"b"}}})");

    both();
    CHECK(stage.run({"dynamodb", "scan", "--table-name", "t", "--max-items", "1", "--page-size", "2",
                     "--query", "[Items[0].pk.S, NextToken]", "--output", "text"})
          == 0);
    CHECK(stage.requests.size() == 1);
    CHECK(stage.requests[0].body == R"({"TableName":"t","Limit":2})");
    auto const token = stage.out.substr(2, stage.out.size() - 3);
    CHECK(stage.out.starts_with("a\t"));

    both();
    CHECK(stage.run({"dynamodb", "scan", "--table-name", "t", "--starting-token", token, "--query",
                     "Items[].pk.S", "--output", "text"})
          == 0);
    CHECK(stage.out == "b\tc\n");

    both();
    CHECK(stage.run(
              {"dynamodb", "scan", "--table-name", "t", "--no-paginate", "--query", "LastEvaluatedKey.pk.S"})
          == 0);
    CHECK(stage.out == "\"b\"\n");
    both();
    CHECK(stage.run(
              {"dynamodb", "scan", "--table-name", "t", "--limit", "2", "--query", "LastEvaluatedKey.pk.S"})
          == 0);
    CHECK(stage.out == "\"b\"\n");
    CHECK(stage.run({"dynamodb", "scan", "--table-name", "t", "--starting-token", "x"}) == 252);
}

TEST_CASE("A waiter asks until it is so", "[awslocal]")
{
    stage stage;
    auto const gone = json_answer(R"({"__type":"a#ResourceNotFoundException","message":"gone"})", 400);
    auto const with = [](std::string_view status) {
        return json_answer(R"({"Table":{"TableStatus":")" + std::string{status} + "\"}}");
    };
    stage.answers = {gone, with("CREATING"), with("ACTIVE")};
    CHECK(stage.run({"dynamodb", "wait", "table-exists", "--table-name", "t"}) == 0);
    CHECK(stage.pauses == 2);
    CHECK(stage.out.empty());
    stage.answers = {with("DELETING"), gone};
    CHECK(stage.run({"dynamodb", "wait", "table-not-exists", "--table-name", "t"}) == 0);
    CHECK(stage.pauses == 3);
    stage.answers = {json_answer(R"({"__type":"a#ValidationException","message":"bad"})", 400)};
    CHECK(stage.run({"dynamodb", "wait", "table-exists", "--table-name", "t"}) == 255);
    CHECK(stage.errors == "\nWaiter TableExists failed: An error occurred (ValidationException): bad\n");
    stage.answers.assign(5'000, with("CREATING"));
    CHECK(stage.run({"dynamodb", "wait", "table-exists", "--table-name", "t"}) == 255);
    CHECK(stage.errors == "\nWaiter TableExists failed: Max attempts exceeded\n");
}

TEST_CASE("Times are told as texts, members in the order of the model, and nothing where there is nothing",
          "[awslocal]")
{
    stage stage;
    stage.answers = {json_answer(
        R"({"Table":{"TableStatus":"ACTIVE","TableName":"t","New":1,"CreationDateTime":1700000000.25}})")};
    CHECK(stage.run({"dynamodb", "describe-table", "--table-name", "t", "--query",
                     "Table.[TableName, CreationDateTime, New]", "--output", "text"})
          == 0);
    CHECK(stage.out == "t\t2023-11-14T22:13:20.250000+00:00\tNone\n");
    stage.answers = {json_answer("{}"), json_answer("{}"), json_answer("{}")};
    CHECK(stage.run({"sqs", "delete-queue", "--queue-url", "u"}) == 0);
    CHECK(stage.out.empty());
    CHECK(stage.run({"sqs", "receive-message", "--queue-url", "u"}) == 0);
    CHECK(stage.out.empty());
    CHECK(stage.run({"sqs", "receive-message", "--queue-url", "u", "--query", "Messages[0].Body"}) == 0);
    CHECK(stage.out == "null\n");
}

TEST_CASE("It is meant when the program is called by its name, or told so first", "[awslocal]")
{
    auto const rest = [](std::vector<char const*> const& line) -> int {
        auto const found = awslocal::find_command_line(line);
        return found ? static_cast<int>(found->size()) : -1;
    };
    CHECK(rest({"/usr/local/bin/awslocal", "sqs", "help"}) == 2);
    CHECK(rest({"aws"}) == 0);
    CHECK(rest({"understudy", "awslocal", "sqs"}) == 1);
    CHECK(rest({"understudy", "serve", "awslocal"}) == -1);
    CHECK(rest({"understudy"}) == -1);
    CHECK(rest({}) == -1);
}
