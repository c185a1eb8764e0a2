// What UpdateTable refuses: first what the request shows by itself, then what only the table tells.
#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/tables.hpp"

#include "core/arn.hpp"

#include <algorithm>
#include <set>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;
using index_updates = std::vector<GlobalSecondaryIndexUpdate>;

index_updates const& updates_in(UpdateTableInput const& request)
{
    static index_updates const none;
    return request.GlobalSecondaryIndexUpdates ? *request.GlobalSecondaryIndexUpdates : none;
}

bool creates_or_deletes(GlobalSecondaryIndexUpdate const& update) { return update.Create || update.Delete; }

std::string const& name_in(GlobalSecondaryIndexUpdate const& update)
{
    return update.Create   ? *update.Create->IndexName
           : update.Delete ? *update.Delete->IndexName
                           : *update.Update->IndexName;
}

bool is_out_of_bounds(GlobalSecondaryIndexUpdate const& update)
{
    auto const units = update.Update ? update.Update->ProvisionedThroughput : std::nullopt;
    return units
           && (units->ReadCapacityUnits > limits::capacity_units_max
               || units->WriteCapacityUnits > limits::capacity_units_max);
}

void check_index_name(constraints& violated, std::optional<std::string> const& name, std::string const& path)
{
    name ? violated.name(*name, path + ".indexName") : violated.null(path + ".indexName");
}

maybe_refusal check_constraints(UpdateTableInput const& request)
{
    constraints violated;
    check_name_of_table(request.TableName, violated);
    violated.one_of(request.BillingMode, {"PROVISIONED", "PAY_PER_REQUEST"}, "billingMode");
    check_throughput(violated, request.ProvisionedThroughput, "provisionedThroughput");
    if (request.AttributeDefinitions) check_definitions(violated, *request.AttributeDefinitions);
    auto const& updates = updates_in(request);
    for (std::size_t i = 0; i < updates.size(); ++i) {
        auto const path = "globalSecondaryIndexUpdates." + std::to_string(i + 1) + ".member.";
        if (auto const& create = updates[i].Create) {
            check_new_index(violated, *create, path + "create");
            check_throughput(violated, create->ProvisionedThroughput, path + "create.provisionedThroughput");
        }
        if (auto const& change = updates[i].Update) {
            check_index_name(violated, change->IndexName, path + "update");
            check_throughput(violated, change->ProvisionedThroughput, path + "update.provisionedThroughput");
        }
        if (auto const& gone = updates[i].Delete)
            check_index_name(violated, gone->IndexName, path + "delete");
    }
    if (request.StreamSpecification && !request.StreamSpecification->StreamEnabled)
        violated.null("streamSpecification.streamEnabled");
    return violated.error();
}

/// Whether anything is asked for: an empty structure counts as none.
bool warms(std::optional<WarmThroughput> const& units)
{
    return units && (units->ReadUnitsPerSecond || units->WriteUnitsPerSecond);
}

bool caps(std::optional<OnDemandThroughput> const& units)
{
    return units && (units->MaxReadRequestUnits || units->MaxWriteRequestUnits);
}

/// What the request carries although it asks for no change.
std::vector<std::string_view> empty_members(UpdateTableInput const& request)
{
    std::vector<std::string_view> names;
    if (request.GlobalSecondaryIndexUpdates) names.emplace_back("GlobalSecondaryIndexUpdates");
    if (request.OnDemandThroughput) names.emplace_back("OnDemandThroughput");
    if (request.WarmThroughput) names.emplace_back("WarmThroughput");
    return names;
}

