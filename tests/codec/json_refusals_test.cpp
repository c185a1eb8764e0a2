// What the services say to JSON of the wrong type.
#include "codec/json.hpp"
#include "support/catch.hpp"

#include <understudy/model/dynamodb.hpp>
#include <understudy/model/sqs.hpp>

using namespace understudy;
using codec::dialect;

template <class T>
static std::string refusal(std::string_view text, dialect dialect)
{
    INFO(text);
    T shape;
    auto const error = codec::read_json(text, shape, dialect);
    REQUIRE(error);
    CHECK_FALSE(error->syntax);
    return error->message;
}

static std::string of_table(std::string const& member, std::string const& value)
{
    return refusal<dynamodb::CreateTableInput>("{\"" + member + "\":" + value + "}", dialect::dynamodb);
}
static std::string of_put(std::string const& member, std::string const& value)
{
    return refusal<dynamodb::PutItemInput>("{\"" + member + "\":" + value + "}", dialect::dynamodb);
}
static std::string of_value(std::string const& value) { return of_put("Item", "{\"a\":" + value + "}"); }
static std::string of_send(std::string const& member, std::string const& value)
{
    return refusal<sqs::SendMessageRequest>("{\"" + member + "\":" + value + "}", dialect::sqs);
}

constexpr auto structure = "Start of structure or map found where not expected";

TEST_CASE("DynamoDB refuses what is no string", "[codec][json][dynamodb]")
{
    CHECK(of_table("TableName", "true") == "TRUE_VALUE cannot be converted to String");
    CHECK(of_table("TableName", "false") == "FALSE_VALUE cannot be converted to String");
    CHECK(of_table("TableName", "23") == "NUMBER_VALUE cannot be converted to String");
    CHECK(of_table("TableName", "-2.0") == "DECIMAL_VALUE cannot be converted to String");
    CHECK(of_table("TableName", "1e2") == "DECIMAL_VALUE cannot be converted to String");
    CHECK(of_table("TableName", "123456789012345678901234567890")
          == "NUMBER_VALUE cannot be converted to String");
    CHECK(of_table("TableName", "[]") == "Unrecognized collection type class java.lang.String");
    CHECK(of_table("TableName", "{}") == structure);
}

TEST_CASE("DynamoDB refuses what is no number, and tells Integer from Long", "[codec][json][dynamodb]")
{
    auto const of_units = [](std::string const& value) {
        return of_table("ProvisionedThroughput", "{\"ReadCapacityUnits\":" + value + "}");
    };
    CHECK(of_units("\"1\"") == "STRING_VALUE cannot be converted to Long");
    CHECK(of_units("true") == "TRUE_VALUE cannot be converted to Long");
    CHECK(of_units("[]") == "Unrecognized collection type class java.lang.Long");
    CHECK(of_units("{}") == structure);
    CHECK(of_units("9223372036854775808") == "NUMBER_VALUE cannot be converted to Long");
    CHECK(of_units("-1e30") == "DECIMAL_VALUE cannot be converted to Long");
    auto const of_limit = [](std::string const& value) {
        return refusal<dynamodb::ListTablesInput>("{\"Limit\":" + value + "}", dialect::dynamodb);
    };
    CHECK(of_limit("\"1\"") == "STRING_VALUE cannot be converted to Integer");
    CHECK(of_limit("false") == "FALSE_VALUE cannot be converted to Integer");
    CHECK(of_limit("[1]") == "Unrecognized collection type class java.lang.Integer");
    CHECK(of_limit("{}") == structure);
}

TEST_CASE("DynamoDB refuses what is no boolean", "[codec][json][dynamodb]")
{
    CHECK(of_table("DeletionProtectionEnabled", "1") == "NUMBER_VALUE cannot be converted to Boolean");
    CHECK(of_table("DeletionProtectionEnabled", "0.5") == "DECIMAL_VALUE cannot be converted to Boolean");
    CHECK(of_table("DeletionProtectionEnabled", "\"maybe\"") == "Unexpected token received from parser");
    CHECK(of_table("DeletionProtectionEnabled", "[]")
          == "Unrecognized collection type class java.lang.Boolean");
    CHECK(of_table("DeletionProtectionEnabled", "{}") == structure);
}

