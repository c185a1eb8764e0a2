#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/service.hpp"
#include "dynamodb/tables.hpp"

#include "core/arn.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace understudy::dynamodb {

namespace {

void set_units(throughput& units, throughput& highest, ProvisionedThroughput const& wanted, instant now)
{
    auto const read = *wanted.ReadCapacityUnits;
    auto const write = *wanted.WriteCapacityUnits;
    if (read > units.read || write > units.write) units.increased = now;
    if (read < units.read || write < units.write) {
        units.decreases = units.decreases_today(now) + 1;
        units.decreased = now;
    }
    units.read = read;
    units.write = write;
    highest.read = std::max(highest.read, read);
    highest.write = std::max(highest.write, write);
}

void bill(table& table, UpdateTableInput const& request, instant now)
{
    if (!request.BillingMode && !request.ProvisionedThroughput) return;
    table.status = table_status::updating;
    if (request.BillingMode == "PAY_PER_REQUEST" && !table.is_on_demand) {
        table.is_on_demand = true;
        table.on_demand_since = now;
        table.units = {};
        for (auto& index : table.indexes) index.units = {};
    }
    if (request.BillingMode == "PROVISIONED" && table.is_on_demand) {
        table.is_on_demand = false;
        table.ceilings.reset();
        for (auto& index : table.indexes) index.ceilings.reset();
    }
    if (request.ProvisionedThroughput)
        set_units(table.units, table.highest, *request.ProvisionedThroughput, now);
}

void define(table& table, std::vector<AttributeDefinition> const& definitions)
{
    for (auto const& definition : definitions) {
        auto const same = [&](auto const& d) { return d.AttributeName == definition.AttributeName; };
        if (std::ranges::none_of(table.definitions, same)) table.definitions.push_back(definition);
    }
}

/// Definitions stay as long as a key uses them.
void prune(table& table)
{
    std::erase_if(table.definitions, [&](auto const& definition) {
        auto const& name = *definition.AttributeName;
        return !table.keys.has(name) && !table.index_on(name);
    });
}

void add_index(table& table, CreateGlobalSecondaryIndexAction const& create, UpdateTableInput const& request)
{
    define(table, *request.AttributeDefinitions);
    auto index = make_index(table, {.IndexName = create.IndexName,
                                    .KeySchema = create.KeySchema,
                                    .Projection = create.Projection,
                                    .ProvisionedThroughput = create.ProvisionedThroughput,
                                    .WarmThroughput = create.WarmThroughput});
    set_ceilings(index.ceilings, create.OnDemandThroughput);
    index.status = index_status::creating;
    index.reached.emplace();
    auto const first_local =
        std::ranges::find_if(table.indexes, [](auto const& other) { return other.is_local; });
    table.indexes.insert(first_local, std::move(index));
    prune(table);
}

void change_indexes(table& table, UpdateTableInput const& request, instant now)
{
    if (!request.GlobalSecondaryIndexUpdates) return;
    for (auto const& update : *request.GlobalSecondaryIndexUpdates) {
        if (update.Create) {
            add_index(table, *update.Create, request);
            table.status = table_status::updating;
            continue;
        }
        auto const& name = update.Delete ? *update.Delete->IndexName : *update.Update->IndexName;
        auto& index = *std::ranges::find(table.indexes, name, &secondary_index::name);
        if (update.Delete) {
            index.status = index_status::deleting;
            table.status = table_status::updating;
            continue;
        }
        auto const& units = update.Update->ProvisionedThroughput;
        if (units) set_units(index.units, index.highest, *units, now);
        set_ceilings(index.ceilings, update.Update->OnDemandThroughput);
        index.is_being_warmed = warm_up(index.highest, update.Update->WarmThroughput);
        if (units || index.is_being_warmed) index.status = index_status::updating;
    }
}

void change_stream(table& table, std::optional<StreamSpecification> const& stream, instant now)
{
    if (!stream) return;
    table.status = table_status::updating;
    table.is_changing_stream = true;
    table.stream_view = *stream->StreamEnabled ? stream->StreamViewType : std::nullopt;
    if (table.stream_view) table.stream_label = now;
}

void change_class(table& table, std::optional<std::string> const& name, instant now)
{
    if (!name) return;
    table.status = table_status::updating;
    table.table_class = TableClassSummary{*name, now};
}

/// The table stays ACTIVE meanwhile, and the key that it leaves is told to the end.
void change_encryption(table& table, std::optional<SSEDescription> wanted, bool takes_time)
{
    if (wanted || !takes_time) table.encryption = wanted;
    if (!takes_time) return;
    table.encryption->Status = "UPDATING";
    table.encryption_to_be = std::move(wanted);
}

/// Thursday, June 29, 2017 at 9:00:38 PM Coordinated Universal Time
std::string written_out(instant at)
{
    constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
    constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
    auto const day = std::chrono::floor<std::chrono::days>(at);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<seconds>(at - day)};
    auto const hour = time.hours().count();
    auto const two_digits = [](auto count) { return (count < 10 ? ":0" : ":") + std::to_string(count); };
    return std::string{weekdays[std::chrono::weekday{day}.c_encoding()]}
        .append(", ")
        .append(months[static_cast<unsigned>(date.month()) - 1])
        .append(" " + std::to_string(static_cast<unsigned>(date.day())) + ", ")
        .append(std::to_string(static_cast<int>(date.year())) + " at " + std::to_string((hour + 11) % 12 + 1))
        .append(two_digits(time.minutes().count()) + two_digits(time.seconds().count()))
        .append(hour < 12 ? " AM" : " PM")
        .append(" Coordinated Universal Time");
}

