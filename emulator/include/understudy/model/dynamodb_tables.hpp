// The shapes of Amazon DynamoDB that concern tables. For model/dynamodb.hpp, which has them all.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
#pragma once

#include <understudy/model/describe.hpp>

namespace understudy::dynamodb {

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

struct OnDemandThroughput {
    std::optional<std::int64_t> MaxReadRequestUnits = {};
    std::optional<std::int64_t> MaxWriteRequestUnits = {};
};
BOOST_DESCRIBE_STRUCT(OnDemandThroughput, (), (MaxReadRequestUnits, MaxWriteRequestUnits))

struct WarmThroughput {
    std::optional<std::int64_t> ReadUnitsPerSecond = {};
    std::optional<std::int64_t> WriteUnitsPerSecond = {};
};
BOOST_DESCRIBE_STRUCT(WarmThroughput, (), (ReadUnitsPerSecond, WriteUnitsPerSecond))

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
    std::optional<dynamodb::OnDemandThroughput> OnDemandThroughput = {};
    std::optional<dynamodb::WarmThroughput> WarmThroughput = {};
};
BOOST_DESCRIBE_STRUCT(GlobalSecondaryIndex, (),
                      (IndexName, KeySchema, Projection, ProvisionedThroughput, OnDemandThroughput,
                       WarmThroughput))

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

struct TableClassSummary {
    std::string TableClass = {};
    std::optional<instant> LastUpdateDateTime = {};
};
BOOST_DESCRIBE_STRUCT(TableClassSummary, (), (TableClass, LastUpdateDateTime))

struct SSEDescription {
    std::string Status = {};
    std::string SSEType = {};
    std::string KMSMasterKeyArn = {};
};
BOOST_DESCRIBE_STRUCT(SSEDescription, (), (Status, SSEType, KMSMasterKeyArn))

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
    std::optional<bool> Backfilling = {};
    ProvisionedThroughputDescription ProvisionedThroughput = {};
    std::int64_t IndexSizeBytes = 0;
    std::int64_t ItemCount = 0;
    std::string IndexArn = {};
    std::optional<dynamodb::OnDemandThroughput> OnDemandThroughput = {};
    std::optional<TableWarmThroughputDescription> WarmThroughput = {};
};
BOOST_DESCRIBE_STRUCT(GlobalSecondaryIndexDescription, (),
                      (IndexName, KeySchema, Projection, IndexStatus, Backfilling, ProvisionedThroughput,
                       IndexSizeBytes, ItemCount, IndexArn, OnDemandThroughput, WarmThroughput))

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
    std::optional<dynamodb::StreamSpecification> StreamSpecification = {};
    std::optional<std::string> LatestStreamLabel = {};
    std::optional<std::string> LatestStreamArn = {};
    std::optional<dynamodb::SSEDescription> SSEDescription = {};
    std::optional<dynamodb::TableClassSummary> TableClassSummary = {};
    bool DeletionProtectionEnabled = false;
    std::optional<dynamodb::OnDemandThroughput> OnDemandThroughput = {};
    std::optional<TableWarmThroughputDescription> WarmThroughput = {};
};
BOOST_DESCRIBE_STRUCT(TableDescription, (),
                      (AttributeDefinitions, TableName, KeySchema, TableStatus, CreationDateTime,
                       ProvisionedThroughput, TableSizeBytes, ItemCount, TableArn, TableId,
                       BillingModeSummary, LocalSecondaryIndexes, GlobalSecondaryIndexes, StreamSpecification,
                       LatestStreamLabel, LatestStreamArn, SSEDescription, TableClassSummary,
                       DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput))

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
    std::optional<dynamodb::WarmThroughput> WarmThroughput = {};
    std::optional<dynamodb::OnDemandThroughput> OnDemandThroughput = {};
};
BOOST_DESCRIBE_STRUCT(CreateTableInput, (),
                      (AttributeDefinitions, TableName, KeySchema, LocalSecondaryIndexes,
                       GlobalSecondaryIndexes, BillingMode, ProvisionedThroughput, StreamSpecification,
                       SSESpecification, Tags, TableClass, DeletionProtectionEnabled, WarmThroughput,
                       OnDemandThroughput))

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

struct CreateGlobalSecondaryIndexAction {
    std::optional<std::string> IndexName = {};
    std::optional<std::vector<KeySchemaElement>> KeySchema = {};
    std::optional<dynamodb::Projection> Projection = {};
    std::optional<dynamodb::ProvisionedThroughput> ProvisionedThroughput = {};
    std::optional<dynamodb::OnDemandThroughput> OnDemandThroughput = {};
    std::optional<dynamodb::WarmThroughput> WarmThroughput = {};
};
BOOST_DESCRIBE_STRUCT(CreateGlobalSecondaryIndexAction, (),
                      (IndexName, KeySchema, Projection, ProvisionedThroughput, OnDemandThroughput,
                       WarmThroughput))

