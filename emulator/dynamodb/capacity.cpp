#include "dynamodb/capacity.hpp"

#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

double steps(std::size_t bytes, std::size_t step) noexcept
{
    auto const whole = (std::max(bytes, std::size_t{1}) + step - 1) / step;
    return static_cast<double>(whole);
}

bool shows_the_same(secondary_index const& index, stored_item const& a, stored_item const& b)
{
    if (index.projects_all) return a == b;
    return std::ranges::all_of(index.projected,
                               [&](std::string const& name) { return a.find(name) == b.find(name); });
}

Capacity capacity_of(double units, consumption::side side)
{
    Capacity capacity{.CapacityUnits = units};
    if (side == consumption::side::reads) capacity.ReadCapacityUnits = units;
    if (side == consumption::side::writes) capacity.WriteCapacityUnits = units;
    return capacity;
}

} // namespace

double write_units(std::size_t bytes) noexcept { return steps(bytes, limits::write_unit_bytes); }

double read_units(std::size_t bytes, bool is_consistent) noexcept
{
    return steps(bytes, limits::read_unit_bytes) * (is_consistent ? 1.0 : 0.5);
}

double index_write_units(secondary_index const& index, stored_item const& before, stored_item const& after)
{
    auto const left = key_in(index, before);
    auto const taken = key_in(index, after);
    auto const old_bytes = left ? entry_bytes(index, before) : 0;
    auto const new_bytes = taken ? entry_bytes(index, after) : 0;
    if (!left && !taken) return 0;
    if (!left || !taken) return write_units(std::max(old_bytes, new_bytes));
    if (left->view() != taken->view()) return write_units(old_bytes) + write_units(new_bytes);
    return shows_the_same(index, before, after) ? 0 : write_units(std::max(old_bytes, new_bytes));
}

void consumption::add_index(secondary_index const& index, double units)
{
    (index.is_local ? local_ : global_)[index.name] += units;
}

void consumption::add_write(dynamodb::table const& table, stored_item const& before, stored_item const& after,
                            double factor)
{
    add_table(factor * write_units(std::max(before.size(), after.size())));
    for (auto const& index : table.indexes) {
        auto const units = index_write_units(index, before, after);
        if (units > 0) add_index(index, units);
    }
}

double consumption::of_table() const
{
    double total = table_;
    for (auto const& [index, units] : local_) total += units;
    return total;
}

double consumption::of_global_index(std::string const& index) const
{
    auto const found = global_.find(index);
    return found == global_.end() ? 0 : found->second;
}

ConsumedCapacity consumption::tell(std::string name, std::string_view wanted, side told_side) const
{
    ConsumedCapacity told{.TableName = std::move(name)};
    double total = of_table();
    for (auto const& [index, units] : global_) total += units;
    auto const all = capacity_of(total, told_side);
    told.CapacityUnits = all.CapacityUnits;
    told.ReadCapacityUnits = all.ReadCapacityUnits;
    told.WriteCapacityUnits = all.WriteCapacityUnits;
    if (wanted != "INDEXES") return told;
    told.Table = capacity_of(table_, told_side);
    auto const tell_indexes = [&](auto const& used, auto& into) {
        if (used.empty()) return;
        into.emplace();
        for (auto const& [index, units] : used) into->emplace(index, capacity_of(units, told_side));
    };
    tell_indexes(local_, told.LocalSecondaryIndexes);
    tell_indexes(global_, told.GlobalSecondaryIndexes);
    return told;
}

consumption_by_table::entry& consumption_by_table::of(table const& table, std::string const& name)
{
    auto const at = std::ranges::find(entries_, table.number, &entry::table);
    return at != entries_.end() ? *at : entries_.emplace_back(entry{table.number, name, {}});
}

std::vector<ConsumedCapacity> consumption_by_table::tell(std::string_view wanted,
                                                         consumption::side side) const
{
    std::vector<ConsumedCapacity> told;
    for (auto const& each : entries_) told.push_back(each.units.tell(each.name, wanted, side));
    return told;
}

std::optional<ItemCollectionMetrics> collection_metrics(table const& table,
                                                        std::optional<std::string> const& wanted,
                                                        item const& key)
{
    if (wanted != "SIZE" || !table.has_local_indexes()) return std::nullopt;
    auto const& hash = table.keys.hash.name;
    ItemCollectionMetrics metrics;
    auto const& value = *key.find(hash);
    metrics.ItemCollectionKey.emplace(hash, normalised(value));
    auto const found = table.collections.find(partition_of(key_bytes::of(value, nullptr).view()));
    auto const bytes = found == table.collections.end() ? 0 : found->second;
    auto const whole = bytes / limits::gigabyte; // which is how AWS estimates
    metrics.SizeEstimateRangeGB = {static_cast<double>(whole), static_cast<double>(whole + 1)};
    return metrics;
}

} // namespace understudy::dynamodb
