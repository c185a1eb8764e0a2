#include "dynamodb/table.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace understudy::dynamodb {

namespace {

key_attribute define(std::vector<AttributeDefinition> const& definitions, KeySchemaElement const& element)
{
    auto const found = std::find_if(definitions.begin(), definitions.end(), [&](auto const& definition) {
        return definition.AttributeName == element.AttributeName;
    });
    return {*element.AttributeName, found == definitions.end() ? std::string{} : *found->AttributeType};
}

template <class Index>
secondary_index make_index_of(table const& table, Index const& request)
{
    secondary_index index{.name = *request.IndexName,
                          .is_local = std::is_same_v<Index, LocalSecondaryIndex>,
                          .schema = *request.KeySchema,
                          .projection = *request.Projection};
    for (auto const& element : index.schema) {
        (element.KeyType == "HASH" ? index.hash_keys : index.range_keys)
            .push_back(define(table.definitions, element));
    }
    index.projects_all = index.projection.ProjectionType == "ALL";
    auto const project = [&](std::string const& name) { index.projected.push_back(name); };
    for (auto const& key : index.hash_keys) project(key.name);
    for (auto const& key : index.range_keys) project(key.name);
    project(table.keys.hash.name);
    if (table.keys.range) project(table.keys.range->name);
    if (index.projection.NonKeyAttributes) std::ranges::for_each(*index.projection.NonKeyAttributes, project);
    std::ranges::sort(index.projected);
    index.projected.erase(std::unique(index.projected.begin(), index.projected.end()), index.projected.end());
    return index;
}

std::optional<service_error> check_index_key(secondary_index const& index, key_attribute const& key,
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

ProvisionedThroughputDescription describe(throughput const& units, instant now)
{
    return {.LastIncreaseDateTime = units.increased,
            .LastDecreaseDateTime = units.decreased,
            .NumberOfDecreasesToday = units.decreases_today(now),
            .ReadCapacityUnits = units.read,
            .WriteCapacityUnits = units.write};
}

throughput throughput_of(std::optional<ProvisionedThroughput> const& units)
{
    if (!units) return {};
    return {.read = *units->ReadCapacityUnits, .write = *units->WriteCapacityUnits};
}

/// 2015-05-11T21:21:33.291
std::string stream_label_of(instant at)
{
    auto const day = std::chrono::floor<std::chrono::days>(at);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<milliseconds>(at - day)};
    std::array<char, 64> text{};
    auto const length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03d", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view name_of(index_status status) noexcept
{
    switch (status) {
    case index_status::creating:
    case index_status::backfilling: return "CREATING";
    case index_status::active: return "ACTIVE";
    case index_status::updating: return "UPDATING";
    case index_status::deleting: break;
    }
    return "DELETING";
}

void describe_indexes(table const& table, instant now, TableDescription& result)
{
    for (auto const& index : table.indexes) {
        auto const size = static_cast<std::int64_t>(index.bytes);
        auto const count = static_cast<std::int64_t>(index.entries.size());
        if (index.is_local) {
            if (!result.LocalSecondaryIndexes) result.LocalSecondaryIndexes.emplace();
            result.LocalSecondaryIndexes->push_back({.IndexName = index.name,
                                                     .KeySchema = index.schema,
                                                     .Projection = index.projection,
                                                     .IndexSizeBytes = size,
                                                     .ItemCount = count,
                                                     .IndexArn = table.index_arn(index.name)});
            continue;
        }
        if (!result.GlobalSecondaryIndexes) result.GlobalSecondaryIndexes.emplace();
        bool const is_new = table.status == table_status::creating;
        bool const is_built = !is_new && !index.reached;
        result.GlobalSecondaryIndexes->push_back(
            {.IndexName = index.name,
             .KeySchema = index.schema,
             .Projection = index.projection,
             .IndexStatus = std::string{name_of(is_new ? index_status::creating : index.status)},
             .Backfilling = index.status == index_status::backfilling ? std::optional{true} : std::nullopt,
             .ProvisionedThroughput = describe(index.units, now),
             .IndexSizeBytes = size,
             .ItemCount = count,
             .IndexArn = table.index_arn(index.name),
             .OnDemandThroughput = index.ceilings,
             .WarmThroughput = is_built
                                   ? std::optional{describe_warm(table, index.highest, index.is_being_warmed)}
                                   : std::nullopt});
    }
}

} // namespace

std::string_view name_of(table_status status) noexcept
{
    switch (status) {
    case table_status::creating: return "CREATING";
    case table_status::active: return "ACTIVE";
    case table_status::updating: return "UPDATING";
    case table_status::deleting: break;
    }
    return "DELETING";
}

int throughput::decreases_today(instant now) const noexcept
{
    using std::chrono::days;
    bool const is_today = decreased && std::chrono::floor<days>(*decreased) == std::chrono::floor<days>(now);
    return is_today ? decreases : 0;
}

secondary_index const* table::index_on(std::string_view attribute) const noexcept
{
    auto const found = std::find_if(indexes.begin(), indexes.end(),
                                    [&](auto const& index) { return index.key(attribute) != nullptr; });
    return found == indexes.end() ? nullptr : &*found;
}

secondary_index const* table::index_named(std::string_view index) const noexcept
{
    auto const found = std::ranges::find(indexes, index, &secondary_index::name);
    return found == indexes.end() ? nullptr : &*found;
}

std::string table::index_arn(std::string_view index) const
{
    return std::string{arn.view()}.append("/index/").append(index);
}

TableWarmThroughputDescription describe_warm(table const& table, throughput const& highest,
                                             bool is_being_warmed)
{
    return {table.is_on_demand ? std::max(limits::on_demand_read_units, highest.read) : highest.read,
            table.is_on_demand ? std::max(limits::on_demand_write_units, highest.write) : highest.write,
            is_being_warmed ? "UPDATING" : "ACTIVE"};
}

bool warm_up(throughput& highest, std::optional<WarmThroughput> const& warm)
{
    if (!warm) return false;
    auto const read = std::max(highest.read, warm->ReadUnitsPerSecond.value_or(0));
    auto const write = std::max(highest.write, warm->WriteUnitsPerSecond.value_or(0));
    bool const is_more = read > highest.read || write > highest.write;
    highest.read = read;
    highest.write = write;
    return is_more;
}

void set_ceilings(std::optional<OnDemandThroughput>& ceilings,
                  std::optional<OnDemandThroughput> const& wanted)
{
    if (!wanted) return;
    auto merged = ceilings.value_or(OnDemandThroughput{});
    auto const merge = [](std::optional<std::int64_t>& into, std::optional<std::int64_t> from) {
        if (from) into = from == -1 ? std::nullopt : from;
    };
    merge(merged.MaxReadRequestUnits, wanted->MaxReadRequestUnits);
    merge(merged.MaxWriteRequestUnits, wanted->MaxWriteRequestUnits);
    bool const is_empty = !merged.MaxReadRequestUnits && !merged.MaxWriteRequestUnits;
    ceilings = is_empty ? std::nullopt : std::optional{merged};
}

table make_table(CreateTableInput const& request, instant now)
{
    table result;
    result.name = *request.TableName;
    result.created = now;
    result.is_on_demand = request.BillingMode == "PAY_PER_REQUEST";
    if (result.is_on_demand) result.on_demand_since = now;
    result.is_protected = request.DeletionProtectionEnabled.value_or(false);
    result.units = result.highest = throughput_of(request.ProvisionedThroughput);
    warm_up(result.highest, request.WarmThroughput);
    set_ceilings(result.ceilings, request.OnDemandThroughput);
    if (request.TableClass && request.TableClass != "STANDARD")
        result.table_class = TableClassSummary{*request.TableClass, std::nullopt};
    if (request.StreamSpecification && *request.StreamSpecification->StreamEnabled) {
        result.stream_view = request.StreamSpecification->StreamViewType;
        result.stream_label = now;
    }
    for (auto const& tag : request.Tags.value_or(std::vector<Tag>{})) result.tags[*tag.Key] = *tag.Value;
    result.definitions = *request.AttributeDefinitions;
    result.schema = *request.KeySchema;
    result.keys.hash = define(result.definitions, result.schema[0]);
    if (result.schema.size() > 1) result.keys.range = define(result.definitions, result.schema[1]);
    if (request.GlobalSecondaryIndexes) {
        for (auto const& index : *request.GlobalSecondaryIndexes)
            result.indexes.push_back(make_index(result, index));
    }
    if (request.LocalSecondaryIndexes) {
        for (auto const& index : *request.LocalSecondaryIndexes)
            result.indexes.push_back(make_index_of(result, index));
    }
    return result;
}

secondary_index make_index(table const& table, GlobalSecondaryIndex const& index)
{
    auto result = make_index_of(table, index);
    result.units = result.highest = throughput_of(index.ProvisionedThroughput);
    warm_up(result.highest, index.WarmThroughput);
    set_ceilings(result.ceilings, index.OnDemandThroughput);
    return result;
}

namespace {

/// Keeps what the table knows beside its items, when one takes the place of another.
void account_for(table& table, std::string_view key, stored_item const& before, stored_item const& after)
{
    auto const local_bytes = [&] {
        std::uint64_t bytes = 0;
        for (auto at = table.indexes.rbegin(); at != table.indexes.rend() && at->is_local; ++at)
            bytes += at->bytes;
        return bytes;
    };
    auto const bytes_before = table.bytes + local_bytes();
    table.bytes = table.bytes - before.size() + after.size();
    for (auto& index : table.indexes) {
        if (index.has_reached(key)) replace(index, before, after);
    }
    if (!table.has_local_indexes()) return;
    auto const at = table.collections.try_emplace(partition_of(key)).first;
    at->second += table.bytes + local_bytes() - bytes_before;
    if (at->second == 0) table.collections.erase(at);
}

} // namespace

void store(table& table, item_map::iterator at, key_bytes const& key, stored_item item)
{
    if (at == table.items.end()) {
        account_for(table, key.view(), {}, item);
        table.items.insert(key.view(), std::move(item));
        return;
    }
    account_for(table, key.view(), *at, item);
    *at = std::move(item);
}

void erase(table& table, item_map::iterator at)
{
    auto const gone = *at;
    account_for(table, gone.label(), gone, {});
    table.items.erase(gone.label());
}

bool backfill(table const& table, secondary_index& index, std::size_t items_max)
{
    auto at = table.items.lower_bound(*index.reached);
    for (std::size_t i = 0; i < items_max && at != table.items.end(); ++i, ++at) replace(index, {}, *at);
    bool const is_done = at == table.items.end();
    if (is_done) {
        index.reached.reset();
    } else {
        index.reached = std::string{at->label()};
    }
    return is_done;
}

std::uint64_t collection_bytes(table const& table, stored_item const& item)
{
    std::uint64_t bytes = item.size();
    for (auto const& index : table.indexes) {
        if (index.is_local && key_in(index, item)) bytes += entry_bytes(index, item);
    }
    return bytes;
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

TableDescription describe(table const& table, instant now)
{
    TableDescription result;
    result.AttributeDefinitions = table.definitions;
    result.TableName = table.name;
    result.KeySchema = table.schema;
    result.TableStatus = name_of(table.status);
    result.CreationDateTime = table.created;
    result.ProvisionedThroughput = describe(table.units, now);
    result.TableSizeBytes = static_cast<std::int64_t>(table.bytes);
    result.ItemCount = static_cast<std::int64_t>(table.items.size());
    result.TableArn = table.arn.str();
    result.TableId = table.id;
    result.DeletionProtectionEnabled = table.is_protected;
    result.OnDemandThroughput = table.ceilings;
    result.SSEDescription = table.encryption;
    result.TableClassSummary = table.table_class;
    if (table.on_demand_since) {
        result.BillingModeSummary =
            BillingModeSummary{table.is_on_demand ? "PAY_PER_REQUEST" : "PROVISIONED", table.on_demand_since};
    }
    if (table.status != table_status::creating)
        result.WarmThroughput = describe_warm(table, table.highest, table.is_being_warmed);
    if (table.stream_view) result.StreamSpecification = StreamSpecification{true, table.stream_view};
    if (table.stream_label) {
        result.LatestStreamLabel = stream_label_of(*table.stream_label);
        result.LatestStreamArn = result.TableArn + "/stream/" + *result.LatestStreamLabel;
    }
    describe_indexes(table, now, result);
    return result;
}

} // namespace understudy::dynamodb
