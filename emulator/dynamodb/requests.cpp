#include "dynamodb/requests.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/legacy.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/tables.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

template <class Input>
void check_write_enums(constraints& violated, Input const& request)
{
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    check_collection_metrics(violated, request.ReturnItemCollectionMetrics);
    violated.one_of(request.ReturnValuesOnConditionCheckFailure, {"ALL_OLD", "NONE"},
                    "returnValuesOnConditionCheckFailure");
    violated.one_of(request.ConditionalOperator, {"OR", "AND"}, "conditionalOperator");
    check_operators(violated, request.Expected);
}

void check_return_values_enum(constraints& violated, std::optional<std::string> const& value)
{
    violated.one_of(value, {"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"}, "returnValues");
}

/// An ill-formed TableName, which PutItem and UpdateItem tell alone.
maybe_refusal check_table_name_alone(std::optional<std::string> const& name, wording how)
{
    if (!name) return std::nullopt;
    if (name->empty()) return empty_table_name(how);
    constraints violated;
    check_table_name(name, violated);
    return violated.error();
}

/// Is a value so deep that its request is told in the older words what it violates?
struct unusually_deep {
    bool operator()(attribute_map const& values) const
    {
        return is_nested_too_deep(values, limits::nesting_levels_worded_max);
    }
    bool operator()(attribute_value const& value) const
    {
        return is_nested_too_deep(value, 1, limits::nesting_levels_worded_max);
    }
    bool operator()(item const& sent) const { return (*this)(sent.attributes()); }
    bool operator()(AttributeValueUpdate const& update) const { return (*this)(update.Value); }
    bool operator()(ExpectedAttributeValue const& expected) const
    {
        return (*this)(expected.Value) || (*this)(expected.AttributeValueList);
    }
    template <class T>
    bool operator()(std::optional<T> const& sent) const
    {
        return sent && (*this)(*sent);
    }
    template <class T>
    bool operator()(std::vector<T> const& values) const
    {
        return std::ranges::any_of(values, *this);
    }
    template <class T>
    bool operator()(std::map<std::string, T, std::less<>> const& entries) const
    {
        return std::ranges::any_of(
            entries, *this, [](auto const& entry) -> auto& { return entry.second; });
    }
};

template <class Input>
bool is_unusually_deep(Input const& request)
{
    constexpr unusually_deep is_deep;
    bool deep = is_deep(request.Expected) || is_deep(request.ExpressionAttributeValues);
    if constexpr (requires { request.Item; }) deep = deep || is_deep(request.Item);
    if constexpr (requires { request.Key; }) deep = deep || is_deep(request.Key);
    if constexpr (requires { request.AttributeUpdates; }) deep = deep || is_deep(request.AttributeUpdates);
    return deep;
}

/// `absent` is what the wording of before 2026 adds: which expressions there are not.
template <class Input>
maybe_refusal check_maps(Input const& request, bool has_expression, bool takes_values,
                         std::string_view absent, wording how)
{
    if (!has_expression && request.ExpressionAttributeNames)
        return worded(how, errors::names_without_expression());
    if constexpr (requires { request.ExpressionAttributeValues; }) {
        if (!takes_values && request.ExpressionAttributeValues) {
            return worded(how, how == wording::enveloped ? errors::values_without_expression()
                                                         : errors::values_without_expression(absent));
        }
    }
    return std::nullopt;
}

template <class Input>
maybe_refusal check_put_or_delete(Input const& request, wording how)
{
    auto refused = check_mixing({{"Expected", request.Expected.has_value()},
                                 {"ConditionalOperator", request.ConditionalOperator.has_value()}},
                                {{"ConditionExpression", request.ConditionExpression.has_value()}});
    if (!refused) {
        refused = check_conditional_operator(request.ConditionalOperator,
                                             request.Expected ? request.Expected->size() : 0);
    }
    if (refused) return worded(how, std::move(*refused));
    bool const has_expression = request.ConditionExpression.has_value();
    return check_maps(request, has_expression, has_expression, "ConditionExpression is null", how);
}

/// Select beside a projection or the lack of one.
template <class Input>
maybe_refusal check_select(Input const& request)
{
    auto const& select = request.Select;
    bool const has_expression = request.ProjectionExpression.has_value();
    bool const has_projection = has_expression || request.AttributesToGet;
    if (!select) return std::nullopt;
    if (*select == "SPECIFIC_ATTRIBUTES")
        return has_projection ? std::nullopt : maybe_refusal{errors::attributes_not_selected()};
    if (has_projection) {
        return errors::projection_not_allowed(has_expression ? "ProjectionExpression" : "AttributesToGet",
                                              *select);
    }
    if (*select == "ALL_PROJECTED_ATTRIBUTES" && !request.IndexName) return errors::projected_without_index();
    return std::nullopt;
}

