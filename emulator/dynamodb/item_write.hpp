// What single writes, batches and transactions share: an item before and after a write, and the way from one to the other.
#pragma once

#include "core/call.hpp"
#include "dynamodb/capacity.hpp"
#include "dynamodb/key_condition.hpp"
#include "dynamodb/state.hpp"
#include "dynamodb/table.hpp"
#include "dynamodb/value.hpp"
#include "dynamodb/write_expressions.hpp"

#include <optional>
#include <string_view>

namespace understudy::dynamodb {

/// What the table has where find() says it is; it may be nothing.
inline stored_item stored_at(table const& table, item_map::const_iterator at)
{
    if (at == table.items.end()) return {};
    at->expect();
    return *at;
}
inline stored_item stored_under(table const& table, std::string_view key)
{
    return stored_at(table, table.items.find(key));
}

/// What keeps a write from being done that is right by itself: a transaction under way on the item, ...
std::optional<service_error> check_conflict(state const& state, call const& call, table const& table,
                                            std::string_view key);
/// ... a collection at its limit, a table or an index that has no capacity left. Takes what the write uses.
std::optional<service_error> admit(state& state, call const& call, table const& table, std::string_view key,
                                   stored_item const& before, stored_item const& after, double factor = 1);

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
stored_item to_store(key_bytes const& key, item const& sent, value_facts const& facts);

/// What an update makes of the item; either may be nothing. Nothing happens to the table.
result<stored_item> updated(write_expressions const& written, table const& table, stored_item const& before,
                            key_bytes const& position, item const& key);

/// Puts the item in its place, or takes the one that is there away, and tells so. `at` is what find() says of the key.
void put(state& state, table& table, call const& call, item_map::iterator at, key_bytes const& key,
         stored_item item, event_type told);
void take(state& state, table& table, call const& call, item_map::iterator at, key_bytes const& key,
          event_type told = event_type::item_deleted);

} // namespace understudy::dynamodb