/// One call changes one concern.
maybe_refusal check_concerns(UpdateTableInput const& request)
{
    auto const& updates = updates_in(request);
    bool const creates =
        std::ranges::any_of(updates, [](auto const& update) { return update.Create.has_value(); });
    bool const changes_indexes = std::ranges::any_of(updates, creates_or_deletes);
    int const concerns = int{request.BillingMode || request.ProvisionedThroughput} + int{!updates.empty()}
                         + int{request.StreamSpecification.has_value()}
                         + int{request.SSESpecification.has_value()} + int{request.TableClass.has_value()}
                         + int{request.DeletionProtectionEnabled.has_value()}
                         + int{caps(request.OnDemandThroughput)} + int{warms(request.WarmThroughput)};
    if (concerns == 0) return errors::nothing_to_update(empty_members(request));
    bool const is_alone = concerns == 1;
    if (request.SSESpecification && !is_alone) return errors::only_operation("Server-Side Encryption");
    if (request.TableClass && !is_alone) return errors::only_operation("TableClass");
    if (request.DeletionProtectionEnabled && !is_alone) return errors::only_operation("DeletionProtection");
    if (warms(request.WarmThroughput) && !is_alone)
        return creates ? errors::index_beside_warm_throughput() : errors::only_warm_throughput();
    bool const caps_with_others =
        caps(request.OnDemandThroughput)
        && (request.ProvisionedThroughput || !updates.empty() || request.StreamSpecification);
    if (caps_with_others) return errors::ceilings_beside_others();
    if (request.StreamSpecification && request.ProvisionedThroughput)
        return errors::stream_beside_throughput();
    if (changes_indexes && request.ProvisionedThroughput) return errors::index_beside_throughput();
    if (changes_indexes && request.StreamSpecification) return errors::index_beside_stream();
    return std::nullopt;
}

maybe_refusal check_index_updates(index_updates const& updates)
{
    std::set<std::string_view> names;
    for (auto const& update : updates) {
        int const actions =
            int{update.Create.has_value()} + int{update.Update.has_value()} + int{update.Delete.has_value()};
        if (actions == 0) return errors::index_update_empty();
        if (actions > 1) return errors::index_update_ambiguous();
        if (!names.insert(name_in(update)).second) return errors::index_updated_twice(name_in(update));
    }
    return std::ranges::count_if(updates, creates_or_deletes) > 1
               ? maybe_refusal{errors::one_index_at_a_time()}
               : std::nullopt;
}

maybe_refusal check_same(std::string const& whose, throughput const& current,
                         std::optional<ProvisionedThroughput> const& wanted)
{
    bool const is_same =
        wanted && *wanted->ReadCapacityUnits == current.read && *wanted->WriteCapacityUnits == current.write;
    return is_same ? maybe_refusal{errors::throughput_unchanged(whose, current.read, current.write)}
                   : std::nullopt;
}

bool will_be_on_demand(table const& table, UpdateTableInput const& request)
{
    return request.BillingMode ? *request.BillingMode == "PAY_PER_REQUEST" : table.is_on_demand;
}

UpdateGlobalSecondaryIndexAction const* change_of(UpdateTableInput const& request, std::string_view index)
{
    for (auto const& update : updates_in(request)) {
        if (update.Update && *update.Update->IndexName == index) return &*update.Update;
    }
    return nullptr;
}

/// A table that leaves on-demand billing says what all its indexes get.
maybe_refusal check_switch_to_provisioned(table const& table, UpdateTableInput const& request)
{
    if (!request.ProvisionedThroughput) return errors::provisioned_without_throughput();
    std::string missing;
    for (auto const& index : table.indexes) {
        auto const* change = change_of(request, index.name);
        if (index.is_local || (change && change->ProvisionedThroughput)) continue;
        if (!missing.empty()) missing += ',';
        missing += index.name;
    }
    return missing.empty() ? std::nullopt
                           : maybe_refusal{errors::provisioned_without_index_throughput(missing)};
}

maybe_refusal check_billing(table const& table, UpdateTableInput const& request)
{
    bool const on_demand = will_be_on_demand(table, request);
    auto const& units = request.ProvisionedThroughput;
    if (on_demand && units) return errors::throughput_on_demand();
    if (!on_demand && table.is_on_demand) {
        if (auto refused = check_switch_to_provisioned(table, request)) return refused;
    } else if (request.BillingMode == "PROVISIONED" && !units) {
        return errors::provisioned_without_throughput();
    } else if (auto refused = check_same("table", table.units, units);
               refused && updates_in(request).empty()) {
        return refused;
    }
    for (auto const& update : updates_in(request)) {
        if (!update.Update) continue;
        auto const& change = *update.Update;
        if (on_demand && change.ProvisionedThroughput)
            return errors::index_throughput_on_demand(*change.IndexName);
        if (on_demand && !caps(change.OnDemandThroughput) && !warms(change.WarmThroughput))
            return errors::index_update_of_nothing(*change.IndexName);
        if (!on_demand && !change.ProvisionedThroughput && !warms(change.WarmThroughput))
            return errors::index_throughput_incomplete(*change.IndexName);
    }
    return std::nullopt;
}

