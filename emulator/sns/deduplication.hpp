// What a FIFO topic remembers of the last five minutes, so that a message published twice is sent once: a
// value. A repetition does not lengthen the memory.
// https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
#pragma once

#include <understudy/clock.hpp>
#include <understudy/events.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace understudy::sns {

class deduplication {
public:
    struct publication {
        uuid message_id;
        std::uint64_t sequence;
        instant forgotten;
    };

    /// Nothing when the key was not used in the last five minutes.
    publication const* find(std::string const& key, instant now) const;
    void remember(std::string key, publication what);
    void forget_until(instant now);
    /// When the oldest memory ends.
    std::optional<instant> next() const;

private:
    std::unordered_map<std::string, publication> known_;
    std::deque<std::pair<instant, std::string>> order_;
};

} // namespace understudy::sns
