// From the words behind an option to a parameter of the request, as JSON. Private to awslocal/.
#pragma once

#include "awslocal/shape.hpp"

#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>

namespace understudy::awslocal {

/// Words are texts, numbers, shorthand or JSON, or "file://PATH" of such; one for what is no list. Throws failure.
boost::json::value read_parameter(std::string_view option, shape const& shape,
                                  std::span<std::string const> words);

/// The text of "file://PATH" or "fileb://PATH", or else the word itself. Throws failure.
std::string contents_of(std::string_view option, std::string const& word);

/// Throws failure with a line for each value that does not fit its shape.
void validate(boost::json::object const& parameters, shape const& request);

} // namespace understudy::awslocal