/// An attribute that becomes a key keeps the type that it has as one.
maybe_refusal check_types(table const& table, CreateGlobalSecondaryIndexAction const& create,
                          std::vector<AttributeDefinition> const& definitions)
{
    for (auto const& element : *create.KeySchema) {
        auto const same_name = [&](auto const& d) { return d.AttributeName == element.AttributeName; };
        auto const fresh = std::ranges::find_if(definitions, same_name);
        auto const known = std::ranges::find_if(table.definitions, same_name);
        if (fresh == definitions.end() || known == table.definitions.end()
            || fresh->AttributeType == known->AttributeType) {
            continue;
        }
        auto const& name = *element.AttributeName;
        return errors::attribute_redefined(name + ":" + *known->AttributeType,
                                           name + ":" + *fresh->AttributeType);
    }
    return std::nullopt;
}

maybe_refusal check_create(table const& table, CreateGlobalSecondaryIndexAction const& create,
                           UpdateTableInput const& request)
{
    if (table.index_named(*create.IndexName)) return errors::index_exists();
    auto const count =
        std::ranges::count_if(table.indexes, [](auto const& index) { return !index.is_local; });
    if (static_cast<std::size_t>(count) >= limits::global_indexes_max) return errors::too_many_indexes();
    if (!request.AttributeDefinitions || request.AttributeDefinitions->empty())
        return errors::definitions_missing(*create.IndexName);
    if (auto refused = check_new_index(create, *request.AttributeDefinitions)) return refused;
    if (auto refused = check_types(table, create, *request.AttributeDefinitions)) return refused;
    bool const on_demand = will_be_on_demand(table, request);
    if (on_demand && create.ProvisionedThroughput)
        return errors::index_throughput_not_allowed(*create.IndexName);
    if (!on_demand && !create.ProvisionedThroughput)
        return errors::index_throughput_missing(*create.IndexName);
    return check_ceilings(on_demand, create.OnDemandThroughput, *create.IndexName);
}

/// `whose`: "table" or "index NAME".
maybe_refusal check_warm(table const& table, throughput const& highest,
                         std::optional<WarmThroughput> const& warm, std::string const& whose)
{
    if (!warm) return std::nullopt;
    auto const now = describe_warm(table, highest);
    if (warm->ReadUnitsPerSecond && *warm->ReadUnitsPerSecond < now.ReadUnitsPerSecond)
        return errors::warm_throughput_lowered("ReadUnitsPerSecond", whose);
    if (warm->WriteUnitsPerSecond && *warm->WriteUnitsPerSecond < now.WriteUnitsPerSecond)
        return errors::warm_throughput_lowered("WriteUnitsPerSecond", whose);
    return std::nullopt;
}

maybe_refusal check_indexes(table const& table, UpdateTableInput const& request)
{
    for (auto const& update : updates_in(request)) {
        if (update.Create) {
            if (auto refused = check_create(table, *update.Create, request)) return refused;
            continue;
        }
        auto const& name = name_in(update);
        auto const* index = table.index_named(name);
        if (!index && is_out_of_bounds(update)) return errors::index_update_blocked();
        if (!index) return errors::index_of_table_not_found(name, table.name);
        if (index->is_local) return errors::index_is_local(name);
        if (!update.Update) continue;
        auto const& units = update.Update->ProvisionedThroughput;
        if (auto refused = check_same("index " + name, index->units, units)) return refused;
        auto const& ceilings = update.Update->OnDemandThroughput;
        if (auto refused = check_ceilings(will_be_on_demand(table, request), ceilings, name)) return refused;
        auto const& warm = update.Update->WarmThroughput;
        if (auto refused = check_warm(table, index->highest, warm, "index " + name)) return refused;
    }
    return std::nullopt;
}

