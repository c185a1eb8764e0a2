// Thirty-two hex digits that tell requests apart, for the tokens of transactions. Stateless.
#pragma once

#include <understudy/model/dynamodb_items.hpp>

#include <string>

namespace understudy::dynamodb {

/// Equal for equal payloads, whatever else the requests ask for.
std::string fingerprint(std::vector<TransactWriteItem> const& actions);

} // namespace understudy::dynamodb
