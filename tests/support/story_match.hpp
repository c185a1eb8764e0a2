// How what a story expects is compared with what came. Pure functions over the names bound so far.
#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>

namespace understudy::story {

using bindings = std::map<std::string, boost::json::value, std::less<>>;

/// The text of a request with "$name" and "${name}" replaced by what they are bound to, <<x*80>> by 80 times x.
std::string filled_in(std::string_view text, bindings const& names);

/// An expected answer: JSON in which "$name" binds or compares, "$_" is anything, and ... allows further members.
bool matches_json(std::string_view expected, std::string_view actual, bindings& names);

/// An expected text: as it is, or in quotation marks; "..." at its end allows any rest. An empty one allows all.
bool matches_text(std::string_view expected, std::string_view actual, bindings const& names);

} // namespace understudy::story
