// One request again and again through all but the socket: read from its bytes, served, answered in bytes. For counting instructions:
//     bench_instructions              prints the operations, with "many" behind those that may be one among many
//     bench_instructions OPERATION    serves it a thousand times in serve_measured()
//     bench_instructions OPERATION N  the same among N other items or messages
#include "protocol/router.hpp"
#include "server/driver.hpp"
#include "server/request_reader.hpp"
#include "server/response_writer.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace understudy;

constexpr int warm_ups = 100;
constexpr int times = 1000;

std::string http(std::string_view service, std::string_view operation, std::string_view body)
{
    bool const is_query = service == "sns";
    std::string target = service == "dynamodb" ? "DynamoDB_20120810." : "AmazonSQS.";
    return "POST / HTTP/1.1\r\nHost: 127.0.0.1:4566\r\nAccept-Encoding: identity\r\n"
           + (is_query ? std::string{"Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"}
                       : "X-Amz-Target: " + target.append(operation)
                             + "\r\nContent-Type: application/x-amz-json-1.0\r\n")
           + "User-Agent: Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.2\r\n"
             "X-Amz-Date: 20261122T195448Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/"
           + std::string{service}
           + "/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
           + std::string(64, 'a')
           + "\r\namz-sdk-invocation-id: 6ff0b06c-6b1a-4c3b-8d3e-3a1c5f6f7a10\r\namz-sdk-request: attempt=1\r\n"
             "Content-Length: "
           + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

/// An emulator without sockets whose clock stands still.
class stage {
public:
    /// Throws when the request is refused: nothing but good answers is ever counted.
    std::string const& serve(std::string_view request)
    {
        auto const room = reader_.prepare();
        if (room.size() < request.size()) throw std::runtime_error{"the request is too long"};
        std::copy(request.begin(), request.end(), room.begin());
        reader_.commit(request.size());
        if (reader_.parse() != server::request_reader::progress::complete) {
            throw std::runtime_error{"this is no request: " + std::string{request}};
        }
        auto const answer = router_.handle(reader_.request(), [](protocol::late_response) {});
        answer_.clear();
        server::write_response(answer_, std::get<protocol::http_response>(answer), {.date = date_.now()});
        reader_.next();
        if (!answer_.starts_with("HTTP/1.1 200")) throw std::runtime_error{answer_};
        return answer_;
    }

    void ask(std::string_view service, std::string_view operation, std::string_view body)
    {
        serve(http(service, operation, body));
    }

private:
    driver driver_{{.engine = {.seed = 1}, .clock = clock_mode::manual}};
    protocol::router router_{driver_, {}};
    server::request_reader reader_{{}};
    server::date_text date_;
    std::string answer_;
};

std::string item(std::string_view key, std::string_view more = "")
{
    return R"({"id":{"S":")" + std::string{key} + R"("},)" + std::string{more}
           + R"("status":{"S":"active"},"name":{"S":"John Doe"},"email":{"S":"john.doe@example.com"},"visits":{"N":"42"},)"
             R"("verified":{"BOOL":true},"address":{"M":{"street":{"S":"1 Long Road"},"city":{"S":"Stockholm"}}},)"
             R"("labels":{"L":[{"S":"first"},{"S":"second"}]},"notes":{"S":")"
           + std::string(250, 'n') + "\"}}";
}

constexpr std::string_view table_of_customers =
    R"({"TableName":"customers","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})";
constexpr std::string_view table_of_orders =
    R"({"TableName":"customers","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"at","AttributeType":"N"}],)"
    R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}],"BillingMode":"PAY_PER_REQUEST"})";

void make_customer(stage& aws)
{
    aws.ask("dynamodb", "CreateTable", table_of_customers);
    aws.ask("dynamodb", "PutItem", R"({"TableName":"customers","Item":)" + item("c1") + "}");
}

void make_orders(stage& aws)
{
    aws.ask("dynamodb", "CreateTable", table_of_orders);
    for (char digit = '0'; digit <= '9'; ++digit) {
        auto const at = std::string{R"("at":{"N":")"} + digit + "\"},";
        aws.ask("dynamodb", "PutItem", R"({"TableName":"customers","Item":)" + item("c1", at) + "}");
    }
}

/// Asks for each of twenty-five items.
std::string batch_of_keys()
{
    std::string keys;
    for (char letter = 'a'; letter < 'a' + 25; ++letter) {
        keys += std::string{keys.empty() ? "" : ","} + R"({"id":{"S":")" + letter + R"("}})";
    }
    return R"({"RequestItems":{"customers":{"Keys":[)" + keys + "]}}}";
}

void make_customers(stage& aws)
{
    aws.ask("dynamodb", "CreateTable", table_of_customers);
    for (char letter = 'a'; letter < 'a' + 25; ++letter) {
        aws.ask("dynamodb", "PutItem",
                R"({"TableName":"customers","Item":)" + item(std::string{letter}) + "}");
    }
}

std::string six_digits(int number) { return std::to_string(1'000'000 + number).substr(1); }

/// Puts small items into the table, 25 at a time; `key_of` is told the number of each.
void crowd_table(stage& aws, int items, std::string (*key_of)(int number))
{
    constexpr int together = 25;
    for (int first = 0; first < items; first += together) {
        std::string puts;
        for (int i = first; i < std::min(items, first + together); ++i) {
            puts += puts.empty() ? "" : ",";
            puts += R"({"PutRequest":{"Item":{)" + key_of(i) + "}}}";
        }
        aws.ask("dynamodb", "BatchWriteItem", R"({"RequestItems":{"customers":[)" + puts + "]}}");
    }
}

