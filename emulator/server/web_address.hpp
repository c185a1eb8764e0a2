// The parts of a URL that begins with http or https. A pure function of its text.
// https://www.rfc-editor.org/rfc/rfc3986
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace understudy::server {

struct web_address {
    bool secure = false;
    std::string host = {};      // without brackets
    std::string port = {};      // that of the scheme if none is said
    std::string authority = {}; // host and port as they stand in the URL
    std::string target = {};    // path and query
    std::optional<std::string> user = {};
    std::string password = {};
};

/// Nothing for what is none.
std::optional<web_address> read_web_address(std::string_view url);

} // namespace understudy::server
