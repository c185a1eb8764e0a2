// Secondary indexes: a second order of the items of a table, kept on every write. An entry holds the key it stands under
// and shares the item; what an index does not project is left out when it is read.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/key.hpp"
#include "dynamodb/key_tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb {

/// Where an item stands in an index: under the bytes of the index's key, then those of the attributes of its own.
struct index_entry {
    packed_bytes key = {};
    stored_item item = {};
};

/// An item's label is its key.
inline key_parts key_of(stored_item const& item) noexcept { return {item.label(), {}}; }
inline key_parts key_of(index_entry const& entry) noexcept
{
    return {entry.key.view(), attributes_of(entry.item.label())};
}
inline void expect(stored_item const& item) noexcept { item.expect(); }
inline void expect(index_entry const& entry) noexcept
{
    entry.key.expect();
    entry.item.expect();
}
inline stored_item const& item_at(stored_item const& item) noexcept { return item; }
inline stored_item const& item_at(index_entry const& entry) noexcept { return entry.item; }

using index_map = key_tree<index_entry>;

enum class index_status : std::uint8_t { creating, backfilling, active, updating, deleting };

/// What a table or a global index is provisioned with.
struct throughput {
    std::int64_t read = 0;
    std::int64_t write = 0;
    std::optional<instant> increased = {};
    std::optional<instant> decreased = {};
    int decreases = 0; // on the UTC day of `decreased`

    int decreases_today(instant now) const noexcept;
};

struct secondary_index {
    std::string name = {};
    bool is_local = false;
    std::vector<KeySchemaElement> schema = {};
    Projection projection = {};
    std::vector<key_attribute> hash_keys = {};
    std::vector<key_attribute> range_keys = {};
    std::vector<std::string> projected = {}; // in order; with ALL nothing, and everything is
    bool projects_all = false;

    index_status status = index_status::active;
    throughput units = {};
    throughput highest = {}; // ever: what the index is warm for
    bool is_being_warmed = false;
    std::optional<OnDemandThroughput> ceilings = {};

    index_map entries = {};
    std::size_t bytes = 0; // of all entries, as projected
    std::optional<std::string> reached =
        {}; // while it is being built: the first item that it has not yet seen

    bool has_reached(std::string_view item) const noexcept { return !reached || item < *reached; }

    /// Null when the attribute is none of the index's keys.
    key_attribute const* key(std::string_view attribute) const noexcept;
    bool projects(std::string_view attribute) const noexcept;
};

/// The item's key of the index, without that of the table; nothing: it is not in it. Attributes that an index cannot take
/// keep an item out.
std::optional<key_bytes> key_in(secondary_index const& index, stored_item const& item);

/// What the index shows of the item.
item entry_of(secondary_index const& index, stored_item const& item);
std::size_t entry_bytes(secondary_index const& index, stored_item const& item);

/// An item has taken the place of another; either may be nothing.
void replace(secondary_index& index, stored_item const& before, stored_item const& after);

} // namespace understudy::dynamodb
