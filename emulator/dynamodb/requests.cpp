#include "dynamodb/requests.hpp"

#include "dynamodb/constraints.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/tables.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

void check_consumed_capacity(constraints& violated, std::optional<std::string> const& value)
{
    violated.one_of(value, {"INDEXES", "TOTAL", "NONE"}, "returnConsumedCapacity");
}

template <class Input>
void check_write_enums(constraints& violated, Input const& request)
{
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    violated.one_of(request.ReturnItemCollectionMetrics, {"SIZE", "NONE"}, "returnItemCollectionMetrics");
    violated.one_of(request.ReturnValuesOnConditionCheckFailure, {"ALL_OLD", "NONE"},
                    "returnValuesOnConditionCheckFailure");
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

template <class Input>
maybe_refusal check_superfluous_names(Input const& request, bool has_expression, wording how)
{
    if (has_expression || !request.ExpressionAttributeNames) return std::nullopt;
    return worded(how, errors::names_without_expression());
}

template <class Input>
maybe_refusal check_superfluous(Input const& request, bool has_expression)
{
    if (auto refused = check_superfluous_names(request, has_expression, wording::enveloped)) return refused;
    if (has_expression || !request.ExpressionAttributeValues) return std::nullopt;
    return worded(wording::enveloped, errors::values_without_expression());
}

maybe_refusal check_two_return_values(std::optional<std::string> const& value)
{
    if (!value || *value == "NONE" || *value == "ALL_OLD") return std::nullopt;
    return worded(wording::enveloped, errors::return_values_not_supported());
}

void collect_paths(expression::node const& here, std::vector<expression::document_path const*>& into)
{
    if (here.kind == expression::node_kind::path) into.push_back(&here.path);
    for (auto const& operand : here.operands) collect_paths(operand, into);
}

/// Keys are scalars: no path leads into one.
maybe_refusal check_scalars(table const& table, std::vector<expression::document_path const*> const& paths,
                            expression::binding const& bound)
{
    for (auto const* path : paths) {
        if (path->size() < 2) continue;
        auto const name = bound.name((*path)[0]);
        if (table.keys.has(name)) return errors::key_must_be_scalar(name);
        if (table.index_on(name)) return errors::index_key_must_be_scalar(name);
    }
    return std::nullopt;
}

/// The type the index wants of the attribute.
std::string_view type_in(index_rule const& index, std::string_view attribute)
{
    for (auto const* keys : {&index.hash_keys, &index.range_keys}) {
        auto const found =
            std::find_if(keys->begin(), keys->end(), [&](auto const& key) { return key.name == attribute; });
        if (found != keys->end()) return found->type;
    }
    return {};
}

} // namespace

maybe_refusal check_constraints(PutItemInput const& request)
{
    if (auto refused = check_table_name_alone(request.TableName, wording::enveloped)) return refused;
    constraints violated;
    check_table_name(request.TableName, violated);
    if (!request.Item) violated.null("item");
    check_write_enums(violated, request);
    check_return_values_enum(violated, request.ReturnValues);
    return violated.error();
}

maybe_refusal check_constraints(UpdateItemInput const& request)
{
    constraints violated;
    if (!request.Key) { // the older check, which tells everything at once
        check_consumed_capacity(violated, request.ReturnConsumedCapacity);
        check_table_name(request.TableName, violated);
        if (request.TableName && request.TableName->empty()) { violated.length_min("", 0, 1, "tableName"); }
        check_return_values_enum(violated, request.ReturnValues);
        violated.null("key");
        return violated.error();
    }
    if (auto refused = check_table_name_alone(request.TableName, wording::enveloped)) return refused;
    check_table_name(request.TableName, violated);
    check_write_enums(violated, request);
    if (violated.any()) return violated.first_error();
    check_return_values_enum(violated, request.ReturnValues);
    return violated.any() ? maybe_refusal{unknown_return_values_of_update()} : std::nullopt;
}

