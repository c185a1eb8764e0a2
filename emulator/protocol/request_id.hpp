// Request ids as the services show them.
#pragma once

#include "core/ids.hpp"

#include <string>

namespace understudy::protocol {

/// DynamoDB's: 52 upper-case letters and digits. The others show the UUID itself.
std::string dynamodb_request_id(uuid const& id);

} // namespace understudy::protocol
