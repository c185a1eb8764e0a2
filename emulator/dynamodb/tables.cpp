#include "dynamodb/tables.hpp"

#include "core/arn.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/service.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

constexpr std::string_view table_resource = "table/";

shared_text arn_of_table(call const& call, std::string_view name)
{
    return make_arn("dynamodb", call.region, call.account, std::string{table_resource} += name);
}

/// The answer to CreateTable tells what was asked to be warm, and no more of it.
void tell_warming(TableDescription& told, table const& table, CreateTableInput const& request)
{
    if (request.WarmThroughput) told.WarmThroughput = describe_warm(table, table.highest, true);
    if (!request.GlobalSecondaryIndexes) return;
    for (std::size_t i = 0; i < request.GlobalSecondaryIndexes->size(); ++i) {
        if ((*request.GlobalSecondaryIndexes)[i].WarmThroughput)
            (*told.GlobalSecondaryIndexes)[i].WarmThroughput =
                describe_warm(table, table.indexes[i].highest, true);
    }
}

} // namespace

void check_table_name(std::optional<std::string> const& name, constraints& violated, std::string_view path)
{
    if (!name) return violated.null(path);
    if (name->empty()) return; // each operation has its own words for that
    if (name->starts_with("arn:")) {
        return violated.length_max(*name, name->size(), limits::table_arn_length_max, path);
    }
    violated.name(*name, path);
}

void check_name_of_table(std::optional<std::string> const& name, constraints& violated, std::string_view path)
{
    check_table_name(name, violated, path);
    if (name && name->empty()) violated.length_min("", 0, 1, path);
}

result<std::string_view> table_to_change(call const& call, std::optional<std::string> const& name)
{
    constraints violated;
    check_name_of_table(name, violated);
    if (auto refusal = violated.error()) return std::move(*refusal);
    return bare_table_name(call, *name);
}

result<std::string_view> bare_table_name(call const& call, std::string_view name_or_arn)
{
    if (!name_or_arn.starts_with("arn:")) return name_or_arn;
    auto const arn = parse_arn(name_or_arn);
    if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(table_resource)) {
        return errors::not_a_table_arn(name_or_arn);
    }
    auto const name = arn->resource.substr(table_resource.size());
    if (name.empty() || name.find('/') != std::string_view::npos) return errors::not_a_table_arn(name_or_arn);
    if (arn->region != call.region) return errors::invalid_region(name_or_arn);
    if (arn->account != call.account) return errors::access_denied();
    return name;
}

shared_table* find_table(state& state, call const& call, std::string_view name)
{
    auto const here = state.tables.find(place_view{call.account, call.region});
    if (here == state.tables.end()) return nullptr;
    auto const found = here->second.find(name);
    return found == here->second.end() ? nullptr : &found->second;
}

result<shared_table*> find_table_of_items(state& state, call const& call, std::string_view name_or_arn)
{
    auto const name = bare_table_name(call, name_or_arn);
    if (!name) return name.error();
    auto* found = find_table(state, call, *name);
    bool const is_there = found && found->read().status != table_status::creating;
    if (!is_there) return errors::resource_not_found();
    if (state.settings.tables.read_lag_max > milliseconds{0})
        state.followers.try_emplace(found->read().number, *found); // before anything is written to the table
    return found;
}

result<CreateTableOutput> create_table(state& state, call const& call, CreateTableInput const& request)
{
    if (auto refusal = check_create_table(request)) return std::move(*refusal);
    auto const& name = *request.TableName;
    if (auto const* existing = find_table(state, call, name)) {
        bool const is_new = existing->read().status == table_status::creating;
        return is_new ? errors::table_being_created(name) : errors::table_already_exists(name);
    }
    auto table = make_table(request, call.now);
    table.number = ++state.last_table_number;
    table.arn = arn_of_table(call, name);
    table.id = to_string(call.ids.next_uuid());
    table.encryption = encryption_of(call, request.SSESpecification);
    table.status = table_status::creating;
    CreateTableOutput output{describe(table, call.now)};
    if (table.is_on_demand)
        output.TableDescription.BillingModeSummary->LastUpdateToPayPerRequestDateTime.reset();
    tell_warming(output.TableDescription, table, request);

    if (state.settings.tables.delay > milliseconds{0}) {
        call.set_timer(timer_kind::table_status, table.number, call.now + state.settings.tables.delay);
    } else {
        table.status = table_status::active;
    }
    auto here = state.tables.find(place_view{call.account, call.region});
    if (here == state.tables.end()) {
        here = state.tables.try_emplace(place{std::string{call.account}, std::string{call.region}}).first;
    }
    here->second.emplace(name, shared_table{std::move(table)});
    return output;
}

