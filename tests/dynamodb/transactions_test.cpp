#include "fixture.hpp"

namespace understudy::dynamodb::test {
namespace {

TransactWriteItem put_if_new(std::string key)
{
    return {.Put = Put{.Item = item{{"pk", std::move(key)}},
                       .TableName = "tbl",
                       .ConditionExpression = "attribute_not_exists(pk)",
                       .ReturnValuesOnConditionCheckFailure = "ALL_OLD"}};
}

TEST_CASE("A cancelled transaction tells a reason for each of its actions", "[dynamodb][transactions]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    db.put({{"pk", "b"}, {"v", 1}});
    auto const outcome = transact_write_items(db.state, db.make_call(),
                                              {.TransactItems = {{put_if_new("a"), put_if_new("b")}}});
    REQUIRE(outcome.has_error());
    auto const& reasons = *outcome.error().reasons;
    REQUIRE(reasons.size() == 2);
    CHECK(reasons[0] == CancellationReason{.Code = "None"});
    CHECK(reasons[1]
          == CancellationReason{.Item = item{{"pk", "b"}, {"v", 1}},
                                .Code = "ConditionalCheckFailed",
                                .Message = "The conditional request failed"});
    CHECK_FALSE(db.get({{"pk", "a"}}));
}

TEST_CASE("A fault in the keys of a transaction is told alone", "[dynamodb][transactions]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    db.put({{"pk", "b"}});
    TransactWriteItem const wrong{.Delete = Delete{.Key = item{{"x", "a"}}, .TableName = "tbl"}};
    auto const outcome =
        transact_write_items(db.state, db.make_call(), {.TransactItems = {{put_if_new("b"), wrong}}});
    REQUIRE(outcome.has_error());
    auto const& reasons = *outcome.error().reasons;
    CHECK(reasons[0].Code == "None");
    CHECK(reasons[1].Code == "ValidationError");
    CHECK(reasons[1].Message == "The provided key element does not match the schema");
}

TEST_CASE("An update that would store a value too deep cancels its transaction", "[dynamodb][transactions]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    attribute_value deep{"x"};
    for (int i = 0; i < 32; ++i) deep = attribute_value{list(1, deep)};
    TransactWriteItem const update{.Update =
                                       Update{.Key = item{{"pk", "a"}},
                                              .UpdateExpression = "SET v = :v",
                                              .TableName = "tbl",
                                              .ExpressionAttributeValues = attribute_map{{":v", deep}}}};
    auto const outcome = transact_write_items(db.state, db.make_call(), {.TransactItems = {{update}}});
    REQUIRE(outcome.has_error());
    auto const& reasons = *outcome.error().reasons;
    CHECK(reasons.at(0).Code == "ValidationError");
    CHECK(reasons.at(0).Message == "Nesting Levels have exceeded supported limits");
}

TEST_CASE("The wording of the years before 2026 can be had", "[dynamodb][wording]")
{
    dynamodb_under_test db;
    db.state.settings.has_classic_wording = true;
    db.create_simple_table();
    PutItemInput put{.TableName = "tbl", .Item = item{{"pk", "k"}, {"s", string_set{{"b", "a", "b"}}}}};
    CHECK(refusal(db.run(put))
          == "One or more parameter values were invalid: Input collection [b, a, b] contains duplicates.");
    put.Item = item{{"pk", "k"}};
    put.ExpressionAttributeValues = attribute_map{{":x", 1}};
    CHECK(
        refusal(db.run(put))
        == "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null");
    put.ConditionExpression = "a = :x";
    put.ExpressionAttributeValues = attribute_map{{":x", number{"a"}}};
    CHECK(
        refusal(db.run(put))
        == "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: "
           "a for key :x");
    QueryInput read{.TableName = "tbl", .KeyConditionExpression = "pk = :x OR a = :x"};
    read.ExpressionAttributeValues = attribute_map{{":x", "a"}};
    CHECK(refusal(query(db.state, db.make_call(), read))
          == "Invalid operator used in KeyConditionExpression: OR");
}

TEST_CASE("A table passes through its statuses as time goes by", "[dynamodb][tables][time]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    db.state.settings.tables.delay = milliseconds{500};
    UpdateTableInput request{.AttributeDefinitions = {{{"g", "S"}}}, .TableName = "tbl"};
    request.GlobalSecondaryIndexUpdates.emplace().push_back(
        {.Create = CreateGlobalSecondaryIndexAction{.IndexName = "byg",
                                                    .KeySchema = {{{"g", "HASH"}}},
                                                    .Projection = Projection{.ProjectionType = "ALL"}}});
    REQUIRE(refusal(update_table(db.state, db.make_call(), request)) == "");
    auto const statuses = [&] {
        auto const table = db.describe("tbl").value().Table;
        auto const& index = (*table.GlobalSecondaryIndexes)[0];
        return table.TableStatus + " " + index.IndexStatus + (index.Backfilling ? " backfilling" : "");
    };
    CHECK(statuses() == "UPDATING CREATING");
    CHECK(refusal(db.drop("tbl"))
          == "Attempt to change a resource which is still in use: Table is being updated: tbl");
    on_timer(db.state, db.make_call(), db.out.timers.back().id);
    CHECK(statuses() == "ACTIVE CREATING backfilling");
    on_timer(db.state, db.make_call(), db.out.timers.back().id);
    CHECK(statuses() == "ACTIVE ACTIVE");
}

} // namespace
} // namespace understudy::dynamodb::test
