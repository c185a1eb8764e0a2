// Variables of the environment that LocalStack knows, taken for what they mean here: whoever comes from there changes an image and
// goes on. Ours, and flags, go before them. For main.cpp and its tests.
#pragma once

#include "options.hpp"

#include <functional>
#include <string>

namespace understudy {

/// The value of a variable; null: it is not set.
using environment = std::function<char const*(std::string const& name)>;

/// What cannot be done is noted, one line each; what nobody knows is passed over.
void take_foreign_settings(serve_options& options, environment const& variables);

} // namespace understudy
