#include "core/event_log.hpp"

#include <algorithm>

namespace understudy {

std::uint64_t event_log::append(event event)
{
    event.sequence = ++last_;
    body_bytes_ += event.body.size();
    events_.push_back(std::move(event));
    while (events_.size() > events_max || (body_bytes_ > body_bytes_max && events_.size() > 1)) {
        body_bytes_ -= events_.front().body.size();
        events_.pop_front();
    }
    return last_;
}

event const* event_log::find(std::uint64_t sequence) const noexcept
{
    std::uint64_t const first = last_ - events_.size() + 1;
    return sequence < first || sequence > last_ ? nullptr : &events_[sequence - first];
}

event const* event_log::first_match(event_pattern const& pattern, std::uint64_t after) const
{
    std::uint64_t const first = last_ - events_.size() + 1;
    std::size_t const begin = after < first ? 0 : std::min<std::size_t>(after - first + 1, events_.size());
    auto const found = std::find_if(
        events_.begin() + static_cast<std::ptrdiff_t>(begin), events_.end(), [&](event const& event) {
            return pattern.matches(event) && (pattern.cause() == 0 || caused_by(event, pattern.cause()));
        });
    return found == events_.end() ? nullptr : &*found;
}

bool event_log::caused_by(event const& event, std::uint64_t cause) const noexcept
{
    // A cause is always older than what it causes, so the walk ends.
    for (auto const* step = &event; step != nullptr && step->cause != 0; step = find(step->cause)) {
        if (step->cause == cause) { return true; }
    }
    return false;
}

} // namespace understudy
