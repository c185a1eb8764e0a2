#include "fixture.hpp"

namespace understudy::dynamodb::test {

CreateTableInput simple_table(std::string const& name)
{
    return {.AttributeDefinitions = {{{.AttributeName = "pk", .AttributeType = "S"}}},
            .TableName = name,
            .KeySchema = {{{.AttributeName = "pk", .KeyType = "HASH"}}},
            .BillingMode = "PAY_PER_REQUEST"};
}

void dynamodb_under_test::create_simple_table(std::string const& name)
{
    REQUIRE(refusal(create(simple_table(name))) == "");
}

void dynamodb_under_test::create_range_table(std::string const& range_type)
{
    auto request = simple_table();
    request.AttributeDefinitions->push_back({.AttributeName = "sk", .AttributeType = range_type});
    request.KeySchema->push_back({.AttributeName = "sk", .KeyType = "RANGE"});
    REQUIRE(refusal(create(request)) == "");
}

result<UpdateItemOutput> dynamodb_under_test::update(std::string expression, attribute_map values,
                                                     std::string wanted)
{
    UpdateItemInput request{.TableName = "tbl", .Key = item{{"pk", "k"}}, .ReturnValues = std::move(wanted)};
    request.UpdateExpression = std::move(expression);
    if (!values.empty()) request.ExpressionAttributeValues = std::move(values);
    return run(request);
}

result<bool> dynamodb_under_test::condition(std::string expression, attribute_map values, name_map names)
{
    DeleteItemInput request{
        .TableName = "tbl", .Key = item{{"pk", "k"}}, .ConditionExpression = std::move(expression)};
    if (!values.empty()) request.ExpressionAttributeValues = std::move(values);
    if (!names.empty()) request.ExpressionAttributeNames = std::move(names);
    auto copy = state;
    auto const outcome = delete_item(copy, make_call(), request);
    if (!outcome && outcome.error().kind.shape != "ConditionalCheckFailedException") return outcome.error();
    return outcome.has_value();
}

} // namespace understudy::dynamodb::test
