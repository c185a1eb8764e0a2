#include "core/digest.hpp"
#include "protocol/content_encoding.hpp"
#include "protocol/transcript.hpp"
#include "support/catch.hpp"

#include <zlib.h>

#include <algorithm>

using namespace understudy::protocol;

namespace {

std::string compressed(std::string_view text, int window_bits)
{
    z_stream stream{};
    REQUIRE(::deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(::deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<unsigned>(text.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<unsigned>(out.size());
    REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

constexpr int gzip_bits = 16 + MAX_WBITS;

std::string head(std::string_view target, std::string_view type = "application/x-amz-json-1.0")
{
    return "POST /\nContent-Type: " + std::string{type} + "\nX-Amz-Target: " + std::string{target} + "\n\n";
}

void make_customers(transcript& aws)
{
    aws.dynamodb(
        "CreateTable",
        R"({"TableName":"customers","AttributeDefinitions":[{"AttributeName":"PK","AttributeType":"S"}],)"
        R"("KeySchema":[{"AttributeName":"PK","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})");
    aws.desk.advance(std::chrono::hours{1});
}

} // namespace

TEST_CASE("Every DynamoDB answer carries the CRC-32 of its body and an id of 52 characters",
          "[protocol][dynamodb]")
{
    transcript aws;
    for (
        auto const& answer :
        {aws.dynamodb("ListTables", "{}"), aws.dynamodb("ListTables", "{"), aws.dynamodb("Foo", "{}"),
         aws.dynamodb("DescribeTable", R"({"TableName":"none"})"),
         aws.ask(
             "PUT /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810.ListTables\n\n{}")}) {
        REQUIRE(answer.crc32.has_value());
        CHECK(*answer.crc32 == understudy::crc32(answer.body));
        CHECK(answer.request_id.size() == 52);
        CHECK(std::ranges::all_of(answer.request_id,
                                  [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }));
    }
}

TEST_CASE("DynamoDB's well-known checksums come out", "[protocol][dynamodb]")
{
    transcript aws;
    CHECK(aws.dynamodb("ListTables", "{").crc32 == 3948637019U);
    CHECK(aws.dynamodb("Foo", "{}").crc32 == 1368724161U);
    CHECK(aws.ask(head("DynamoDB_20120810.ListTables", "text/plain") + "{}").crc32 == 3552371480U);
}

TEST_CASE("The answer's type echoes the request's", "[protocol][dynamodb]")
{
    transcript aws;
    CHECK(aws.ask(head("DynamoDB_20120810.ListTables", "application/json; charset=utf-8") + "{}").content_type
          == "application/json");
    CHECK(aws.ask(head("DynamoDB_20120810.ListTables") + "{}").content_type == "application/x-amz-json-1.0");
    CHECK(aws.ask(head("DynamoDB_20120810.Foo", " application/json ") + "{}").content_type
          == "application/json");
}

TEST_CASE("A body of another type, and any method but POST, is answered with a page of 29 bytes",
          "[protocol][dynamodb]")
{
    transcript aws;
    for (auto const* type : {"application/x-amz-json-1.1", "application/jsonasdf", "text/plain"}) {
        auto const answer = aws.ask(head("DynamoDB_20120810.ListTables", type) + "{}");
        CHECK(answer.status == 404);
        CHECK(answer.body == "<UnknownOperationException/>\n");
    }
    CHECK(aws.ask("POST /\nX-Amz-Target: DynamoDB_20120810.ListTables\n\n{}").status == 404);
    CHECK(aws.ask("DELETE /\nX-Amz-Target: DynamoDB_20120810.ListTables\n\n").status == 404);
}

TEST_CASE("A GET that is meant for DynamoDB says that it is healthy", "[protocol][dynamodb]")
{
    transcript aws;
    auto const answer = aws.ask(
        "GET /\nAuthorization: AWS4-HMAC-SHA256 Credential=k/20261122/us-east-1/dynamodb/aws4_request\n\n");
    CHECK(answer.status == 200);
    CHECK(answer.body == "healthy: dynamodb.us-east-1.amazonaws.com ");
    CHECK(answer.body.size() == 42);
    CHECK(aws.ask("GET /\nHost: dynamodb.us-east-1.amazonaws.com\n\n").body == answer.body);
    CHECK(aws.ask("GET /\n\n").status == 404);
}

TEST_CASE("Bad JSON is refused before an unknown operation, and that before a double signature",
          "[protocol][dynamodb]")
{
    transcript aws;
    CHECK(aws.ask(head("DynamoDB_20120810.Foo") + "{").body
          == R"({"__type":"com.amazon.coral.service#SerializationException"})");
    CHECK(aws.ask(head("DynamoDB_20120810.Foo") + "{}").body
          == R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
    CHECK(
        aws.ask(
               "POST /?X-Amz-Algorithm=AWS4-HMAC-SHA256\nAuthorization: AWS4-HMAC-SHA256 Credential=a/b/c/dynamodb/e\n"
               "Content-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810.ListTables\n\n{}")
            .body
        == R"({"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."})");
}

TEST_CASE("An empty body of a known operation is a SerializationException", "[protocol][dynamodb]")
{
    transcript aws;
    CHECK(aws.dynamodb("ListTables", "").body
          == R"({"__type":"com.amazon.coral.service#SerializationException"})");
    CHECK(aws.dynamodb("Foo", "").body
          == R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
}

TEST_CASE("A value of the wrong type is told with a capital Message", "[protocol][dynamodb]")
{
    transcript aws;
    CHECK(
        aws.dynamodb("DescribeTable", R"({"TableName":5})").body
        == R"({"__type":"com.amazon.coral.service#SerializationException","Message":"NUMBER_VALUE cannot be converted to String"})");
}

TEST_CASE("A modelled error has DynamoDB's namespace and a small message", "[protocol][dynamodb]")
{
    transcript aws;
    CHECK(
        aws.dynamodb("DescribeTable", R"({"TableName":"none"})").body
        == R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found: Table: none not found"})");
}

TEST_CASE("Streams and other operations that are missing are unknown, and warned of by name",
          "[protocol][dynamodb]")
{
    transcript aws;
    CHECK(aws.ask(head("DynamoDBStreams_20120810.ListStreams") + "{}").body
          == R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
    REQUIRE(aws.warnings.size() == 1);
    CHECK_THAT(aws.warnings.front(), Catch::ContainsSubstring("DynamoDBStreams_20120810.ListStreams"));
    CHECK(aws.ask(head("DynamoDB_20111205.ListTables") + "{}").status == 400);
}

TEST_CASE("A failed condition shows the item that was in the way", "[protocol][dynamodb]")
{
    transcript aws;
    make_customers(aws);
    std::string const put =
        R"-({"TableName":"customers","Item":{"PK":{"S":"1"}},"ConditionExpression":"attribute_not_exists(PK)",)-"
        R"-("ReturnValuesOnConditionCheckFailure":"ALL_OLD"})-";
    CHECK(aws.dynamodb("PutItem", put).body == "{}");
    CHECK(
        aws.dynamodb("PutItem", put).body
        == R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed","Item":{"PK":{"S":"1"}}})");
    CHECK(aws.dynamodb("GetItem", R"({"TableName":"customers","Key":{"PK":{"S":"1"}}})").body
          == R"({"Item":{"PK":{"S":"1"}}})");
}

TEST_CASE(
    "A cancelled transaction tells why of each action, the item in the reason, and has a capital Message",
    "[protocol][dynamodb]")
{
    transcript aws;
    make_customers(aws);
    CHECK(aws.dynamodb("PutItem", R"({"TableName":"customers","Item":{"PK":{"S":"1"}}})").body == "{}");
    auto const put = [](std::string_view key) {
        return R"-({"Put":{"TableName":"customers","ConditionExpression":"attribute_exists(x)","Item":{"PK":{"S":")-"
               + std::string{key} + R"-("}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}})-";
    };
    std::string const check =
        R"-({"ConditionCheck":{"TableName":"customers","Key":{"PK":{"S":"2"}},"ConditionExpression":"attribute_not_exists(PK)"}})-";
    CHECK(
        aws.dynamodb("TransactWriteItems",
                     "{\"TransactItems\":[" + check + "," + put("1") + "," + put("3") + "]}")
            .body
        == R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
           R"("Message":"Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]",)"
           R"("CancellationReasons":[{"Code":"None"},)"
           R"({"Item":{"PK":{"S":"1"}},"Code":"ConditionalCheckFailed","Message":"The conditional request failed"},)"
           R"({"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}]})");
}

