// Time to live: items whose attribute tells an instant that has passed are deleted. In turns of at most two milliseconds,
// between which others are served. For the engine.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
#pragma once

#include "core/call.hpp"
#include "dynamodb/state.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace understudy::dynamodb {

/// How far a sweep through all tables has come.
struct sweep {
    bool has_begun = false;
    std::vector<std::pair<place, std::string>> tables =
        {};                                // still to be swept, the present one last; none: it is over
    std::optional<std::string> after = {}; // the key up to which the present one has been
    std::size_t expired = 0;
};

/// Sweeps on for one turn. What is in a transaction that is under way stays.
void sweep_turn(state& state, call const& call, sweep& so_far);

} // namespace understudy::dynamodb
