// An endpoint taken apart. Private to the client.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace understudy {

struct endpoint_parts {
    bool secure = false;
    std::string host;      // without brackets
    std::string port;      // digits
    std::string authority; // as it goes into the Host header: the default port is left out
    std::string path;      // in front of every request's path; without a slash at its end
};

/// Nothing unless it is "http://host[:port][/path]" or the same with https.
std::optional<endpoint_parts> parse_endpoint(std::string_view text);

} // namespace understudy
