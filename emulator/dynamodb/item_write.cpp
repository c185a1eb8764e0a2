#include "dynamodb/item_write.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

namespace understudy::dynamodb {

item to_store(item const& sent, bool is_normal)
{
    return is_normal ? sent : item{normalised(sent.attributes())};
}

result<sized_item> updated(write_expressions const& written, table const& table, sized_item const& before,
                           item const& key)
{
    bool const changes = written.has_update() ? before.item || written.creates_item() : !before.item;
    if (!changes) return before;
    auto after = written.apply(before.item ? before.item->attributes() : normalised(key.attributes()),
                               before.item.has_value());
    if (!after) return after.error();
    auto const bytes = size_of(*after);
    if (bytes > limits::item_bytes_max) return errors::item_to_update_too_large();
    sized_item result{item{*std::move(after)}, bytes};
    if (auto refusal = written.check_updated_index_keys(table, *result.item)) return std::move(*refusal);
    return result;
}

void put(table& table, call const& call, item_map::iterator at, key_bytes const& key, sized_item item,
         event_type told)
{
    store(table, at, key, *std::move(item.item), item.bytes);
    call.emit({.type = told, .resource = table.arn});
}

void take(table& table, call const& call, item_map::iterator at)
{
    if (at == table.items.end()) return;
    erase(table, at);
    call.emit({.type = event_type::item_deleted, .resource = table.arn});
}

} // namespace understudy::dynamodb