TEST_CASE("DynamoDB refuses what is no binary", "[codec][json][dynamodb]")
{
    CHECK(of_value(R"({"B":true})") == "only base-64-encoded strings are convertible to bytes");
    CHECK(of_value(R"({"B":5})") == "only base-64-encoded strings are convertible to bytes");
    CHECK(of_value(R"({"B":[]})") == "Unrecognized collection type class java.nio.ByteBuffer");
    CHECK(of_value(R"({"B":{}})") == structure);
    CHECK(of_value(R"({"B":"abcde"})")
          == "Base64 encoded length is expected a multiple of 4 bytes but found: 5");
    CHECK(of_value(R"({"B":"####"})") == "Invalid last non-pad Base64 character dectected");
    CHECK(of_value(R"({"BS":["AA==","x"]})")
          == "Base64 encoded length is expected a multiple of 4 bytes but found: 1");
}

TEST_CASE("DynamoDB refuses what is no list, map or structure, by where it stands", "[codec][json][dynamodb]")
{
    auto const package = std::string{"com.amazonaws.dynamodb.v20120810."};
    CHECK(of_table("KeySchema", "\"x\"") == "Unexpected field type");
    CHECK(of_table("KeySchema", "5") == "Unexpected field type");
    CHECK(of_table("KeySchema", "{}") == structure);
    CHECK(of_table("KeySchema", "[5]") == "Unexpected value type in payload");
    CHECK(of_table("KeySchema", "[[]]")
          == "Unrecognized collection type class " + package + "KeySchemaElement");
    CHECK(of_table("ProvisionedThroughput", "true") == "Unexpected field type");
    CHECK(of_table("ProvisionedThroughput", "[]")
          == "Unrecognized collection type class " + package + "ProvisionedThroughput");
    CHECK(of_put("ExpressionAttributeNames", "5") == "Unexpected field type");
    CHECK(of_put("ExpressionAttributeNames", "[]")
          == "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>");
    CHECK(of_put("ExpressionAttributeNames", R"({"#a":5})") == "NUMBER_VALUE cannot be converted to String");
    CHECK(of_put("Item", "5") == "Unexpected field type");
    CHECK(of_put("Item", "[]")
          == "Unrecognized collection type java.util.Map<java.lang.String, " + package + "AttributeValue>");
    CHECK(of_table("GlobalSecondaryIndexes", R"([{"Projection":{"NonKeyAttributes":["a",5]}}])")
          == "NUMBER_VALUE cannot be converted to String");
}

TEST_CASE("DynamoDB refuses attribute values of the wrong type at any depth", "[codec][json][dynamodb]")
{
    auto const package = std::string{"com.amazonaws.dynamodb.v20120810."};
    CHECK(of_value("5") == "Unexpected value type in payload");
    CHECK(of_value("[]") == "Unrecognized collection type class " + package + "AttributeValue");
    CHECK(of_value(R"({"N":5})") == "NUMBER_VALUE cannot be converted to String");
    CHECK(of_value(R"({"S":true})") == "TRUE_VALUE cannot be converted to String");
    CHECK(of_value(R"({"NULL":0})") == "NUMBER_VALUE cannot be converted to Boolean");
    CHECK(of_value(R"({"BOOL":"x"})") == "Unexpected token received from parser");
    CHECK(of_value(R"({"SS":"a"})") == "Unexpected field type");
    CHECK(of_value(R"({"SS":{}})") == structure);
    CHECK(of_value(R"({"NS":[1]})") == "NUMBER_VALUE cannot be converted to String");
    CHECK(of_value(R"({"L":"a"})") == "Unexpected field type");
    CHECK(of_value(R"({"L":[5]})") == "Unexpected value type in payload");
    CHECK(of_value(R"({"L":[{"M":{"x":{"N":1.5}}}]})") == "DECIMAL_VALUE cannot be converted to String");
    CHECK(of_value(R"({"M":"a"})") == "Unexpected field type");
    CHECK(of_value(R"({"M":[]})")
          == "Unrecognized collection type java.util.Map<java.lang.String, " + package + "AttributeValue>");
    CHECK(of_value(R"({"M":{"x":5}})") == "Unexpected value type in payload");
    CHECK(of_value(R"({"S":"good","N":5})") == "NUMBER_VALUE cannot be converted to String");
    CHECK(of_put("ExpressionAttributeValues", R"({":x":{"B":"x"}})")
          == "Base64 encoded length is expected a multiple of 4 bytes but found: 1");
}

TEST_CASE("SQS words its refusals differently", "[codec][json][sqs]")
{
    CHECK(of_send("QueueUrl", "{}") == "Start of structure or map found where not expected.");
    CHECK(of_send("DelaySeconds", "{}") == "Start of structure or map found where not expected.");
    CHECK(of_send("MessageBody", "[]") == "Unrecognized collection type class java.lang.String");
    CHECK(of_send("DelaySeconds", "\"5\"") == "STRING_VALUE can not be converted to an Integer");
    CHECK(of_send("DelaySeconds", "true") == "TRUE_VALUE can not be converted to an Integer");
    CHECK(of_send("MessageAttributes", "5") == "Unexpected field type");
    CHECK(of_send("MessageAttributes", R"({"a":5})") == "Unexpected value type in payload");
    CHECK(of_send("MessageAttributes", R"({"a":{"StringValue":[]}})")
          == "Unrecognized collection type class java.lang.String");
    CHECK(of_send("MessageAttributes", R"({"a":{"BinaryValue":"abc"}})")
          == "Base64 encoded length is expected a multiple of 4 bytes but found: 3");
    CHECK(refusal<sqs::ReceiveMessageRequest>(R"({"AttributeNames":"All"})", dialect::sqs)
          == "Unexpected field type");
}

TEST_CASE("What is not JSON, or JSON but no object, is refused without words", "[codec][json]")
{
    for (auto const* text : {"",
                             " ",
                             "null",
                             "true",
                             "5",
                             "\"x\"",
                             "[]",
                             "[{}]",
                             "{",
                             "}",
                             "{}}",
                             "{} x",
                             "{\"a\"}",
                             "{'a':1}",
                             "{\"a\":1,}",
                             "{\"a\":01}",
                             "{\"a\":NaN}",
                             "{\"a\":+1}",
                             "{\"a\":.5}",
                             "{a:1}",
                             "// c\n{}",
                             "{\"a\":\"\t\"}",
                             "{\"a\":\"\xFF\"}",
                             "{\"a\":\"\xED\xA0\x80\"}",
                             "{\"a\":\"\\x\"}",
                             "{\"a\":\"\\u12G4\"}",
                             "{\"\xC0\xAF\":1}"}) {
        INFO(text);
        sqs::SendMessageRequest request;
        auto const error = codec::read_json(text, request, dialect::sqs);
        REQUIRE(error);
        CHECK(error->syntax);
        CHECK(error->message.empty());
    }
}
