#include "codec/json.hpp"
#include "support/catch.hpp"

#include <understudy/model/dynamodb.hpp>
#include <understudy/model/sqs.hpp>

using namespace understudy;
using codec::dialect;

template <class T>
static T read(std::string_view text, dialect dialect = dialect::sqs)
{
    INFO(text);
    T shape;
    auto const error = codec::read_json(text, shape, dialect);
    REQUIRE_FALSE(error);
    return shape;
}

template <class T>
static std::string written(T const& shape, dialect dialect)
{
    std::string text;
    codec::write_json(text, shape, dialect);
    return text;
}

static std::string string_of(std::string_view text)
{
    std::string out;
    codec::write_json_string(out, text);
    return out;
}

TEST_CASE("Unknown members of any kind are ignored", "[codec][json]")
{
    auto const request = read<sqs::DeleteQueueRequest>(
        R"({"x":{"QueueUrl":["no"]},"y":[1,[{}],null],"QueueUrl":"q","z":1e300,"queueurl":true})");
    CHECK(request.QueueUrl == "q");
}

TEST_CASE("A null is as if the member were absent", "[codec][json]")
{
    auto const request = read<sqs::SendMessageRequest>(
        R"({"QueueUrl":null,"DelaySeconds":null,"MessageAttributes":null,"MessageBody":null})");
    CHECK(request.QueueUrl.empty());
    CHECK_FALSE(request.DelaySeconds);
    CHECK(request.MessageAttributes.empty());
    CHECK(request.MessageBody.empty());
}

TEST_CASE("Of several members of the same name the last counts", "[codec][json]")
{
    auto const request = read<sqs::ReceiveMessageRequest>(
        R"({"QueueUrl":"a","AttributeNames":["x","y"],"QueueUrl":"b","AttributeNames":["z"],"VisibilityTimeout":3,"VisibilityTimeout":null})");
    CHECK(request.QueueUrl == "b");
    CHECK(request.AttributeNames == string_list{"z"});
    CHECK_FALSE(request.VisibilityTimeout);
    auto const map =
        read<sqs::SetQueueAttributesRequest>(R"({"Attributes":{"a":"1","a":"2","b":"3","b":null}})");
    CHECK(map.Attributes == string_map{{"a", "2"}});
}

TEST_CASE("Escapes and blanks in JSON are understood", "[codec][json]")
{
    auto const request = read<sqs::SendMessageRequest>(
        " {\n\t\"Message\\u0042ody\" : \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\u0000|\" } \r\n");
    CHECK(request.MessageBody.view() == std::string_view{"\"\\/\b\f\n\r\t\xC3\xA9\xF0\x9F\x98\x80\0|", 16});
}

