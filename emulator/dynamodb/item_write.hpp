// What single writes, batches and transactions share: an item before and after a write, and the way from one to the other.
#pragma once

#include "core/call.hpp"
#include "dynamodb/capacity.hpp"
#include "dynamodb/key_condition.hpp"
#include "dynamodb/state.hpp"
#include "dynamodb/table.hpp"
#include "dynamodb/write_expressions.hpp"

#include <optional>

namespace understudy::dynamodb {

/// An item and its size; neither when there is none.
struct sized_item {
    std::optional<dynamodb::item> item = {};
    std::size_t bytes = 0;

    item_image image() const noexcept { return {item ? &*item : nullptr, bytes}; }
};

/// What the table has where find() says it is.
inline sized_item stored_at(table const& table, item_map::const_iterator at)
{
    return at == table.items.end() ? sized_item{} : sized_item{at->second.item, at->second.bytes};
}
inline sized_item stored_under(table const& table, item_key_view key)
{
    return stored_at(table, table.items.find(key));
}

/// What keeps a write from being done that is right by itself: a transaction under way on the item, ...
std::optional<service_error> check_conflict(state const& state, call const& call, table const& table,
                                            item_key_view key);
/// ... a collection at its limit, a table or an index that has no capacity left. Takes what the write uses.
std::optional<service_error> admit(state& state, call const& call, table const& table, item_key_view key,
                                   item_image before, item_image after, double factor = 1);

/// The same for a read.
inline std::optional<service_error> admit_read(state& state, call const& call, table const& table,
                                               consumption const& used)
{
    if (!state.settings.tables.throttle) return std::nullopt;
    return state.throttle.take(table, used, direction::reads, call.now);
}

/// The table and the index as a read sees them: not always as they are, when the emulator is told so.
read_target seen_by_read(state& state, call const& call, read_target const& target, bool is_consistent);

/// The item to be stored for one that a request brought and that has been checked.
item to_store(item const& sent, bool is_normal);

/// What an update makes of the item; nothing happens to the table.
result<sized_item> updated(write_expressions const& written, table const& table, sized_item const& before,
                           item const& key);

/// Puts the item in its place, or takes the one that is there away, and tells so. `at` is what find() says of the key.
void put(state& state, table& table, call const& call, item_map::iterator at, key_bytes const& key,
         sized_item item, event_type told);
void take(state& state, table& table, call const& call, item_map::iterator at, key_bytes const& key);

} // namespace understudy::dynamodb
