// DynamoDB as a C++ program sees it, in its own process and over the wire: every operation that is answered, with the same
// words on both ways.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>
#include <understudy/item.hpp>

#include "support/result.hpp"

#include <boost/describe/class.hpp>

#include <thread>

using namespace understudy;
using namespace understudy::dynamodb;

namespace {

struct order {
    std::string pk;
    int sk = 0;
    std::optional<std::string> g = {};
    std::set<std::string> labels = {};
    friend bool operator==(order const&, order const&) = default;
};
BOOST_DESCRIBE_STRUCT(order, (), (pk, sk, g, labels))

std::vector<dynamodb_client> both_ways(emulator& aws)
{
    return {dynamodb_client{aws.local_transport()},
            dynamodb_client{client_options{.endpoint = aws.endpoint(), .region = "us-east-1"}}};
}

CreateTableInput table_of_orders(std::string name)
{
    return {.AttributeDefinitions = {{{"pk", "S"}, {"sk", "N"}, {"g", "S"}}},
            .TableName = std::move(name),
            .KeySchema = {{{"pk", "HASH"}, {"sk", "RANGE"}}},
            .GlobalSecondaryIndexes = {{{.IndexName = "by-g",
                                         .KeySchema = {{{"g", "HASH"}}},
                                         .Projection = Projection{.ProjectionType = "ALL"}}}},
            .BillingMode = "PAY_PER_REQUEST"};
}

std::vector<order> orders(std::optional<std::vector<item>> const& items)
{
    std::vector<order> read;
    for (auto const& each : items.value()) read.push_back(from_item<order>(each).value());
    return read;
}

void live_a_table(dynamodb_client const& aws, std::string const& name)
{
    auto const arn = aws.create_table(table_of_orders(name)).value().TableDescription.TableArn;
    CHECK(aws.describe_table({.TableName = name}).value().Table.TableStatus == "ACTIVE");
    CHECK(aws.list_tables({.ExclusiveStartTableName = name.substr(0, name.size() - 1), .Limit = 1})
              .value()
              .TableNames
          == string_list{name});
    CHECK(aws.describe_limits().value().TableMaxReadCapacityUnits == 40'000);
    CHECK(aws.describe_endpoints().value().Endpoints.size() == 1);
    REQUIRE(aws.tag_resource({.ResourceArn = arn, .Tags = {{{"a", "b"}}}}));
    CHECK(aws.list_tags_of_resource({.ResourceArn = arn}).value().Tags.size() == 1);
    REQUIRE(aws.untag_resource({.ResourceArn = arn, .TagKeys = string_list{"a"}}));
    REQUIRE(aws.update_time_to_live(
        {.TableName = name, .TimeToLiveSpecification = TimeToLiveSpecification{true, "ttl"}}));
    CHECK(aws.describe_time_to_live({.TableName = name}).value().TimeToLiveDescription.TimeToLiveStatus
          == "ENABLED");
    REQUIRE(aws.update_continuous_backups(
        {.TableName = name, .PointInTimeRecoverySpecification = PointInTimeRecoverySpecification{true}}));
    REQUIRE(aws.describe_continuous_backups({.TableName = name}));
    REQUIRE(aws.update_table({.TableName = name, .DeletionProtectionEnabled = true}));
    CHECK(aws.delete_table({.TableName = name}).error().kind.shape == "ValidationException");
    REQUIRE(aws.update_table({.TableName = name, .DeletionProtectionEnabled = false}));
    CHECK(aws.delete_table({.TableName = name}).value().TableDescription.TableStatus == "DELETING");
    CHECK(aws.describe_table({.TableName = name}).error().message
          == "Requested resource not found: Table: " + name + " not found");
}

void live_items(dynamodb_client const& aws, std::string const& name)
{
    REQUIRE(aws.create_table(table_of_orders(name)));
    order const first{"a", 1, "x", {"new"}};
    REQUIRE(aws.put_item({.TableName = name, .Item = to_item(first)}));
    auto const again = aws.put_item({.TableName = name,
                                     .Item = to_item(order{"a", 1, {}, {"again"}}),
                                     .ConditionExpression = "attribute_not_exists(pk)",
                                     .ReturnValuesOnConditionCheckFailure = "ALL_OLD"});
    REQUIRE(again.error().item);
    CHECK(from_item<order>(*again.error().item) == first);
    CHECK(from_item<order>(
              aws.get_item({.TableName = name, .Key = to_item("pk", "a", "sk", 1)}).value().Item.value())
          == first);
    UpdateItemInput update{.TableName = name, .Key = to_item("pk", "a", "sk", 2), .ReturnValues = "ALL_NEW"};
    update.UpdateExpression = "SET g = :g ADD labels :l";
    update.ExpressionAttributeValues = to_item(":g", "x", ":l", std::set<std::string>{"late"}).attributes();
    CHECK(from_item<order>(aws.update_item(update).value().Attributes.value())
          == order{"a", 2, "x", {"late"}});

    QueryInput query{.TableName = name, .IndexName = "by-g"};
    query.KeyConditionExpression = "g = :g";
    query.ExpressionAttributeValues = to_item(":g", "x").attributes();
    CHECK(orders(aws.query(query).value().Items).size() == 2);
    query.IndexName.reset();
    CHECK(aws.query(query).error().message == "Query condition missed key schema element: pk");
    CHECK(orders(aws.scan({.TableName = name,
                           .FilterExpression = "sk > :n",
                           .ExpressionAttributeValues = to_item(":n", 1).attributes()})
                     .value()
                     .Items)
          == std::vector<order>{{"a", 2, "x", {"late"}}});

    BatchWriteItemInput batch;
    batch.RequestItems.emplace()[name] = {{.PutRequest = PutRequest{to_item(order{"b", 1, {}, {"b"}})}},
                                          {.DeleteRequest = DeleteRequest{to_item("pk", "a", "sk", 2)}}};
    CHECK(aws.batch_write_item(batch).value().UnprocessedItems.empty());
    BatchGetItemInput wanted;
    wanted.RequestItems.emplace()[name].Keys = {{to_item("pk", "b", "sk", 1), to_item("pk", "a", "sk", 2)}};
    CHECK(orders(aws.batch_get_item(wanted).value().Responses.at(name))
          == std::vector<order>{{"b", 1, {}, {"b"}}});

    TransactWriteItemsInput transaction;
    auto& actions = transaction.TransactItems.emplace();
    actions.push_back({.Put = Put{.Item = to_item(order{"c", 1, {}, {"c"}}), .TableName = name}});
    actions.push_back({.ConditionCheck = ConditionCheck{.Key = to_item("pk", "b", "sk", 1),
                                                        .TableName = name,
                                                        .ConditionExpression = "attribute_not_exists(pk)"}});
    auto const cancelled = aws.transact_write_items(transaction);
    REQUIRE(cancelled.error().reasons);
    CHECK(cancelled.error().reasons->at(0).Code == "None");
    CHECK(cancelled.error().reasons->at(1).Code == "ConditionalCheckFailed");
    actions.pop_back();
    REQUIRE(aws.transact_write_items(transaction));
    TransactGetItemsInput reads;
    reads.TransactItems = {{{Get{.Key = to_item("pk", "c", "sk", 1), .TableName = name}},
                            {Get{.Key = to_item("pk", "none", "sk", 1), .TableName = name}}}};
    auto const got = aws.transact_get_items(reads).value().Responses;
    CHECK(got.at(0).Item.has_value());
    CHECK_FALSE(got.at(1).Item.has_value());
    CHECK(aws.delete_item({.TableName = name, .Key = to_item("pk", "a", "sk", 1), .ReturnValues = "ALL_OLD"})
              .value()
              .Attributes
          == to_item(first));
}

} // namespace

TEST_CASE("Tables live and die, in the process and over the wire", "[emulator][dynamodb]")
{
    emulator aws;
    for (auto const& client : both_ways(aws)) live_a_table(client, "orders");
}

TEST_CASE("Items are written and read as structs, in the process and over the wire", "[emulator][dynamodb]")
{
    emulator aws;
    auto const ways = both_ways(aws);
    live_items(ways[0], "orders-here");
    live_items(ways[1], "orders-there");
    CHECK(ways[0].scan({.TableName = "orders-there"}).value().Count == 2);
}

TEST_CASE("The wording is that of the years before when an emulator is told so", "[emulator][dynamodb]")
{
    for (bool const is_classic : {false, true}) {
        emulator aws{{.has_classic_wording = is_classic}};
        for (auto const& client : both_ways(aws)) {
            if (!client.describe_table({.TableName = "orders"}))
                REQUIRE(client.create_table(table_of_orders("orders")));
            auto const refused = client.delete_item(
                {.TableName = "orders", .Key = to_item("pk", "a", "sk", 1), .ConditionExpression = "foo(a)"});
            std::string const text = "Invalid ConditionExpression: Invalid function name; function: foo";
            CHECK(refused.error().message == (is_classic ? text : "1 validation error detected: " + text));
        }
    }
}

TEST_CASE("Several threads may be the first to look into an item that was read", "[emulator][dynamodb]")
{
    emulator aws;
    dynamodb_client const client{aws.local_transport()};
    REQUIRE(client.create_table(table_of_orders("orders")));
    order const put{"a", 1, "x", {"new"}};
    REQUIRE(client.put_item({.TableName = "orders", .Item = to_item(put)}));
    auto const read =
        client.get_item({.TableName = "orders", .Key = to_item("pk", "a", "sk", 1)}).value().Item.value();
    std::vector<std::optional<order>> seen(4);
    std::vector<std::thread> threads;
    for (auto& each : seen) threads.emplace_back([&] { each = from_item<order>(read); });
    for (auto& each : threads) each.join();
    for (auto const& each : seen) CHECK(each == put);
}
