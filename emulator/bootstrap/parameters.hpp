// The Parameters of a template and the values that they have. Private to bootstrap/.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
#pragma once

#include "bootstrap/node.hpp"
#include "bootstrap/setting.hpp"

namespace understudy::bootstrap {

/// By name. `section` may be null. Throws a problem for a value that is missing or not allowed.
/// AllowedPattern is not looked at: a pattern may take for ever to match.
std::map<std::string, node, std::less<>> read_parameters(node const* section, parameter_values const& given);

} // namespace understudy::bootstrap
