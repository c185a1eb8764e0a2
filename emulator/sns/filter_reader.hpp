// The grammar of filter policies, and AWS's complaints about what is not in it. Only for filter_policy.cpp.
#pragma once

#include "sns/filter_policy.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace understudy::sns {

struct filter_reading {
    filter_group root = {};
    bool nested = false;            // a key with an object below it
    std::size_t keys = 0;           // with conditions; of alternatives those of the richest count
    std::uint64_t combinations = 1; // never more than a few times the limit
    std::size_t wildcard_points = 0;
};

/// The text must be JSON of limited depth. The other outcome is the complaint.
std::variant<filter_reading, std::string> read_filter_policy(std::string_view json);

} // namespace understudy::sns
