// What a Query says of keys: KeyConditionExpression or KeyConditions, judged by a schema and turned into a range of keys.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/expression/binding.hpp"
#include "dynamodb/table.hpp"

#include <array>
#include <forward_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace understudy::dynamodb {

enum class key_operator : std::uint8_t {
    equal,
    less,
    less_equal,
    greater,
    greater_equal,
    between,
    begins_with,
    not_indexable, // legal in a filter only
};

struct key_condition {
    std::string_view attribute;
    key_operator compares = key_operator::equal;
    std::array<attribute_value const*, 2> values = {}; // in normal form
};

/// In the order they were written in. Looks into the request, which must outlive it.
struct key_conditions {
    std::vector<key_condition> all = {};
    std::forward_list<attribute_value> normalised = {};
    bool is_legacy = false;

    key_condition const* on(std::string_view attribute) const noexcept;
};

/// The conditions, or what is wrong with an expression as one about keys.
std::variant<key_conditions, std::string> read_key_conditions(expression::condition const& condition,
                                                              expression::binding const& bound);
/// KeyConditions, its operators known.
result<key_conditions> read_key_conditions(condition_map const& conditions, wording how);

/// What a Query or a Scan reads: a table or one of its indexes.
struct read_target {
    dynamodb::table const* table = nullptr;
    secondary_index const* index = nullptr; // null: the table itself

    std::span<key_attribute const> hash_keys() const noexcept;
    std::span<key_attribute const> range_keys() const noexcept;
    bool has_key(std::string_view attribute) const;
    /// How many attributes a key has that names one entry: those of the index and of the table, each once.
    std::size_t start_key_size() const;
    /// The key of an item where a page ends.
    item key_of(stored_item const& item) const;
    /// Where an item with such a key stands; the key is complete and of the right types.
    key_bytes position_of(item const& key) const;
};

/// Keys from the first up to, and not including, the last.
struct key_range {
    std::string first;
    std::optional<std::string> last; // nothing: to the end

    bool holds(std::string_view key) const noexcept { return key >= first && (!last || key < *last); }
};

/// Walks the keys of the schema: the start key's part of each, then the condition on it.
result<key_range> range_of(read_target const& target, key_conditions const& conditions,
                           std::optional<item> const& start, wording how);

/// Whether a query with these conditions can go on from the start key, whose parts are right.
std::optional<service_error> check_start_key(read_target const& target, key_conditions const& conditions,
                                             key_range const& range, item const& start);

/// The start key's part of a key attribute of the schema is there, and of the right type.
std::optional<service_error> check_start_part(key_attribute const& key, item const& start);
/// The same for the attributes of the table's own key, when an index is read.
std::optional<service_error> check_start_of_table(read_target const& target, item const& start);

} // namespace understudy::dynamodb
