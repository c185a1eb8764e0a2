// The events of one emulator: a ring of bounded size. Not synchronised; it lives under the engine's lock.
#pragma once

#include <understudy/events.hpp>

#include <deque>

namespace understudy {

class event_log {
public:
    /// Gives the event its sequence number, keeps it, and returns the number.
    std::uint64_t append(event event);

    /// Sequence of the newest event; 0 when there was none yet.
    std::uint64_t last() const noexcept { return last_; }
    /// Sequence of the oldest event that is still kept; one more than last() when there is none.
    std::uint64_t first() const noexcept { return last_ - events_.size() + 1; }
    /// Nothing when the event is gone from the ring or never was.
    event const* find(std::uint64_t sequence) const noexcept;
    /// The first event after `after` that matches, taking causes into account.
    event const* first_match(event_pattern const& pattern, std::uint64_t after) const;
    /// All of them, but for what is beyond `count`.
    std::vector<event> matches(event_pattern const& pattern, std::uint64_t after, std::size_t count) const;
    std::deque<event> const& events() const noexcept { return events_; }

private:
    /// Whether the event or one of its causes is about the message.
    bool concerns(event const& event, std::string_view message_id) const;
    bool caused_by(event const& event, std::uint64_t cause) const noexcept;
    bool matches(event_pattern const& pattern, event const& event) const;
    std::deque<event>::const_iterator first_after(std::uint64_t sequence) const;

    static constexpr std::size_t events_max = 50'000;
    static constexpr std::size_t body_bytes_max = 16 * 1024 * 1024;

    std::deque<event> events_;
    std::uint64_t last_ = 0;
    std::size_t body_bytes_ = 0;
};

} // namespace understudy
