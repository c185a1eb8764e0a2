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

template <class Buffer>
void append(attribute_value const& value, Buffer& out)
{
    if (auto const* s = value.get_if<std::string>()) {
        out.insert(out.end(), s->begin(), s->end());
    } else if (auto const* b = value.get_if<binary>()) {
        out.insert(out.end(), b->bytes.begin(), b->bytes.end());
    } else if (auto const* n = value.get_if<number>()) {
        stored_number(n->text).append_key_bytes(out);
    }
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
    if (key_size(hash) > limits::hash_key_bytes_max) return errors::hash_key_too_large();
    if (range && key_size(*range) > limits::range_key_bytes_max) return errors::range_key_too_large();
    return key_bytes::of(hash, range);
}

std::optional<service_error> check_in_item(key_attribute const& attribute, attribute_value const* value)
{
    if (!value) return errors::key_missing_in_item(attribute.name);
    if (type_name(*value) == attribute.type) return std::nullopt;
    return errors::key_type_mismatch(attribute.name, attribute.type, type_name(*value));
}

} // namespace

std::size_t key_size(attribute_value const& value)
{
    if (auto const* s = value.get_if<std::string>()) return s->size();
    if (auto const* b = value.get_if<binary>()) return b->bytes.size();
    auto const* n = value.get_if<number>();
    return n ? stored_number(n->text).size() : 0;
}

bool is_empty_scalar(attribute_value const& value) noexcept
{
    if (auto const* s = value.get_if<std::string>()) return s->empty();
    auto const* b = value.get_if<binary>();
    return b && b->bytes.empty();
}

key_bytes key_bytes::of(attribute_value const& hash, attribute_value const* range)
{
    key_bytes key;
    key.bytes_.resize(2);
    append(hash, key.bytes_);
    auto const length = key.bytes_.size() - 2;
    key.bytes_[0] = static_cast<char>(static_cast<unsigned char>(length >> 8U));
    key.bytes_[1] = static_cast<char>(static_cast<unsigned char>(length & 0xffU));
    key.hash_ = hash_of({key.bytes_.data() + 2, length});
    if (range) append(*range, key.bytes_);
    return key;
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