void crowd_customers(stage& aws, int items)
{
    crowd_table(aws, items,
                [](int number) { return R"("id":{"S":"of-others-)" + six_digits(number) + "\"}"; });
}

/// Of the same customer, and older than those that are asked for.
void crowd_orders(stage& aws, int items)
{
    crowd_table(aws, items,
                [](int number) { return R"("id":{"S":"c1"},"at":{"N":"-1)" + six_digits(number) + "\"}"; });
}

void make_queue(stage& aws) { aws.ask("sqs", "CreateQueue", R"({"QueueName":"q"})"); }

/// As the body of a message, whose quotes JSON has to escape.
constexpr std::string_view event_json =
    R"({\"event\":\"customer--created\",\"customer\":{\"id\":\"2a6c6f6e-3c3f\",\"name\":\"John Doe\"}})";
constexpr std::string_view queue_url = R"("QueueUrl":"http://127.0.0.1:4566/000000000000/q")";

std::string message() { return std::string{event_json} + std::string(900, 'm'); }
std::string send() { return "{" + std::string{queue_url} + R"(,"MessageBody":")" + message() + "\"}"; }

void make_full_queue(stage& aws)
{
    make_queue(aws);
    for (int i = 0; i < 20; ++i) aws.ask("sqs", "SendMessage", send());
}

void crowd_queue(stage& aws, int messages)
{
    for (int first = 0; first < messages; first += 10) {
        std::string entries;
        for (char digit = '0'; digit <= '9'; ++digit) {
            entries +=
                std::string{entries.empty() ? "" : ","} + R"({"Id":")" + digit + R"(","MessageBody":"m"})";
        }
        aws.ask("sqs", "SendMessageBatch", "{" + std::string{queue_url} + R"(,"Entries":[)" + entries + "]}");
    }
}

void make_topic(stage& aws)
{
    make_queue(aws);
    aws.ask("sns", "CreateTopic", "Action=CreateTopic&Version=2010-03-31&Name=t");
    aws.ask(
        "sns", "Subscribe",
        "Action=Subscribe&Version=2010-03-31&Protocol=sqs&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A000000000000%3At"
        "&Endpoint=arn%3Aaws%3Asqs%3Aus-east-1%3A000000000000%3Aq");
}

struct measured_operation {
    std::string_view name;
    std::string_view service;
    void (*prepare)(stage&);
    void (*crowd)(stage&, int); // null: there is nothing to be many of
    std::string body;
};

std::vector<measured_operation> const& operations()
{
    static std::vector<measured_operation> const all{
        {"GetItem", "dynamodb", make_customer, crowd_customers,
         R"({"TableName":"customers","Key":{"id":{"S":"c1"}}})"},
        {"PutItem", "dynamodb", make_customer, crowd_customers,
         R"({"TableName":"customers","Item":)" + item("c1") + "}"},
        {"UpdateItem", "dynamodb", make_customer, crowd_customers,
         R"({"TableName":"customers","Key":{"id":{"S":"c1"}},"UpdateExpression":"SET visits = visits + :one, email = :email",)"
         R"("ConditionExpression":"attribute_exists(id) AND #status = :active","ExpressionAttributeNames":{"#status":"status"},)"
         R"("ExpressionAttributeValues":{":one":{"N":"1"},":email":{"S":"doe.john@example.com"},":active":{"S":"active"}}})"},
        {"Query", "dynamodb", make_orders, crowd_orders,
         R"({"TableName":"customers","KeyConditionExpression":"id = :id AND #at >= :zero","ExpressionAttributeNames":{"#at":"at"},)"
         R"("ExpressionAttributeValues":{":id":{"S":"c1"},":zero":{"N":"0"}}})"},
        {"BatchGetItem", "dynamodb", make_customers, crowd_customers, batch_of_keys()},
        {"SendMessage", "sqs", make_queue, crowd_queue, send()},
        {"ReceiveMessage", "sqs", make_full_queue, crowd_queue,
         "{" + std::string{queue_url} + R"(,"MaxNumberOfMessages":10,"VisibilityTimeout":0})"},
        {"Publish", "sns", make_topic, nullptr,
         "Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A000000000000%3At&Message=%7B%22event%22%3A+%22"
             + std::string(900, 'm') + "%22%7D"},
    };
    return all;
}

} // namespace

extern "C" [[gnu::noinline]] void serve_measured(stage& aws, std::string const& request)
{
    for (int i = 0; i < times; ++i) aws.serve(request);
}

int main(int count, char** arguments)
try {
    for (auto const& each : operations()) {
        if (count < 2) {
            std::printf("%s%s\n", std::string{each.name}.c_str(), each.crowd ? " many" : "");
        } else if (each.name == arguments[1]) {
            stage aws;
            each.prepare(aws);
            if (count > 2) each.crowd(aws, std::stoi(arguments[2]));
            auto const request = http(each.service, each.name, each.body);
            for (int i = 0; i < warm_ups; ++i) aws.serve(request);
            serve_measured(aws, request);
        }
    }
} catch (std::exception const& problem) {
    std::fprintf(stderr, "bench_instructions: %s\n", problem.what());
    return 1;
}
