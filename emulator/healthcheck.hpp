// Asks a running emulator how it is, with a plain socket: containers have no curl. For main.cpp only.
#pragma once

#include <chrono>
#include <string>

namespace understudy {

/// Empty when a GET of the URL is answered with 200 within two seconds; otherwise what went wrong.
std::string check_health(std::string const& url);
/// The same, asked again until it is well or the time is over.
std::string wait_for_health(std::string const& url, std::chrono::seconds patience);

} // namespace understudy
