// Who signs a request, and what of it is read from the environment.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace understudy {

struct credentials {
    std::string access_key_id = {};
    std::string secret_access_key = {};
    std::string session_token = {}; // of temporary credentials
};

/// Looks up a variable; nothing when it is not set or empty. Tests bring their own.
using environment = std::function<std::optional<std::string>(char const* name)>;

/// The variables of this process.
std::optional<std::string> process_environment(char const* name);

} // namespace understudy