maybe_refusal check_stream(table const& table, std::optional<StreamSpecification> const& stream)
{
    if (!stream) return std::nullopt;
    if (*stream->StreamEnabled) {
        if (!stream->StreamViewType) return errors::enabled_stream_needs_view_type();
        return table.stream_view ? maybe_refusal{errors::stream_already_enabled(table.name)} : std::nullopt;
    }
    if (stream->StreamViewType) return errors::disabled_stream_takes_no_view_type();
    return table.stream_view ? std::nullopt : maybe_refusal{errors::no_stream_to_disable(table.name)};
}

maybe_refusal check_encryption(table const& table, std::optional<SSESpecification> const& sse)
{
    if (!sse) return std::nullopt;
    bool const enables = sse->Enabled.value_or(sse->SSEType.has_value());
    if (!enables) return table.encryption ? std::nullopt : maybe_refusal{errors::already_encrypted()};
    bool const is_same = table.encryption && !sse->KMSMasterKeyId;
    return is_same ? errors::already_encrypted_with_key() : check_kms_key(*sse);
}

/// The name of a key, of an alias, or the ARN of one. Which of them there are, nobody here knows.
bool may_be_kms_key(std::string_view key)
{
    constexpr std::string_view signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-";
    auto const arn = parse_arn(key);
    if (arn && arn->service != "kms") return false;
    auto const name = arn ? arn->resource : key;
    return !name.empty() && name.find_first_not_of(signs) == std::string_view::npos;
}

} // namespace

maybe_refusal check_ceilings(bool is_on_demand, std::optional<OnDemandThroughput> const& ceilings,
                             std::string_view index)
{
    if (!ceilings) return std::nullopt;
    auto const check = [&](std::optional<std::int64_t> value, std::string_view unit) -> maybe_refusal {
        if (value && !is_on_demand) return errors::ceiling_on_provisioned(unit, index);
        return value && *value < 1 && *value != -1 ? maybe_refusal{errors::ceiling_out_of_range(unit)}
                                                   : std::nullopt;
    };
    auto refused = check(ceilings->MaxReadRequestUnits, "MaxReadRequestUnits");
    return refused ? refused : check(ceilings->MaxWriteRequestUnits, "MaxWriteRequestUnits");
}

maybe_refusal check_new_ceilings(bool is_on_demand, std::optional<OnDemandThroughput> const& ceilings,
                                 std::string_view index)
{
    if (auto refused = check_ceilings(is_on_demand, ceilings, index)) return refused;
    if (!ceilings) return std::nullopt;
    if (ceilings->MaxReadRequestUnits == -1) return errors::ceiling_out_of_range("MaxReadRequestUnits");
    if (ceilings->MaxWriteRequestUnits == -1) return errors::ceiling_out_of_range("MaxWriteRequestUnits");
    return std::nullopt;
}

maybe_refusal check_kms_key(SSESpecification const& sse)
{
    bool const is_fine = !sse.KMSMasterKeyId || may_be_kms_key(*sse.KMSMasterKeyId);
    return is_fine ? std::nullopt : maybe_refusal{errors::invalid_kms_key(*sse.KMSMasterKeyId)};
}

std::optional<service_error> check_update_table(UpdateTableInput const& request)
{
    if (auto refused = check_constraints(request)) return refused;
    if (auto refused = check_concerns(request)) return refused;
    if (auto refused = check_index_updates(updates_in(request))) return refused;
    bool const is_known = !request.TableClass || request.TableClass == "STANDARD"
                          || request.TableClass == "STANDARD_INFREQUENT_ACCESS";
    return is_known ? std::nullopt : maybe_refusal{errors::invalid_table_class()};
}

std::optional<service_error> check_update_table(table const& table, UpdateTableInput const& request)
{
    if (auto refused = check_indexes(table, request)) return refused;
    if (auto refused = check_billing(table, request)) return refused;
    bool const on_demand = will_be_on_demand(table, request);
    if (auto refused = check_ceilings(on_demand, request.OnDemandThroughput)) return refused;
    if (auto refused = check_stream(table, request.StreamSpecification)) return refused;
    if (auto refused = check_encryption(table, request.SSESpecification)) return refused;
    return check_warm(table, table.highest, request.WarmThroughput, "table");
}

} // namespace understudy::dynamodb
