#include "dynamodb/index.hpp"

#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>
#include <cstring>

namespace understudy::dynamodb {

namespace {

/// Nothing when the item has no attribute that could serve as this key.
std::optional<stored_value> key_value(key_attribute const& key, stored_item const& item)
{
    auto const value = item.find(key.name);
    return value && type_name(value->type) == key.type && !value->bytes.empty() ? value : std::nullopt;
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

bool index_entry_less::operator()(index_entry const& a, index_entry const& b) const noexcept
{
    if (a.hash != b.hash) return a.hash < b.hash;
    auto const order = a.key.view().compare(b.key.view());
    return order != 0 ? order < 0 : a.item.label() < b.item.label();
}

int index_entry_less::order(index_entry const& a, item_key_view b) noexcept
{
    if (a.hash != b.hash) return a.hash < b.hash ? -1 : 1;
    auto const key = a.key.view();
    auto const order = key.compare(b.bytes.substr(0, key.size()));
    return order != 0 ? order : a.item.label().compare(b.bytes.substr(key.size()));
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
    bool const stays = left && taken && left->view().bytes == taken->view().bytes;
    if (left) {
        index.bytes -= entry_bytes(index, before);
        left->add(before.label());
        auto const at = index.entries.find(left->view());
        stays ? void(at->item = after) : void(index.entries.erase(at));
    }
    if (taken) {
        index.bytes += entry_bytes(index, after);
        auto const [hash, bytes] = taken->view();
        if (!stays) index.entries.insert({hash, packed_bytes{bytes}, after});
    }
}

} // namespace understudy::dynamodb
