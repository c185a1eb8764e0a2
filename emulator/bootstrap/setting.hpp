// For whom a template is applied. Private to bootstrap/.
#pragma once

#include <map>
#include <string>

namespace understudy::bootstrap {

using parameter_values = std::map<std::string, std::string, std::less<>>;

struct setting {
    std::string account;
    std::string region;
    std::string stack;
    parameter_values parameters = {};
};

/// What is known of a resource: by Ref, and by Fn::GetAtt.
struct identity {
    std::string ref = {};
    std::map<std::string, std::string, std::less<>> attributes = {};
};

/// By logical id.
using identities = std::map<std::string, identity, std::less<>>;

} // namespace understudy::bootstrap
