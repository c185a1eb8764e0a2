#include "dynamodb/throttle.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace understudy::dynamodb {

namespace {

/// How fast a bucket fills and how much it holds, and what AWS calls it when it is empty.
struct allowance {
    double per_second;
    double units_max;
    std::string_view reason;
};

allowance allowance_of(bool is_on_demand, throughput const& units, throughput const& highest,
                       std::optional<OnDemandThroughput> const& ceilings, direction what)
{
    bool const reads = what == direction::reads;
    if (!is_on_demand) {
        auto const rate = static_cast<double>(reads ? units.read : units.write);
        return {rate, rate * limits::burst_seconds, "ProvisionedThroughputExceeded"};
    }
    auto const initial = reads ? limits::on_demand_read_units : limits::on_demand_write_units;
    auto const warm = std::max(initial, reads ? highest.read : highest.write);
    std::optional<std::int64_t> ceiling;
    if (ceilings) ceiling = reads ? ceilings->MaxReadRequestUnits : ceilings->MaxWriteRequestUnits;
    if (ceiling && *ceiling <= warm) {
        auto const rate = static_cast<double>(*ceiling);
        return {rate, rate, "MaxOnDemandThroughputExceeded"};
    }
    auto const rate = static_cast<double>(warm);
    return {rate, rate, "KeyRangeThroughputExceeded"};
}

std::string reason_of(bool is_index, direction what, std::string_view why)
{
    return std::string{is_index ? "Index" : "Table"}
        .append(what == direction::reads ? "Read" : "Write")
        .append(why);
}

} // namespace

std::optional<service_error> throttle::take(table const& table, consumption const& used, direction what,
                                            instant now)
{
    std::vector<ThrottlingReason> reasons;
    std::vector<std::pair<bucket*, double>> taken;
    auto const ask = [&](std::string const& index, double units, allowance const& allowed) {
        if (units == 0) return;
        auto const at =
            buckets_.try_emplace({table.number, index, what}, bucket{allowed.per_second, table.created});
        auto& level = at.first->second;
        auto const passed = std::chrono::duration<double>{now - level.since}.count();
        level.units = std::min(level.units + passed * allowed.per_second, allowed.units_max);
        level.since = now;
        if (level.units > 0) return taken.emplace_back(&level, units), void();
        reasons.push_back({.reason = reason_of(!index.empty(), what, allowed.reason),
                           .resource = index.empty() ? table.arn.str() : table.index_arn(index)});
    };
    ask({}, used.of_table(),
        allowance_of(table.is_on_demand, table.units, table.highest, table.ceilings, what));
    bool const is_table = !reasons.empty();
    for (auto const& index : table.indexes) {
        if (index.is_local) continue;
        ask(index.name, used.of_global_index(index.name),
            allowance_of(table.is_on_demand, index.units, index.highest, index.ceilings, what));
    }
    if (reasons.empty()) {
        for (auto const& [from, units] : taken) from->units -= units;
        return std::nullopt;
    }
    if (table.is_on_demand) return errors::throughput_exceeds_capacity(std::move(reasons));
    return errors::provisioned_throughput_exceeded(is_table, std::move(reasons));
}

} // namespace understudy::dynamodb
