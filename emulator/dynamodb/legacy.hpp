// The parameters from before expressions: Expected, QueryFilter, ScanFilter, AttributeUpdates, AttributesToGet and
// ConditionalOperator. They are checked in their own words and turned into the trees that expressions become.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/constraints.hpp"
#include "dynamodb/expression/binding.hpp"
#include "dynamodb/wording.hpp"

#include <forward_list>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>

namespace understudy::dynamodb {

/// A tree and what its names and values stand for. Looks into the request, which must outlive it.
template <class Tree>
struct legacy_expression {
    std::shared_ptr<expression::parsed<Tree> const> tree = {};
    expression::binding bound = {};
    std::forward_list<attribute_value> values = {}; // in normal form
};

using legacy_condition = legacy_expression<expression::condition>;
using legacy_update = legacy_expression<expression::update>;
using legacy_projection = legacy_expression<expression::projection>;

/// One condition of KeyConditions, QueryFilter or ScanFilter: a known operator, and values that it takes.
std::optional<service_error> check_arguments(Condition const& condition);

/// Leaves no tree when there is no condition.
std::optional<service_error> load_filter(condition_map const& filter, bool is_any, wording how,
                                         legacy_condition& out);
std::optional<service_error> load_expected(expected_map const& expected, bool is_any, wording how,
                                           legacy_condition& out);
std::optional<service_error> load_updates(update_map const& updates, wording how, legacy_update& out);
std::optional<service_error> load_attributes(string_list const& names, legacy_projection& out);

/// The operators are known and there.
void check_operators(constraints& violated, std::optional<condition_map> const& conditions,
                     std::string_view path);
void check_operators(constraints& violated, std::optional<expected_map> const& conditions);
void check_actions(constraints& violated, std::optional<update_map> const& updates);

/// A parameter and whether the request has it.
struct parameter {
    std::string_view name;
    bool is_given;
};
using parameters = std::initializer_list<parameter>;

/// Refuses old parameters beside expressions.
std::optional<service_error> check_mixing(parameters old, parameters expressions);

/// ConditionalOperator wants two conditions or more.
std::optional<service_error> check_conditional_operator(std::optional<std::string> const& given,
                                                        std::size_t conditions);

} // namespace understudy::dynamodb
