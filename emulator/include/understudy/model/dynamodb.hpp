// The shapes of Amazon DynamoDB. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
#pragma once

#include <understudy/model/dynamodb_items.hpp>
#include <understudy/model/dynamodb_tables.hpp>

#include <string_view>

namespace understudy::dynamodb {

constexpr std::string_view service_name = "dynamodb";

} // namespace understudy::dynamodb
