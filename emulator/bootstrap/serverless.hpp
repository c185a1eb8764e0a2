// serverless.yml: its `resources` are a template of CloudFormation, in which variables of the Serverless Framework may stand.
// https://www.serverless.com/framework/docs/providers/aws/guide/variables
// Private to bootstrap/.
#pragma once

#include "bootstrap/node.hpp"

#include <map>
#include <string>

namespace understudy::bootstrap {

struct serverless_setting {
    std::string const& account;
    std::string const& region;
    /// What `${opt:name}` and `${param:name}` are, the stage among them.
    std::map<std::string, std::string, std::less<>> const& options;
};

struct serverless_template {
    std::string stack; // "<service>-<stage>"
    node document;     // as CloudFormation has it
};

bool is_serverless(node const& document);
serverless_template read_serverless(node const& document, serverless_setting const& setting);

} // namespace understudy::bootstrap
