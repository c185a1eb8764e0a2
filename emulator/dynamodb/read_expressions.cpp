#include "dynamodb/read_expressions.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/expression/condition.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/expression/faults.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/write_expressions.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

} // namespace

maybe_refusal read_expressions::load_maps(std::optional<name_map> const& names,
                                          std::optional<attribute_map> const& values, wording how)
{
    return given_.load(names, values, how);
}

maybe_refusal read_expressions::load_key_condition(state& state, std::string const& text, wording how)
{
    key_condition_ = state.parsed.conditions.get(text);
    auto fault = key_condition_->fault;
    if (text.size() > limits::expression_bytes_max) fault = expression::faults::too_long();
    if (fault.empty()) {
        key_binding_ = given_.bind(key_condition_->tree);
        fault = expression::check(key_condition_->tree, key_binding_);
    }
    if (fault.empty()) return std::nullopt;
    return worded(how, errors::invalid_expression("KeyCondition", fault));
}

maybe_refusal read_expressions::load_filter(state& state, std::string const& text, wording how)
{
    filter_ = state.parsed.conditions.get(text);
    auto fault = filter_->fault;
    if (fault.empty()) {
        filter_binding_ = given_.bind(filter_->tree);
        fault = expression::check(filter_->tree, filter_binding_);
    }
    prepare_filter();
    if (fault.empty()) return std::nullopt;
    return worded(how, errors::invalid_expression("Filter", fault));
}

maybe_refusal read_expressions::load_projection(state& state, std::string const& text, wording how)
{
    projection_ = state.parsed.projections.get(text);
    auto fault = projection_->fault;
    if (fault.empty()) {
        projection_binding_ = given_.bind(projection_->tree);
        fault = expression::check(projection_->tree, projection_binding_);
    }
    if (fault.empty()) prepare_projection();
    if (fault.empty()) return std::nullopt;
    return worded(how, errors::invalid_expression("Projection", fault));
}

maybe_refusal read_expressions::check_key_condition(wording how)
{
    auto read = read_key_conditions(key_condition_->tree, key_binding_);
    if (auto const* fault = std::get_if<std::string>(&read)) {
        return how == wording::classic ? errors::validation(*fault)
                                       : errors::invalid_expression("KeyCondition", *fault);
    }
    conditions_ = std::get<key_conditions>(std::move(read));
    return std::nullopt;
}

maybe_refusal read_expressions::load_key_conditions(condition_map const& conditions, wording how)
{
    auto read = read_key_conditions(conditions, how);
    if (!read) return read.error();
    conditions_ = *std::move(read);
    return std::nullopt;
}

maybe_refusal read_expressions::load_filter(condition_map const& filter, bool is_any, wording how)
{
    auto refused = dynamodb::load_filter(filter, is_any, how, old_filter_);
    filter_ = old_filter_.tree;
    filter_binding_ = old_filter_.bound;
    prepare_filter();
    return refused;
}

maybe_refusal read_expressions::load_attributes(string_list const& names)
{
    auto refused = dynamodb::load_attributes(names, old_projection_);
    projection_ = old_projection_.tree;
    projection_binding_ = old_projection_.bound;
    if (!refused) prepare_projection();
    return refused;
}

void read_expressions::prepare_filter() { filter_names_ = filter_binding_.names_in_order(); }

void read_expressions::prepare_projection()
{
    projection_names_ = projection_binding_.names_in_order();
    projected_ = expression::in_order(projection_paths(), projection_binding_);
}

read_expressions::paths read_expressions::projection_paths() const
{
    paths result;
    for (auto const& path : projection_->tree.paths) result.push_back(&path);
    return result;
}

read_expressions::paths read_expressions::filter_paths() const
{
    paths result;
    collect_paths(filter_->tree.root, result);
    return result;
}

maybe_refusal read_expressions::check_projection_paths(table const& table) const
{
    return projection_ ? check_scalars(table, projection_paths(), projection_binding_) : std::nullopt;
}

maybe_refusal read_expressions::check_filter_paths(table const& table) const
{
    return filter_ ? check_scalars(table, filter_paths(), filter_binding_) : std::nullopt;
}

maybe_refusal read_expressions::check_filter_keys(read_target const& target) const
{
    if (!filter_) return std::nullopt;
    for (auto const* path : filter_paths()) {
        auto const name = filter_binding_.name((*path)[0]);
        if (target.has_key(name))
            return errors::filter_on_key(old_filter_.tree ? "QueryFilter" : "Filter Expression", name);
    }
    return std::nullopt;
}

std::string read_expressions::missing_in(secondary_index const& index, paths const& paths,
                                         expression::binding const& bound)
{
    std::vector<std::string_view> missing;
    for (auto const* path : paths) {
        auto const name = bound.name((*path)[0]);
        if (!index.projects(name) && std::ranges::find(missing, name) == missing.end())
            missing.push_back(name);
    }
    std::string text;
    for (auto const name : missing) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

maybe_refusal read_expressions::check_projected(read_target const& target) const
{
    auto const* index = target.index;
    if (!index) return std::nullopt;
    if (projection_ && !index->is_local) {
        auto const missing = missing_in(*index, projection_paths(), projection_binding_);
        if (!missing.empty()) return errors::index_does_not_project(index->name, missing);
    }
    if (!filter_) return std::nullopt;
    auto const missing = missing_in(*index, filter_paths(), filter_binding_);
    return missing.empty() ? std::nullopt
                           : maybe_refusal{errors::index_does_not_project_filter(index->name, missing)};
}

bool read_expressions::reaches_beyond(secondary_index const& index) const
{
    return projection_ && !missing_in(index, projection_paths(), projection_binding_).empty();
}

bool read_expressions::keeps(stored_item const& item) const
{
    return !filter_ || expression::holds(filter_->tree, filter_binding_, item.attributes(filter_names_));
}

item read_expressions::select(stored_item const& item) const
{
    if (!projection_) return item.read();
    return dynamodb::item{
        expression::project(projected_, projection_binding_, item.attributes(projection_names_))};
}

} // namespace understudy::dynamodb
