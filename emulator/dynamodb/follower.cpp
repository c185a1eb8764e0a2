#include "dynamodb/follower.hpp"

#include <algorithm>

namespace understudy::dynamodb {

void follower::follow(key_bytes const& key, stored_item item, instant seen)
{
    if (!coming_.empty()) seen = std::max(seen, coming_.back().seen);
    coming_.push_back({seen, key, std::move(item)});
}

table const& follower::at(instant now)
{
    for (; !coming_.empty() && coming_.front().seen <= now; coming_.pop_front()) {
        auto& table = table_.write();
        auto& next = coming_.front();
        auto const at = table.items.find(next.key.view());
        if (next.item) {
            store(table, at, next.key, std::move(next.item));
        } else if (at != table.items.end()) {
            erase(table, at);
        }
    }
    return table_.read();
}

} // namespace understudy::dynamodb
