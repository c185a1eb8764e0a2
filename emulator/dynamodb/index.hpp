// Secondary indexes: a second order of the items of a table, kept on every write. An entry holds the key it stands under
// and shares the item; what an index does not project is left out when it is read.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/key.hpp"

#include <absl/container/btree_set.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb {

/// Bytes in one block of exactly their size, because there are as many as entries of indexes.
class packed_bytes {
public:
    explicit packed_bytes(std::string_view bytes);
    packed_bytes(packed_bytes const& other) : packed_bytes{other.view()} {}
    packed_bytes(packed_bytes&&) noexcept = default;
    packed_bytes& operator=(packed_bytes&&) noexcept = default;
    packed_bytes& operator=(packed_bytes const& other) { return *this = packed_bytes{other}; }
    ~packed_bytes() = default;

    std::string_view view() const noexcept;

private:
    std::unique_ptr<char[]> block_; // the size in front
};

/// Where an item stands in an index: under the bytes of the index's key, then those of its own, which are its label.
struct index_entry {
    std::uint64_t hash;
    packed_bytes key;         // the attributes of the index's key
    mutable stored_item item; // gives way to another under the same key
};

struct index_entry_less {
    using is_transparent = void;
    bool operator()(index_entry const& a, index_entry const& b) const noexcept;
    bool operator()(index_entry const& a, item_key_view b) const noexcept { return order(a, b) < 0; }
    bool operator()(item_key_view a, index_entry const& b) const noexcept { return order(b, a) > 0; }

private:
    static int order(index_entry const& a, item_key_view b) noexcept;
};

using index_map = absl::btree_set<index_entry, index_entry_less>;

enum class index_status : std::uint8_t { creating, backfilling, active, updating, deleting };

/// What a table or a global index is provisioned with.
struct throughput {
    std::int64_t read = 0;
    std::int64_t write = 0;
    std::optional<instant> increased = {};
    std::optional<instant> decreased = {};
    int decreases_today = 0; // on the UTC day of `decreased`
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
    std::optional<OnDemandThroughput> ceilings = {};

    index_map entries = {};
    std::size_t bytes = 0; // of all entries, as projected
    std::optional<item_key> reached =
        {}; // while the index is being built: the first item that it has not yet seen

    bool has_reached(item_key_view item) const noexcept
    {
        return !reached || item_key_less{}(item, *reached);
    }

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
