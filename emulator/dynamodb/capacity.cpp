#include "dynamodb/capacity.hpp"

#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

double steps(std::size_t bytes, std::size_t step) noexcept
{
    return static_cast<double>((std::max(bytes, std::size_t{1}) + step - 1) / step);
}

bool shows_the_same(secondary_index const& index, item const& a, item const& b)
{
    if (index.projects_all) return a == b;
    return std::ranges::all_of(index.projected, [&](std::string const& name) {
        auto const* x = a.find(name);
        auto const* y = b.find(name);
        return x && y ? equal(*x, *y) : x == y;
    });
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

double index_write_units(secondary_index const& index, key_schema const& table, item_image before,
                         item_image after)
{
    auto const left = before.item ? key_in(index, table, *before.item) : std::nullopt;
    auto const taken = after.item ? key_in(index, table, *after.item) : std::nullopt;
    auto const old_bytes = left ? entry_bytes(index, *before.item, before.bytes) : 0;
    auto const new_bytes = taken ? entry_bytes(index, *after.item, after.bytes) : 0;
    if (!left && !taken) return 0;
    if (!left || !taken) return write_units(std::max(old_bytes, new_bytes));
    if (left->view().bytes != taken->view().bytes) return write_units(old_bytes) + write_units(new_bytes);
    return shows_the_same(index, *before.item, *after.item) ? 0 : write_units(std::max(old_bytes, new_bytes));
}

void consumption::add_index(secondary_index const& index, double units)
{
    (index.is_local ? local_ : global_)[index.name] += units;
}

void consumption::add_write(dynamodb::table const& table, item_image before, item_image after, double factor)
{
    add_table(factor * write_units(std::max(before.bytes, after.bytes)));
    for (auto const& index : table.indexes) {
        auto const units = index_write_units(index, table.keys, before, after);
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

std::optional<ItemCollectionMetrics> collection_metrics(table const& table,
                                                        std::optional<std::string> const& wanted,
                                                        item const& key)
{
    if (wanted != "SIZE" || !table.has_local_indexes()) return std::nullopt;
    auto const& hash = table.keys.hash.name;
    ItemCollectionMetrics metrics;
    auto const& value = *key.find(hash);
    metrics.ItemCollectionKey.emplace(hash, normalised(value));
    auto const found = table.collections.find(key_bytes::of(value, nullptr).view().hash);
    auto const bytes = found == table.collections.end() ? 0 : found->second;
    auto const whole = static_cast<double>(bytes / limits::gigabyte); // which is how AWS estimates
    metrics.SizeEstimateRangeGB = {whole, whole + 1};
    return metrics;
}

} // namespace understudy::dynamodb
