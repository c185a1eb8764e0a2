// The shapes of Amazon DynamoDB that concern items. For model/dynamodb.hpp, which has them all.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
#pragma once

#include <understudy/model/attribute_value.hpp>
#include <understudy/model/describe.hpp>

namespace understudy::dynamodb {

using name_map = std::map<std::string, std::string, std::less<>>; // ExpressionAttributeNames

struct Capacity {
    std::optional<double> ReadCapacityUnits = {};
    std::optional<double> WriteCapacityUnits = {};
    double CapacityUnits = 0;
};
BOOST_DESCRIBE_STRUCT(Capacity, (), (ReadCapacityUnits, WriteCapacityUnits, CapacityUnits))

struct ConsumedCapacity {
    std::string TableName = {};
    double CapacityUnits = 0;
    std::optional<double> ReadCapacityUnits = {};
    std::optional<double> WriteCapacityUnits = {};
    std::optional<Capacity> Table = {};
    std::optional<std::map<std::string, Capacity, std::less<>>> LocalSecondaryIndexes = {};
    std::optional<std::map<std::string, Capacity, std::less<>>> GlobalSecondaryIndexes = {};
};
BOOST_DESCRIBE_STRUCT(ConsumedCapacity, (),
                      (TableName, CapacityUnits, ReadCapacityUnits, WriteCapacityUnits, Table,
                       LocalSecondaryIndexes, GlobalSecondaryIndexes))

struct ItemCollectionMetrics {
    attribute_map ItemCollectionKey = {};
    std::vector<double> SizeEstimateRangeGB = {};
};
BOOST_DESCRIBE_STRUCT(ItemCollectionMetrics, (), (ItemCollectionKey, SizeEstimateRangeGB))

struct CancellationReason {
    std::optional<item> Item = {};
    std::string Code = {};
    std::optional<std::string> Message = {};
    friend bool operator==(CancellationReason const&, CancellationReason const&) = default;
};
BOOST_DESCRIBE_STRUCT(CancellationReason, (), (Item, Code, Message))

struct ThrottlingReason {
    std::string reason = {};
    std::string resource = {};
    friend bool operator==(ThrottlingReason const&, ThrottlingReason const&) = default;
};
BOOST_DESCRIBE_STRUCT(ThrottlingReason, (), (reason, resource))

// What the parameters from before expressions consist of.
struct Condition {
    std::optional<std::vector<attribute_value>> AttributeValueList = {};
    std::optional<std::string> ComparisonOperator = {};
};
BOOST_DESCRIBE_STRUCT(Condition, (), (AttributeValueList, ComparisonOperator))

struct ExpectedAttributeValue {
    std::optional<attribute_value> Value = {};
    std::optional<bool> Exists = {};
    std::optional<std::string> ComparisonOperator = {};
    std::optional<std::vector<attribute_value>> AttributeValueList = {};
};
BOOST_DESCRIBE_STRUCT(ExpectedAttributeValue, (), (Value, Exists, ComparisonOperator, AttributeValueList))

struct AttributeValueUpdate {
    std::optional<attribute_value> Value = {};
    std::optional<std::string> Action = {};
};
BOOST_DESCRIBE_STRUCT(AttributeValueUpdate, (), (Value, Action))

using condition_map = std::map<std::string, Condition, std::less<>>;
using expected_map = std::map<std::string, ExpectedAttributeValue, std::less<>>;
using update_map = std::map<std::string, AttributeValueUpdate, std::less<>>;

struct DeleteItemOutput {
    std::optional<item> Attributes = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
    std::optional<dynamodb::ItemCollectionMetrics> ItemCollectionMetrics = {};
};
BOOST_DESCRIBE_STRUCT(DeleteItemOutput, (), (Attributes, ConsumedCapacity, ItemCollectionMetrics))

struct DeleteItemInput {
    using answer = DeleteItemOutput;
    static constexpr std::string_view operation = "DeleteItem";
    std::optional<std::string> TableName = {};
    std::optional<item> Key = {};
    std::optional<expected_map> Expected = {};
    std::optional<std::string> ConditionalOperator = {};
    std::optional<std::string> ReturnValues = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ReturnItemCollectionMetrics = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
};
BOOST_DESCRIBE_STRUCT(DeleteItemInput, (),
                      (TableName, Key, Expected, ConditionalOperator, ReturnValues, ReturnConsumedCapacity,
                       ReturnItemCollectionMetrics, ConditionExpression, ExpressionAttributeNames,
                       ExpressionAttributeValues, ReturnValuesOnConditionCheckFailure))

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
    std::optional<string_list> AttributesToGet = {};
    std::optional<bool> ConsistentRead = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ProjectionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
};
BOOST_DESCRIBE_STRUCT(GetItemInput, (),
                      (TableName, Key, AttributesToGet, ConsistentRead, ReturnConsumedCapacity,
                       ProjectionExpression, ExpressionAttributeNames))

