#include "core/event_log.hpp"

#include "model/expect.hpp"

#include <algorithm>

namespace understudy {

namespace {

/// What goes soon has been there long, and memory may begin to bring it.
constexpr std::size_t events_ahead = 4;

} // namespace

std::uint64_t event_log::append(event event)
{
    event.sequence = ++last_;
    body_bytes_ += event.body.size();
    events_.push_back(std::move(event));
    while (events_.size() > events_max || (body_bytes_ > body_bytes_max && events_.size() > 1)) {
        body_bytes_ -= events_.front().body.size();
        events_.pop_front();
        if (events_.size() > events_ahead) expect_memory(&events_[events_ahead], sizeof(event));
    }
    return last_;
}

event const* event_log::find(std::uint64_t sequence) const noexcept
{
    std::uint64_t const first = last_ - events_.size() + 1;
    return sequence < first || sequence > last_ ? nullptr : &events_[sequence - first];
}

std::deque<event>::const_iterator event_log::first_after(std::uint64_t sequence) const
{
    std::uint64_t const gone = last_ - events_.size();
    auto const skipped = sequence < gone ? 0 : std::min<std::size_t>(sequence - gone, events_.size());
    return events_.begin() + static_cast<std::ptrdiff_t>(skipped);
}

event const* event_log::first_match(event_pattern const& pattern, std::uint64_t after) const
{
    auto const found = std::find_if(first_after(after), events_.end(),
                                    [&](event const& event) { return matches(pattern, event); });
    return found == events_.end() ? nullptr : &*found;
}

std::vector<event> event_log::matches(event_pattern const& pattern, std::uint64_t after,
                                      std::size_t count) const
{
    std::vector<event> found;
    for (auto at = first_after(after); at != events_.end() && found.size() < count; ++at) {
        if (matches(pattern, *at)) { found.push_back(*at); }
    }
    return found;
}

bool event_log::matches(event_pattern const& pattern, event const& event) const
{
    return pattern.matches(event) && (pattern.cause() == 0 || caused_by(event, pattern.cause()))
           && (pattern.origin().empty() || concerns(event, pattern.origin()));
}

bool event_log::concerns(event const& event, std::string_view message_id) const
{
    for (auto const* step = &event; step != nullptr; step = step->cause == 0 ? nullptr : find(step->cause)) {
        if (step->message_id != uuid{} && to_string(step->message_id) == message_id) { return true; }
    }
    return false;
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
