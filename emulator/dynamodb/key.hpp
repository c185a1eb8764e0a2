// Primary keys: what a schema wants of them, and the bytes by which items are found and put in order. Items stand in the
// order of a hash of their partition key, then of their sort key: a scan reads partition after partition, a query a
// range of one.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/attribute_value.hpp>

#include "model/stored_item.hpp"

#include <absl/container/inlined_vector.h>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::dynamodb {

struct key_attribute {
    std::string name;
    std::string type; // S, N or B
};

struct key_schema {
    key_attribute hash;
    std::optional<key_attribute> range;

    bool has(std::string_view attribute) const noexcept
    {
        return attribute == hash.name || (range && attribute == range->name);
    }
};

/// The bytes are those of the key's attributes one behind the other, each encoded so that order is kept and no value's
/// bytes are the beginning of another's.
struct item_key_view {
    std::uint64_t hash; // of the bytes of the partition key
    std::string_view bytes;
};

struct item_key {
    std::uint64_t hash;
    std::string bytes;

    operator item_key_view() const noexcept { return {hash, bytes}; }
};

struct item_key_less {
    using is_transparent = void;
    bool operator()(item_key_view a, item_key_view b) const noexcept
    {
        return a.hash != b.hash ? a.hash < b.hash : a.bytes < b.bytes;
    }
};

/// A key on its way to a table or an index.
class key_bytes {
public:
    item_key_view view() const noexcept { return {hash_, {bytes_.data(), bytes_.size()}}; }

    /// A string, a binary or a number.
    void add(stored_value const& value);
    void add(attribute_value const& value);
    /// What has been encoded before.
    void add(std::string_view bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    /// What all strings, or binaries, have in common that begin with the value.
    void add_beginning(attribute_value const& value);
    /// What has been added so far is the partition key.
    void end_partition_key() noexcept;

    static key_bytes at(item_key_view key)
    {
        key_bytes copy;
        copy.hash_ = key.hash;
        copy.bytes_.assign(key.bytes.begin(), key.bytes.end());
        return copy;
    }
    /// The attributes must be of the types of the schema and legal.
    static key_bytes of(attribute_value const& hash, attribute_value const* range);

private:
    std::uint64_t hash_ = 0;
    absl::InlinedVector<char, 120> bytes_;
};

/// The first key behind all that begin with the bytes; they must hold one that is not 0xff.
std::string end_of_prefix(std::string_view bytes);

/// The key of an item to be put.
result<key_bytes> key_of_item(key_schema const& schema, item const& item);

/// A key that stands alone, as in GetItem.
result<key_bytes> key_of_key(key_schema const& schema, item const& key);

/// Refuses what a key attribute must not be: empty, or too long.
std::optional<service_error> check_hash_value(key_attribute const& attribute, attribute_value const& value);
std::optional<service_error> check_range_value(key_attribute const& attribute, attribute_value const& value);

/// Bytes of a string or binary, of a number about as many; what the limits of keys count.
std::size_t key_size(attribute_value const& value);
std::size_t key_size(stored_value const& value);
/// An empty string or binary.
bool is_empty_scalar(attribute_value const& value) noexcept;

} // namespace understudy::dynamodb
