#include "scripted_transport.hpp"

#include "support/catch.hpp"

using namespace understudy;
using understudy::testing::header;
using understudy::testing::scripted;

namespace {

dynamodb::item const key{{"PK", "CUSTOMER#1"}};

} // namespace

TEST_CASE("A DynamoDB call is AWS JSON 1.0, signed for its region", "[client][dynamodb]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.answer(R"({"Item":{"PK":{"S":"CUSTOMER#1"},"Orders":{"SS":["a","b"]},"N":{"N":"1.50"}}})");
    auto const got = dynamodb.client.get_item({.TableName = "t", .Key = key, .ConsistentRead = true}).value();
    REQUIRE(got.Item);
    CHECK(*got.Item->find("PK")->get_if<std::string>() == "CUSTOMER#1");
    CHECK(got.Item->find("Orders")->get_if<dynamodb::string_set>()->values == string_list{"a", "b"});
    CHECK(got.Item->find("N")->get_if<dynamodb::number>()->text == "1.50");

    CHECK(header(dynamodb.last().headers, "X-Amz-Target") == "DynamoDB_20120810.GetItem");
    CHECK(header(dynamodb.last().headers, "x-amzn-query-mode") == "(none)");
    CHECK_THAT(header(dynamodb.last().headers, "Authorization"),
               Catch::ContainsSubstring("/eu-west-1/dynamodb/aws4_request"));
    CHECK(dynamodb.last().body
          == R"({"TableName":"t","Key":{"PK":{"S":"CUSTOMER#1"}},"ConsistentRead":true})");
}

TEST_CASE("Every DynamoDB operation goes out under its name and reads its answer", "[client][dynamodb]")
{
    scripted<dynamodb_client> dynamodb;
    auto const target = [&] { return header(dynamodb.last().headers, "X-Amz-Target"); };
    std::string const table =
        R"({"TableName":"t","TableStatus":"ACTIVE","CreationDateTime":1763805600.123,"ItemCount":2})";

    dynamodb.answer(R"({"TableDescription":)" + table + "}");
    auto const created = dynamodb.client.create_table({.AttributeDefinitions = {{{"PK", "S"}}},
                                                       .TableName = "t",
                                                       .KeySchema = {{{"PK", "HASH"}}},
                                                       .BillingMode = "PAY_PER_REQUEST"});
    CHECK(created.value().TableDescription.TableStatus == "ACTIVE");
    CHECK(created.value().TableDescription.ItemCount == 2);
    CHECK(target() == "DynamoDB_20120810.CreateTable");
    CHECK(dynamodb.last().body
          == R"({"AttributeDefinitions":[{"AttributeName":"PK","AttributeType":"S"}],"TableName":"t",)"
             R"("KeySchema":[{"AttributeName":"PK","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})");

    dynamodb.answer("{}");
    CHECK(dynamodb.client.delete_item({.TableName = "t", .Key = key}));
    CHECK(target() == "DynamoDB_20120810.DeleteItem");

    dynamodb.answer(R"({"TableDescription":)" + table + "}");
    CHECK(dynamodb.client.delete_table({.TableName = "t"}));
    CHECK(target() == "DynamoDB_20120810.DeleteTable");

    dynamodb.answer(R"({"Table":)" + table + "}");
    CHECK(dynamodb.client.describe_table({.TableName = "t"}).value().Table.TableName == "t");
    CHECK(target() == "DynamoDB_20120810.DescribeTable");

    dynamodb.answer(R"({"TableNames":["t"]})");
    CHECK(dynamodb.client.list_tables({.Limit = 1}).value().TableNames == string_list{"t"});
    CHECK(target() == "DynamoDB_20120810.ListTables");

    dynamodb.answer("{}");
    CHECK(dynamodb.client.put_item(
        {.TableName = "t", .Item = key, .ConditionExpression = "attribute_not_exists(PK)"}));
    CHECK(target() == "DynamoDB_20120810.PutItem");

    dynamodb.answer(R"({"Attributes":{"Orders":{"SS":["a"]}}})");
    auto const updated = dynamodb.client.update_item(
        {.TableName = "t",
         .Key = key,
         .ReturnValues = "UPDATED_NEW",
         .UpdateExpression = "ADD Orders :o",
         .ExpressionAttributeValues = dynamodb::attribute_map{{":o", dynamodb::string_set{{"a"}}}}});
    CHECK(updated.value().Attributes->find("Orders")->get_if<dynamodb::string_set>()->values
          == string_list{"a"});
    CHECK(target() == "DynamoDB_20120810.UpdateItem");
    CHECK_THAT(dynamodb.last().body,
               Catch::ContainsSubstring(R"("ExpressionAttributeValues":{":o":{"SS":["a"]}})"));
}

TEST_CASE("A failed condition brings the item that was there", "[client][dynamodb]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.answer(R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
                    R"("message":"The conditional request failed","Item":{"PK":{"S":"CUSTOMER#1"}}})",
                    400);
    auto const answer = dynamodb.client.put_item({.TableName = "t", .Item = key});
    REQUIRE(!answer);
    CHECK(answer.error().kind.shape == "ConditionalCheckFailedException");
    CHECK(answer.error().kind.status == 400);
    CHECK(answer.error().message == "The conditional request failed");
    REQUIRE(answer.error().item);
    CHECK(*answer.error().item == key);
}

TEST_CASE("DynamoDB's message is read in either spelling", "[client][dynamodb]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.answer(R"({"__type":"com.amazon.coral.service#SerializationException","Message":"bad"})", 400);
    auto const error = dynamodb.client.list_tables().error();
    CHECK(error.kind.shape == "SerializationException");
    CHECK(error.message == "bad");
}

TEST_CASE("An answer whose checksum does not fit is asked for again", "[client][dynamodb]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.answer(R"({"TableNames":["broken"]})", 200, {{"x-amz-crc32", "1"}});
    dynamodb.answer("123456789", 400, {{"x-amz-crc32", "3421780262"}}); // the check value of the algorithm
    CHECK(dynamodb.client.list_tables().error().kind.shape == "HTTP400");
    CHECK(dynamodb.wire->sent.size() == 2);
}