maybe_refusal check_constraints(DeleteItemInput const& request)
{
    if (request.TableName && request.TableName->empty()) return empty_table_name(wording::enveloped);
    constraints violated;
    check_table_name(request.TableName, violated);
    if (!request.Key) violated.null("key");
    check_write_enums(violated, request);
    check_return_values_enum(violated, request.ReturnValues);
    return violated.error();
}

maybe_refusal check_constraints(GetItemInput const& request)
{
    constraints violated;
    check_table_name(request.TableName, violated);
    if (request.TableName && request.TableName->empty()) violated.length_min("", 0, 1, "tableName");
    if (!request.Key) violated.null("key");
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    return violated.error();
}

maybe_refusal check_superfluous_maps(PutItemInput const& request)
{
    return check_superfluous(request, request.ConditionExpression.has_value());
}

maybe_refusal check_superfluous_maps(UpdateItemInput const& request)
{
    return check_superfluous(request, request.ConditionExpression || request.UpdateExpression);
}

maybe_refusal check_superfluous_maps(DeleteItemInput const& request)
{
    return check_superfluous(request, request.ConditionExpression.has_value());
}

maybe_refusal check_superfluous_maps(GetItemInput const& request)
{
    return check_superfluous_names(request, request.ProjectionExpression.has_value(), wording::bare);
}

maybe_refusal check_return_values(PutItemInput const& request)
{
    return check_two_return_values(request.ReturnValues);
}

maybe_refusal check_return_values(DeleteItemInput const& request)
{
    return check_two_return_values(request.ReturnValues);
}

maybe_refusal write_expressions::load(state& state, PutItemInput const& request)
{
    if (!request.ConditionExpression) return std::nullopt;
    auto refused =
        given_.load(request.ExpressionAttributeNames, request.ExpressionAttributeValues, wording::enveloped);
    if (!refused) refused = load_condition(state, *request.ConditionExpression);
    if (refused) return refused;
    refused = given_.unused();
    return refused ? worded(wording::enveloped, std::move(*refused)) : refused;
}

maybe_refusal write_expressions::load(state& state, DeleteItemInput const& request)
{
    if (!request.ConditionExpression) return std::nullopt;
    auto refused =
        given_.load(request.ExpressionAttributeNames, request.ExpressionAttributeValues, wording::enveloped);
    if (!refused) refused = load_condition(state, *request.ConditionExpression);
    if (refused) return refused;
    refused = given_.unused();
    return refused ? worded(wording::enveloped, std::move(*refused)) : refused;
}

maybe_refusal write_expressions::load(state& state, UpdateItemInput const& request)
{
    auto refused =
        given_.load(request.ExpressionAttributeNames, request.ExpressionAttributeValues, wording::enveloped);
    if (!refused && request.UpdateExpression) refused = load_update(state, *request.UpdateExpression);
    if (!refused && request.ConditionExpression)
        refused = load_condition(state, *request.ConditionExpression);
    if (refused) return refused;
    refused = given_.unused();
    return refused ? worded(wording::enveloped, std::move(*refused)) : refused;
}

maybe_refusal write_expressions::load_update(state& state, std::string const& text)
{
    update_ = state.parsed.updates.get(text);
    auto fault = update_->fault;
    if (fault.empty()) {
        update_binding_ = given_.bind(update_->tree);
        fault = expression::check(update_->tree, update_binding_);
    }
    if (fault.empty()) return std::nullopt;
    return worded(wording::enveloped, errors::invalid_expression("Update", fault));
}

maybe_refusal write_expressions::load_condition(state& state, std::string const& text)
{
    condition_ = state.parsed.conditions.get(text);
    auto fault = condition_->fault;
    if (fault.empty()) {
        condition_binding_ = given_.bind(condition_->tree);
        fault = expression::check(condition_->tree, condition_binding_);
    }
    if (fault.empty()) return std::nullopt;
    return worded(wording::enveloped, errors::invalid_expression("Condition", fault));
}

