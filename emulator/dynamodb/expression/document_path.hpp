// Paths into items: what they lead to, how messages print them, which of them get in each other's way, and what of an
// item a set of them selects.
#pragma once

#include "dynamodb/expression/binding.hpp"

#include <string>
#include <vector>

namespace understudy::dynamodb::expression {

/// Null when the path leads nowhere.
attribute_value const* find(document_path const& path, binding const& bound, attribute_map const& item);

/// "[a, b, [0]]"
std::string print(document_path const& path, binding const& bound);

bool same_path(document_path const& a, document_path const& b, binding const& bound) noexcept;
/// By names and indexes from left to right, indexes before names; a path stands before what is below it.
bool comes_before(document_path const& a, document_path const& b, binding const& bound) noexcept;

/// What is wrong when all these paths are used together, equal or overlapping ones for example; empty: nothing.
std::string overlap_fault(std::vector<document_path const*> const& paths, binding const& bound);

/// What the names make wrong of a projection; empty: nothing.
std::string check(projection const& projection, binding const& bound);

/// The paths as comes_before() has them.
std::vector<document_path const*> in_order(std::vector<document_path const*> paths, binding const& bound);

/// The parts of the item the paths, which are in order, lead to, in their document structure; list elements move up.
attribute_map project(std::vector<document_path const*> const& paths, binding const& bound,
                      attribute_map const& item);

} // namespace understudy::dynamodb::expression
