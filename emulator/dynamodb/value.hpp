// What DynamoDB knows about attribute values: which are legal, how large they are, which are equal, which comes first.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/attribute_value.hpp>

#include "dynamodb/limits.hpp"
#include "dynamodb/wording.hpp"
#include "model/stored_item.hpp"

#include <compare>
#include <optional>

namespace understudy::dynamodb {

/// What is wrong with a value, where AWS makes a difference.
enum class value_fault { of_type, of_number, of_repetition };

struct value_refusal {
    service_error error;
    bool is_worded = true; // by the operation; AWS says a few of them the same way everywhere
    value_fault fault = value_fault::of_type;
};

/// What a look at a legal value tells.
struct value_facts {
    std::size_t bytes = 0; // what it counts in the size of an item
    bool is_normal = true; // see normalised()
};

/// Refuses what must not be stored or used. Adds to the facts. `level` is the one that the value stands on.
std::optional<value_refusal> check_value(attribute_value const& value, value_facts& facts,
                                         wording how = wording::bare, std::size_t level = 1);
/// The same for an item or a key; names count in its size.
std::optional<value_refusal> check_item(attribute_map const& attributes, value_facts& facts,
                                        wording how = wording::bare);
/// The same for an item or a key of which nothing else is asked; the refusal as the operation words it.
std::optional<service_error> check_key_values(attribute_map const& key, wording how);

service_error worded(wording how, value_refusal refusal);

/// Whether the value, standing on the given level of an item (1: an attribute's own), reaches below the last one.
bool is_nested_too_deep(attribute_value const& value, std::size_t level,
                        std::size_t last = limits::nesting_levels_max);
bool is_nested_too_deep(attribute_map const& attributes, std::size_t last = limits::nesting_levels_max);

/// The value with all its numbers in normal form and its sets of strings and binaries in order. For values that have
/// been checked.
attribute_value normalised(attribute_value const& value);
attribute_map normalised(attribute_map const& attributes);

/// Sizes as they count against the limit of 400 KB. For values that have been checked.
std::size_t size_of(attribute_value const& value);
std::size_t size_of(attribute_map const& attributes);
std::size_t size_of(stored_value const& value);

/// Equality as conditions mean it: sets have no order. Both sides in normal form.
bool equal(attribute_value const& a, attribute_value const& b);

/// Nothing unless both are strings, both numbers or both binaries. Both sides in normal form.
std::optional<std::strong_ordering> order(attribute_value const& a, attribute_value const& b);

/// As refusals show a string, a number or a binary: "AttributeValue: {S:x}".
std::string print_scalar(attribute_value const& value);

/// Strings compare by their bytes, unsigned.
std::strong_ordering order_bytes(std::string_view a, std::string_view b) noexcept;

} // namespace understudy::dynamodb
