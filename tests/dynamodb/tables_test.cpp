#include "fixture.hpp"

namespace understudy::dynamodb::test {
namespace {

std::string const one = "1 validation error detected: ";
std::string const fails = "failed to satisfy constraint: ";

/// "a:S b:N" into definitions, "a b" into a schema of HASH and RANGE.
std::vector<AttributeDefinition> defined(std::initializer_list<char const*> names)
{
    std::vector<AttributeDefinition> result;
    for (auto const* name : names) result.push_back({.AttributeName = name, .AttributeType = "S"});
    return result;
}

std::vector<KeySchemaElement> keys(std::initializer_list<std::pair<char const*, char const*>> elements)
{
    std::vector<KeySchemaElement> result;
    for (auto const& [name, type] : elements) result.push_back({.AttributeName = name, .KeyType = type});
    return result;
}

CreateTableInput two_keys()
{
    auto request = simple_table("table");
    request.AttributeDefinitions = defined({"a", "b"});
    request.KeySchema = keys({{"a", "HASH"}, {"b", "RANGE"}});
    return request;
}

LocalSecondaryIndex local_index(std::string name, std::vector<KeySchemaElement> schema)
{
    return {
        .IndexName = std::move(name), .KeySchema = std::move(schema), .Projection = Projection{"ALL", {}}};
}

GlobalSecondaryIndex global_index(std::string name, std::vector<KeySchemaElement> schema)
{
    GlobalSecondaryIndex index;
    index.IndexName = std::move(name);
    index.KeySchema = std::move(schema);
    index.Projection = Projection{"ALL", {}};
    return index;
}

std::string create_refusal(CreateTableInput const& request)
{
    dynamodb_under_test db;
    return refusal(db.create(request));
}

TEST_CASE("A table is CREATING in the answer and ACTIVE for the next request", "[dynamodb][tables]")
{
    dynamodb_under_test db;
    auto request = two_keys();
    request.LocalSecondaryIndexes = {{local_index("local", keys({{"a", "HASH"}, {"b", "RANGE"}}))}};
    request.GlobalSecondaryIndexes = {{global_index("global", keys({{"b", "HASH"}}))}};
    auto const created = db.create(request).value().TableDescription;
    CHECK(created.TableStatus == "CREATING");
    CHECK(created.TableArn == "arn:aws:dynamodb:us-east-1:000000000000:table/table");
    CHECK(created.TableId.size() == 36);
    CHECK(created.CreationDateTime == db.now);
    REQUIRE(created.BillingModeSummary);
    CHECK_FALSE(created.BillingModeSummary->LastUpdateToPayPerRequestDateTime);
    CHECK_FALSE(created.WarmThroughput);
    CHECK(created.GlobalSecondaryIndexes->at(0).IndexStatus == "CREATING");

    auto const active = db.describe("table").value().Table;
    CHECK(active.TableStatus == "ACTIVE");
    CHECK(active.TableId == created.TableId);
    CHECK(active.BillingModeSummary->BillingMode == "PAY_PER_REQUEST");
    CHECK(active.BillingModeSummary->LastUpdateToPayPerRequestDateTime == db.now);
    CHECK(active.ProvisionedThroughput.ReadCapacityUnits == 0);
    CHECK(active.WarmThroughput->ReadUnitsPerSecond == 12'000);
    CHECK(active.LocalSecondaryIndexes->at(0).IndexArn == created.TableArn + "/index/local");
    CHECK(active.GlobalSecondaryIndexes->at(0).IndexStatus == "ACTIVE");
}

TEST_CASE("A provisioned table has throughput and no billing summary", "[dynamodb][tables]")
{
    dynamodb_under_test db;
    auto request = simple_table("table");
    request.BillingMode.reset();
    request.ProvisionedThroughput = ProvisionedThroughput{5, 6};
    db.create(request).value();
    auto const table = db.describe("table").value().Table;
    CHECK_FALSE(table.BillingModeSummary);
    CHECK(table.ProvisionedThroughput.ReadCapacityUnits == 5);
    CHECK(table.WarmThroughput->WriteUnitsPerSecond == 6);
}

TEST_CASE("With a delay, tables take their time to come and to go", "[dynamodb][tables][time]")
{
    dynamodb_under_test db;
    db.state.settings.tables.delay = milliseconds{500};
    db.create_simple_table("table");
    REQUIRE(db.out.timers.size() == 1);
    CHECK(db.out.timers[0].due == db.now + milliseconds{500});
    CHECK(db.describe("table").value().Table.TableStatus == "CREATING");
    PutItemInput const put{.TableName = "table", .Item = item{{"pk", "k"}}};
    CHECK(refusal(db.run(put)) == "Requested resource not found");
    std::string const in_use = "Attempt to change a resource which is still in use: ";
    CHECK(refusal(db.drop("table")) == in_use + "Table is being created: table");
    CHECK(refusal(db.create(simple_table("table"))) == in_use + "Table is being created: table");
    on_timer(db.state, db.make_call(), db.out.timers[0].id);
    CHECK(refusal(db.run(put)) == "");
    CHECK(db.drop("table").value().TableDescription.TableStatus == "DELETING");
    CHECK(refusal(db.drop("table")) == in_use + "Table is being deleted: table");
    CHECK(refusal(db.create(simple_table("table"))) == "Table already exists: table");
    CHECK(db.list().value().TableNames == string_list{"table"});
    on_timer(db.state, db.make_call(), db.out.timers[1].id);
    CHECK(refusal(db.drop("table")) == "Requested resource not found: Table: table not found");
}

TEST_CASE("A second table of a name is refused, but a bad request first", "[dynamodb][tables]")
{
    dynamodb_under_test db;
    db.create_simple_table("table");
    auto const again = db.create(simple_table("table"));
    CHECK(refusal(again) == "Table already exists: table");
    CHECK(again.error().kind.shape == "ResourceInUseException");
    auto bad = simple_table("table");
    bad.KeySchema = keys({{"pk", "RANGE"}});
    CHECK(db.create(bad).error().kind.shape == "ValidationException");
    db.region = "eu-west-1";
    CHECK(refusal(db.create(simple_table("table"))) == "");
    db.account = "111111111111";
    CHECK(refusal(db.create(simple_table("table"))) == "");
}

TEST_CASE("Deleting a table answers without its schema", "[dynamodb][tables]")
{
    dynamodb_under_test db;
    db.create_simple_table("table");
    auto const gone = db.drop("table").value().TableDescription;
    CHECK(gone.TableStatus == "DELETING");
    CHECK_FALSE(gone.KeySchema);
    CHECK_FALSE(gone.AttributeDefinitions);
    CHECK_FALSE(gone.CreationDateTime);
    CHECK_FALSE(gone.GlobalSecondaryIndexes);
    CHECK(refusal(db.describe("table")) == "Requested resource not found: Table: table not found");
    auto request = simple_table("table");
    request.DeletionProtectionEnabled = true;
    db.create(request).value();
    CHECK(refusal(db.drop("table"))
          == "Resource cannot be deleted as it is currently protected against deletion. "
             "Disable deletion protection first.");
}

TEST_CASE("Tables are listed in the order of their bytes, page by page", "[dynamodb][tables]")
{
    dynamodb_under_test db;
    for (auto const* name : {"bbb", "aaa", "BBB"}) db.create_simple_table(name);
    CHECK(db.list().value().TableNames == string_list{"BBB", "aaa", "bbb"});
    CHECK_FALSE(db.list().value().LastEvaluatedTableName);
    auto const page = db.list({.Limit = 2}).value();
    CHECK(page.TableNames == string_list{"BBB", "aaa"});
    CHECK(page.LastEvaluatedTableName == "aaa");
    auto const rest = db.list({.ExclusiveStartTableName = "aab", .Limit = 1}).value();
    CHECK(rest.TableNames == string_list{"bbb"});
    CHECK_FALSE(rest.LastEvaluatedTableName);
    CHECK(refusal(db.list({.Limit = 0}))
          == one + "Value '0' at 'limit' " + fails + "Member must have value greater than or equal to 1");
    CHECK(refusal(db.list({.Limit = 101}))
          == one + "Value '101' at 'limit' " + fails + "Member must have value less than or equal to 100");
    CHECK(refusal(db.list({.ExclusiveStartTableName = "a", .Limit = 0}))
              .starts_with("2 validation errors detected: "));
}

TEST_CASE("CreateTable: names and what must be there", "[dynamodb][tables]")
{
    auto request = simple_table("ab");
    CHECK(create_refusal(request)
          == one + "Value 'ab' at 'tableName' " + fails
                 + "Member must have length greater than or equal to 3");
    request.TableName = "a;b";
    CHECK(create_refusal(request)
          == one + "Value 'a;b' at 'tableName' " + fails
                 + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    request = simple_table("table");
    request.KeySchema.reset();
    CHECK(create_refusal(request) == one + "Value null at 'keySchema' " + fails + "Member must not be null");
    request.KeySchema.emplace();
    CHECK(create_refusal(request)
          == one + "Value '[]' at 'keySchema' " + fails
                 + "Member must have length greater than or equal to 1");
    request = simple_table("table");
    request.AttributeDefinitions.reset();
    CHECK(create_refusal(request)
          == one + "Value null at 'attributeDefinitions' " + fails + "Member must not be null");
    request = simple_table("table");
    request.KeySchema = keys({{"pk", "HASH"}, {"b", "RANGE"}, {"c", "RANGE"}});
    CHECK(
        create_refusal(request)
        == one
               + "Value '[KeySchemaElement(attributeName=pk, keyType=HASH), KeySchemaElement(attributeName=b, "
                 "keyType=RANGE), KeySchemaElement(attributeName=c, keyType=RANGE)]' at 'keySchema' "
               + fails + "Member must have length less than or equal to 2");
    request.KeySchema = keys({{"pk", "X"}});
    CHECK(create_refusal(request)
          == one + "Value 'X' at 'keySchema.1.member.keyType' " + fails
                 + "Member must satisfy enum value set: [HASH, RANGE]");
    request = simple_table("table");
    request.AttributeDefinitions->at(0).AttributeType = "BOOL";
    CHECK(create_refusal(request)
          == one + "Value 'BOOL' at 'attributeDefinitions.1.member.attributeType' " + fails
                 + "Member must satisfy enum value set: [B, N, S]");
    request = simple_table("table");
    request.BillingMode = "FREE";
    CHECK(create_refusal(request)
          == one + "Value 'FREE' at 'billingMode' " + fails
                 + "Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]");
    CHECK(create_refusal({}).starts_with("3 validation errors detected: "));
}

TEST_CASE("CreateTable: throughput", "[dynamodb][tables]")
{
    auto request = simple_table("table");
    request.ProvisionedThroughput = ProvisionedThroughput{1, 1};
    CHECK(create_refusal(request)
          == invalid
                 + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                   "BillingMode is PAY_PER_REQUEST");
    request.BillingMode.reset();
    request.ProvisionedThroughput.reset();
    CHECK(
        create_refusal(request)
        == invalid
               + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
    request.ProvisionedThroughput = ProvisionedThroughput{1, {}};
    CHECK(create_refusal(request)
          == one + "Value null at 'provisionedThroughput.writeCapacityUnits' " + fails
                 + "Member must not be null");
    request.ProvisionedThroughput = ProvisionedThroughput{0, 1};
    CHECK(create_refusal(request)
          == one + "Value '0' at 'provisionedThroughput.readCapacityUnits' " + fails
                 + "Member must have value greater than or equal to 1");
    request.ProvisionedThroughput = ProvisionedThroughput{1, 1'000'000'000'001};
    CHECK(create_refusal(request) == "Given value 1000000000001 for WriteCapacityUnits is out of bounds");
}

TEST_CASE("CreateTable: key schema and definitions", "[dynamodb][tables]")
{
    auto request = two_keys();
    request.KeySchema = keys({{"a", "RANGE"}, {"b", "RANGE"}});
    CHECK(create_refusal(request) == "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    request.KeySchema = keys({{"a", "HASH"}, {"b", "HASH"}});
    CHECK(create_refusal(request)
          == "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    request.KeySchema = keys({{"a", "HASH"}, {"a", "RANGE"}});
    CHECK(create_refusal(request)
          == "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    request.AttributeDefinitions = defined({});
    CHECK(create_refusal(request) == "Invalid KeySchema: Some index key attribute have no definition");
    request.KeySchema = keys({{"a", "HASH"}});
    request.AttributeDefinitions = defined({"b"});
    CHECK(create_refusal(request)
          == invalid
                 + "Some index key attributes are not defined in AttributeDefinitions. Keys: "
                   "[a], AttributeDefinitions: [b]");
    request.AttributeDefinitions = defined({"a", "b"});
    CHECK(create_refusal(request)
          == invalid
                 + "Number of attributes in KeySchema does not exactly match number of "
                   "attributes defined in AttributeDefinitions");
    request.AttributeDefinitions = defined({"a", "a"});
    CHECK(create_refusal(request) == "Attribute Name is duplicated: a");
    request.AttributeDefinitions = defined({"a", "b", "c"});
    request.GlobalSecondaryIndexes = {{global_index("index", keys({{"b", "RANGE"}}))}};
    CHECK(create_refusal(request)
          == invalid
                 + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c], "
                   "keys used: [a, b]");
}

TEST_CASE("CreateTable: local indexes", "[dynamodb][tables]")
{
    auto request = two_keys();
    request.LocalSecondaryIndexes.emplace();
    CHECK(create_refusal(request) == invalid + "List of LocalSecondaryIndexes is empty");
    request.LocalSecondaryIndexes = {{local_index("index", keys({{"a", "HASH"}}))}};
    CHECK(create_refusal(request) == invalid + "Index KeySchema does not have a range key for index: index");
    request.LocalSecondaryIndexes = {{local_index("index", keys({{"b", "HASH"}, {"a", "RANGE"}}))}};
    CHECK(create_refusal(request)
          == invalid
                 + "Index KeySchema does not have the same leading hash key as table KeySchema "
                   "for index: index. index hash key: b, table hash key: a");
    request.LocalSecondaryIndexes = {{local_index("index", keys({{"a", "HASH"}, {"a", "RANGE"}}))}};
    CHECK(create_refusal(request)
          == "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    request.LocalSecondaryIndexes->at(0).KeySchema = keys({{"a", "HASH"}, {"x", "RANGE"}});
    CHECK(create_refusal(request)
          == invalid
                 + "Some index key attributes are not defined in AttributeDefinitions. Keys: "
                   "[a, x], AttributeDefinitions: [a, b]");
    auto const good = local_index("index", keys({{"a", "HASH"}, {"b", "RANGE"}}));
    request.LocalSecondaryIndexes = {{good, good}};
    CHECK(create_refusal(request) == invalid + "Duplicate index name: index");
    request.LocalSecondaryIndexes->clear();
    for (auto const* name : {"in1", "in2", "in3", "in4", "in5", "in6"}) {
        request.LocalSecondaryIndexes->push_back(good);
        request.LocalSecondaryIndexes->back().IndexName = name;
    }
    CHECK(create_refusal(request)
          == invalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
    auto hash_only = simple_table("table");
    hash_only.LocalSecondaryIndexes = {{local_index("index", keys({{"pk", "HASH"}}))}};
    CHECK(create_refusal(hash_only)
          == invalid
                 + "Table KeySchema does not have a range key, which is required when "
                   "specifying a LocalSecondaryIndex");
}

TEST_CASE("CreateTable: global indexes and projections", "[dynamodb][tables]")
{
    auto request = two_keys();
    request.GlobalSecondaryIndexes.emplace();
    CHECK(create_refusal(request) == invalid + "List of GlobalSecondaryIndexes is empty");
    request.GlobalSecondaryIndexes = {{global_index("g1", keys({{"b", "HASH"}}))}};
    request.LocalSecondaryIndexes = {{local_index("l1", keys({{"a", "HASH"}, {"b", "RANGE"}}))}};
    std::string const short_name = fails + "Member must have length greater than or equal to 3";
    CHECK(create_refusal(request)
          == "2 validation errors detected: Value 'g1' at 'globalSecondaryIndexes.1.member.indexName' "
                 + short_name + "; Value 'l1' at 'localSecondaryIndexes.1.member.indexName' " + short_name);
    request.LocalSecondaryIndexes.reset();
    auto& index = request.GlobalSecondaryIndexes->at(0);
    index.IndexName = "index";
    index.ProvisionedThroughput = ProvisionedThroughput{1, 1};
    CHECK(create_refusal(request)
          == invalid
                 + "ProvisionedThroughput should not be specified for index: index when "
                   "BillingMode is PAY_PER_REQUEST");
    index.ProvisionedThroughput.reset();
    index.Projection = Projection{};
    CHECK(create_refusal(request) == invalid + "Unknown ProjectionType: null");
    index.Projection = Projection{"ALL", string_list{"x"}};
    CHECK(create_refusal(request) == invalid + "ProjectionType is ALL, but NonKeyAttributes is specified");
    index.Projection = Projection{"INCLUDE", {}};
    CHECK(create_refusal(request)
          == invalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    index.Projection = Projection{"INCLUDE", string_list{"x", "x"}};
    CHECK(create_refusal(request) == invalid + "Duplicate element in NonKeyAttributes: x");
    index.Projection = Projection{"KEYS_ONLY", {}};
    index.KeySchema = keys({{"a", "HASH"}, {"b", "RANGE"}, {"a", "HASH"}});
    CHECK(create_refusal(request) == "The KeySchema contains multiple key attributes with the same name");
    index.KeySchema = keys({{"a", "HASH"}, {"b", "HASH"}});
    CHECK(create_refusal(request) == "");
    request.BillingMode.reset();
    request.ProvisionedThroughput = ProvisionedThroughput{1, 1};
    CHECK(create_refusal(request) == invalid + "ProvisionedThroughput is not specified for index: index");
}

TEST_CASE("CreateTable: streams, encryption, class and tags", "[dynamodb][tables]")
{
    auto request = simple_table("table");
    request.StreamSpecification = StreamSpecification{true, {}};
    CHECK(create_refusal(request)
          == invalid + "Table is being created with a stream enabled, UpdateViewType is required");
    request.StreamSpecification = StreamSpecification{false, "NEW_IMAGE"};
    CHECK(create_refusal(request)
          == invalid
                 + "Table is being created with a stream disabled, UpdateViewType should not be specified");
    request.StreamSpecification = StreamSpecification{false, {}};
    request.SSESpecification = SSESpecification{false, "KMS", {}};
    CHECK(create_refusal(request) == invalid + "SSEType can not be specified if Enabled is false");
    request.SSESpecification = SSESpecification{true, {}, "key"};
    CHECK(create_refusal(request) == invalid + "SSEType KMS is required if KMSMasterKeyId is specified");
    request.SSESpecification = SSESpecification{true, "AES256", {}};
    CHECK(create_refusal(request) == invalid + "SSEType AES256 is not supported");
    request.SSESpecification = SSESpecification{};
    request.TableClass = "CHEAP";
    CHECK(create_refusal(request).starts_with("Invalid table-class parameter provided."));
    request.TableClass = "STANDARD";
    request.Tags = std::vector<Tag>{{"aws:x", "v"}};
    CHECK(create_refusal(request) == "Tag Key cannot be prefixed with aws:, Key: aws:x");
    request.Tags = std::vector<Tag>{{"a", "v"}, {"a", "w"}};
    CHECK(create_refusal(request) == "Duplicate Tag Keys provided as input: Duplicate Tag Key found a");
    request.Tags = std::vector<Tag>{{"a", {}}};
    CHECK(create_refusal(request) == "The Tag Value provided is invalid, Value: null");
    request.Tags.emplace();
    CHECK(create_refusal(request) == "");
}

TEST_CASE("Writes keep index keys in order", "[dynamodb][index]")
{
    dynamodb_under_test db;
    auto request = simple_table();
    request.TableName = "t01";
    request.AttributeDefinitions = defined({"pk", "g"});
    request.GlobalSecondaryIndexes = {{global_index("by_g", keys({{"g", "HASH"}}))}};
    db.create(request).value();
    auto const put = [&](attribute_value g) {
        return refusal(
            db.run(PutItemInput{.TableName = "t01", .Item = item{{"pk", "k"}, {"g", std::move(g)}}}));
    };
    auto const update = [&](std::string expression, attribute_map values) {
        UpdateItemInput input{
            .TableName = "t01", .Key = item{{"pk", "k"}}, .UpdateExpression = std::move(expression)};
        if (!values.empty()) input.ExpressionAttributeValues = std::move(values);
        return refusal(db.run(input));
    };
    std::string const mismatch = invalid + "Type mismatch for Index Key g Expected: S Actual: ";
    CHECK(put(1) == mismatch + "N IndexName: by_g");
    CHECK(put(null{}) == mismatch + "NULL IndexName: by_g");
    CHECK(put("")
          == "One or more parameter values are not valid. A value specified for a secondary index key is not "
             "supported. The AttributeValue for a key attribute cannot contain an empty string value. "
             "IndexName: by_g, IndexKey: g");
    CHECK(put(std::string(2049, 'x'))
          == invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    CHECK(put("fine") == "");
    CHECK(update("SET g = :v", {{":v", 1}}) == mismatch + "N IndexName: by_g");
    CHECK(update("SET g = n + :v", {{":v", 1}}) == mismatch + "N IndexName: by_g");
    CHECK(update("SET g.x = :v", {{":v", 1}})
          == "Key attributes must be scalars; list random access '[]' and map lookup "
             "'.' are not allowed: IndexKey: g");
    CHECK(update("SET n = :v, e = :e", {{":v", 1}, {":e", ""}}) == "");
    CHECK(update("SET g = n", {})
          == "The update expression attempted to update the secondary index key to unsupported type");
    CHECK(
        update("SET g = e", {})
        == "One or more parameter values are not valid. The update expression attempted to update a secondary index key to "
           "a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.");
    CHECK(update("SET e = g[1], g = n + :v", {{":v", 1}}) == mismatch + "N IndexName: by_g");
    CHECK(update("REMOVE g", {}) == "");
}

} // namespace
} // namespace understudy::dynamodb::test