std::optional<service_error> check_decrease(throughput const& units,
                                            std::optional<ProvisionedThroughput> const& wanted, instant now)
{
    bool const decreases =
        wanted && (*wanted->ReadCapacityUnits < units.read || *wanted->WriteCapacityUnits < units.write);
    auto const decreases_today = units.decreases_today(now);
    if (!decreases || decreases_today < limits::capacity_decreases_a_day) return std::nullopt;
    auto const next = *units.decreased + limits::capacity_decreases_apart;
    if (next <= now) return std::nullopt;
    return errors::too_many_decreases(decreases_today, written_out(*units.decreased), written_out(next));
}

/// Tables and indexes count their decreases for themselves.
std::optional<service_error> check_decreases(table const& table, UpdateTableInput const& request, instant now)
{
    if (auto refused = check_decrease(table.units, request.ProvisionedThroughput, now)) return refused;
    if (!request.GlobalSecondaryIndexUpdates) return std::nullopt;
    for (auto const& update : *request.GlobalSecondaryIndexUpdates) {
        if (!update.Update) continue;
        auto const& index = *table.index_named(*update.Update->IndexName);
        if (auto refused = check_decrease(index.units, update.Update->ProvisionedThroughput, now))
            return refused;
    }
    return std::nullopt;
}

bool is_changing(secondary_index const& index) { return index.status != index_status::active; }

/// While an index is changing, nothing else of the table does, and each has its own words for that.
std::optional<service_error> check_indexes_at_rest(table const& table, UpdateTableInput const& request)
{
    if (std::ranges::none_of(table.indexes, is_changing)) return std::nullopt;
    bool const is_one_on_its_way = std::ranges::any_of(table.indexes, [](auto const& index) {
        return is_changing(index) && index.status != index_status::updating;
    });
    for (auto const& update :
         request.GlobalSecondaryIndexUpdates.value_or(std::vector<GlobalSecondaryIndexUpdate>{})) {
        if (!update.Update && is_one_on_its_way) return errors::one_index_at_a_time();
        auto const* index = update.Update ? table.index_named(*update.Update->IndexName) : nullptr;
        if (index && is_changing(*index)) return errors::index_being_updated(table.name, index->name);
    }
    return errors::table_in_process_of_update(table.name);
}

/// How an index is built: so many items at a time, because nobody else is served meanwhile.
constexpr std::size_t backfill_items = 500;
constexpr milliseconds backfill_pause{2};

/// One step nearer to ACTIVE, and how long until the next one; nothing when there is none left.
std::optional<milliseconds> take_step(table& table, milliseconds delay)
{
    bool const was_updating = table.status == table_status::updating;
    table.status = table_status::active;
    if (table.is_being_encrypted()) table.encryption = std::exchange(table.encryption_to_be, std::nullopt);
    table.is_being_warmed = false;
    table.is_changing_stream = false;
    auto const gone = std::erase_if(table.indexes,
                                    [](auto const& index) { return index.status == index_status::deleting; });
    if (gone > 0) prune(table);
    bool is_building = false;
    for (auto& index : table.indexes) {
        bool const is_new = was_updating && index.status == index_status::creating;
        bool const is_built = !index.reached || (!is_new && backfill(table, index, backfill_items));
        is_building = is_building || (!is_new && !is_built);
        index.status = is_built ? index_status::active : index_status::backfilling;
        index.is_being_warmed = false;
    }
    if (is_building) return backfill_pause;
    return std::ranges::any_of(table.indexes, is_changing) ? std::optional{delay} : std::nullopt;
}

/// Takes steps until time has to pass before the next one.
void take_steps(state& state, call const& call, table& table)
{
    state.followers.erase(table.number); // the next read finds one with the indexes of the table
    while (auto const pause = take_step(table, state.settings.tables.delay)) {
        if (*pause == milliseconds{0}) continue;
        return call.set_timer(timer_kind::table_status, table.number, call.now + *pause);
    }
}

/// Throughput and class are told as they were, while they are changing.
void keep_old(TableDescription& told, TableDescription const& before)
{
    told.ProvisionedThroughput = before.ProvisionedThroughput;
    told.TableClassSummary = before.TableClassSummary;
    if (!told.GlobalSecondaryIndexes || !before.GlobalSecondaryIndexes) return;
    for (auto& index : *told.GlobalSecondaryIndexes) {
        auto const old = std::ranges::find(*before.GlobalSecondaryIndexes, index.IndexName,
                                           &GlobalSecondaryIndexDescription::IndexName);
        if (old != before.GlobalSecondaryIndexes->end())
            index.ProvisionedThroughput = old->ProvisionedThroughput;
    }
}