template <class Input>
void check_reading(constraints& violated, Input const& request)
{
    check_name_of_table(request.TableName, violated);
    if (request.IndexName) violated.name(*request.IndexName, "indexName");
    violated.one_of(request.Select,
                    {"SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"}, "select");
    if (request.AttributesToGet)
        violated.length_min("[]", request.AttributesToGet->size(), 1, "attributesToGet");
    violated.one_of(request.ConditionalOperator, {"OR", "AND"}, "conditionalOperator");
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
}

maybe_refusal check_model(PutItemInput const& request, wording how)
{
    // Before 2026 an empty name was told together with everything else.
    bool const is_told_alone = how != wording::classic || request.TableName != "";
    if (auto refused = is_told_alone ? check_table_name_alone(request.TableName, how) : std::nullopt)
        return refused;
    constraints violated;
    check_name_of_table(request.TableName, violated);
    if (!request.Item) violated.null("item");
    check_write_enums(violated, request);
    check_return_values_enum(violated, request.ReturnValues);
    return violated.error();
}

maybe_refusal check_model(UpdateItemInput const& request, wording how)
{
    constraints violated;
    if (!request.Key) { // the older check, which tells everything at once
        check_consumed_capacity(violated, request.ReturnConsumedCapacity);
        check_name_of_table(request.TableName, violated);
        check_return_values_enum(violated, request.ReturnValues);
        violated.one_of(request.ConditionalOperator, {"OR", "AND"}, "conditionalOperator");
        violated.null("key");
        return violated.error();
    }
    if (auto refused = check_table_name_alone(request.TableName, how)) return refused;
    check_table_name(request.TableName, violated);
    check_write_enums(violated, request);
    check_actions(violated, request.AttributeUpdates);
    if (how == wording::classic) check_return_values_enum(violated, request.ReturnValues);
    if (violated.any()) return how == wording::classic ? violated.error() : violated.first_error();
    check_return_values_enum(violated, request.ReturnValues);
    return violated.any() ? maybe_refusal{unknown_return_values_of_update()} : std::nullopt;
}

maybe_refusal check_model(DeleteItemInput const& request, wording how)
{
    if (request.TableName && request.TableName->empty()) return empty_table_name(how);
    constraints violated;
    check_table_name(request.TableName, violated);
    if (!request.Key) violated.null("key");
    check_write_enums(violated, request);
    check_return_values_enum(violated, request.ReturnValues);
    return violated.error();
}

/// The constraints in the words that the request is told, which for a very deep one are those of before 2026.
template <class Input>
maybe_refusal check_by_depth(Input const& request, wording how)
{
    auto refused = check_model(request, how);
    return refused && is_unusually_deep(request) ? check_model(request, wording::classic) : refused;
}

/// ReturnValues of a very deep request, which is told of them first and in the older words.
template <class Input>
maybe_refusal check_return_values_by_depth(Input const& request)
{
    auto refused = check_return_values(request.ReturnValues, wording::bare);
    return refused && is_unusually_deep(request) ? refused : std::nullopt;
}

} // namespace

void check_consumed_capacity(constraints& violated, std::optional<std::string> const& value)
{
    violated.one_of(value, {"INDEXES", "TOTAL", "NONE"}, "returnConsumedCapacity");
}

void check_collection_metrics(constraints& violated, std::optional<std::string> const& value)
{
    violated.one_of(value, {"SIZE", "NONE"}, "returnItemCollectionMetrics");
}

maybe_refusal check_constraints(PutItemInput const& request, wording how)
{
    auto refused = check_by_depth(request, how);
    return refused ? refused : check_return_values_by_depth(request);
}

maybe_refusal check_constraints(UpdateItemInput const& request, wording how)
{
    return check_by_depth(request, how);
}

maybe_refusal check_constraints(DeleteItemInput const& request, wording how)
{
    auto refused = check_by_depth(request, how);
    return refused ? refused : check_return_values_by_depth(request);
}

maybe_refusal check_constraints(GetItemInput const& request, wording)
{
    constraints violated;
    check_name_of_table(request.TableName, violated);
    if (!request.Key) violated.null("key");
    if (request.AttributesToGet)
        violated.length_min("[]", request.AttributesToGet->size(), 1, "attributesToGet");
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    return violated.error();
}

maybe_refusal check_constraints(QueryInput const& request, wording how)
{
    auto const& joins = request.ConditionalOperator;
    bool const is_unknown = joins && *joins != "AND" && *joins != "OR";
    if (how != wording::classic && is_unknown && request.QueryFilter && request.QueryFilter->size() > 1)
        return unknown_operator_of_query();
    constraints violated;
    check_reading(violated, request);
    check_operators(violated, request.KeyConditions, "keyConditions");
    check_operators(violated, request.QueryFilter, "queryFilter");
    bool const is_reworded = how != wording::classic && request.Limit && *request.Limit < 1;
    if (is_reworded && !violated.any()) return limit_too_small();
    if (request.Limit) violated.at_least(*request.Limit, 1, "limit");
    return violated.error();
}

