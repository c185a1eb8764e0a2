#include "dynamodb/index.hpp"

#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>
#include <cstring>

namespace understudy::dynamodb {

namespace {

/// Null when the item has no attribute that could serve as this key.
attribute_value const* key_value(key_attribute const& key, item const& item)
{
    auto const* value = item.find(key.name);
    return value && type_name(*value) == key.type && !is_empty_scalar(*value) ? value : nullptr;
}

} // namespace

packed_bytes::packed_bytes(std::string_view bytes)
    : block_{std::make_unique_for_overwrite<char[]>(sizeof(std::uint32_t) + bytes.size())}
{
    auto const size = static_cast<std::uint32_t>(bytes.size());
    std::memcpy(block_.get(), &size, sizeof size);
    if (!bytes.empty()) std::memcpy(block_.get() + sizeof size, bytes.data(), bytes.size());
}

std::string_view packed_bytes::view() const noexcept
{
    std::uint32_t size = 0;
    std::memcpy(&size, block_.get(), sizeof size);
    return {block_.get() + sizeof size, size};
}

key_attribute const* secondary_index::key(std::string_view attribute) const noexcept
{
    for (auto const* keys : {&hash_keys, &range_keys}) {
        auto const found =
            std::find_if(keys->begin(), keys->end(), [&](auto const& key) { return key.name == attribute; });
        if (found != keys->end()) return &*found;
    }
    return nullptr;
}

bool secondary_index::projects(std::string_view attribute) const noexcept
{
    return projects_all || std::binary_search(projected.begin(), projected.end(), attribute);
}

std::optional<key_bytes> key_in(secondary_index const& index, key_schema const& table, item const& item)
{
    key_bytes key;
    for (auto const& attribute : index.hash_keys) {
        auto const* value = key_value(attribute, item);
        if (!value || key_size(*value) > limits::hash_key_bytes_max) return std::nullopt;
        key.add(*value);
    }
    key.end_partition_key();
    std::size_t range_bytes = 0;
    for (auto const& attribute : index.range_keys) {
        auto const* value = key_value(attribute, item);
        if (!value) return std::nullopt;
        range_bytes += key_size(*value);
        key.add(*value);
    }
    if (range_bytes > limits::range_key_bytes_max) return std::nullopt;
    key.add(*item.find(table.hash.name));
    if (table.range) key.add(*item.find(table.range->name));
    return key;
}

item entry_of(secondary_index const& index, item const& item)
{
    if (index.projects_all) return item;
    attribute_map entry;
    for (auto const& name : index.projected) {
        if (auto const* value = item.find(name)) entry.emplace_hint(entry.end(), name, *value);
    }
    return dynamodb::item{std::move(entry)};
}

std::size_t entry_bytes(secondary_index const& index, item const& item, std::size_t item_bytes)
{
    if (index.projects_all) return item_bytes;
    std::size_t bytes = 0;
    for (auto const& name : index.projected) {
        if (auto const* value = item.find(name)) bytes += name.size() + size_of(*value);
    }
    return bytes;
}

void replace(secondary_index& index, key_schema const& table, item_image before, item_image after)
{
    auto const left = before.item ? key_in(index, table, *before.item) : std::nullopt;
    auto const taken = after.item ? key_in(index, table, *after.item) : std::nullopt;
    if (left) index.bytes -= entry_bytes(index, *before.item, before.bytes);
    if (taken) index.bytes += entry_bytes(index, *after.item, after.bytes);
    item_key_less const less;
    bool const stays =
        left && taken && !less(left->view(), taken->view()) && !less(taken->view(), left->view());
    if (stays) {
        index.entries.find(taken->view())->second = *after.item;
        return;
    }
    if (left) index.entries.erase(index.entries.find(left->view()));
    if (taken) {
        auto const key = taken->view();
        index.entries.emplace(index_key{key.hash, packed_bytes{key.bytes}}, *after.item);
    }
}

} // namespace understudy::dynamodb
