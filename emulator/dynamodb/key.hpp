// Primary keys: what a schema wants of them, and the bytes by which items are found and put in order. Those bytes are a hash
// of the partition key, then the attributes of the key one behind the other, each encoded so that order is kept and no
// value's bytes are the beginning of another's: a scan reads partition after partition, a query a range of one.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/attribute_value.hpp>

#include "dynamodb/ordered_bytes.hpp"
#include "model/stored_item.hpp"

#include <absl/container/inlined_vector.h>

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

/// The hash that the bytes of a key begin with, and what is behind it.
inline std::uint64_t partition_of(std::string_view key) noexcept { return word_at(key, 0); }
inline std::string_view attributes_of(std::string_view key) noexcept
{
    return key.substr(sizeof(std::uint64_t));
}
/// Where the keys of such partitions begin.
std::string beginning_of(std::uint64_t partition);

/// A key on its way to a table or an index.
class key_bytes {
public:
    std::string_view view() const noexcept { return {bytes_.data(), bytes_.size()}; }

    /// A string, a binary or a number.
    void add(stored_value const& value);
    void add(attribute_value const& value);
    /// What has been encoded before.
    void add(std::string_view bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    /// What all strings, or binaries, have in common that begin with the value.
    void add_beginning(attribute_value const& value);
    /// What has been added so far is the partition key.
    void end_partition_key() noexcept;

    static key_bytes at(key_parts key)
    {
        key_bytes copy;
        copy.bytes_.assign(key.front.begin(), key.front.end());
        copy.add(key.back);
        return copy;
    }
    /// The attributes must be of the types of the schema and legal.
    static key_bytes of(attribute_value const& hash, attribute_value const* range);

private:
    absl::InlinedVector<char, 120> bytes_ = absl::InlinedVector<char, 120>(sizeof(std::uint64_t));
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
