// Tags of topics, as requests bring them. For tags.cpp and topics.cpp.
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/sns.hpp>

#include <vector>

namespace understudy::sns {

result<string_map> parse_tags(std::vector<Tag> const& given);

} // namespace understudy::sns
