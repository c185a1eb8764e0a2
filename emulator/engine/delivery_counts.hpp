// How often what topics send arrived, failed for good or was filtered. Not synchronised; it lives in the engine.
#pragma once

#include "core/event_log.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

struct delivery_count {
    std::string topic;         // ARN; empty: no topic, or one more than are told apart
    std::string_view protocol; // "sqs"; empty: not known
    event_type outcome;
    std::uint64_t count;
};

class delivery_counts {
public:
    /// Counts what has come since the last call. To be called while all of that is in the log still.
    void take(event_log const& events);
    std::vector<delivery_count> list() const;

private:
    void count(event const& event);

    static constexpr std::size_t topics_max = 200;

    /// Of a topic, by protocol and outcome.
    using counts = std::array<std::array<std::uint64_t, 3>, 9>;

    std::uint64_t seen_ = 0; // the last event that has been counted
    std::map<std::string, counts, std::less<>> counts_;
};

} // namespace understudy
