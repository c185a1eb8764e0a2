#include "dynamodb/item_write.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

namespace understudy::dynamodb {

stored_item to_store(key_bytes const& key, item const& sent, value_facts const& facts)
{
    auto const label = key.view();
    return facts.is_normal ? stored_item{label, sent.attributes(), facts.bytes}
                           : stored_item{label, normalised(sent.attributes()), facts.bytes};
}

result<stored_item> updated(write_expressions const& written, table const& table, stored_item const& before,
                            key_bytes const& position, item const& key)
{
    if (before) return written.has_update() ? written.apply(table, before) : before;
    bool const creates = !written.has_update() || written.creates_item();
    return creates ? written.create(table, position, key) : stored_item{};
}

namespace {

/// Lets eventually consistent reads see the write some time later.
void lag_behind(state& state, table const& table, call const& call, key_bytes const& key,
                stored_item const& item)
{
    auto const found = state.followers.find(table.number);
    if (found == state.followers.end()) return;
    auto const most = static_cast<std::uint64_t>(state.settings.tables.read_lag_max.count());
    milliseconds const lag{call.ids.below(most + 1)};
    found->second.follow(key, item, call.now + lag);
}

} // namespace

void put(state& state, table& table, call const& call, item_map::iterator at, key_bytes const& key,
         stored_item item, event_type told)
{
    lag_behind(state, table, call, key, item);
    store(table, at, key, std::move(item));
    call.emit({.type = told, .resource = table.arn});
}

void take(state& state, table& table, call const& call, item_map::iterator at, key_bytes const& key,
          event_type told)
{
    if (at == table.items.end()) return;
    lag_behind(state, table, call, key, {});
    erase(table, at);
    call.emit({.type = told, .resource = table.arn});
}

std::optional<service_error> check_conflict(state const& state, call const& call, table const& table,
                                            std::string_view key)
{
    if (!state.running.hold(table.number, key, call.now)) return std::nullopt;
    return errors::transaction_conflict();
}

std::optional<service_error> admit(state& state, call const& call, table const& table, std::string_view key,
                                   stored_item const& before, stored_item const& after, double factor)
{
    if (table.has_local_indexes()) {
        auto const grows_to = collection_bytes(table, after);
        auto const grows_from = collection_bytes(table, before);
        auto const found = table.collections.find(partition_of(key));
        auto const bytes = found == table.collections.end() ? 0 : found->second;
        bool const is_too_large =
            grows_to > grows_from
            && bytes + grows_to - grows_from > state.settings.tables.collection_bytes_max;
        if (is_too_large) return errors::collection_too_large();
    }
    if (!state.settings.tables.throttle) return std::nullopt;
    consumption used;
    used.add_write(table, before, after, factor);
    return state.throttle.take(table, used, direction::writes, call.now);
}

read_target seen_by_read(state& state, call const& call, read_target const& target, bool is_consistent)
{
    if (is_consistent) return target;
    auto const found = state.followers.find(target.table->number);
    if (found == state.followers.end()) return target;
    auto const& table = found->second.at(call.now);
    return {&table, target.index ? table.index_named(target.index->name) : nullptr};
}

} // namespace understudy::dynamodb
