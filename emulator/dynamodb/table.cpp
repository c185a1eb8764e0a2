#include "dynamodb/table.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

key_attribute define(CreateTableInput const& request, KeySchemaElement const& element)
{
    auto const& definitions = *request.AttributeDefinitions;
    auto const found = std::find_if(definitions.begin(), definitions.end(), [&](auto const& definition) {
        return definition.AttributeName == element.AttributeName;
    });
    return {*element.AttributeName, found == definitions.end() ? std::string{} : *found->AttributeType};
}

template <class Index>
index_rule make_rule(CreateTableInput const& request, Index const& index)
{
    index_rule rule{.name = *index.IndexName, .hash_keys = {}, .range_keys = {}};
    for (auto const& element : *index.KeySchema) {
        (element.KeyType == "HASH" ? rule.hash_keys : rule.range_keys).push_back(define(request, element));
    }
    return rule;
}

std::optional<service_error> check_index_key(index_rule const& index, key_attribute const& key,
                                             item const& item, std::size_t& bytes)
{
    auto const* value = item.find(key.name);
    if (!value) return std::nullopt;
    if (type_name(*value) != key.type) {
        return errors::index_key_type_mismatch(key.name, key.type, type_name(*value), index.name);
    }
    if (is_empty_scalar(*value)) {
        return errors::index_key_is_empty(key.name, value->get_if<binary>() != nullptr, index.name);
    }
    bytes += key_size(*value);
    return std::nullopt;
}

ProvisionedThroughputDescription throughput_of(std::int64_t read, std::int64_t write)
{
    return {.ReadCapacityUnits = read, .WriteCapacityUnits = write};
}

} // namespace

std::string_view name_of(table_status status) noexcept
{
    switch (status) {
    case table_status::creating: return "CREATING";
    case table_status::active: return "ACTIVE";
    case table_status::deleting: break;
    }
    return "DELETING";
}

index_rule const* table::index_on(std::string_view attribute) const noexcept
{
    auto const is_it = [&](key_attribute const& key) { return key.name == attribute; };
    auto const has_it = [&](index_rule const& index) {
        return std::any_of(index.hash_keys.begin(), index.hash_keys.end(), is_it)
               || std::any_of(index.range_keys.begin(), index.range_keys.end(), is_it);
    };
    auto const found = std::find_if(indexes.begin(), indexes.end(), has_it);
    return found == indexes.end() ? nullptr : &*found;
}

table make_table(CreateTableInput const& request)
{
    table result;
    result.name = *request.TableName;
    result.is_on_demand = request.BillingMode == "PAY_PER_REQUEST";
    result.is_protected = request.DeletionProtectionEnabled.value_or(false);
    if (request.ProvisionedThroughput) {
        result.read_units = *request.ProvisionedThroughput->ReadCapacityUnits;
        result.write_units = *request.ProvisionedThroughput->WriteCapacityUnits;
    }
    result.definitions = *request.AttributeDefinitions;
    result.schema = *request.KeySchema;
    result.local_indexes = request.LocalSecondaryIndexes.value_or(std::vector<LocalSecondaryIndex>{});
    result.global_indexes = request.GlobalSecondaryIndexes.value_or(std::vector<GlobalSecondaryIndex>{});
    result.keys.hash = define(request, result.schema[0]);
    if (result.schema.size() > 1) result.keys.range = define(request, result.schema[1]);
    for (auto const& index : result.global_indexes) result.indexes.push_back(make_rule(request, index));
    for (auto const& index : result.local_indexes) result.indexes.push_back(make_rule(request, index));
    return result;
}

std::optional<service_error> check_index_keys(table const& table, item const& item)
{
    for (auto const& index : table.indexes) {
        std::size_t range_bytes = 0;
        for (auto const& key : index.hash_keys) {
            std::size_t bytes = 0;
            if (auto refusal = check_index_key(index, key, item, bytes)) return refusal;
            if (bytes > limits::hash_key_bytes_max) return errors::hash_key_too_large();
        }
        for (auto const& key : index.range_keys) {
            if (auto refusal = check_index_key(index, key, item, range_bytes)) return refusal;
        }
        if (range_bytes > limits::range_key_bytes_max) return errors::range_key_too_large();
    }
    return std::nullopt;
}

TableDescription describe(table const& table)
{
    TableDescription result;
    result.AttributeDefinitions = table.definitions;
    result.TableName = table.name;
    result.KeySchema = table.schema;
    result.TableStatus = name_of(table.status);
    result.CreationDateTime = table.created;
    result.ProvisionedThroughput = throughput_of(table.read_units, table.write_units);
    result.TableSizeBytes = static_cast<std::int64_t>(table.bytes);
    result.ItemCount = static_cast<std::int64_t>(table.items.size());
    result.TableArn = table.arn.str();
    result.TableId = table.id;
    result.DeletionProtectionEnabled = table.is_protected;
    if (table.is_on_demand) {
        result.BillingModeSummary = BillingModeSummary{"PAY_PER_REQUEST", table.created};
    }
    if (table.status == table_status::active) {
        result.WarmThroughput = TableWarmThroughputDescription{
            table.is_on_demand ? limits::on_demand_read_units : table.read_units,
            table.is_on_demand ? limits::on_demand_write_units : table.write_units, "ACTIVE"};
    }
    auto const arn_of = [&](auto const& index) { return result.TableArn + "/index/" + *index.IndexName; };
    for (auto const& index : table.local_indexes) {
        if (!result.LocalSecondaryIndexes) result.LocalSecondaryIndexes.emplace();
        result.LocalSecondaryIndexes->push_back({.IndexName = *index.IndexName,
                                                 .KeySchema = *index.KeySchema,
                                                 .Projection = *index.Projection,
                                                 .IndexArn = arn_of(index)});
    }
    for (auto const& index : table.global_indexes) {
        if (!result.GlobalSecondaryIndexes) result.GlobalSecondaryIndexes.emplace();
        auto const& units = index.ProvisionedThroughput;
        result.GlobalSecondaryIndexes->push_back(
            {.IndexName = *index.IndexName,
             .KeySchema = *index.KeySchema,
             .Projection = *index.Projection,
             .IndexStatus = result.TableStatus,
             .ProvisionedThroughput =
                 throughput_of(units ? *units->ReadCapacityUnits : 0, units ? *units->WriteCapacityUnits : 0),
             .IndexArn = arn_of(index)});
    }
    return result;
}

} // namespace understudy::dynamodb
