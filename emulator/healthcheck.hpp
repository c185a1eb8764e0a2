// Asks a running emulator how it is, with a plain socket: containers have no curl. For main.cpp only.
#pragma once

#include <string>

namespace understudy {

/// Empty when a GET of the URL is answered with 200 within two seconds; otherwise what went wrong.
std::string check_health(std::string const& url);

} // namespace understudy