maybe_refusal check_constraints(ScanInput const& request, wording)
{
    constraints violated;
    check_reading(violated, request);
    if (request.Limit) violated.at_least(*request.Limit, 1, "limit");
    check_operators(violated, request.ScanFilter, "scanFilter");
    if (request.TotalSegments) {
        violated.at_least(*request.TotalSegments, 1, "totalSegments");
        violated.at_most(*request.TotalSegments, limits::scan_segments_max, "totalSegments");
    }
    if (request.Segment) {
        violated.at_least(*request.Segment, 0, "segment");
        violated.at_most(*request.Segment, limits::scan_segments_max - 1, "segment");
    }
    return violated.error();
}

maybe_refusal check_parameters(PutItemInput const& request, wording how)
{
    return check_put_or_delete(request, how);
}

maybe_refusal check_parameters(DeleteItemInput const& request, wording how)
{
    return check_put_or_delete(request, how);
}

maybe_refusal check_parameters(UpdateItemInput const& request, wording how)
{
    auto refused = check_mixing({{"AttributeUpdates", request.AttributeUpdates.has_value()},
                                 {"Expected", request.Expected.has_value()},
                                 {"ConditionalOperator", request.ConditionalOperator.has_value()}},
                                {{"UpdateExpression", request.UpdateExpression.has_value()},
                                 {"ConditionExpression", request.ConditionExpression.has_value()}});
    if (!refused) {
        refused = check_conditional_operator(request.ConditionalOperator,
                                             request.Expected ? request.Expected->size() : 0);
    }
    if (refused) return worded(how, std::move(*refused));
    bool const has_expression = request.UpdateExpression || request.ConditionExpression;
    return check_maps(request, has_expression, has_expression,
                      "UpdateExpression and ConditionExpression are null", how);
}

maybe_refusal check_parameters(GetItemInput const& request, wording how)
{
    bool const has_expression = request.ProjectionExpression.has_value();
    if (auto refused = check_mixing({{"AttributesToGet", request.AttributesToGet.has_value()}},
                                    {{"ProjectionExpression", has_expression}})) {
        return refused;
    }
    return check_maps(request, has_expression, true, {}, how);
}

maybe_refusal check_parameters(QueryInput const& request, wording how)
{
    bool const has_keys = request.KeyConditionExpression.has_value();
    bool const has_filter = request.FilterExpression.has_value();
    bool const has_projection = request.ProjectionExpression.has_value();
    // KeyConditions goes with a projection or a filter, but not with its own successor.
    auto refused = check_mixing({{"AttributesToGet", request.AttributesToGet.has_value()},
                                 {"QueryFilter", request.QueryFilter.has_value()},
                                 {"ConditionalOperator", request.ConditionalOperator.has_value()},
                                 {"KeyConditions", request.KeyConditions.has_value() && has_keys}},
                                {{"ProjectionExpression", has_projection},
                                 {"FilterExpression", has_filter},
                                 {"KeyConditionExpression", has_keys}});
    if (refused) return refused;
    if (auto superfluous =
            check_maps(request, has_keys || has_filter || has_projection, has_keys || has_filter,
                       "FilterExpression and KeyConditionExpression are null", how)) {
        return superfluous;
    }
    refused = check_conditional_operator(request.ConditionalOperator,
                                         request.QueryFilter ? request.QueryFilter->size() : 0);
    if (refused) return refused;
    refused = check_select(request);
    return refused && how != wording::classic ? enveloped(std::move(*refused)) : refused;
}

maybe_refusal check_parameters(ScanInput const& request, wording how)
{
    bool const has_filter = request.FilterExpression.has_value();
    bool const has_projection = request.ProjectionExpression.has_value();
    auto refused = check_mixing({{"AttributesToGet", request.AttributesToGet.has_value()},
                                 {"ScanFilter", request.ScanFilter.has_value()},
                                 {"ConditionalOperator", request.ConditionalOperator.has_value()}},
                                {{"ProjectionExpression", has_projection}, {"FilterExpression", has_filter}});
    if (refused) return refused;
    if (auto superfluous =
            check_maps(request, has_filter || has_projection, has_filter, "FilterExpression is null", how)) {
        return superfluous;
    }
    return check_select(request);
}

maybe_refusal check_return_values(std::optional<std::string> const& value, wording how)
{
    if (!value || *value == "NONE" || *value == "ALL_OLD") return std::nullopt;
    return worded(how, errors::return_values_not_supported());
}

} // namespace understudy::dynamodb