TEST_CASE("Several escaped strings of one text do not disturb each other, whatever their size",
          "[codec][json]")
{
    std::string const large(10'000, 'x');
    auto const request = read<sqs::SetQueueAttributesRequest>(
        R"({"Attributes":{"\u0061":"\n)" + large + R"(\n","b":")" + large + R"(\t","\u0063":"","d":"\\"}})");
    CHECK(request.Attributes
          == string_map{{"a", "\n" + large + "\n"}, {"b", large + "\t"}, {"c", ""}, {"d", "\\"}});
}

TEST_CASE("SQS casts numbers and truth to text where it wants text", "[codec][json][sqs]")
{
    auto const request =
        read<sqs::SendMessageRequest>(R"({"QueueUrl":true,"MessageBody":1.50,"MessageGroupId":-0})");
    CHECK(request.QueueUrl == "true");
    CHECK(request.MessageBody == "1.50");
    CHECK(request.MessageGroupId == "-0");
    auto const attributes = read<sqs::SetQueueAttributesRequest>(
        R"({"Attributes":{"DelaySeconds":5,"SqsManagedSseEnabled":false,"x":123456789012345678901234567890,"y":1E+2}})");
    CHECK(attributes.Attributes
          == string_map{{"DelaySeconds", "5"},
                        {"SqsManagedSseEnabled", "false"},
                        {"x", "123456789012345678901234567890"},
                        {"y", "1E+2"}});
}

TEST_CASE("The fraction of a number is cut off where a whole one is wanted", "[codec][json]")
{
    CHECK(read<sqs::ListQueuesRequest>(R"({"MaxResults":2.9})").MaxResults == 2);
    CHECK(read<sqs::ListQueuesRequest>(R"({"MaxResults":-2.9})").MaxResults == -2);
    CHECK(read<sqs::ListQueuesRequest>(R"({"MaxResults":1e3})").MaxResults == 1000);
    CHECK(read<dynamodb::ListTablesInput>(R"({"Limit":1e-400})", dialect::dynamodb).Limit == 0);
}

TEST_CASE("Half a surrogate pair is a question mark, and in SQS a character that it refuses", "[codec][json]")
{
    for (auto const* body : {R"(\ud83d)", R"(\ude00)", R"(\uD83Dx)", R"(\ud83d\n)", R"(\ud83d\u0041)"}) {
        auto const text = std::string{R"({"TableName":"[)"} + body + R"(]\ud83d\ude00\\ud83d"})";
        auto const table = read<dynamodb::DeleteTableInput>(text, dialect::dynamodb);
        CHECK(table.TableName->starts_with("[?"));
        CHECK(table.TableName->ends_with("]\xF0\x9F\x98\x80\\ud83d"));
        auto const queue = read<sqs::SendMessageRequest>(std::string{R"({"MessageBody":")"} + body + R"("})");
        CHECK(queue.MessageBody.view().starts_with("\xEF\xBF\xBF"));
    }
}

TEST_CASE("BOOL is read from words too", "[codec][json]")
{
    auto const boolean = [](std::string_view text) {
        return read<dynamodb::GetItemInput>(R"({"ConsistentRead":)" + std::string{text} + "}",
                                            dialect::dynamodb)
            .ConsistentRead.value();
    };
    for (auto const* text : {"true", R"("true")", R"("TRUE")", R"("1")", R"("Yes")"}) CHECK(boolean(text));
    for (auto const* text : {"false", R"("False")", R"("0")", R"("nO")"}) CHECK_FALSE(boolean(text));
}

TEST_CASE("SQS leaves out what is empty, DynamoDB only what is unset", "[codec][json]")
{
    CHECK(written(sqs::ReceiveMessageResult{}, dialect::sqs) == "{}");
    CHECK(written(sqs::ListQueuesResult{}, dialect::sqs) == "{}");
    CHECK(written(sqs::GetQueueAttributesResult{}, dialect::sqs) == "{}");
    CHECK(written(dynamodb::ListTablesOutput{}, dialect::dynamodb) == R"({"TableNames":[]})");
    CHECK(written(dynamodb::GetItemOutput{}, dialect::dynamodb) == "{}");
    CHECK(written(dynamodb::GetItemOutput{.Item = dynamodb::item{}}, dialect::dynamodb) == R"({"Item":{}})");
    CHECK(written(dynamodb::Projection{.NonKeyAttributes = string_list{}}, dialect::dynamodb)
          == R"({"NonKeyAttributes":[]})");
}

TEST_CASE("JSON is written without blanks and in the order of the shape", "[codec][json]")
{
    sqs::ReceiveMessageResult const result{
        .Messages = {{.MessageId = "m",
                      .ReceiptHandle = "r",
                      .MD5OfBody = "5",
                      .Body = "b",
                      .Attributes = {{"SenderId", "x"}, {"ApproximateReceiveCount", "1"}},
                      .MD5OfMessageAttributes = "6",
                      .MessageAttributes = {{"color", {.StringValue = "blue", .DataType = "String"}},
                                            {"bin", {.BinaryValue = blob{"\xFF"}, .DataType = "Binary"}}}},
                     {}}};
    CHECK(written(result, dialect::sqs)
          == R"({"Messages":[{"MessageId":"m","ReceiptHandle":"r","MD5OfBody":"5","Body":"b",)"
             R"("Attributes":{"ApproximateReceiveCount":"1","SenderId":"x"},"MD5OfMessageAttributes":"6",)"
             R"("MessageAttributes":{"bin":{"BinaryValue":"/w==","DataType":"Binary"},)"
             R"("color":{"StringValue":"blue","DataType":"String"}}},)"
             R"({"MessageId":"","ReceiptHandle":"","MD5OfBody":"","Body":""}]})");
}

TEST_CASE("Times are seconds with as many digits as they need, up to three", "[codec][json]")
{
    auto const time = [](std::int64_t since_1970) {
        std::string text;
        codec::write_json(text, instant{milliseconds{since_1970}}, dialect::sqs);
        return text;
    };
    CHECK(time(1'763'805'600'123) == "1763805600.123");
    CHECK(time(1'763'805'600'120) == "1763805600.12");
    CHECK(time(1'763'805'600'100) == "1763805600.1");
    CHECK(time(1'763'805'600'003) == "1763805600.003");
    CHECK(time(1'763'805'600'000) == "1763805600");
    CHECK(time(0) == "0");
    CHECK(time(-1) == "-0.001");
    CHECK(time(-1500) == "-1.5");
    CHECK(time(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775.808");
}

TEST_CASE("Times are read from any number", "[codec][json]")
{
    auto const time = [](std::string const& text) {
        return read<dynamodb::BillingModeSummary>(R"({"LastUpdateToPayPerRequestDateTime":)" + text + "}",
                                                  dialect::dynamodb)
            .LastUpdateToPayPerRequestDateTime->time_since_epoch()
            .count();
    };
    CHECK(time("1763805600.123") == 1'763'805'600'123);
    CHECK(time("1.7638056E9") == 1'763'805'600'000);
    CHECK(time("1763805600") == 1'763'805'600'000);
    CHECK(time("-0.5") == -500);
}

TEST_CASE("Capacities are written as the numbers they are", "[codec][json]")
{
    CHECK(written(dynamodb::Capacity{.CapacityUnits = 0.5}, dialect::dynamodb) == R"({"CapacityUnits":0.5})");
    CHECK(written(dynamodb::Capacity{.CapacityUnits = 1}, dialect::dynamodb) == R"({"CapacityUnits":1})");
    CHECK(written(dynamodb::Capacity{.CapacityUnits = 1e300}, dialect::dynamodb)
          == R"({"CapacityUnits":1e+300})");
}

TEST_CASE("Strings are escaped where JSON wants it and nowhere else, at every place in the text",
          "[codec][json]")
{
    CHECK(string_of("") == R"("")");
    CHECK(string_of("\b\t\n\f\r\"\\/") == R"("\b\t\n\f\r\"\\/")");
    CHECK(string_of(std::string_view{"\0\x01\x1f\x7f", 4}) == "\"\\u0000\\u0001\\u001f\x7f\"");
    CHECK(string_of("Zo\xC3\xAB \xF0\x9F\x98\x80") == "\"Zo\xC3\xAB \xF0\x9F\x98\x80\"");
    for (std::size_t size = 0; size < 600; ++size) {
        for (auto const at : {std::size_t{0}, size / 2, size}) {
            std::string text(size, 'a');
            text.insert(at, "\x1F");
            auto expected = std::string(size, 'a');
            expected.insert(at, "\\u001f");
            REQUIRE(string_of(text) == '"' + expected + '"');
        }
    }
    for (int c = 1; c < 256; ++c) { // alone among others, where sixteen are looked at together
        std::string text(20, '~');
        text.insert(3, 1, static_cast<char>(c));
        bool const escaped = c < 0x20 || c == '"' || c == '\\';
        CHECK((string_of(text).size() == text.size() + 2) == !escaped);
    }
}

TEST_CASE("What was escaped is read back, at every place in the text", "[codec][json]")
{
    for (std::size_t size = 0; size < 40; ++size) {
        for (std::size_t at = 0; at <= size; ++at) {
            for (auto const* piece : {"\"", "\x01", "\xC3\xAB", "\xF0\x9F\x98\x80"}) {
                std::string text(size, 'a');
                text.insert(at, piece);
                auto const request = R"({"QueueUrl":"q","MessageBody":)" + string_of(text) + "}";
                REQUIRE(read<sqs::SendMessageRequest>(request).MessageBody == text);
            }
        }
    }
}
