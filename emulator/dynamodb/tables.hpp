// What the operations on tables and on items share: finding the table that a TableName means.
#pragma once

#include "core/call.hpp"
#include "dynamodb/constraints.hpp"
#include "dynamodb/state.hpp"
#include "dynamodb/wording.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb {

/// TableName may be a name or the ARN of a table.
void check_table_name(std::optional<std::string> const& name, constraints& violated,
                      std::string_view path = "tableName");

/// With the usual words for an empty one.
void check_name_of_table(std::optional<std::string> const& name, constraints& violated,
                         std::string_view path = "tableName");

/// The bare name. Refuses the ARN of anything but a table of this account and region.
result<std::string_view> bare_table_name(call const& call, std::string_view name_or_arn);

/// Null when there is none, whatever its status.
shared_table* find_table(state& state, call const& call, std::string_view name);

/// The table that an operation on items means, from the moment on when it is there.
result<shared_table*> find_table_of_items(state& state, call const& call, std::string_view name_or_arn);

/// Checks the TableName of an operation on tables and gives the bare name.
result<std::string_view> table_to_change(call const& call, std::optional<std::string> const& name);

/// What CreateTable and UpdateTable check alike.
void check_definitions(constraints& violated, std::vector<AttributeDefinition> const& definitions);
void check_throughput(constraints& violated, std::optional<ProvisionedThroughput> const& units,
                      std::string const& path);
void check_new_index(constraints& violated, CreateGlobalSecondaryIndexAction const& index,
                     std::string const& path);
std::optional<service_error> check_new_index(CreateGlobalSecondaryIndexAction const& index,
                                             std::vector<AttributeDefinition> const& definitions);
std::optional<service_error> check_tags(std::vector<Tag> const& tags);
/// Ceilings of the table, or of the index that is named. -1 takes one away, unless they are new.
std::optional<service_error> check_ceilings(bool is_on_demand,
                                            std::optional<OnDemandThroughput> const& ceilings,
                                            std::string_view index = {});
std::optional<service_error> check_new_ceilings(bool is_on_demand,
                                                std::optional<OnDemandThroughput> const& ceilings,
                                                std::string_view index = {});
/// Refuses what cannot be a key of KMS.
std::optional<service_error> check_kms_key(SSESpecification const& sse);
std::optional<SSEDescription> encryption_of(call const& call, std::optional<SSESpecification> const& sse);

/// Refuses to change or to delete a table whose encryption or warm throughput is still changing.
std::optional<service_error> check_at_rest(table const& table);
/// Lets a table go from UPDATING to ACTIVE, now or when its timer comes.
void finish_changes(state& state, call const& call, table& table);

/// What UpdateTable can refuse without knowing the table, and what the table tells.
std::optional<service_error> check_update_table(UpdateTableInput const& request);
std::optional<service_error> check_update_table(table const& table, UpdateTableInput const& request);

/// Everything that CreateTable can refuse without knowing which tables exist.
std::optional<service_error> check_create_table(CreateTableInput const& request);
/// The part of it that concerns secondary indexes, and definitions nothing uses.
std::optional<service_error> check_indexes(CreateTableInput const& request);

} // namespace understudy::dynamodb