TEST_CASE("DynamoDB takes compressed bodies, and no others that claim to be", "[protocol][dynamodb]")
{
    transcript aws;
    auto const ask = [&](std::string const& body, std::string_view encoding) {
        http_request const request{.host = "localhost",
                                   .content_type = "application/x-amz-json-1.0",
                                   .amz_target = "DynamoDB_20120810.ListTables",
                                   .content_encoding = encoding,
                                   .body = body};
        return std::get<http_response>(aws.router.handle(request, [](late_response) {}));
    };
    CHECK(ask(compressed("{}", gzip_bits), "gzip").status == 200);
    CHECK(ask(compressed("{", gzip_bits) + compressed("}", gzip_bits), "gzip").status == 200);
    CHECK(ask(compressed("{}", MAX_WBITS), "deflate").status == 200);
    CHECK(ask(compressed("{}", -MAX_WBITS), "deflate").status == 200);
    CHECK(ask("{}", "identity").status == 200);
    CHECK(ask("{}", "gzip").status == 500);
    auto const cut = compressed("{}", gzip_bits);
    CHECK(ask(cut.substr(0, cut.size() - 3), "gzip").status == 500);
    auto const bomb = ask(compressed(std::string(17 * 1024 * 1024, ' '), gzip_bits), "gzip");
    CHECK(bomb.status == 413);
    CHECK(bomb.body.empty());
}

