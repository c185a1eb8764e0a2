#include "dynamodb/index.hpp"

#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

/// Nothing when the item has no attribute that could serve as this key.
std::optional<stored_value> key_value(key_attribute const& key, stored_item const& item)
{
    auto const value = item.find(key.name);
    return value && type_name(value->type) == key.type && !value->bytes.empty() ? value : std::nullopt;
}

} // namespace

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

std::optional<key_bytes> key_in(secondary_index const& index, stored_item const& item)
{
    if (!item) return std::nullopt;
    key_bytes key;
    for (auto const& attribute : index.hash_keys) {
        auto const value = key_value(attribute, item);
        if (!value || key_size(*value) > limits::hash_key_bytes_max) return std::nullopt;
        key.add(*value);
    }
    key.end_partition_key();
    std::size_t range_bytes = 0;
    for (auto const& attribute : index.range_keys) {
        auto const value = key_value(attribute, item);
        if (!value) return std::nullopt;
        range_bytes += key_size(*value);
        key.add(*value);
    }
    if (range_bytes > limits::range_key_bytes_max) return std::nullopt;
    return key;
}

item entry_of(secondary_index const& index, stored_item const& item)
{
    if (index.projects_all) return item.read();
    attribute_map entry;
    for (auto const& name : index.projected) {
        if (auto const value = item.find(name)) entry.emplace_hint(entry.end(), name, value->read());
    }
    return dynamodb::item{std::move(entry)};
}

std::size_t entry_bytes(secondary_index const& index, stored_item const& item)
{
    if (index.projects_all) return item.size();
    std::size_t bytes = 0;
    for (auto const& name : index.projected) {
        if (auto const value = item.find(name)) bytes += name.size() + size_of(*value);
    }
    return bytes;
}

void replace(secondary_index& index, stored_item const& before, stored_item const& after)
{
    auto left = key_in(index, before);
    auto taken = key_in(index, after);
    bool const stays = left && taken && left->view() == taken->view();
    if (left) {
        index.bytes -= entry_bytes(index, before);
        left->add(attributes_of(before.label()));
        if (stays) {
            index.entries.find(left->view())->item = after;
        } else {
            index.entries.erase(left->view());
        }
    }
    if (taken) {
        index.bytes += entry_bytes(index, after);
        if (stays) return;
        packed_bytes key{taken->view()};
        taken->add(attributes_of(after.label()));
        index.entries.insert(taken->view(), {std::move(key), after});
    }
}

} // namespace understudy::dynamodb
