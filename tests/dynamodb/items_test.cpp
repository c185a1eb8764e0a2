#include "fixture.hpp"

namespace understudy::dynamodb::test {
namespace {

std::string const envelope = "1 validation error detected: ";
std::string const no_match = "The provided key element does not match the schema";

PutItemInput put_of(item item) { return {.TableName = "tbl", .Item = std::move(item)}; }

GetItemInput get_of(item key) { return {.TableName = "tbl", .Key = std::move(key)}; }

TEST_CASE("An item comes back as it was put, its numbers in normal form", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    db.put({{"pk", "k"},
            {"n", number{"1e3"}},
            {"l", list{number{"007"}, attribute_map{{"x", number{"-0"}}}}},
            {"ns", number_set{{"1.50", "2"}}},
            {"b", binary{std::string("\0\xff", 2)}},
            {"empty", ""}});
    CHECK(*db.get({{"pk", "k"}})
          == item{{"pk", "k"},
                  {"n", 1000},
                  {"l", list{7, attribute_map{{"x", 0}}}},
                  {"ns", number_set{{"1.5", "2"}}},
                  {"b", binary{std::string("\0\xff", 2)}},
                  {"empty", ""}});
    CHECK_FALSE(db.get({{"pk", "other"}}));
}

TEST_CASE("A put replaces the whole item and can return the old one", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    auto request = put_of({{"pk", "k"}, {"a", 1}});
    request.ReturnValues = "ALL_OLD";
    CHECK_FALSE(db.run(request).value().Attributes);
    request.Item = item{{"pk", "k"}, {"b", 2}};
    CHECK(*db.run(request).value().Attributes == item{{"pk", "k"}, {"a", 1}});
    CHECK(*db.get({{"pk", "k"}}) == item{{"pk", "k"}, {"b", 2}});
    CHECK(db.describe("tbl").value().Table.ItemCount == 1);
    CHECK(db.describe("tbl").value().Table.TableSizeBytes == 6);
}

TEST_CASE("A delete is content with nothing to delete", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    DeleteItemInput request{.TableName = "tbl", .Key = item{{"pk", "k"}}, .ReturnValues = "ALL_OLD"};
    CHECK_FALSE(db.run(request).value().Attributes);
    db.put({{"pk", "k"}, {"a", 1}});
    CHECK(*db.run(request).value().Attributes == item{{"pk", "k"}, {"a", 1}});
    CHECK_FALSE(db.get({{"pk", "k"}}));
    CHECK(db.describe("tbl").value().Table.TableSizeBytes == 0);
}

TEST_CASE("Number keys compare by value, and partition and sort key never run together", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_range_table("N");
    db.put({{"pk", "k"}, {"sk", number{"1000"}}, {"a", 1}});
    CHECK(db.get({{"pk", "k"}, {"sk", number{"1e3"}}}));
    db.put({{"pk", "k"}, {"sk", number{"1000.0"}}, {"a", 2}});
    CHECK(*db.get({{"pk", "k"}, {"sk", number{"1000"}}}) == item{{"pk", "k"}, {"sk", 1000}, {"a", 2}});
    CHECK(db.describe("tbl").value().Table.ItemCount == 1);

    dynamodb_under_test strings;
    strings.create_range_table("S");
    strings.put({{"pk", "ab"}, {"sk", "c"}});
    strings.put({{"pk", "a"}, {"sk", "bc"}});
    CHECK(strings.describe("tbl").value().Table.ItemCount == 2);
}

TEST_CASE("Items of a partition stand in the order of their sort keys", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_range_table("N");
    for (auto const* n : {"10", "-1", "9", "0", "-10.5", "1e20", "0.001"})
        db.put({{"pk", "k"}, {"sk", number{n}}});
    std::vector<std::string> order;
    auto const& tables = db.state.tables.begin()->second;
    for (auto const& stored : tables.begin()->second.read().items)
        order.emplace_back(stored.find("sk")->bytes);
    CHECK(order == std::vector<std::string>{"-10.5", "-1", "0", "0.001", "9", "10", "100000000000000000000"});
}

TEST_CASE("Keys that do not fit the schema are refused", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_range_table();
    CHECK(refusal(db.run(put_of({{"pk", "k"}}))) == invalid + "Missing the key sk in the item");
    CHECK(refusal(db.run(put_of({{"sk", "k"}}))) == invalid + "Missing the key pk in the item");
    CHECK(refusal(db.run(put_of({{"pk", 1}, {"sk", "s"}})))
          == invalid + "Type mismatch for key pk expected: S actual: N");
    for (auto const& key : {item{{"pk", "k"}}, item{{"pk", "k"}, {"sk", 1}}, item{{"pk", "k"}, {"xx", "s"}},
                            item{}, item{{"pk", "k"}, {"sk", "s"}, {"a", 1}}}) {
        CHECK(refusal(db.run(get_of(key))) == no_match);
        CHECK(refusal(db.run(DeleteItemInput{.TableName = "tbl", .Key = key})) == no_match);
        CHECK(refusal(db.run(UpdateItemInput{.TableName = "tbl", .Key = key})) == no_match);
    }
    std::string const empty =
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
        "contain an empty string value. Key: sk";
    CHECK(refusal(db.run(put_of({{"pk", "k"}, {"sk", ""}}))) == empty);
    CHECK(refusal(db.run(get_of({{"pk", "k"}, {"sk", ""}}))) == empty);
    std::string const large_hash =
        invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes";
    std::string const large_range =
        invalid + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";
    CHECK(refusal(db.run(put_of({{"pk", std::string(2049, 'a')}, {"sk", "s"}}))) == large_hash);
    CHECK(refusal(db.run(put_of({{"pk", std::string(2048, 'a')}, {"sk", std::string(1024, 'a')}}))) == "");
    CHECK(refusal(db.run(put_of({{"pk", "k"}, {"sk", std::string(1025, 'a')}}))) == large_range);
    CHECK(refusal(db.run(get_of({{"pk", "k"}, {"sk", std::string(1025, 'a')}}))) == large_range);
}

TEST_CASE("Bad values are told in the envelope by writes, bare by reads", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    std::string const not_numeric = "The parameter cannot be converted to a numeric value: abc";
    CHECK(refusal(db.run(put_of({{"pk", "k"}, {"n", number{"abc"}}}))) == envelope + not_numeric);
    CHECK(refusal(db.run(DeleteItemInput{.TableName = "tbl", .Key = item{{"pk", number{"abc"}}}}))
          == envelope + not_numeric);
    CHECK(refusal(db.run(get_of({{"pk", number{"abc"}}}))) == not_numeric);
    std::string const empty =
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
    CHECK(refusal(db.run(put_of({{"pk", malformed{}}}))) == empty);
    CHECK(db.run(put_of({{"pk", malformed{}}})).error().kind.name_space == "com.amazon.coral.validate");
}

TEST_CASE("An item has at most 409600 bytes, told before the table is looked up", "[dynamodb][items]")
{
    dynamodb_under_test db;
    CHECK(refusal(db.run(put_of({{"pk", std::string(409'599, 'x')}})))
          == "Item size has exceeded the maximum allowed size");
    db.create_simple_table();
    CHECK(refusal(db.run(put_of({{"pk", "k"}, {"a", std::string(409'600 - 4, 'x')}}))) == "");
    CHECK(refusal(db.run(put_of({{"pk", "k"}, {"a", std::string(409'600 - 3, 'x')}})))
          == "Item size has exceeded the maximum allowed size");
}

TEST_CASE("Constraints come first and are told together", "[dynamodb][items]")
{
    dynamodb_under_test db;
    std::string const fails = "failed to satisfy constraint: ";
    CHECK(refusal(db.run(PutItemInput{}))
          == "2 validation errors detected: Value null at 'tableName' " + fails
                 + "Member must not be null; Value null at 'item' " + fails + "Member must not be null");
    auto request = put_of({{"pk", "k"}});
    request.ReturnConsumedCapacity = "total";
    CHECK(refusal(db.run(request))
          == envelope + "Value 'total' at 'returnConsumedCapacity' " + fails
                 + "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]");
    request.ReturnConsumedCapacity.reset();
    request.ReturnItemCollectionMetrics = "X";
    CHECK(refusal(db.run(request))
          == envelope + "Value 'X' at 'returnItemCollectionMetrics' " + fails
                 + "Member must satisfy enum value set: [SIZE, NONE]");
    request.ReturnItemCollectionMetrics.reset();
    request.ReturnValues = "none";
    CHECK(refusal(db.run(request))
          == envelope + "Value 'none' at 'returnValues' " + fails
                 + "Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
    request.ReturnValues = "ALL_NEW";
    CHECK(refusal(db.run(request)) == envelope + "ReturnValues can only be ALL_OLD or NONE");
    request.TableName = "";
    CHECK(refusal(db.run(request))
          == envelope + "Value at 'TableName' " + fails
                 + "Member must have length greater than or equal to 1");
    request.TableName = "ab";
    CHECK(refusal(db.run(request))
          == envelope + "Value 'ab' at 'tableName' " + fails
                 + "Member must have length greater than or equal to 3");
    request.TableName = "a;b";
    CHECK(refusal(db.run(request))
          == envelope + "Value 'a;b' at 'tableName' " + fails
                 + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    auto get = get_of({{"pk", "k"}});
    get.TableName = "";
    CHECK(refusal(db.run(get))
          == envelope + "Value '' at 'tableName' " + fails
                 + "Member must have length greater than or equal to 1");
    UpdateItemInput update{.TableName = "tbl", .Key = item{{"pk", "k"}}, .ReturnValues = "X"};
    update.TableName = "ttt";
    CHECK(refusal(db.run(update))
          == envelope
                 + "Failed to satisfy constraint: Member must satisfy enum value set: "
                   "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]");
    update = {.ReturnValues = "X", .ReturnConsumedCapacity = "Y"};
    CHECK(refusal(db.run(update))
              .starts_with("4 validation errors detected: Value 'Y' at 'returnConsumedCapacity'"));
}

TEST_CASE("Everything about the request is told before the table is looked up", "[dynamodb][items]")
{
    dynamodb_under_test db;
    auto request = put_of({{"pk", "k"}});
    request.TableName = "missing";
    request.ConditionExpression = "a = ";
    CHECK(refusal(db.run(request)).starts_with(envelope + "Invalid ConditionExpression: Syntax error"));
    request.ConditionExpression.reset();
    auto const outcome = db.run(request);
    CHECK(refusal(outcome) == "Requested resource not found");
    CHECK(outcome.error().kind.shape == "ResourceNotFoundException");
}

TEST_CASE("A condition that fails changes nothing and may show the item", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    auto request = put_of({{"pk", "k"}, {"a", 2}});
    request.ConditionExpression = "attribute_not_exists(pk)";
    request.ReturnValuesOnConditionCheckFailure = "ALL_OLD";
    REQUIRE(refusal(db.run(request)) == "");
    request.Item = item{{"pk", "k"}, {"a", 3}};
    auto const outcome = db.run(request);
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().kind.shape == "ConditionalCheckFailedException");
    CHECK(outcome.error().message == "The conditional request failed");
    REQUIRE(outcome.error().item);
    CHECK(*outcome.error().item == item{{"pk", "k"}, {"a", 2}});
    CHECK(*db.get({{"pk", "k"}}) == item{{"pk", "k"}, {"a", 2}});
    request.ReturnValuesOnConditionCheckFailure.reset();
    CHECK_FALSE(db.run(request).error().item);
    request.Item = item{{"pk", "other"}};
    request.ConditionExpression = "attribute_exists(pk)";
    request.ReturnValuesOnConditionCheckFailure = "ALL_OLD";
    CHECK_FALSE(db.run(request).error().item);
}

TEST_CASE("Capacity is counted in steps, for the larger image of a write", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    auto put = put_of({{"pk", "k"}, {"a", std::string(1500, 'x')}});
    put.ReturnConsumedCapacity = "TOTAL";
    auto const written = db.run(put).value().ConsumedCapacity;
    REQUIRE(written);
    CHECK(written->CapacityUnits == 2);
    CHECK(written->TableName == "tbl");
    CHECK_FALSE(written->Table);
    put.Item = item{{"pk", "k"}};
    put.ReturnConsumedCapacity = "INDEXES";
    CHECK(db.run(put).value().ConsumedCapacity->Table->CapacityUnits == 2);
    CHECK(db.run(put).value().ConsumedCapacity->CapacityUnits == 1);
    put.ReturnConsumedCapacity = "NONE";
    CHECK_FALSE(db.run(put).value().ConsumedCapacity);

    auto get = get_of({{"pk", "k"}});
    get.ReturnConsumedCapacity = "TOTAL";
    CHECK(db.run(get).value().ConsumedCapacity->CapacityUnits == 0.5);
    db.put({{"pk", "k"}, {"a", std::string(5000, 'x')}});
    CHECK(db.run(get).value().ConsumedCapacity->CapacityUnits == 1);
    get.ConsistentRead = true;
    CHECK(db.run(get).value().ConsumedCapacity->CapacityUnits == 2);
    DeleteItemInput drop{.TableName = "tbl", .Key = item{{"pk", "k"}}, .ReturnConsumedCapacity = "TOTAL"};
    CHECK(db.run(drop).value().ConsumedCapacity->CapacityUnits == 5);
    CHECK(db.run(drop).value().ConsumedCapacity->CapacityUnits == 1);
}

TEST_CASE("A projection keeps the structure and packs lists", "[dynamodb][projection]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    db.put({{"pk", "k"},
            {"a", list{0, 1, 2, attribute_map{{"x", 1}, {"y", 2}, {"z", 3}}}},
            {"m", attribute_map{{"n", attribute_map{{"o", 1}}}, {"p", 2}}},
            {"d.t", 5}});
    auto const projected = [&](std::string const& expression, name_map names = {}) {
        auto request = get_of({{"pk", "k"}});
        request.ProjectionExpression = expression;
        if (!names.empty()) request.ExpressionAttributeNames = std::move(names);
        return db.run(request).value().Item.value();
    };
    CHECK(projected("pk") == item{{"pk", "k"}});
    CHECK(projected("a[2], a[1]") == item{{"a", list{1, 2}}});
    CHECK(projected("a[3].y, a[3].x") == item{{"a", list{attribute_map{{"x", 1}, {"y", 2}}}}});
    CHECK(projected("m.n.o, m.q, gone") == item{{"m", attribute_map{{"n", attribute_map{{"o", 1}}}}}});
    CHECK(projected("m.p.q, a.b, pk2[0]") == item{});
    CHECK(projected("#d", {{"#d", "d.t"}}) == item{{"d.t", 5}});
    CHECK(projected("gone") == item{});
}

TEST_CASE("A projection that is wrong is refused whether or not there is an item", "[dynamodb][projection]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    auto const refused = [&](std::string const& expression, name_map names = {}) {
        auto request = get_of({{"pk", "none"}});
        request.ProjectionExpression = expression;
        if (!names.empty()) request.ExpressionAttributeNames = std::move(names);
        return refusal(db.run(request));
    };
    std::string const prefix = "Invalid ProjectionExpression: ";
    CHECK(refused("") == prefix + "The expression can not be empty;");
    CHECK(refused("a,") == prefix + "Syntax error; token: \"<EOF>\", near: \",\"");
    CHECK(refused("a b") == prefix + "Syntax error; token: \"b\", near: \"a b\"");
    CHECK(refused("a, name") == prefix + "Attribute name is a reserved keyword; reserved keyword: name");
    CHECK(
        refused("#a")
        == prefix
               + "An expression attribute name used in the document path is not defined; attribute name: #a");
    CHECK(
        refused("a.b, #x", {{"#x", "a"}})
        == prefix
               + "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: "
                 "[a, b], path two: [a]");
    CHECK(refused("a[0], a.b").starts_with(prefix + "Two document paths conflict"));
    CHECK(refused("a", {{"#x", "a"}})
          == "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}");
    CHECK(
        refused("pk.a")
        == "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk");
    CHECK(refused(std::string(4097, 'a'))
          == prefix + "Expression size has exceeded the maximum allowed size;");
}

TEST_CASE("A table is named by its name or by its ARN", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    std::string const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tbl";
    auto put = put_of({{"pk", "k"}});
    put.TableName = arn;
    put.ReturnConsumedCapacity = "TOTAL";
    CHECK(db.run(put).value().ConsumedCapacity->TableName == arn);
    CHECK(db.get({{"pk", "k"}}));
    put.TableName = "arn:aws:dynamodb:eu-west-1:000000000000:table/tbl";
    CHECK(refusal(db.run(put))
              .starts_with("1 validation error detected: Invalid AWS region in 'arn:aws:dynamodb:eu"));
    put.TableName = "arn:aws:dynamodb:us-east-1:111111111111:table/tbl";
    CHECK(refusal(db.run(put)) == "Access is denied");
    CHECK(db.run(put).error().kind.shape == "AccessDeniedException");
    put.TableName = arn + "/index/i";
    CHECK(db.run(put).error().kind.shape == "ValidationException");
    CHECK(db.describe(arn).value().Table.TableName == "tbl");
}

TEST_CASE("Writes are told as events of the table", "[dynamodb][items]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    db.put({{"pk", "k"}});
    db.update("SET a = :v", {{":v", 1}});
    CHECK(db.condition("attribute_not_exists(pk)").value() == false);
    db.run(DeleteItemInput{.TableName = "tbl", .Key = item{{"pk", "k"}}}).value();
    std::vector<event_type> types;
    for (auto const& event : db.events.events()) {
        CHECK(event.resource == "arn:aws:dynamodb:us-east-1:000000000000:table/tbl");
        types.push_back(event.type);
    }
    CHECK((types
           == std::vector<event_type>{event_type::item_put, event_type::item_updated,
                                      event_type::condition_failed, event_type::item_deleted}));
}

TEST_CASE("A copied state and its original go separate ways", "[dynamodb][state]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    db.put({{"pk", "k"}, {"a", 1}});
    auto const before = db.state;
    db.put({{"pk", "k"}, {"a", 2}});
    db.put({{"pk", "new"}});
    db.state = before;
    CHECK(*db.get({{"pk", "k"}}) == item{{"pk", "k"}, {"a", 1}});
    CHECK_FALSE(db.get({{"pk", "new"}}));
}

} // namespace
} // namespace understudy::dynamodb::test