struct PutItemOutput {
    std::optional<item> Attributes = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
    std::optional<dynamodb::ItemCollectionMetrics> ItemCollectionMetrics = {};
};
BOOST_DESCRIBE_STRUCT(PutItemOutput, (), (Attributes, ConsumedCapacity, ItemCollectionMetrics))

struct PutItemInput {
    using answer = PutItemOutput;
    static constexpr std::string_view operation = "PutItem";
    std::optional<std::string> TableName = {};
    std::optional<item> Item = {};
    std::optional<expected_map> Expected = {};
    std::optional<std::string> ReturnValues = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ReturnItemCollectionMetrics = {};
    std::optional<std::string> ConditionalOperator = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
};
BOOST_DESCRIBE_STRUCT(PutItemInput, (),
                      (TableName, Item, Expected, ReturnValues, ReturnConsumedCapacity,
                       ReturnItemCollectionMetrics, ConditionalOperator, ConditionExpression,
                       ExpressionAttributeNames, ExpressionAttributeValues,
                       ReturnValuesOnConditionCheckFailure))

struct UpdateItemOutput {
    std::optional<item> Attributes = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
    std::optional<dynamodb::ItemCollectionMetrics> ItemCollectionMetrics = {};
};
BOOST_DESCRIBE_STRUCT(UpdateItemOutput, (), (Attributes, ConsumedCapacity, ItemCollectionMetrics))

struct UpdateItemInput {
    using answer = UpdateItemOutput;
    static constexpr std::string_view operation = "UpdateItem";
    std::optional<std::string> TableName = {};
    std::optional<item> Key = {};
    std::optional<update_map> AttributeUpdates = {};
    std::optional<expected_map> Expected = {};
    std::optional<std::string> ConditionalOperator = {};
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
                      (TableName, Key, AttributeUpdates, Expected, ConditionalOperator, ReturnValues,
                       ReturnConsumedCapacity, ReturnItemCollectionMetrics, UpdateExpression,
                       ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues,
                       ReturnValuesOnConditionCheckFailure))

