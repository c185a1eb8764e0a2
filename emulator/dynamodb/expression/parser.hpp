// From text to tree. What can be told from the text alone is told here, in AWS's order: size, syntax, redundant
// parentheses, number of operators, functions, reserved words.
#pragma once

#include "dynamodb/expression/syntax.hpp"

#include <string_view>

namespace understudy::dynamodb::expression {

parsed<condition> parse_condition(std::string_view text);
parsed<update> parse_update(std::string_view text);
parsed<projection> parse_projection(std::string_view text);

} // namespace understudy::dynamodb::expression
