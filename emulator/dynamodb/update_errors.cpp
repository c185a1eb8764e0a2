// What is wrong with a change of a table or of its settings.
#include "dynamodb/error_text.hpp"
#include "dynamodb/errors.hpp"

#include <algorithm>
#include <array>

namespace understudy::dynamodb::errors {

namespace {

constexpr std::string_view modelled = "com.amazonaws.dynamodb.v20120810";
constexpr error_kind resource_not_found_exception{"ResourceNotFoundException", "ResourceNotFoundException",
                                                  400, modelled};
constexpr error_kind resource_in_use_exception{"ResourceInUseException", "ResourceInUseException", 400,
                                               modelled};
constexpr error_kind limit_exceeded_exception{"LimitExceededException", "LimitExceededException", 400,
                                              modelled};
constexpr error_kind table_not_found_exception{"TableNotFoundException", "TableNotFoundException", 400,
                                               modelled};

constexpr std::string_view in_use = "Attempt to change a resource which is still in use: ";

} // namespace

service_error nothing_to_update(std::vector<std::string_view> const& given)
{
    constexpr std::array<std::string_view, 12> members{
        "ProvisionedThroughput",       "BillingMode",           "UpdateStreamEnabled",
        "GlobalSecondaryIndexUpdates", "SSESpecification",      "ReplicaUpdates",
        "MultiAccountReplicaReady",    "ReplicaTransitRoleArn", "MultiRegionConsistency",
        "DeletionProtectionEnabled",   "OnDemandThroughput",    "WarmThroughput"};
    std::string text{"At least one of "};
    std::string_view separator;
    for (auto const member : members) {
        if (std::ranges::find(given, member) != given.end()) continue;
        text.append(separator).append(member);
        separator = ", ";
    }
    return say({text, " or TableClass is required"});
}

service_error only_operation(std::string_view what)
{
    return invalid({what, " must be the only operation in the request"});
}

service_error only_warm_throughput()
{
    return say({"WarmThroughput must be the only operation in the request"});
}

service_error ceilings_beside_others()
{
    return invalid({"OnDemandThroughput can only be combined with BillingMode in an UpdateTable request"});
}

service_error stream_beside_throughput()
{
    return say({"You cannot modify stream status while updating table IOPS"});
}

service_error index_beside_throughput()
{
    return say({"You cannot create or delete index while updating table IOPS"});
}

service_error index_beside_stream()
{
    return say({"You cannot create or delete index while changing stream status"});
}

service_error index_beside_warm_throughput()
{
    return say({"Create global secondary index cannot be specified when updating WarmThroughput"});
}

service_error provisioned_without_throughput()
{
    return invalid({"ProvisionedThroughput must be specified when BillingMode is PROVISIONED"});
}

service_error provisioned_without_index_throughput(std::string_view indexes)
{
    return invalid({"ProvisionedThroughput must be specified for index: ", indexes});
}

service_error throughput_on_demand()
{
    return invalid({"ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST"});
}

service_error index_throughput_on_demand(std::string_view index)
{
    return say({"Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ", index,
                " when BillingMode is PAY_PER_REQUEST"});
}

service_error index_update_of_nothing(std::string_view index)
{
    return say({"The only Updates for index: ", index,
                " when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput"});
}

service_error index_throughput_incomplete(std::string_view index)
{
    return say({"Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ", index});
}

service_error throughput_unchanged(std::string_view whose, std::int64_t read, std::int64_t write)
{
    auto const r = std::to_string(read);
    auto const w = std::to_string(write);
    return say({"The provisioned throughput for the ", whose,
                " will not change. The requested value equals the current value. Current ReadCapacityUnits "
                "provisioned for the ",
                whose, ": ", r, ". Requested ReadCapacityUnits: ", r,
                ". Current WriteCapacityUnits provisioned for the ", whose, ": ", w,
                ". Requested WriteCapacityUnits: ", w,
                ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher "
                "limits."});
}

service_error index_update_empty()
{
    return invalid({"One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                    "GlobalSecondaryIndexUpdate.Delete must not be null"});
}

service_error index_update_ambiguous()
{
    return invalid(
        {"Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object"});
}

service_error index_updated_twice(std::string_view index)
{
    return invalid(
        {"Only one global secondary index update per index is allowed simultaneously. Index: ", index});
}

service_error one_index_at_a_time()
{
    return {limit_exceeded_exception,
            "Subscriber limit exceeded: Only 1 online index can be created or deleted "
            "simultaneously per table"};
}

service_error too_many_indexes()
{
    return {limit_exceeded_exception,
            "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20"};
}

service_error index_exists() { return say({"Attempting to create an index which already exists"}); }

service_error index_is_local(std::string_view index)
{
    return say({"Cannot delete an index that is not a GlobalSecondaryIndex: ", index});
}

service_error index_of_table_not_found(std::string_view index, std::string_view table)
{
    return {resource_not_found_exception,
            join({"Requested resource not found: Index ", index, " for table ", table})};
}

service_error index_update_blocked()
{
    return say(
        {"This operation cannot be performed with given input values. Please contact DynamoDB service team for "
         "more info: Action Blocked: IndexUpdate"});
}

service_error index_is_backfilling(std::string_view index)
{
    return say({"Cannot read from backfilling global secondary index: ", index});
}

service_error definitions_missing(std::string_view index)
{
    return invalid({"AttributeDefinitions is not specified for index: ", index});
}

service_error attribute_redefined(std::string_view existing, std::string_view fresh)
{
    return invalid(
        {"Attributes cannot be redefined. Please check that your attribute has the same type as previously "
         "defined. Existing schema: Schema:[SchemaElement: key{",
         existing, ":HASH}] New schema: Schema:[SchemaElement: key{", fresh, ":HASH}]"});
}

service_error stream_already_enabled(std::string_view table)
{
    return say({"Table already has an enabled stream: TableName: ", table});
}

service_error no_stream_to_disable(std::string_view table)
{
    return say({"Table has no stream to disable: TableName: ", table});
}

service_error enabled_stream_needs_view_type()
{
    return invalid({"If stream is being enabled then UpdateViewType is required"});
}

service_error disabled_stream_takes_no_view_type()
{
    return invalid({"If stream is being disabled, then UpdateViewType must not be specified"});
}

service_error invalid_kms_key(std::string_view key)
{
    // What follows the colon is what KMS says of such a key.
    return say({"KMS validation error: Invalid keyId '", key, "'"});
}

service_error already_encrypted() { return invalid({"Table is already encrypted by default"}); }

service_error already_encrypted_with_key()
{
    return invalid(
        {"Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to "
         "change Master Key"});
}

service_error warm_throughput_too_low(std::string_view side, bool is_on_demand)
{
    auto const text =
        join({"Requested ", side, "UnitsPerSecond for WarmThroughput for table is lower than "});
    if (!is_on_demand) return invalid({text, side, "CapacityUnits of ProvisionedThroughput"});
    return invalid({text,
                    "initial throughput for OnDemand. See: "
                    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html"});
}

service_error warm_throughput_lowered(std::string_view unit, std::string_view whose)
{
    return invalid({"Requested ", unit, " for WarmThroughput for ", whose,
                    " is lower than current WarmThroughput, decreasing WarmThroughput is not supported"});
}

service_error ceiling_on_provisioned(std::string_view unit, std::string_view index)
{
    return invalid({unit,
                    " for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED",
                    index.empty() ? "" : " for index : ", index});
}

service_error ceiling_out_of_range(std::string_view unit)
{
    return invalid({"Requested ", unit, " for OnDemandThroughput for table is outside of valid range"});
}

service_error table_being_updated(std::string_view table)
{
    return {resource_in_use_exception, join({in_use, "Table is being updated: ", table})};
}

service_error indexes_in_use()
{
    return {resource_in_use_exception,
            join({in_use, "Cannot delete table while indexes are being created, updated, or deleted."})};
}

service_error stream_in_use()
{
    return {resource_in_use_exception,
            join({in_use, "Cannot delete table while stream is being enabled/disabled."})};
}

service_error index_being_updated(std::string_view table, std::string_view index)
{
    return {resource_in_use_exception,
            join({in_use, "Index is being updated. Table: ", table, " Index: ", index})};
}

service_error encryption_being_updated()
{
    return {resource_in_use_exception, join({in_use, "Server-Side Encryption is still being updated"})};
}

service_error table_in_process_of_update(std::string_view table)
{
    return {resource_in_use_exception,
            join({in_use, "Table: ", table, " is in the process of being updated."})};
}

service_error ttl_table_being_created(std::string_view table)
{
    return {resource_in_use_exception, join({in_use, "Table ", table, " is being created"})};
}

service_error ttl_already_enabled() { return say({"TimeToLive is already enabled"}); }

service_error ttl_on_other_attribute(std::string_view attribute)
{
    return say({"TimeToLive is active on a different AttributeName: current AttributeName is ", attribute});
}

service_error ttl_already_disabled() { return say({"TimeToLive is already disabled"}); }

service_error ttl_not_described(std::string_view status)
{
    return say({"Cannot describe time to live while table is in ", status, " state: Current table state is ",
                status});
}

service_error no_tags() { return say({"Atleast one Tag needs to be provided as Input."}); }

service_error no_tag_keys() { return say({"Atleast one Tag Key needs to be provided as Input."}); }

service_error arn_without_prefix(std::string_view arn)
{
    return invalid({"ARNs must start with 'arn:': ", arn});
}

service_error arn_of_other_service(std::string_view arn)
{
    return invalid({"Provided Arn is not a DynamoDB resource arn: ", arn});
}

service_error arn_of_other_resource(std::string_view arn)
{
    return invalid(
        {"Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ", arn});
}

service_error arn_of_other_region(std::string_view arn)
{
    return say({"Invalid TableArn: Invalid ResourceArn provided as input ", arn});
}

service_error resource_arn_not_found(std::string_view arn)
{
    return {resource_not_found_exception,
            join({"Requested resource not found: ResourceArn: ", arn, " not found"})};
}

service_error table_of_backups_not_found(std::string_view table)
{
    return {table_not_found_exception, join({"Table not found: ", table})};
}

service_error recovery_period_without_recovery()
{
    return say(
        {"Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery."});
}

} // namespace understudy::dynamodb::errors