/// A ceiling that the request takes away is told as it says so: -1.
void tell_ceilings(std::optional<OnDemandThroughput>& told, std::optional<OnDemandThroughput> const& wanted)
{
    if (!wanted) return;
    for (auto const unit :
         {&OnDemandThroughput::MaxReadRequestUnits, &OnDemandThroughput::MaxWriteRequestUnits}) {
        if ((*wanted).*unit != -1) continue;
        if (!told) told.emplace();
        (*told).*unit = -1;
    }
}

void tell_ceilings(TableDescription& told, UpdateTableInput const& request)
{
    tell_ceilings(told.OnDemandThroughput, request.OnDemandThroughput);
    if (!request.GlobalSecondaryIndexUpdates) return;
    for (auto const& update : *request.GlobalSecondaryIndexUpdates) {
        if (!update.Update) continue;
        auto const index = std::ranges::find(*told.GlobalSecondaryIndexes, update.Update->IndexName,
                                             &GlobalSecondaryIndexDescription::IndexName);
        tell_ceilings(index->OnDemandThroughput, update.Update->OnDemandThroughput);
    }
}

} // namespace

std::optional<SSEDescription> encryption_of(call const& call, std::optional<SSESpecification> const& sse)
{
    if (!sse || !sse->Enabled.value_or(sse->SSEType.has_value())) return std::nullopt;
    auto key = sse->KMSMasterKeyId.value_or("alias/aws/dynamodb");
    if (!key.starts_with("arn:")) {
        if (!key.starts_with("alias/")) key.insert(0, "key/");
        key = make_arn("kms", call.region, call.account, key);
    }
    return SSEDescription{.Status = "ENABLED", .SSEType = "KMS", .KMSMasterKeyArn = std::move(key)};
}

std::optional<service_error> check_at_rest(table const& table)
{
    if (table.is_being_encrypted()) return errors::encryption_being_updated();
    return table.is_being_warmed ? std::optional{errors::table_in_process_of_update(table.name)}
                                 : std::nullopt;
}

result<UpdateTableOutput> update_table(state& state, call const& call, UpdateTableInput const& request)
{
    if (auto refused = check_update_table(request)) return std::move(*refused);
    auto const name = table_to_change(call, request.TableName);
    if (!name) return name.error();
    auto* found = find_table(state, call, *name);
    if (!found) return errors::table_not_found(*name);
    auto const status = found->read().status;
    if (status == table_status::creating) return errors::table_being_created(*name);
    if (status == table_status::deleting) return errors::table_being_deleted(*name);
    if (!request.DeletionProtectionEnabled) {
        if (status == table_status::updating) return errors::table_being_updated(*name);
        if (auto refused = check_indexes_at_rest(found->read(), request)) return std::move(*refused);
        if (auto refused = check_at_rest(found->read())) return std::move(*refused);
        if (auto refused = check_update_table(found->read(), request)) return std::move(*refused);
        if (auto refused = check_decreases(found->read(), request, call.now)) return std::move(*refused);
    }
    auto& table = found->write();
    auto const before = describe(table, call.now);
    if (request.DeletionProtectionEnabled) table.is_protected = *request.DeletionProtectionEnabled;
    bill(table, request, call.now);
    change_indexes(table, request, call.now);
    change_stream(table, request.StreamSpecification, call.now);
    change_class(table, request.TableClass, call.now);
    bool const takes_time = state.settings.tables.delay > milliseconds{0};
    if (warm_up(table.highest, request.WarmThroughput)) table.is_being_warmed = takes_time;
    set_ceilings(table.ceilings, request.OnDemandThroughput);
    if (request.SSESpecification)
        change_encryption(table, encryption_of(call, request.SSESpecification), takes_time);

    UpdateTableOutput output{describe(table, call.now)};
    keep_old(output.TableDescription, before);
    tell_ceilings(output.TableDescription, request);
    finish_changes(state, call, table);
    return output;
}

void finish_changes(state& state, call const& call, table& table)
{
    bool const is_done = table.status == table_status::active && !check_at_rest(table)
                         && std::ranges::none_of(table.indexes, is_changing);
    if (is_done) return;
    if (state.settings.tables.delay > milliseconds{0}) {
        call.set_timer(timer_kind::table_status, table.number, call.now + state.settings.tables.delay);
        return;
    }
    take_steps(state, call, table);
}

void on_timer(state& state, call const& call, timer_id const& timer)
{
    for (auto& [place, tables] : state.tables) {
        auto const is_meant = [&](auto const& entry) { return entry.second.read().number == timer.whose; };
        auto const found = std::find_if(tables.begin(), tables.end(), is_meant);
        if (found == tables.end()) continue;
        if (found->second.read().status == table_status::deleting) {
            tables.erase(found);
            state.followers.erase(timer.whose);
        } else {
            take_steps(state, call, found->second.write());
        }
        return;
    }
}

} // namespace understudy::dynamodb
