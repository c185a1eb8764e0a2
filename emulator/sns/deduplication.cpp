#include "sns/deduplication.hpp"

namespace understudy::sns {

deduplication::publication const* deduplication::find(std::string const& key, instant now) const
{
    auto const found = known_.find(key);
    return found != known_.end() && found->second.forgotten > now ? &found->second : nullptr;
}

void deduplication::remember(std::string key, publication what)
{
    order_.emplace_back(what.forgotten, key);
    known_.insert_or_assign(std::move(key), std::move(what));
}

void deduplication::forget_until(instant now)
{
    while (!order_.empty() && order_.front().first <= now) {
        auto const found = known_.find(order_.front().second);
        // The key may have been used anew at the very instant at which the old memory ended.
        if (found != known_.end() && found->second.forgotten <= now) { known_.erase(found); }
        order_.pop_front();
    }
}

std::optional<instant> deduplication::next() const
{
    if (order_.empty()) { return std::nullopt; }
    return order_.front().first;
}

} // namespace understudy::sns
