// The shapes of Amazon DynamoDB. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
#pragma once

#include <understudy/model/attribute_value.hpp>
#include <understudy/model/describe.hpp>

namespace understudy::dynamodb {

constexpr std::string_view service_name = "dynamodb";

using name_map = std::map<std::string, std::string, std::less<>>; // ExpressionAttributeNames

struct AttributeDefinition {
    std::optional<std::string> AttributeName = {};
    std::optional<std::string> AttributeType = {};
};
BOOST_DESCRIBE_STRUCT(AttributeDefinition, (), (AttributeName, AttributeType))

struct KeySchemaElement {
    std::optional<std::string> AttributeName = {};
    std::optional<std::string> KeyType = {};
};
BOOST_DESCRIBE_STRUCT(KeySchemaElement, (), (AttributeName, KeyType))

struct ProvisionedThroughput {
    std::optional<std::int64_t> ReadCapacityUnits = {};
    std::optional<std::int64_t> WriteCapacityUnits = {};
};
BOOST_DESCRIBE_STRUCT(ProvisionedThroughput, (), (ReadCapacityUnits, WriteCapacityUnits))

struct Projection {
    std::optional<std::string> ProjectionType = {};
    std::optional<string_list> NonKeyAttributes = {};
};
BOOST_DESCRIBE_STRUCT(Projection, (), (ProjectionType, NonKeyAttributes))

struct LocalSecondaryIndex {
    std::optional<std::string> IndexName = {};
    std::optional<std::vector<KeySchemaElement>> KeySchema = {};
    std::optional<dynamodb::Projection> Projection = {};
};
BOOST_DESCRIBE_STRUCT(LocalSecondaryIndex, (), (IndexName, KeySchema, Projection))

struct GlobalSecondaryIndex {
    std::optional<std::string> IndexName = {};
    std::optional<std::vector<KeySchemaElement>> KeySchema = {};
    std::optional<dynamodb::Projection> Projection = {};
    std::optional<dynamodb::ProvisionedThroughput> ProvisionedThroughput = {};
};
BOOST_DESCRIBE_STRUCT(GlobalSecondaryIndex, (), (IndexName, KeySchema, Projection, ProvisionedThroughput))

struct StreamSpecification {
    std::optional<bool> StreamEnabled = {};
    std::optional<std::string> StreamViewType = {};
};
BOOST_DESCRIBE_STRUCT(StreamSpecification, (), (StreamEnabled, StreamViewType))

struct SSESpecification {
    std::optional<bool> Enabled = {};
    std::optional<std::string> SSEType = {};
    std::optional<std::string> KMSMasterKeyId = {};
};
BOOST_DESCRIBE_STRUCT(SSESpecification, (), (Enabled, SSEType, KMSMasterKeyId))

struct Tag {
    std::optional<std::string> Key = {};
    std::optional<std::string> Value = {};
};
BOOST_DESCRIBE_STRUCT(Tag, (), (Key, Value))

struct BillingModeSummary {
    std::string BillingMode = {};
    std::optional<instant> LastUpdateToPayPerRequestDateTime = {};
};
BOOST_DESCRIBE_STRUCT(BillingModeSummary, (), (BillingMode, LastUpdateToPayPerRequestDateTime))

struct ProvisionedThroughputDescription {
    std::optional<instant> LastIncreaseDateTime = {};
    std::optional<instant> LastDecreaseDateTime = {};
    std::int64_t NumberOfDecreasesToday = 0;
    std::int64_t ReadCapacityUnits = 0;
    std::int64_t WriteCapacityUnits = 0;
};
BOOST_DESCRIBE_STRUCT(ProvisionedThroughputDescription, (),
                      (LastIncreaseDateTime, LastDecreaseDateTime, NumberOfDecreasesToday, ReadCapacityUnits,
                       WriteCapacityUnits))

struct TableWarmThroughputDescription {
    std::int64_t ReadUnitsPerSecond = 0;
    std::int64_t WriteUnitsPerSecond = 0;
    std::string Status = {};
};
BOOST_DESCRIBE_STRUCT(TableWarmThroughputDescription, (), (ReadUnitsPerSecond, WriteUnitsPerSecond, Status))

struct LocalSecondaryIndexDescription {
    std::string IndexName = {};
    std::vector<KeySchemaElement> KeySchema = {};
    dynamodb::Projection Projection = {};
    std::int64_t IndexSizeBytes = 0;
    std::int64_t ItemCount = 0;
    std::string IndexArn = {};
};
BOOST_DESCRIBE_STRUCT(LocalSecondaryIndexDescription, (),
                      (IndexName, KeySchema, Projection, IndexSizeBytes, ItemCount, IndexArn))

struct GlobalSecondaryIndexDescription {
    std::string IndexName = {};
    std::vector<KeySchemaElement> KeySchema = {};
    dynamodb::Projection Projection = {};
    std::string IndexStatus = {};
    ProvisionedThroughputDescription ProvisionedThroughput = {};
    std::int64_t IndexSizeBytes = 0;
    std::int64_t ItemCount = 0;
    std::string IndexArn = {};
};
BOOST_DESCRIBE_STRUCT(GlobalSecondaryIndexDescription, (),
                      (IndexName, KeySchema, Projection, IndexStatus, ProvisionedThroughput, IndexSizeBytes,
                       ItemCount, IndexArn))

struct TableDescription {
    std::optional<std::vector<AttributeDefinition>> AttributeDefinitions = {};
    std::string TableName = {};
    std::optional<std::vector<KeySchemaElement>> KeySchema = {};
    std::string TableStatus = {};
    std::optional<instant> CreationDateTime = {};
    ProvisionedThroughputDescription ProvisionedThroughput = {};
    std::int64_t TableSizeBytes = 0;
    std::int64_t ItemCount = 0;
    std::string TableArn = {};
    std::string TableId = {};
    std::optional<dynamodb::BillingModeSummary> BillingModeSummary = {};
    std::optional<std::vector<LocalSecondaryIndexDescription>> LocalSecondaryIndexes = {};
    std::optional<std::vector<GlobalSecondaryIndexDescription>> GlobalSecondaryIndexes = {};
    bool DeletionProtectionEnabled = false;
    std::optional<TableWarmThroughputDescription> WarmThroughput = {};
};
BOOST_DESCRIBE_STRUCT(TableDescription, (),
                      (AttributeDefinitions, TableName, KeySchema, TableStatus, CreationDateTime,
                       ProvisionedThroughput, TableSizeBytes, ItemCount, TableArn, TableId,
                       BillingModeSummary, LocalSecondaryIndexes, GlobalSecondaryIndexes,
                       DeletionProtectionEnabled, WarmThroughput))

struct Capacity {
    double CapacityUnits = 0;
};
BOOST_DESCRIBE_STRUCT(Capacity, (), (CapacityUnits))

struct ConsumedCapacity {
    std::string TableName = {};
    double CapacityUnits = 0;
    std::optional<Capacity> Table = {};
};
BOOST_DESCRIBE_STRUCT(ConsumedCapacity, (), (TableName, CapacityUnits, Table))

struct CreateTableOutput {
    dynamodb::TableDescription TableDescription = {};
};
BOOST_DESCRIBE_STRUCT(CreateTableOutput, (), (TableDescription))

struct CreateTableInput {
    using answer = CreateTableOutput;
    static constexpr std::string_view operation = "CreateTable";
    std::optional<std::vector<AttributeDefinition>> AttributeDefinitions = {};
    std::optional<std::string> TableName = {};
    std::optional<std::vector<KeySchemaElement>> KeySchema = {};
    std::optional<std::vector<LocalSecondaryIndex>> LocalSecondaryIndexes = {};
    std::optional<std::vector<GlobalSecondaryIndex>> GlobalSecondaryIndexes = {};
    std::optional<std::string> BillingMode = {};
    std::optional<dynamodb::ProvisionedThroughput> ProvisionedThroughput = {};
    std::optional<dynamodb::StreamSpecification> StreamSpecification = {};
    std::optional<dynamodb::SSESpecification> SSESpecification = {};
    std::optional<std::vector<Tag>> Tags = {};
    std::optional<std::string> TableClass = {};
    std::optional<bool> DeletionProtectionEnabled = {};
};
BOOST_DESCRIBE_STRUCT(CreateTableInput, (),
                      (AttributeDefinitions, TableName, KeySchema, LocalSecondaryIndexes,
                       GlobalSecondaryIndexes, BillingMode, ProvisionedThroughput, StreamSpecification,
                       SSESpecification, Tags, TableClass, DeletionProtectionEnabled))

struct DeleteItemOutput {
    std::optional<item> Attributes = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(DeleteItemOutput, (), (Attributes, ConsumedCapacity))

struct DeleteItemInput {
    using answer = DeleteItemOutput;
    static constexpr std::string_view operation = "DeleteItem";
    std::optional<std::string> TableName = {};
    std::optional<item> Key = {};
    std::optional<std::string> ReturnValues = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ReturnItemCollectionMetrics = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
};
BOOST_DESCRIBE_STRUCT(DeleteItemInput, (),
                      (TableName, Key, ReturnValues, ReturnConsumedCapacity, ReturnItemCollectionMetrics,
                       ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues,
                       ReturnValuesOnConditionCheckFailure))

struct DeleteTableOutput {
    dynamodb::TableDescription TableDescription = {};
};
BOOST_DESCRIBE_STRUCT(DeleteTableOutput, (), (TableDescription))

struct DeleteTableInput {
    using answer = DeleteTableOutput;
    static constexpr std::string_view operation = "DeleteTable";
    std::optional<std::string> TableName = {};
};
BOOST_DESCRIBE_STRUCT(DeleteTableInput, (), (TableName))

struct DescribeTableOutput {
    TableDescription Table = {};
};
BOOST_DESCRIBE_STRUCT(DescribeTableOutput, (), (Table))

struct DescribeTableInput {
    using answer = DescribeTableOutput;
    static constexpr std::string_view operation = "DescribeTable";
    std::optional<std::string> TableName = {};
};
BOOST_DESCRIBE_STRUCT(DescribeTableInput, (), (TableName))

struct GetItemOutput {
    std::optional<item> Item = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(GetItemOutput, (), (Item, ConsumedCapacity))

struct GetItemInput {
    using answer = GetItemOutput;
    static constexpr std::string_view operation = "GetItem";
    std::optional<std::string> TableName = {};
    std::optional<item> Key = {};
    std::optional<bool> ConsistentRead = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ProjectionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
};
BOOST_DESCRIBE_STRUCT(GetItemInput, (),
                      (TableName, Key, ConsistentRead, ReturnConsumedCapacity, ProjectionExpression,
                       ExpressionAttributeNames))

struct ListTablesOutput {
    string_list TableNames = {};
    std::optional<std::string> LastEvaluatedTableName = {};
};
BOOST_DESCRIBE_STRUCT(ListTablesOutput, (), (TableNames, LastEvaluatedTableName))

struct ListTablesInput {
    using answer = ListTablesOutput;
    static constexpr std::string_view operation = "ListTables";
    std::optional<std::string> ExclusiveStartTableName = {};
    std::optional<std::int64_t> Limit = {};
};
BOOST_DESCRIBE_STRUCT(ListTablesInput, (), (ExclusiveStartTableName, Limit))

struct PutItemOutput {
    std::optional<item> Attributes = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(PutItemOutput, (), (Attributes, ConsumedCapacity))

struct PutItemInput {
    using answer = PutItemOutput;
    static constexpr std::string_view operation = "PutItem";
    std::optional<std::string> TableName = {};
    std::optional<item> Item = {};
    std::optional<std::string> ReturnValues = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ReturnItemCollectionMetrics = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
};
BOOST_DESCRIBE_STRUCT(PutItemInput, (),
                      (TableName, Item, ReturnValues, ReturnConsumedCapacity, ReturnItemCollectionMetrics,
                       ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues,
                       ReturnValuesOnConditionCheckFailure))

struct UpdateItemOutput {
    std::optional<item> Attributes = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(UpdateItemOutput, (), (Attributes, ConsumedCapacity))

struct UpdateItemInput {
    using answer = UpdateItemOutput;
    static constexpr std::string_view operation = "UpdateItem";
    std::optional<std::string> TableName = {};
    std::optional<item> Key = {};
    std::optional<std::string> ReturnValues = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ReturnItemCollectionMetrics = {};
    std::optional<std::string> UpdateExpression = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
};
BOOST_DESCRIBE_STRUCT(UpdateItemInput, (),
                      (TableName, Key, ReturnValues, ReturnConsumedCapacity, ReturnItemCollectionMetrics,
                       UpdateExpression, ConditionExpression, ExpressionAttributeNames,
                       ExpressionAttributeValues, ReturnValuesOnConditionCheckFailure))

} // namespace understudy::dynamodb
