// A table: its definition and its items. A value; copying it copies no item, only the handles.
#pragma once

#include <understudy/model/dynamodb.hpp>
#include <understudy/shared_text.hpp>

#include "dynamodb/key.hpp"

#include <absl/container/btree_map.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb {

struct stored_item {
    dynamodb::item item;
    std::size_t bytes = 0;
};

using item_map = absl::btree_map<item_key, stored_item, item_key_less>;

/// What an index asks of the items of its table.
struct index_rule {
    std::string name;
    std::vector<key_attribute> hash_keys;
    std::vector<key_attribute> range_keys;
};

enum class table_status : std::uint8_t { creating, active, deleting };

std::string_view name_of(table_status status) noexcept;

struct table {
    std::uint64_t number = 0; // names the table's timers
    std::string name;
    shared_text arn;
    std::string id;
    instant created = {};
    table_status status = table_status::active;
    bool is_on_demand = false;
    bool is_protected = false; // against deletion
    std::int64_t read_units = 0;
    std::int64_t write_units = 0;
    std::vector<AttributeDefinition> definitions;
    std::vector<KeySchemaElement> schema;
    std::vector<LocalSecondaryIndex> local_indexes;
    std::vector<GlobalSecondaryIndex> global_indexes;

    key_schema keys;
    std::vector<index_rule> indexes;
    item_map items;
    std::size_t bytes = 0; // of all items

    /// The index that has the attribute among its keys; null: none.
    index_rule const* index_on(std::string_view attribute) const noexcept;
};

/// A table as a request, known to be right, describes it.
table make_table(CreateTableInput const& request);

/// Refuses an item that an index of the table could not take.
std::optional<service_error> check_index_keys(table const& table, item const& item);

TableDescription describe(table const& table);

} // namespace understudy::dynamodb
