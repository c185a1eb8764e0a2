// ConsumedCapacity: what AWS charges for reads and writes, per table and per index.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/table.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb {

/// Steps of 1 KB; every write costs at least one unit.
double write_units(std::size_t bytes) noexcept;
/// Steps of 4 KB; half the price unless the read is consistent. What does not exist costs the minimum.
double read_units(std::size_t bytes, bool is_consistent) noexcept;
/// What the index is charged when an item takes the place of another: nothing unless what it shows changes.
double index_write_units(secondary_index const& index, stored_item const& before, stored_item const& after);

/// What one operation has used of one table.
class consumption {
public:
    void add_table(double units) { table_ += units; }
    void add_index(secondary_index const& index, double units);
    /// An item took the place of another; in a transaction the table is charged twice.
    void add_write(dynamodb::table const& table, stored_item const& before, stored_item const& after,
                   double factor = 1);

    /// What counts against the throughput of the table, local indexes included, and against that of a global index.
    double of_table() const;
    double of_global_index(std::string const& index) const;

    /// Only transactions tell reads and writes apart.
    enum class side { untold, reads, writes };
    ConsumedCapacity tell(std::string name, std::string_view wanted, side told_side = side::untold) const;

private:
    double table_ = 0;
    std::map<std::string, double, std::less<>> local_;
    std::map<std::string, double, std::less<>> global_;
};

/// What a batch or a transaction has used of each table, by whichever of its names it goes.
class consumption_by_table {
public:
    struct entry {
        std::uint64_t table;
        std::string name; // the first, which is told
        consumption units;
    };

    entry& of(table const& table, std::string const& name);
    std::vector<ConsumedCapacity> tell(std::string_view wanted,
                                       consumption::side side = consumption::side::untold) const;

private:
    std::vector<entry> entries_; // in the order in which the tables came
};

inline bool is_wanted(std::optional<std::string> const& consumed_capacity) noexcept
{
    return consumed_capacity && *consumed_capacity != "NONE";
}

/// For tables with local indexes only, and when the request asks for it. The key is that of an item or a key.
std::optional<ItemCollectionMetrics> collection_metrics(table const& table,
                                                        std::optional<std::string> const& wanted,
                                                        item const& key);

} // namespace understudy::dynamodb
