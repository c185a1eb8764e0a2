#include "dynamodb/expiry.hpp"

#include "dynamodb/item_write.hpp"
#include "dynamodb/limits.hpp"

#include <charconv>

namespace understudy::dynamodb {

namespace {

/// One turn takes well under two milliseconds.
constexpr std::size_t turn_items_max = 1'000; // that are looked at
constexpr std::size_t turn_entries_max = 200; // that are taken away, those of indexes included

std::vector<std::pair<place, std::string>> tables_with_time_to_live(state const& state)
{
    std::vector<std::pair<place, std::string>> found;
    for (auto const& [place, tables] : state.tables) {
        for (auto const& [name, table] : tables) {
            if (table.read().time_to_live) found.emplace_back(place, name);
        }
    }
    return found;
}

/// Null when it has gone meanwhile, or has no time to live any more.
shared_table* present_table(state& state, sweep const& so_far)
{
    auto const& [place, name] = so_far.tables.back();
    auto const tables = state.tables.find(place);
    if (tables == state.tables.end()) return nullptr;
    auto const found = tables->second.find(name);
    if (found == tables->second.end()) return nullptr;
    auto const& table = found->second.read();
    return table.time_to_live && table.status != table_status::deleting ? &found->second : nullptr;
}

/// Seconds since 1970, as a number; what is older than five years stays.
bool is_expired(std::optional<stored_value> const& value, instant now)
{
    if (!value || value->type != value_type::N) return false;
    auto const text = value->bytes;
    double seconds = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), seconds).ec != std::errc{}) return false;
    auto const since_1970 = [](instant at) {
        return static_cast<double>(at.time_since_epoch().count()) / 1000;
    };
    return seconds < since_1970(now) && seconds >= since_1970(now - limits::time_to_live_age_max);
}

} // namespace

void sweep_turn(state& state, call const& call, sweep& so_far)
{
    if (!std::exchange(so_far.has_begun, true)) so_far.tables = tables_with_time_to_live(state);
    if (so_far.tables.empty()) return;
    auto const leave_table = [&] {
        so_far.tables.pop_back();
        so_far.after.reset();
    };
    auto* const shared = present_table(state, so_far);
    if (!shared) return leave_table();

    auto const& read = shared->read();
    auto const entries_each = 1 + read.indexes.size();
    std::vector<stored_item> expired;
    auto at = so_far.after ? read.items.upper_bound(*so_far.after) : read.items.begin();
    for (std::size_t looked_at = 0; at != read.items.end(); ++at) {
        if (looked_at++ == turn_items_max || expired.size() * entries_each >= turn_entries_max) break;
        so_far.after = at->label();
        bool const goes = is_expired(at->find(*read.time_to_live), call.now)
                          && !check_conflict(state, call, read, at->label());
        if (goes) expired.push_back(*at);
    }
    if (at == read.items.end()) leave_table();
    if (expired.empty()) return;
    auto& table = shared->write();
    for (auto const& item : expired) {
        auto const key = key_bytes::at(key_of(item));
        take(state, table, call, table.items.find(key.view()), key, event_type::item_expired);
    }
    so_far.expired += expired.size();
}

} // namespace understudy::dynamodb
