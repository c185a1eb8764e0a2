// Whatever a client sends: one answer, and never a 500.
#include "protocol/router.hpp"
#include "support/fixed_desk.hpp"

#include <cstdlib>

using namespace understudy;
using namespace understudy::protocol;

namespace {

constexpr std::string_view targets[] = {"",
                                        "AmazonSQS.CreateQueue",
                                        "AmazonSQS.SendMessage",
                                        "AmazonSQS.ReceiveMessage",
                                        "AmazonSQS.SetQueueAttributes",
                                        "AmazonSQS.ChangeMessageVisibility",
                                        "DynamoDB_20120810.CreateTable",
                                        "DynamoDB_20120810.PutItem",
                                        "DynamoDB_20120810.GetItem",
                                        "DynamoDB_20120810.UpdateItem",
                                        "DynamoDB_20120810.DeleteItem",
                                        "DynamoDB_20120810.Query",
                                        "DynamoDB_20120810.Scan",
                                        "DynamoDB_20120810.BatchGetItem",
                                        "DynamoDB_20120810.BatchWriteItem",
                                        "DynamoDB_20120810.TransactGetItems",
                                        "DynamoDB_20120810.TransactWriteItems",
                                        "DynamoDB_20120810.UpdateTable"};

/// A table with an index and an item, so that requests come further than its name.
constexpr std::pair<std::string_view, std::string_view> before[] = {
    {"DynamoDB_20120810.CreateTable", R"({"TableName":"tbl","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
        "GlobalSecondaryIndexes":[{"IndexName":"ind","KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],
                                   "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["a"]}}]})"},
    {"DynamoDB_20120810.PutItem",
     R"({"TableName":"tbl","Item":{"pk":{"S":"a"},"sk":{"N":"1"},"a":{"L":[{"S":"x"}]},"b":{"M":{"c":{"SS":["d"]}}}}})"},
};

http_request json_request(std::string_view target, std::string_view body)
{
    return {.host = "localhost",
            .content_type = "application/x-amz-json-1.0",
            .amz_target = target,
            .body = body};
}

/// The first line of the input, and the rest.
std::string_view take_line(std::string_view& rest)
{
    auto const end = rest.find('\n');
    auto const line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    if (size == 0) { return 0; }
    fixed_desk desk;
    router router{desk};
    for (auto const& [operation, body] : before)
        static_cast<void>(router.handle(json_request(operation, body), [](late_response) {}));
    std::string_view input{reinterpret_cast<char const*>(data + 1), size - 1};
    auto const target = targets[data[0] % std::size(targets)];
    auto request = json_request(target, {});
    if (target.empty()) {
        request.method = data[0] % 2 == 0 ? "GET" : "POST";
        request.target = take_line(input);
        request.authorization = take_line(input);
        request.content_type = take_line(input);
        request.content_encoding = take_line(input);
        request.amz_target = take_line(input);
    }
    request.body = input;
    auto const answered = router.handle(request, [](late_response) {});
    auto const* response = std::get_if<http_response>(&answered);
    bool const undecodable = !request.content_encoding.empty(); // to which DynamoDB itself says 500
    if (response != nullptr && response->status >= 500 && !undecodable) { std::abort(); }
    return 0;
}
