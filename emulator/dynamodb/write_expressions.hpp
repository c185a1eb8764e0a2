// The condition and the update of a write, be they expressions or the parameters from before them.
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/expression/condition.hpp"
#include "dynamodb/expression/update.hpp"
#include "dynamodb/legacy.hpp"
#include "dynamodb/state.hpp"
#include "dynamodb/wording.hpp"

namespace understudy::dynamodb {

/// What a write says of its item. Refers to the request, which must outlive it.
class write_expressions {
public:
    /// Names and values; with a bare action of a transaction, only when there are expressions to use them.
    std::optional<service_error> load_maps(std::optional<name_map> const& names,
                                           std::optional<attribute_map> const& values, wording how,
                                           std::size_t level);
    std::optional<service_error> load_update(state& state, std::string const& text, wording how);
    std::optional<service_error> load_condition(state& state, std::string const& text, wording how);
    std::optional<service_error> check_unused(wording how) const;

    /// The parameters from before expressions.
    std::optional<service_error> load_updates(update_map const& updates, wording how);
    std::optional<service_error> load_expected(expected_map const& expected,
                                               std::optional<std::string> const& conditional_operator,
                                               wording how);

    bool has_condition() const noexcept { return condition_ != nullptr; }
    bool has_update() const noexcept { return update_ != nullptr; }
    /// Of the item, which may be nothing.
    bool condition_holds(stored_item const& item) const;
    bool creates_item() const noexcept { return expression::creates_item(update_->tree); }

    /// Nothing is read from within a key.
    std::optional<service_error> check_paths(table const& table) const;
    /// No key is written, and no index key gets a type that the index does not take.
    std::optional<service_error> check_targets(table const& table) const;
    /// What the update costs, beside what it makes of an item.
    std::optional<service_error> check_cost() const;

    /// What an update makes of the item. Neither is ever nothing.
    result<stored_item> apply(table const& table, stored_item const& old) const;
    /// What an update, or none, makes of nothing but a key.
    result<stored_item> create(table const& table, key_bytes const& position, item const& key) const;
    /// What the targets of the update lead to.
    attribute_map touched(stored_item const& item) const;

private:
    result<attribute_map> applied(attribute_map old, bool exists) const;
    /// Unless it is too large, or its index keys are wrong.
    result<stored_item> checked(table const& table, attribute_map const& written, stored_item after) const;
    /// Index keys that the update has read from elsewhere in the item.
    std::optional<service_error> check_updated_index_keys(table const& table, attribute_map const& written,
                                                          stored_item const& after) const;
    expression::binding const& update_binding() const noexcept
    {
        return updates_.tree ? updates_.bound : update_binding_;
    }
    expression::binding const& condition_binding() const noexcept
    {
        return expected_.tree ? expected_.bound : condition_binding_;
    }

    expression::substitutions given_;
    std::shared_ptr<expression::parsed<expression::condition> const> condition_;
    std::shared_ptr<expression::parsed<expression::update> const> update_;
    expression::binding condition_binding_;
    expression::binding update_binding_;
    legacy_condition expected_;
    legacy_update updates_;
};

/// Refuses paths into keys, which are scalars.
std::optional<service_error> check_scalars(table const& table,
                                           std::vector<expression::document_path const*> const& paths,
                                           expression::binding const& bound);
void collect_paths(expression::node const& here, std::vector<expression::document_path const*>& into);

/// Loads the expressions of PutItem, DeleteItem, UpdateItem or one action of a transaction, in AWS's order. Values stand
/// on the given level.
template <class Input>
std::optional<service_error> load_expressions(write_expressions& written, state& state, Input const& request,
                                              wording how, std::size_t level = 1)
{
    std::optional<std::string> const* update = nullptr;
    if constexpr (requires { request.UpdateExpression; }) update = &request.UpdateExpression;
    bool const has_update = update && *update;
    if (!request.ConditionExpression && !has_update) return std::nullopt;
    auto refused =
        written.load_maps(request.ExpressionAttributeNames, request.ExpressionAttributeValues, how, level);
    if (!refused && has_update) refused = written.load_update(state, **update, how);
    if (!refused && request.ConditionExpression)
        refused = written.load_condition(state, *request.ConditionExpression, how);
    return refused ? refused : written.check_unused(how);
}

} // namespace understudy::dynamodb