struct UpdateGlobalSecondaryIndexAction {
    std::optional<std::string> IndexName = {};
    std::optional<dynamodb::ProvisionedThroughput> ProvisionedThroughput = {};
    std::optional<dynamodb::OnDemandThroughput> OnDemandThroughput = {};
    std::optional<dynamodb::WarmThroughput> WarmThroughput = {};
};
BOOST_DESCRIBE_STRUCT(UpdateGlobalSecondaryIndexAction, (),
                      (IndexName, ProvisionedThroughput, OnDemandThroughput, WarmThroughput))

struct DeleteGlobalSecondaryIndexAction {
    std::optional<std::string> IndexName = {};
};
BOOST_DESCRIBE_STRUCT(DeleteGlobalSecondaryIndexAction, (), (IndexName))

struct GlobalSecondaryIndexUpdate {
    std::optional<UpdateGlobalSecondaryIndexAction> Update = {};
    std::optional<CreateGlobalSecondaryIndexAction> Create = {};
    std::optional<DeleteGlobalSecondaryIndexAction> Delete = {};
};
BOOST_DESCRIBE_STRUCT(GlobalSecondaryIndexUpdate, (), (Update, Create, Delete))

struct UpdateTableOutput {
    dynamodb::TableDescription TableDescription = {};
};
BOOST_DESCRIBE_STRUCT(UpdateTableOutput, (), (TableDescription))

struct UpdateTableInput {
    using answer = UpdateTableOutput;
    static constexpr std::string_view operation = "UpdateTable";
    std::optional<std::vector<AttributeDefinition>> AttributeDefinitions = {};
    std::optional<std::string> TableName = {};
    std::optional<std::string> BillingMode = {};
    std::optional<dynamodb::ProvisionedThroughput> ProvisionedThroughput = {};
    std::optional<std::vector<GlobalSecondaryIndexUpdate>> GlobalSecondaryIndexUpdates = {};
    std::optional<dynamodb::StreamSpecification> StreamSpecification = {};
    std::optional<dynamodb::SSESpecification> SSESpecification = {};
    std::optional<std::string> TableClass = {};
    std::optional<bool> DeletionProtectionEnabled = {};
    std::optional<dynamodb::OnDemandThroughput> OnDemandThroughput = {};
    std::optional<dynamodb::WarmThroughput> WarmThroughput = {};
};
BOOST_DESCRIBE_STRUCT(UpdateTableInput, (),
                      (AttributeDefinitions, TableName, BillingMode, ProvisionedThroughput,
                       GlobalSecondaryIndexUpdates, StreamSpecification, SSESpecification, TableClass,
                       DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput))

struct TagResourceInput {
    using answer = void;
    static constexpr std::string_view operation = "TagResource";
    std::optional<std::string> ResourceArn = {};
    std::optional<std::vector<Tag>> Tags = {};
};
BOOST_DESCRIBE_STRUCT(TagResourceInput, (), (ResourceArn, Tags))

struct UntagResourceInput {
    using answer = void;
    static constexpr std::string_view operation = "UntagResource";
    std::optional<std::string> ResourceArn = {};
    std::optional<string_list> TagKeys = {};
};
BOOST_DESCRIBE_STRUCT(UntagResourceInput, (), (ResourceArn, TagKeys))

struct ListTagsOfResourceOutput {
    std::vector<Tag> Tags = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListTagsOfResourceOutput, (), (Tags, NextToken))

struct ListTagsOfResourceInput {
    using answer = ListTagsOfResourceOutput;
    static constexpr std::string_view operation = "ListTagsOfResource";
    std::optional<std::string> ResourceArn = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListTagsOfResourceInput, (), (ResourceArn, NextToken))

struct TimeToLiveDescription {
    std::string TimeToLiveStatus = {};
    std::optional<std::string> AttributeName = {};
};
BOOST_DESCRIBE_STRUCT(TimeToLiveDescription, (), (TimeToLiveStatus, AttributeName))

struct DescribeTimeToLiveOutput {
    dynamodb::TimeToLiveDescription TimeToLiveDescription = {};
};
BOOST_DESCRIBE_STRUCT(DescribeTimeToLiveOutput, (), (TimeToLiveDescription))

struct DescribeTimeToLiveInput {
    using answer = DescribeTimeToLiveOutput;
    static constexpr std::string_view operation = "DescribeTimeToLive";
    std::optional<std::string> TableName = {};
};
BOOST_DESCRIBE_STRUCT(DescribeTimeToLiveInput, (), (TableName))

struct TimeToLiveSpecification {
    std::optional<bool> Enabled = {};
    std::optional<std::string> AttributeName = {};
};
BOOST_DESCRIBE_STRUCT(TimeToLiveSpecification, (), (Enabled, AttributeName))