struct QueryOutput {
    std::optional<std::vector<item>> Items = {};
    std::int64_t Count = 0;
    std::int64_t ScannedCount = 0;
    std::optional<item> LastEvaluatedKey = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(QueryOutput, (), (Items, Count, ScannedCount, LastEvaluatedKey, ConsumedCapacity))

struct QueryInput {
    using answer = QueryOutput;
    static constexpr std::string_view operation = "Query";
    std::optional<std::string> TableName = {};
    std::optional<std::string> IndexName = {};
    std::optional<std::string> Select = {};
    std::optional<string_list> AttributesToGet = {};
    std::optional<std::int64_t> Limit = {};
    std::optional<bool> ConsistentRead = {};
    std::optional<condition_map> KeyConditions = {};
    std::optional<condition_map> QueryFilter = {};
    std::optional<std::string> ConditionalOperator = {};
    std::optional<bool> ScanIndexForward = {};
    std::optional<item> ExclusiveStartKey = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ProjectionExpression = {};
    std::optional<std::string> FilterExpression = {};
    std::optional<std::string> KeyConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
};
BOOST_DESCRIBE_STRUCT(QueryInput, (),
                      (TableName, IndexName, Select, AttributesToGet, Limit, ConsistentRead, KeyConditions,
                       QueryFilter, ConditionalOperator, ScanIndexForward, ExclusiveStartKey,
                       ReturnConsumedCapacity, ProjectionExpression, FilterExpression, KeyConditionExpression,
                       ExpressionAttributeNames, ExpressionAttributeValues))

struct ScanOutput {
    std::optional<std::vector<item>> Items = {};
    std::int64_t Count = 0;
    std::int64_t ScannedCount = 0;
    std::optional<item> LastEvaluatedKey = {};
    std::optional<dynamodb::ConsumedCapacity> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(ScanOutput, (), (Items, Count, ScannedCount, LastEvaluatedKey, ConsumedCapacity))

struct ScanInput {
    using answer = ScanOutput;
    static constexpr std::string_view operation = "Scan";
    std::optional<std::string> TableName = {};
    std::optional<std::string> IndexName = {};
    std::optional<string_list> AttributesToGet = {};
    std::optional<std::int64_t> Limit = {};
    std::optional<std::string> Select = {};
    std::optional<condition_map> ScanFilter = {};
    std::optional<std::string> ConditionalOperator = {};
    std::optional<item> ExclusiveStartKey = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::int64_t> TotalSegments = {};
    std::optional<std::int64_t> Segment = {};
    std::optional<std::string> ProjectionExpression = {};
    std::optional<std::string> FilterExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<bool> ConsistentRead = {};
};
BOOST_DESCRIBE_STRUCT(ScanInput, (),
                      (TableName, IndexName, AttributesToGet, Limit, Select, ScanFilter, ConditionalOperator,
                       ExclusiveStartKey, ReturnConsumedCapacity, TotalSegments, Segment,
                       ProjectionExpression, FilterExpression, ExpressionAttributeNames,
                       ExpressionAttributeValues, ConsistentRead))

struct KeysAndAttributes {
    std::optional<std::vector<item>> Keys = {};
    std::optional<string_list> AttributesToGet = {};
    std::optional<bool> ConsistentRead = {};
    std::optional<std::string> ProjectionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
};
BOOST_DESCRIBE_STRUCT(KeysAndAttributes, (),
                      (Keys, AttributesToGet, ConsistentRead, ProjectionExpression, ExpressionAttributeNames))

struct BatchGetItemOutput {
    std::map<std::string, std::vector<item>, std::less<>> Responses = {};
    std::map<std::string, KeysAndAttributes, std::less<>> UnprocessedKeys = {};
    std::optional<std::vector<dynamodb::ConsumedCapacity>> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(BatchGetItemOutput, (), (Responses, UnprocessedKeys, ConsumedCapacity))

struct BatchGetItemInput {
    using answer = BatchGetItemOutput;
    static constexpr std::string_view operation = "BatchGetItem";
    std::optional<std::map<std::string, KeysAndAttributes, std::less<>>> RequestItems = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(BatchGetItemInput, (), (RequestItems, ReturnConsumedCapacity))

struct PutRequest {
    std::optional<item> Item = {};
};
BOOST_DESCRIBE_STRUCT(PutRequest, (), (Item))

struct DeleteRequest {
    std::optional<item> Key = {};
};
BOOST_DESCRIBE_STRUCT(DeleteRequest, (), (Key))

struct WriteRequest {
    std::optional<dynamodb::PutRequest> PutRequest = {};
    std::optional<dynamodb::DeleteRequest> DeleteRequest = {};
};
BOOST_DESCRIBE_STRUCT(WriteRequest, (), (PutRequest, DeleteRequest))

struct BatchWriteItemOutput {
    std::map<std::string, std::vector<WriteRequest>, std::less<>> UnprocessedItems = {};
    std::optional<std::map<std::string, std::vector<dynamodb::ItemCollectionMetrics>, std::less<>>>
        ItemCollectionMetrics = {};
    std::optional<std::vector<dynamodb::ConsumedCapacity>> ConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(BatchWriteItemOutput, (), (UnprocessedItems, ItemCollectionMetrics, ConsumedCapacity))

struct BatchWriteItemInput {
    using answer = BatchWriteItemOutput;
    static constexpr std::string_view operation = "BatchWriteItem";
    std::optional<std::map<std::string, std::vector<WriteRequest>, std::less<>>> RequestItems = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ReturnItemCollectionMetrics = {};
};
BOOST_DESCRIBE_STRUCT(BatchWriteItemInput, (),
                      (RequestItems, ReturnConsumedCapacity, ReturnItemCollectionMetrics))

struct Get {
    std::optional<item> Key = {};
    std::optional<std::string> TableName = {};
    std::optional<std::string> ProjectionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
};
BOOST_DESCRIBE_STRUCT(Get, (), (Key, TableName, ProjectionExpression, ExpressionAttributeNames))

struct TransactGetItem {
    std::optional<dynamodb::Get> Get = {};
};
BOOST_DESCRIBE_STRUCT(TransactGetItem, (), (Get))

struct ItemResponse {
    std::optional<item> Item = {};
};
BOOST_DESCRIBE_STRUCT(ItemResponse, (), (Item))

struct TransactGetItemsOutput {
    std::optional<std::vector<dynamodb::ConsumedCapacity>> ConsumedCapacity = {};
    std::vector<ItemResponse> Responses = {};
};
BOOST_DESCRIBE_STRUCT(TransactGetItemsOutput, (), (ConsumedCapacity, Responses))

struct TransactGetItemsInput {
    using answer = TransactGetItemsOutput;
    static constexpr std::string_view operation = "TransactGetItems";
    std::optional<std::vector<TransactGetItem>> TransactItems = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
};
BOOST_DESCRIBE_STRUCT(TransactGetItemsInput, (), (TransactItems, ReturnConsumedCapacity))

struct ConditionCheck {
    std::optional<item> Key = {};
    std::optional<std::string> TableName = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
    friend bool operator==(ConditionCheck const&, ConditionCheck const&) = default;
};
BOOST_DESCRIBE_STRUCT(ConditionCheck, (),
                      (Key, TableName, ConditionExpression, ExpressionAttributeNames,
                       ExpressionAttributeValues, ReturnValuesOnConditionCheckFailure))

struct Put {
    std::optional<item> Item = {};
    std::optional<std::string> TableName = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
    friend bool operator==(Put const&, Put const&) = default;
};
BOOST_DESCRIBE_STRUCT(Put, (),
                      (Item, TableName, ConditionExpression, ExpressionAttributeNames,
                       ExpressionAttributeValues, ReturnValuesOnConditionCheckFailure))

struct Delete {
    std::optional<item> Key = {};
    std::optional<std::string> TableName = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
    friend bool operator==(Delete const&, Delete const&) = default;
};
BOOST_DESCRIBE_STRUCT(Delete, (),
                      (Key, TableName, ConditionExpression, ExpressionAttributeNames,
                       ExpressionAttributeValues, ReturnValuesOnConditionCheckFailure))

struct Update {
    std::optional<item> Key = {};
    std::optional<std::string> UpdateExpression = {};
    std::optional<std::string> TableName = {};
    std::optional<std::string> ConditionExpression = {};
    std::optional<name_map> ExpressionAttributeNames = {};
    std::optional<attribute_map> ExpressionAttributeValues = {};
    std::optional<std::string> ReturnValuesOnConditionCheckFailure = {};
    friend bool operator==(Update const&, Update const&) = default;
};
BOOST_DESCRIBE_STRUCT(Update, (),
                      (Key, UpdateExpression, TableName, ConditionExpression, ExpressionAttributeNames,
                       ExpressionAttributeValues, ReturnValuesOnConditionCheckFailure))

struct TransactWriteItem {
    std::optional<dynamodb::ConditionCheck> ConditionCheck = {};
    std::optional<dynamodb::Put> Put = {};
    std::optional<dynamodb::Delete> Delete = {};
    std::optional<dynamodb::Update> Update = {};
    friend bool operator==(TransactWriteItem const&, TransactWriteItem const&) = default;
};
BOOST_DESCRIBE_STRUCT(TransactWriteItem, (), (ConditionCheck, Put, Delete, Update))

struct TransactWriteItemsOutput {
    std::optional<std::vector<dynamodb::ConsumedCapacity>> ConsumedCapacity = {};
    std::optional<std::map<std::string, std::vector<dynamodb::ItemCollectionMetrics>, std::less<>>>
        ItemCollectionMetrics = {};
};
BOOST_DESCRIBE_STRUCT(TransactWriteItemsOutput, (), (ConsumedCapacity, ItemCollectionMetrics))

struct TransactWriteItemsInput {
    using answer = TransactWriteItemsOutput;
    static constexpr std::string_view operation = "TransactWriteItems";
    std::optional<std::vector<TransactWriteItem>> TransactItems = {};
    std::optional<std::string> ReturnConsumedCapacity = {};
    std::optional<std::string> ReturnItemCollectionMetrics = {};
    std::optional<std::string> ClientRequestToken = {};
};
BOOST_DESCRIBE_STRUCT(TransactWriteItemsInput, (),
                      (TransactItems, ReturnConsumedCapacity, ReturnItemCollectionMetrics,
                       ClientRequestToken))

} // namespace understudy::dynamodb
