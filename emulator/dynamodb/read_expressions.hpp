// The key condition, the filter and the projection of a read, be they expressions or the parameters from before them.
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/expression/binding.hpp"
#include "dynamodb/key_condition.hpp"
#include "dynamodb/legacy.hpp"
#include "dynamodb/state.hpp"
#include "dynamodb/wording.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::dynamodb {

/// What a read says of the items it wants. Refers to the request, which must outlive it.
class read_expressions {
public:
    std::optional<service_error> load_maps(std::optional<name_map> const& names,
                                           std::optional<attribute_map> const& values, wording how);
    std::optional<service_error> load_key_condition(state& state, std::string const& text, wording how);
    std::optional<service_error> load_filter(state& state, std::string const& text, wording how);
    std::optional<service_error> load_projection(state& state, std::string const& text, wording how);
    std::optional<service_error> check_unused() const { return given_.unused(); }
    /// The rules of a KeyConditionExpression that has been loaded.
    std::optional<service_error> check_key_condition(wording how);

    /// The parameters from before expressions.
    std::optional<service_error> load_key_conditions(condition_map const& conditions, wording how);
    std::optional<service_error> load_filter(condition_map const& filter, bool is_any, wording how);
    std::optional<service_error> load_attributes(string_list const& names);

    key_conditions const& conditions() const noexcept { return conditions_; }
    bool has_filter() const noexcept { return filter_ != nullptr; }
    bool has_projection() const noexcept { return projection_ != nullptr; }

    /// No path of the projection, or of the filter, leads into a key.
    std::optional<service_error> check_projection_paths(table const& table) const;
    std::optional<service_error> check_filter_paths(table const& table) const;
    /// Filters of queries have nothing to say about the key that is queried.
    std::optional<service_error> check_filter_keys(read_target const& target) const;
    /// Indexes can be asked only for what they project; local ones fetch what they do not have, but not for filters.
    std::optional<service_error> check_projected(read_target const& target) const;
    /// Whether the projection wants what the index has not.
    bool reaches_beyond(secondary_index const& index) const;

    bool keeps(stored_item const& item) const;
    /// The item, or what the projection leaves of it.
    item select(stored_item const& item) const;

private:
    using paths = std::vector<expression::document_path const*>;

    /// What need not be worked out for each item.
    void prepare_filter();
    void prepare_projection();
    paths projection_paths() const;
    paths filter_paths() const;
    /// What the names of the paths stand for that the index does not have: "a, b".
    static std::string missing_in(secondary_index const& index, paths const& paths,
                                  expression::binding const& bound);

    expression::substitutions given_;
    std::shared_ptr<expression::parsed<expression::condition> const> key_condition_;
    std::shared_ptr<expression::parsed<expression::condition> const> filter_;
    std::shared_ptr<expression::parsed<expression::projection> const> projection_;
    expression::binding key_binding_;
    expression::binding filter_binding_;
    expression::binding projection_binding_;
    // What is asked of each item: the attributes that are read for it, and the paths of the projection.
    expression::name_list filter_names_;
    expression::name_list projection_names_;
    paths projected_;
    legacy_condition old_filter_;
    legacy_projection old_projection_;
    key_conditions conditions_;
};

/// The projection of GetItem and its like: names, projection, nothing unused.
template <class Input>
std::optional<service_error> load_projection(read_expressions& read, state& state, Input const& request,
                                             wording how)
{
    if (!request.ProjectionExpression) return std::nullopt;
    auto refused = read.load_maps(request.ExpressionAttributeNames, std::nullopt, how);
    if (!refused) refused = read.load_projection(state, *request.ProjectionExpression, how);
    return refused ? refused : read.check_unused();
}

} // namespace understudy::dynamodb
