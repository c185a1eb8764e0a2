#include "dynamodb/write_expressions.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

} // namespace

void collect_paths(expression::node const& here, std::vector<expression::document_path const*>& into)
{
    if (here.kind == expression::node_kind::path) into.push_back(&here.path);
    for (auto const& operand : here.operands) collect_paths(operand, into);
}

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

maybe_refusal write_expressions::load_maps(std::optional<name_map> const& names,
                                           std::optional<attribute_map> const& values, wording how,
                                           std::size_t level)
{
    return given_.load(names, values, how, level);
}

maybe_refusal write_expressions::load_update(state& state, std::string const& text, wording how)
{
    update_ = state.parsed.updates.get(text);
    auto fault = update_->fault;
    if (fault.empty()) {
        update_binding_ = given_.bind(update_->tree);
        fault = expression::check(update_->tree, update_binding_);
    }
    if (fault.empty()) return std::nullopt;
    return worded(how, errors::invalid_expression("Update", fault));
}

maybe_refusal write_expressions::load_condition(state& state, std::string const& text, wording how)
{
    condition_ = state.parsed.conditions.get(text);
    auto fault = condition_->fault;
    if (fault.empty()) {
        condition_binding_ = given_.bind(condition_->tree);
        fault = expression::check(condition_->tree, condition_binding_);
    }
    if (fault.empty()) return std::nullopt;
    return worded(how, errors::invalid_expression("Condition", fault));
}

maybe_refusal write_expressions::check_unused(wording how) const
{
    auto refused = given_.unused();
    return refused ? worded(how, std::move(*refused)) : refused;
}

maybe_refusal write_expressions::load_updates(update_map const& updates, wording how)
{
    auto refused = dynamodb::load_updates(updates, how, updates_);
    update_ = updates_.tree;
    return refused;
}

maybe_refusal write_expressions::load_expected(expected_map const& expected,
                                               std::optional<std::string> const& conditional_operator,
                                               wording how)
{
    auto refused = dynamodb::load_expected(expected, conditional_operator == "OR", how, expected_);
    condition_ = expected_.tree;
    return refused;
}

bool write_expressions::condition_holds(stored_item const& item) const
{
    auto const& bound = condition_binding();
    return expression::holds(condition_->tree, bound, item.attributes(bound.names_in_order()));
}

maybe_refusal write_expressions::check_paths(table const& table) const
{
    if (update_) {
        auto refused = check_scalars(table, expression::operand_paths(update_->tree), update_binding());
        if (refused) return refused;
    }
    if (!condition_) return std::nullopt;
    std::vector<expression::document_path const*> paths;
    collect_paths(condition_->tree.root, paths);
    return check_scalars(table, paths, condition_binding());
}

maybe_refusal write_expressions::check_targets(table const& table) const
{
    if (!update_) return std::nullopt;
    auto const& actions = update_->tree.actions;
    for (auto const& action : actions) {
        auto const name = update_binding().name(action.target[0]);
        if (table.keys.has(name)) return errors::key_cannot_be_updated(name);
    }
    for (auto const& action : actions) {
        auto const name = update_binding().name(action.target[0]);
        auto const* index = action.target.size() == 1 ? table.index_on(name) : nullptr;
        if (!index) continue;
        auto const type = expression::resulting_type(action, update_binding());
        if (!type.empty() && type != index->key(name)->type) {
            return errors::index_key_type_mismatch(name, index->key(name)->type, type, index->name);
        }
        // AttributeUpdates, unlike an expression, is told what PutItem would be.
        bool const is_told = updates_.tree && action.operand.kind == expression::node_kind::value;
        auto const* value = is_told ? updates_.bound.values[action.operand.slot] : nullptr;
        if (value && is_empty_scalar(*value))
            return errors::index_key_is_empty(name, value->get_if<binary>() != nullptr, index->name);
    }
    if (auto refused = check_scalars(table, expression::targets(update_->tree), update_binding()))
        return refused;
    return std::nullopt;
}

maybe_refusal write_expressions::check_cost() const
{
    bool const is_fine = !update_ || updates_.tree
                         || expression::cost(update_->tree, update_binding()) <= limits::item_bytes_max;
    return is_fine ? std::nullopt : maybe_refusal{errors::item_to_update_too_large()};
}

result<attribute_map> write_expressions::applied(attribute_map old, bool exists) const
{
    if (!update_) return old;
    auto updated = expression::apply(update_->tree, update_binding(), std::move(old), exists);
    bool const is_mismatch =
        !updated && updates_.tree && updated.error().message == errors::update_operand_type().message;
    if (is_mismatch) return errors::update_type_mismatch();
    return updated;
}

result<stored_item> write_expressions::apply(table const& table, stored_item const& old) const
{
    auto const names = update_binding().names_in_order();
    auto before = old.attributes(names);
    auto const rest = old.size() - size_of(before);
    auto const after = applied(std::move(before), true);
    if (!after) return after.error();
    return checked(table, *after, stored_item{old, names, *after, rest + size_of(*after)});
}

result<stored_item> write_expressions::create(table const& table, key_bytes const& position,
                                              item const& key) const
{
    auto const after = applied(normalised(key.attributes()), false);
    if (!after) return after.error();
    return checked(table, *after, stored_item{position.view(), *after, size_of(*after)});
}

result<stored_item> write_expressions::checked(table const& table, attribute_map const& written,
                                               stored_item after) const
{
    if (after.size() > limits::item_bytes_max) return errors::item_to_update_too_large();
    if (auto refused = check_updated_index_keys(table, written, after)) return std::move(*refused);
    return after;
}

maybe_refusal write_expressions::check_updated_index_keys(table const& table, attribute_map const& written,
                                                          stored_item const& after) const
{
    if (!update_) return std::nullopt;
    for (auto const* target : expression::targets(update_->tree)) {
        auto const name = update_binding().name((*target)[0]);
        auto const* index = table.index_on(name);
        auto const found = index ? written.find(name) : written.end();
        if (found == written.end()) continue;
        auto const& value = found->second;
        if (type_name(value) != index->key(name)->type) return errors::update_makes_index_key_unsupported();
        if (is_empty_scalar(value))
            return errors::update_makes_index_key_empty(value.get_if<binary>() != nullptr);
        // Now only sizes can be wrong.
        if (auto refused = check_index_keys(table, after.read())) return refused;
    }
    return std::nullopt;
}

attribute_map write_expressions::touched(stored_item const& item) const
{
    auto const& bound = update_binding();
    return expression::project(expression::in_order(expression::targets(update_->tree), bound), bound,
                               item.attributes(bound.names_in_order()));
}

} // namespace understudy::dynamodb
