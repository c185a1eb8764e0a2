// The parameters of the operations on single items, checked in AWS's order: constraints, parameters without a purpose,
// expressions. What is left to do then needs the table.
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/expression/condition.hpp"
#include "dynamodb/expression/update.hpp"
#include "dynamodb/state.hpp"
#include "dynamodb/wording.hpp"

namespace understudy::dynamodb {

/// What the model forbids: missing members, unknown enumerators, ill-formed names.
std::optional<service_error> check_constraints(PutItemInput const& request);
std::optional<service_error> check_constraints(UpdateItemInput const& request);
std::optional<service_error> check_constraints(DeleteItemInput const& request);
std::optional<service_error> check_constraints(GetItemInput const& request);

/// Names and values without any expression that could use them.
std::optional<service_error> check_superfluous_maps(PutItemInput const& request);
std::optional<service_error> check_superfluous_maps(UpdateItemInput const& request);
std::optional<service_error> check_superfluous_maps(DeleteItemInput const& request);
std::optional<service_error> check_superfluous_maps(GetItemInput const& request);

/// PutItem and DeleteItem know two of the five ReturnValues.
std::optional<service_error> check_return_values(PutItemInput const& request);
std::optional<service_error> check_return_values(DeleteItemInput const& request);

/// The expressions of a write. Refers to the request, which must outlive it.
class write_expressions {
public:
    std::optional<service_error> load(state& state, PutItemInput const& request);
    std::optional<service_error> load(state& state, DeleteItemInput const& request);
    std::optional<service_error> load(state& state, UpdateItemInput const& request);

    bool has_condition() const noexcept { return condition_ != nullptr; }
    bool has_update() const noexcept { return update_ != nullptr; }
    bool condition_holds(item const& item) const;
    bool creates_item() const noexcept { return expression::creates_item(update_->tree); }

    /// Nothing is read from within a key.
    std::optional<service_error> check_paths(table const& table) const;
    /// No key is written, no index key gets a type that the index does not take, and the statement is not too large.
    std::optional<service_error> check_targets(table const& table) const;

    /// The item after the update; without an update expression, the item as it is.
    result<attribute_map> apply(attribute_map const& old, bool exists) const;
    /// Index keys that the update has read from elsewhere in the item.
    std::optional<service_error> check_updated_index_keys(table const& table, item const& after) const;
    /// What the targets of the update lead to.
    attribute_map touched(item const& item) const;

private:
    std::optional<service_error> load_update(state& state, std::string const& text);
    std::optional<service_error> load_condition(state& state, std::string const& text);

    expression::substitutions given_;
    std::shared_ptr<expression::parsed<expression::condition> const> condition_;
    std::shared_ptr<expression::parsed<expression::update> const> update_;
    expression::binding condition_binding_;
    expression::binding update_binding_;
};

/// The projection of a read.
class read_expressions {
public:
    std::optional<service_error> load(state& state, GetItemInput const& request);

    std::optional<service_error> check_paths(table const& table) const;
    /// The item, or what the projection leaves of it.
    item select(item const& item) const;

private:
    std::vector<expression::document_path const*> paths() const;

    expression::substitutions given_;
    std::shared_ptr<expression::parsed<expression::projection> const> projection_;
    expression::binding binding_;
};

} // namespace understudy::dynamodb