result<DeleteTableOutput> delete_table(state& state, call const& call, DeleteTableInput const& request)
{
    auto const name = table_to_change(call, request.TableName);
    if (!name) return name.error();
    auto* found = find_table(state, call, *name);
    if (!found) return errors::table_not_found(*name);
    if (found->read().status == table_status::creating) return errors::table_being_created(*name);
    if (found->read().status == table_status::deleting) return errors::table_being_deleted(*name);
    if (found->read().is_changing_stream) return errors::stream_in_use();
    if (found->read().status == table_status::updating) return errors::table_being_updated(*name);
    auto const is_changing = [](auto const& index) { return index.status != index_status::active; };
    if (std::ranges::any_of(found->read().indexes, is_changing)) return errors::indexes_in_use();
    if (auto refusal = check_at_rest(found->read())) return std::move(*refusal);
    if (found->read().is_protected) return errors::protected_against_deletion();

    DeleteTableOutput output{describe(found->read(), call.now)};
    auto& description = output.TableDescription;
    description.TableStatus = name_of(table_status::deleting);
    description.KeySchema.reset();
    description.AttributeDefinitions.reset();
    description.CreationDateTime.reset();
    description.LocalSecondaryIndexes.reset();
    description.GlobalSecondaryIndexes.reset();
    description.WarmThroughput.reset();
    description.StreamSpecification.reset();
    description.LatestStreamArn.reset();
    description.LatestStreamLabel.reset();
    description.SSEDescription.reset();
    description.TableClassSummary.reset();
    description.OnDemandThroughput.reset();
    if (state.settings.tables.delay > milliseconds{0}) {
        auto& table = found->write();
        table.status = table_status::deleting;
        call.set_timer(timer_kind::table_status, table.number, call.now + state.settings.tables.delay);
    } else {
        auto& tables = state.tables.find(place_view{call.account, call.region})->second;
        state.followers.erase(found->read().number);
        tables.erase(tables.find(*name));
    }
    return output;
}

result<DescribeTableOutput> describe_table(state& state, call const& call, DescribeTableInput const& request)
{
    auto const name = table_to_change(call, request.TableName);
    if (!name) return name.error();
    auto const* found = find_table(state, call, *name);
    if (!found) return errors::table_not_found(*name);
    return DescribeTableOutput{describe(found->read(), call.now)};
}

result<ListTablesOutput> list_tables(state& state, call const& call, ListTablesInput const& request)
{
    constexpr auto limit_max = static_cast<std::int64_t>(limits::list_tables_max);
    constraints violated;
    if (request.ExclusiveStartTableName)
        violated.name(*request.ExclusiveStartTableName, "exclusiveStartTableName");
    if (request.Limit) {
        violated.at_least(*request.Limit, 1, "limit");
        violated.at_most(*request.Limit, limit_max, "limit");
    }
    if (auto refusal = violated.error()) return std::move(*refusal);

    ListTablesOutput output;
    auto const here = state.tables.find(place_view{call.account, call.region});
    if (here == state.tables.end()) return output;
    auto const& tables = here->second;
    auto const limit = static_cast<std::size_t>(request.Limit.value_or(limit_max));
    auto next = request.ExclusiveStartTableName ? tables.upper_bound(*request.ExclusiveStartTableName)
                                                : tables.begin();
    for (; next != tables.end() && output.TableNames.size() < limit; ++next)
        output.TableNames.push_back(next->first);
    if (next != tables.end()) output.LastEvaluatedTableName = output.TableNames.back();
    return output;
}

} // namespace understudy::dynamodb