struct UpdateTimeToLiveOutput {
    dynamodb::TimeToLiveSpecification TimeToLiveSpecification = {};
};
BOOST_DESCRIBE_STRUCT(UpdateTimeToLiveOutput, (), (TimeToLiveSpecification))

struct UpdateTimeToLiveInput {
    using answer = UpdateTimeToLiveOutput;
    static constexpr std::string_view operation = "UpdateTimeToLive";
    std::optional<std::string> TableName = {};
    std::optional<dynamodb::TimeToLiveSpecification> TimeToLiveSpecification = {};
};
BOOST_DESCRIBE_STRUCT(UpdateTimeToLiveInput, (), (TableName, TimeToLiveSpecification))

struct PointInTimeRecoveryDescription {
    std::string PointInTimeRecoveryStatus = {};
    std::optional<std::int64_t> RecoveryPeriodInDays = {};
    std::optional<instant> EarliestRestorableDateTime = {};
    std::optional<instant> LatestRestorableDateTime = {};
};
BOOST_DESCRIBE_STRUCT(PointInTimeRecoveryDescription, (),
                      (PointInTimeRecoveryStatus, RecoveryPeriodInDays, EarliestRestorableDateTime,
                       LatestRestorableDateTime))

struct ContinuousBackupsDescription {
    std::string ContinuousBackupsStatus = {};
    std::optional<dynamodb::PointInTimeRecoveryDescription> PointInTimeRecoveryDescription = {};
};
BOOST_DESCRIBE_STRUCT(ContinuousBackupsDescription, (),
                      (ContinuousBackupsStatus, PointInTimeRecoveryDescription))

struct DescribeContinuousBackupsOutput {
    dynamodb::ContinuousBackupsDescription ContinuousBackupsDescription = {};
};
BOOST_DESCRIBE_STRUCT(DescribeContinuousBackupsOutput, (), (ContinuousBackupsDescription))

struct DescribeContinuousBackupsInput {
    using answer = DescribeContinuousBackupsOutput;
    static constexpr std::string_view operation = "DescribeContinuousBackups";
    std::optional<std::string> TableName = {};
};
BOOST_DESCRIBE_STRUCT(DescribeContinuousBackupsInput, (), (TableName))

struct PointInTimeRecoverySpecification {
    std::optional<bool> PointInTimeRecoveryEnabled = {};
    std::optional<std::int64_t> RecoveryPeriodInDays = {};
};
BOOST_DESCRIBE_STRUCT(PointInTimeRecoverySpecification, (),
                      (PointInTimeRecoveryEnabled, RecoveryPeriodInDays))

struct UpdateContinuousBackupsOutput {
    dynamodb::ContinuousBackupsDescription ContinuousBackupsDescription = {};
};
BOOST_DESCRIBE_STRUCT(UpdateContinuousBackupsOutput, (), (ContinuousBackupsDescription))

struct UpdateContinuousBackupsInput {
    using answer = UpdateContinuousBackupsOutput;
    static constexpr std::string_view operation = "UpdateContinuousBackups";
    std::optional<std::string> TableName = {};
    std::optional<dynamodb::PointInTimeRecoverySpecification> PointInTimeRecoverySpecification = {};
};
BOOST_DESCRIBE_STRUCT(UpdateContinuousBackupsInput, (), (TableName, PointInTimeRecoverySpecification))

struct DescribeLimitsOutput {
    std::int64_t AccountMaxReadCapacityUnits = 0;
    std::int64_t AccountMaxWriteCapacityUnits = 0;
    std::int64_t TableMaxReadCapacityUnits = 0;
    std::int64_t TableMaxWriteCapacityUnits = 0;
};
BOOST_DESCRIBE_STRUCT(DescribeLimitsOutput, (),
                      (AccountMaxReadCapacityUnits, AccountMaxWriteCapacityUnits, TableMaxReadCapacityUnits,
                       TableMaxWriteCapacityUnits))

struct DescribeLimitsInput {
    using answer = DescribeLimitsOutput;
    static constexpr std::string_view operation = "DescribeLimits";
};
BOOST_DESCRIBE_STRUCT(DescribeLimitsInput, (), ())

struct Endpoint {
    std::string Address = {};
    std::int64_t CachePeriodInMinutes = 0;
};
BOOST_DESCRIBE_STRUCT(Endpoint, (), (Address, CachePeriodInMinutes))

struct DescribeEndpointsResponse {
    std::vector<Endpoint> Endpoints = {};
};
BOOST_DESCRIBE_STRUCT(DescribeEndpointsResponse, (), (Endpoints))

struct DescribeEndpointsRequest {
    using answer = DescribeEndpointsResponse;
    static constexpr std::string_view operation = "DescribeEndpoints";
};
BOOST_DESCRIBE_STRUCT(DescribeEndpointsRequest, (), ())

} // namespace understudy::dynamodb
