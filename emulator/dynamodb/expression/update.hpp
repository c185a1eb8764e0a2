// Update expressions: what is wrong with one, what it costs, and the item it makes of another.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
#pragma once

#include "dynamodb/expression/binding.hpp"

#include <string>
#include <vector>

namespace understudy::dynamodb::expression {

/// What the names and values make wrong; empty: nothing.
std::string check(update const& update, binding const& bound);

/// The size of the statement, which is limited like that of an item.
std::size_t cost(update const& update, binding const& bound);

/// SET and ADD create an item that does not exist; REMOVE and DELETE do not.
bool creates_item(update const& update) noexcept;

/// The type that the action gives its target, as far as the request alone tells it; empty: it depends on the item.
std::string_view resulting_type(action const& action, binding const& bound);

std::vector<document_path const*> targets(update const& update);
/// The paths that are read, in the order in which they are written down.
std::vector<document_path const*> operand_paths(update const& update);

/// The item after the update; every right-hand side sees the item as it was. `exists` says whether there was one; if not,
/// `old` holds just the key. For updates that have passed the check.
result<attribute_map> apply(update const& update, binding const& bound, attribute_map old, bool exists);

} // namespace understudy::dynamodb::expression