bool write_expressions::condition_holds(item const& item) const
{
    return expression::holds(condition_->tree, condition_binding_, item.attributes());
}

maybe_refusal write_expressions::check_paths(table const& table) const
{
    if (update_) {
        auto refused = check_scalars(table, expression::operand_paths(update_->tree), update_binding_);
        if (refused) return refused;
    }
    if (!condition_) return std::nullopt;
    std::vector<expression::document_path const*> paths;
    collect_paths(condition_->tree.root, paths);
    return check_scalars(table, paths, condition_binding_);
}

maybe_refusal write_expressions::check_targets(table const& table) const
{
    if (!update_) return std::nullopt;
    auto const& actions = update_->tree.actions;
    for (auto const& action : actions) {
        auto const name = update_binding_.name(action.target[0]);
        if (table.keys.has(name)) return errors::key_cannot_be_updated(name);
    }
    for (auto const& action : actions) {
        auto const name = update_binding_.name(action.target[0]);
        auto const* index = action.target.size() == 1 ? table.index_on(name) : nullptr;
        auto const type = index ? expression::resulting_type(action, update_binding_) : "";
        if (!type.empty() && type != type_in(*index, name)) {
            return errors::index_key_type_mismatch(name, type_in(*index, name), type, index->name);
        }
    }
    if (auto refused = check_scalars(table, expression::targets(update_->tree), update_binding_))
        return refused;
    if (expression::cost(update_->tree, update_binding_) > limits::item_bytes_max) {
        return errors::item_to_update_too_large();
    }
    return std::nullopt;
}

result<attribute_map> write_expressions::apply(attribute_map const& old, bool exists) const
{
    if (!update_) return old;
    return expression::apply(update_->tree, update_binding_, old, exists);
}

maybe_refusal write_expressions::check_updated_index_keys(table const& table, item const& after) const
{
    if (!update_) return std::nullopt;
    for (auto const* target : expression::targets(update_->tree)) {
        auto const name = update_binding_.name((*target)[0]);
        auto const* index = table.index_on(name);
        auto const* value = index ? after.find(name) : nullptr;
        if (!value) continue;
        if (type_name(*value) != type_in(*index, name)) return errors::update_makes_index_key_unsupported();
        if (is_empty_scalar(*value))
            return errors::update_makes_index_key_empty(value->get_if<binary>() != nullptr);
        if (auto refused = check_index_keys(table, after)) return refused; // now only sizes can be wrong
    }
    return std::nullopt;
}

attribute_map write_expressions::touched(item const& item) const
{
    return expression::project(expression::targets(update_->tree), update_binding_, item.attributes());
}

maybe_refusal read_expressions::load(state& state, GetItemInput const& request)
{
    if (!request.ProjectionExpression) return std::nullopt;
    if (auto refused = given_.load(request.ExpressionAttributeNames, std::nullopt, wording::bare))
        return refused;
    projection_ = state.parsed.projections.get(*request.ProjectionExpression);
    auto fault = projection_->fault;
    if (fault.empty()) {
        binding_ = given_.bind(projection_->tree);
        fault = expression::check(projection_->tree, binding_);
    }
    if (!fault.empty()) return errors::invalid_expression("Projection", fault);
    return given_.unused();
}

std::vector<expression::document_path const*> read_expressions::paths() const
{
    std::vector<expression::document_path const*> result;
    for (auto const& path : projection_->tree.paths) result.push_back(&path);
    return result;
}

maybe_refusal read_expressions::check_paths(table const& table) const
{
    return projection_ ? check_scalars(table, paths(), binding_) : std::nullopt;
}

item read_expressions::select(item const& item) const
{
    if (!projection_) return item;
    return dynamodb::item{expression::project(paths(), binding_, item.attributes())};
}

} // namespace understudy::dynamodb
