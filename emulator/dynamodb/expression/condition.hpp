// Conditions: what is wrong with one before any item is looked at, and whether an item meets it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
#pragma once

#include "dynamodb/expression/binding.hpp"

#include <string>

namespace understudy::dynamodb::expression {

/// What the names and values make wrong; empty: nothing.
std::string check(condition const& condition, binding const& bound);

/// For a condition that has passed the check. An item that does not exist has no attributes.
bool holds(condition const& condition, binding const& bound, attribute_map const& item);

} // namespace understudy::dynamodb::expression
