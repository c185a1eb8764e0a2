// The parameters of the operations on items that can be checked by themselves, in AWS's order: constraints of the model,
// old parameters beside expressions, parameters without a purpose.
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/constraints.hpp"
#include "dynamodb/wording.hpp"

#include <optional>

namespace understudy::dynamodb {

/// What the model forbids: missing members, unknown enumerators, ill-formed names.
std::optional<service_error> check_constraints(PutItemInput const& request, wording how);
std::optional<service_error> check_constraints(UpdateItemInput const& request, wording how);
std::optional<service_error> check_constraints(DeleteItemInput const& request, wording how);
std::optional<service_error> check_constraints(GetItemInput const& request, wording how);
std::optional<service_error> check_constraints(QueryInput const& request, wording how);
std::optional<service_error> check_constraints(ScanInput const& request, wording how);

/// Old parameters beside expressions, names and values without any expression that could use them, and
/// ConditionalOperator without two conditions, which Scan looks at after its filter.
std::optional<service_error> check_parameters(PutItemInput const& request, wording how);
std::optional<service_error> check_parameters(UpdateItemInput const& request, wording how);
std::optional<service_error> check_parameters(DeleteItemInput const& request, wording how);
std::optional<service_error> check_parameters(GetItemInput const& request, wording how);
std::optional<service_error> check_parameters(QueryInput const& request, wording how);
std::optional<service_error> check_parameters(ScanInput const& request, wording how);

/// PutItem and DeleteItem know two of the five ReturnValues.
std::optional<service_error> check_return_values(std::optional<std::string> const& value, wording how);

void check_consumed_capacity(constraints& violated, std::optional<std::string> const& value);
void check_collection_metrics(constraints& violated, std::optional<std::string> const& value);

} // namespace understudy::dynamodb
