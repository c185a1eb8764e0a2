#include "dynamodb/key.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/number.hpp"

#include <cstring>

namespace understudy::dynamodb {

namespace {

/// Spreads partitions evenly and always the same way.
std::uint64_t hash_of(std::string_view bytes) noexcept
{
    auto const mix = [](std::uint64_t x) {
        x ^= x >> 30;
        x *= 0xbf58476d1ce4e5b9U;
        x ^= x >> 27;
        x *= 0x94d049bb133111ebU;
        return x ^ (x >> 31);
    };
    std::uint64_t hash = bytes.size() * 0x9e3779b97f4a7c15U;
    while (!bytes.empty()) {
        auto const count = std::min<std::size_t>(bytes.size(), sizeof(std::uint64_t));
        std::uint64_t chunk = 0;
        std::memcpy(&chunk, bytes.data(), count);
        hash = mix(hash ^ chunk) + 0x9e3779b97f4a7c15U;
        bytes.remove_prefix(count);
    }
    return mix(hash);
}

/// Zeros inside become 00 ff and the end is 00 01, so that a text stands before its continuations.
template <class Buffer>
void append_escaped(std::string_view text, Buffer& out)
{
    for (auto zero = text.find('\0'); zero != std::string_view::npos; zero = text.find('\0')) {
        out.insert(out.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(zero) + 1);
        out.push_back('\xff');
        text.remove_prefix(zero + 1);
    }
    out.insert(out.end(), text.begin(), text.end());
}

std::optional<service_error> check_scalar(key_attribute const& attribute, attribute_value const& value)
{
    if (!is_empty_scalar(value)) return std::nullopt;
    return errors::key_is_empty(attribute.name, value.get_if<binary>() != nullptr);
}

result<key_bytes> finish(key_schema const& schema, attribute_value const& hash, attribute_value const* range)
{
    if (auto refusal = check_scalar(schema.hash, hash)) return std::move(*refusal);
    if (range) {
        if (auto refusal = check_scalar(*schema.range, *range)) return std::move(*refusal);
    }
    if (auto refusal = check_hash_value(schema.hash, hash)) return std::move(*refusal);
    if (range) {
        if (auto refusal = check_range_value(*schema.range, *range)) return std::move(*refusal);
    }
    return key_bytes::of(hash, range);
}

std::optional<service_error> check_in_item(key_attribute const& attribute, attribute_value const* value)
{
    if (!value) return errors::key_missing_in_item(attribute.name);
    if (type_name(*value) == attribute.type) return std::nullopt;
    return errors::key_type_mismatch(attribute.name, attribute.type, type_name(*value));
}

} // namespace

std::size_t key_size(stored_value const& value)
{
    return value.type == value_type::N ? stored_number(value.bytes).size() : value.bytes.size();
}

std::size_t key_size(attribute_value const& value)
{
    auto const scalar = as_stored_scalar(value);
    return scalar ? key_size(*scalar) : 0;
}

bool is_empty_scalar(attribute_value const& value) noexcept
{
    if (auto const* s = value.get_if<std::string>()) return s->empty();
    auto const* b = value.get_if<binary>();
    return b && b->bytes.empty();
}

void key_bytes::add(stored_value const& value)
{
    if (value.type == value_type::N) return stored_number(value.bytes).append_key_bytes(bytes_);
    append_escaped(value.bytes, bytes_);
    bytes_.push_back('\0');
    bytes_.push_back('\1');
}

void key_bytes::add(attribute_value const& value)
{
    if (auto const scalar = as_stored_scalar(value)) add(*scalar);
}

void key_bytes::add_beginning(attribute_value const& value)
{
    if (auto const scalar = as_stored_scalar(value)) append_escaped(scalar->bytes, bytes_);
}

void key_bytes::end_partition_key() noexcept
{
    auto const hash = in_order(hash_of(attributes_of(view())));
    std::memcpy(bytes_.data(), &hash, sizeof hash);
}

std::string beginning_of(std::uint64_t partition)
{
    auto const hash = in_order(partition);
    return {reinterpret_cast<char const*>(&hash), sizeof hash};
}

key_bytes key_bytes::of(attribute_value const& hash, attribute_value const* range)
{
    key_bytes key;
    key.add(hash);
    key.end_partition_key();
    if (range) key.add(*range);
    return key;
}

std::string end_of_prefix(std::string_view bytes)
{
    std::string end{bytes.substr(0, bytes.find_last_not_of('\xff') + 1)};
    end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1U);
    return end;
}

std::optional<service_error> check_hash_value(key_attribute const& attribute, attribute_value const& value)
{
    if (auto refusal = check_scalar(attribute, value)) return refusal;
    if (key_size(value) > limits::hash_key_bytes_max) return errors::hash_key_too_large();
    return std::nullopt;
}

std::optional<service_error> check_range_value(key_attribute const& attribute, attribute_value const& value)
{
    if (auto refusal = check_scalar(attribute, value)) return refusal;
    if (key_size(value) > limits::range_key_bytes_max) return errors::range_key_too_large();
    return std::nullopt;
}

result<key_bytes> key_of_item(key_schema const& schema, item const& item)
{
    auto const* hash = item.find(schema.hash.name);
    if (auto refusal = check_in_item(schema.hash, hash)) return std::move(*refusal);
    auto const* range = schema.range ? item.find(schema.range->name) : nullptr;
    if (schema.range) {
        if (auto refusal = check_in_item(*schema.range, range)) return std::move(*refusal);
    }
    return finish(schema, *hash, range);
}

result<key_bytes> key_of_key(key_schema const& schema, item const& key)
{
    auto const* hash = key.find(schema.hash.name);
    auto const* range = schema.range ? key.find(schema.range->name) : nullptr;
    bool const fits = key.size() == (schema.range ? 2U : 1U) && hash && type_name(*hash) == schema.hash.type
                      && (!schema.range || (range && type_name(*range) == schema.range->type));
    if (!fits) return errors::key_does_not_match_schema();
    return finish(schema, *hash, range);
}

} // namespace understudy::dynamodb
