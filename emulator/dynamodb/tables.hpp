// What the operations on tables and on items share: finding the table that a TableName means.
#pragma once

#include "core/call.hpp"
#include "dynamodb/constraints.hpp"
#include "dynamodb/state.hpp"
#include "dynamodb/wording.hpp"

#include <optional>
#include <string>

namespace understudy::dynamodb {

/// TableName may be a name or the ARN of a table.
void check_table_name(std::optional<std::string> const& name, constraints& violated);

/// The bare name. Refuses the ARN of anything but a table of this account and region.
result<std::string_view> bare_table_name(call const& call, std::string_view name_or_arn);

/// Null when there is none, whatever its status.
shared_table* find_table(state& state, call const& call, std::string_view name);

/// The table that an operation on items means; it must be ACTIVE.
result<shared_table*> find_table_of_items(state& state, call const& call, std::string_view name_or_arn);

/// Everything that CreateTable can refuse without knowing which tables exist.
std::optional<service_error> check_create_table(CreateTableInput const& request);
/// The part of it that concerns secondary indexes, and definitions nothing uses.
std::optional<service_error> check_indexes(CreateTableInput const& request);

} // namespace understudy::dynamodb