TEST_CASE("DynamoDB compresses what is longer than 4 KiB for those who allow it, and sums what it sends",
          "[protocol][dynamodb]")
{
    transcript aws;
    make_customers(aws);
    auto const put = [&](std::size_t length) {
        CHECK(aws.dynamodb("PutItem", R"({"TableName":"customers","Item":{"PK":{"S":"1"},"v":{"S":")"
                                          + std::string(length, 'x') + R"("}}})")
                  .status
              == 200);
    };
    auto const get = [&](std::string_view accepted) {
        return aws.ask(
            "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810.GetItem\n"
            + (accepted.empty() ? "" : "Accept-Encoding: " + std::string{accepted} + "\n") + R"(
{"TableName":"customers","Key":{"PK":{"S":"1"}}})");
    };
    put(1);
    auto const around = get("").body.size() - 1;
    put(4096 - around);
    CHECK(get("gzip").body == get("").body); // 4 KiB are not more than that
    put(4097 - around);
    auto const plain = get("");
    REQUIRE(plain.body.size() == 4097);
    CHECK(header(plain, "Content-Encoding").empty());
    for (auto const& [accepted, encoding] :
         {std::pair{"gzip", "gzip"}, std::pair{"deflate", "deflate"}, std::pair{"br, deflate , gzip", "gzip"},
          std::pair{"gzip;q=0, deflate;q=0.5", "deflate"}, std::pair{"gzip; q=1.0", "gzip"}}) {
        CAPTURE(accepted);
        auto const answer = get(accepted);
        CHECK(header(answer, "Content-Encoding") == encoding);
        CHECK(answer.body.size() < 200);
        CHECK(answer.crc32 == understudy::crc32(answer.body));
        CHECK(decode_content(answer.body, encoding, 10'000).bytes == plain.body);
    }
    for (auto const* accepted :
         {"identity", "br", "gzip;q=0", "gzip;q=0.000, deflate;q=0", ";,=", "x-gzip"}) {
        CAPTURE(accepted);
        auto const answer = get(accepted);
        CHECK(header(answer, "Content-Encoding").empty());
        CHECK(answer.body == plain.body);
        CHECK(answer.crc32 == plain.crc32);
    }
}

TEST_CASE("Refusals that are long are compressed as well, and what SQS answers never", "[protocol]")
{
    transcript aws;
    std::string const allowed = "Accept-Encoding: gzip\n";
    auto const refused = aws.ask(
        "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810.DescribeTable\n"
        + allowed + "\n{\"TableName\":\"" + std::string(5'000, '!') + "\"}");
    CHECK(refused.status == 400);
    CHECK(header(refused, "Content-Encoding") == "gzip");
    CHECK(refused.crc32 == understudy::crc32(refused.body));
    auto const head =
        "POST /\nContent-Type: application/x-amz-json-1.0\n" + allowed + "X-Amz-Target: AmazonSQS.";
    aws.ask(head + "CreateQueue\n\n{\"QueueName\":\"q\"}");
    std::string const url = R"("QueueUrl":"http://localhost:4566/000000000000/q")";
    aws.ask(head + "SendMessage\n\n{" + url + R"(,"MessageBody":")" + std::string(10'000, 'x') + "\"}");
    auto const received = aws.ask(head + "ReceiveMessage\n\n{" + url + "}");
    CHECK(received.body.size() > 10'000);
    CHECK(header(received, "Content-Encoding").empty());
}
