// Throttling, for those who switch it on: what tables and their global indexes may use, each from a bucket that fills by
// the second. A value.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html
#pragma once

#include <understudy/clock.hpp>
#include <understudy/error.hpp>

#include "dynamodb/capacity.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace understudy::dynamodb {

enum class direction : std::uint8_t { reads, writes };

class throttle {
public:
    /// Takes what an operation uses, or refuses it when the table or one of the indexes has nothing left. The last
    /// operation may use more than is left, and the next ones wait for it.
    std::optional<service_error> take(table const& table, consumption const& used, direction what,
                                      instant now);

private:
    struct bucket {
        double units;
        instant since; // the units are as they were then
    };
    /// The number of a table, the name of an index of it or nothing.
    using name = std::tuple<std::uint64_t, std::string, direction>;

    std::map<name, bucket> buckets_;
};

} // namespace understudy::dynamodb
