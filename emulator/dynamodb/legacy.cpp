#include "dynamodb/legacy.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace understudy::dynamodb {

namespace {

using expression::node;
using expression::node_kind;
using maybe_refusal = std::optional<service_error>;
using values = std::vector<attribute_value>;

/// What an operator takes: how many values, of which types, and what it becomes.
struct operator_rule {
    std::string_view name;
    std::size_t count_min;
    std::size_t count_max;
    std::string_view types; // " S N "; empty: all
    node_kind kind;
    expression::function called = expression::function::unknown;
};

constexpr std::size_t many = 100'000;

constexpr std::array<operator_rule, 13> rules{{
    {"EQ", 1, 1, "", node_kind::equal},
    {"NE", 1, 1, "", node_kind::not_equal},
    {"LE", 1, 1, " S N B ", node_kind::less_equal},
    {"LT", 1, 1, " S N B ", node_kind::less},
    {"GE", 1, 1, " S N B ", node_kind::greater_equal},
    {"GT", 1, 1, " S N B ", node_kind::greater},
    {"NOT_NULL", 0, 0, "", node_kind::call, expression::function::attribute_exists},
    {"NULL", 0, 0, "", node_kind::call, expression::function::attribute_not_exists},
    {"CONTAINS", 1, 1, " S N B BOOL NULL ", node_kind::call, expression::function::contains},
    {"NOT_CONTAINS", 1, 1, " S N B BOOL NULL ", node_kind::negation, expression::function::contains},
    {"BEGINS_WITH", 1, 1, " S B ", node_kind::call, expression::function::begins_with},
    {"IN", 1, many, " S N B ", node_kind::in},
    {"BETWEEN", 2, 2, " S N B ", node_kind::between},
}};

operator_rule const& rule_of(std::string_view name)
{
    return *std::ranges::find(rules, name, &operator_rule::name);
}

bool takes(operator_rule const& rule, std::string_view type)
{
    return rule.types.empty() || rule.types.find(" " + std::string{type} + " ") != std::string_view::npos;
}

maybe_refusal check_rule(operator_rule const& rule, values const& given)
{
    if (given.size() < rule.count_min || given.size() > rule.count_max)
        return errors::argument_count(rule.name);
    auto const differs = [&](auto const& value) { return type_name(value) != type_name(given.front()); };
    if (std::ranges::any_of(given, differs)) return errors::arguments_differ_in_type();
    for (auto const& value : given) {
        if (!takes(rule, type_name(value))) return errors::argument_type(rule.name, type_name(value));
    }
    if (rule.kind == node_kind::between) {
        auto const order = dynamodb::order(normalised(given[0]), normalised(given[1]));
        if (order && *order > 0) return errors::range_reversed();
    }
    return std::nullopt;
}

maybe_refusal check_name(std::string_view name)
{
    bool const is_fine = name.size() <= limits::attribute_name_bytes_max;
    return is_fine ? std::nullopt : maybe_refusal{errors::attribute_name_is_too_long()};
}

maybe_refusal check_values(values const& given, wording how)
{
    for (auto const& value : given) {
        value_facts facts;
        if (auto refusal = check_value(value, facts, how)) return worded(how, std::move(*refusal));
    }
    return std::nullopt;
}

/// Puts a tree together whose slots are filled as it grows.
template <class Tree>
class builder {
public:
    explicit builder(legacy_expression<Tree>& out) : out_{out} {}

    node path(std::string_view name) { return {.kind = node_kind::path, .path = step_to(name)}; }
    expression::document_path step_to(std::string_view name)
    {
        out_.bound.names.push_back(name);
        return {{static_cast<std::uint32_t>(out_.bound.names.size() - 1), false}};
    }
    node value(attribute_value const& value)
    {
        out_.bound.values.push_back(&out_.values.emplace_front(normalised(value)));
        return {.kind = node_kind::value, .slot = static_cast<std::uint32_t>(out_.bound.values.size() - 1)};
    }

private:
    legacy_expression<Tree>& out_;
};

template <class Tree>
node joined(builder<Tree>& build, operator_rule const& rule, std::string_view name, values const& given)
{
    node result{.kind = rule.kind == node_kind::negation ? node_kind::call : rule.kind,
                .called = rule.called};
    result.operands.push_back(build.path(name));
    for (auto const& value : given) result.operands.push_back(build.value(value));
    if (rule.kind != node_kind::negation) return result;
    // What is missing contains nothing, and does not "not contain" either.
    node exists{.kind = node_kind::call, .called = expression::function::attribute_exists};
    exists.operands.push_back(build.path(name));
    node negation{.kind = node_kind::negation};
    negation.operands.push_back(std::move(result));
    node both{.kind = node_kind::all_of};
    both.operands = {std::move(exists), std::move(negation)};
    return both;
}

void keep(legacy_condition& out, std::vector<node> conditions, bool is_any)
{
    if (conditions.empty()) return;
    expression::parsed<expression::condition> parsed;
    parsed.tree.root.kind = is_any ? node_kind::any_of : node_kind::all_of;
    parsed.tree.root.operands = std::move(conditions);
    out.tree = std::make_shared<expression::parsed<expression::condition> const>(std::move(parsed));
}

/// The condition that an entry of Expected means.
maybe_refusal read_expected(std::string_view name, ExpectedAttributeValue const& entry,
                            operator_rule const*& rule, values& given)
{
    auto const& list = entry.AttributeValueList;
    if (entry.ComparisonOperator) {
        rule = &rule_of(*entry.ComparisonOperator);
        if (entry.Exists) return errors::exists_beside_operator(name);
        if (entry.Value && list) return errors::value_beside_list(name);
        if (!entry.Value && !list && rule->count_min > 0)
            return errors::operator_without_value(rule->name, name);
        given = entry.Value ? values{*entry.Value} : list.value_or(values{});
        return std::nullopt;
    }
    if (list) return errors::list_without_operator(name);
    bool const must_exist = entry.Exists.value_or(true);
    if (must_exist && !entry.Value) return errors::value_missing(entry.Exists ? "true" : "null", name);
    if (!must_exist && entry.Value) return errors::value_beside_exists(name);
    rule = &rule_of(must_exist ? "EQ" : "NULL");
    if (entry.Value) given = {*entry.Value};
    return std::nullopt;
}

maybe_refusal check_update(AttributeValueUpdate const& update)
{
    auto const action = update.Action.value_or("PUT");
    if (!update.Value) {
        return action == "DELETE" ? std::nullopt : maybe_refusal{errors::update_without_value()};
    }
    auto const type = type_name(*update.Value);
    bool const is_set = type == "SS" || type == "NS" || type == "BS";
    if (action == "DELETE" && !is_set) return errors::delete_action_type(type);
    if (action == "ADD" && !is_set && type != "N" && type != "L") return errors::add_action_type(type);
    return std::nullopt;
}

void check_operator(constraints& violated, std::optional<std::string> const& name, std::string_view path)
{
    violated.one_of(name,
                    {"IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE",
                     "BEGINS_WITH", "GE", "CONTAINS"},
                    path);
}

std::string join(parameters list)
{
    std::string text;
    for (auto const& parameter : list) {
        if (!parameter.is_given) continue;
        if (!text.empty()) text += ", ";
        text += parameter.name;
    }
    return text;
}

} // namespace

maybe_refusal check_arguments(Condition const& condition)
{
    return check_rule(rule_of(*condition.ComparisonOperator),
                      condition.AttributeValueList.value_or(values{}));
}

maybe_refusal load_filter(condition_map const& filter, bool is_any, wording how, legacy_condition& out)
{
    builder build{out};
    std::vector<node> conditions;
    for (auto const& [name, condition] : filter) {
        auto const& rule = rule_of(*condition.ComparisonOperator);
        auto const given = condition.AttributeValueList.value_or(values{});
        if (auto refusal = check_values(given, how)) return refusal;
        if (auto refusal = check_rule(rule, given)) return worded(how, std::move(*refusal));
        conditions.push_back(joined(build, rule, name, given));
    }
    keep(out, std::move(conditions), is_any);
    return std::nullopt;
}

maybe_refusal load_expected(expected_map const& expected, bool is_any, wording how, legacy_condition& out)
{
    builder build{out};
    std::vector<node> conditions;
    for (auto const& [name, entry] : expected) {
        if (auto refusal = check_name(name)) return worded(how, std::move(*refusal));
        if (entry.Value) {
            if (auto refusal = check_values({*entry.Value}, how)) return refusal;
        }
        if (entry.AttributeValueList) {
            if (auto refusal = check_values(*entry.AttributeValueList, how)) return refusal;
        }
        operator_rule const* rule = nullptr;
        values given;
        auto refusal = read_expected(name, entry, rule, given);
        if (!refusal) refusal = check_rule(*rule, given);
        if (refusal) return worded(how, std::move(*refusal));
        conditions.push_back(joined(build, *rule, name, given));
    }
    keep(out, std::move(conditions), is_any);
    return std::nullopt;
}

maybe_refusal load_updates(update_map const& updates, wording how, legacy_update& out)
{
    using expression::clause;
    builder build{out};
    expression::parsed<expression::update> parsed;
    for (auto const& [name, update] : updates) {
        if (name.empty()) return worded(how, errors::attribute_name_is_empty());
        if (auto refusal = check_name(name)) return worded(how, std::move(*refusal));
        if (update.Value) {
            if (auto refusal = check_values({*update.Value}, how)) return refusal;
        }
        if (auto refusal = check_update(update)) return worded(how, std::move(*refusal));
        auto const action = update.Action.value_or("PUT");
        expression::action step{.clause = clause::set, .target = build.step_to(name)};
        if (action == "DELETE") step.clause = update.Value ? clause::remove_members : clause::remove;
        if (action == "ADD") step.clause = clause::add;
        if (update.Value) step.operand = build.value(*update.Value);
        if (action == "ADD" && update.Value->get_if<list>()) {
            node stored{.kind = node_kind::call, .called = expression::function::if_not_exists};
            stored.operands = {build.path(name), build.value(list{})};
            node appended{.kind = node_kind::call, .called = expression::function::list_append};
            appended.operands = {std::move(stored), std::move(step.operand)};
            step.clause = clause::set;
            step.operand = std::move(appended);
        }
        parsed.tree.actions.push_back(std::move(step));
    }
    if (!parsed.tree.actions.empty())
        out.tree = std::make_shared<expression::parsed<expression::update> const>(std::move(parsed));
    return std::nullopt;
}

maybe_refusal load_attributes(string_list const& names, legacy_projection& out)
{
    builder build{out};
    std::set<std::string_view> seen;
    expression::parsed<expression::projection> parsed;
    for (auto const& name : names) {
        if (auto refusal = check_name(name)) return refusal;
        if (!seen.insert(name).second) return errors::attribute_to_get_duplicated(name);
        parsed.tree.paths.push_back(build.step_to(name));
    }
    out.tree = std::make_shared<expression::parsed<expression::projection> const>(std::move(parsed));
    return std::nullopt;
}

void check_operators(constraints& violated, std::optional<condition_map> const& conditions,
                     std::string_view path)
{
    if (!conditions) return;
    for (auto const& [name, condition] : *conditions) {
        auto const at = std::string{path} + "." + name + ".member.comparisonOperator";
        if (!condition.ComparisonOperator) violated.null(at);
        check_operator(violated, condition.ComparisonOperator, at);
    }
}

void check_operators(constraints& violated, std::optional<expected_map> const& conditions)
{
    if (!conditions) return;
    for (auto const& [name, entry] : *conditions)
        check_operator(violated, entry.ComparisonOperator, "expected." + name + ".member.comparisonOperator");
}

void check_actions(constraints& violated, std::optional<update_map> const& updates)
{
    if (!updates) return;
    for (auto const& [name, update] : *updates)
        violated.one_of(update.Action, {"ADD", "PUT", "DELETE"},
                        "attributeUpdates." + name + ".member.action");
}

maybe_refusal check_mixing(parameters old, parameters expressions)
{
    auto const one = join(old);
    auto const other = join(expressions);
    return one.empty() || other.empty() ? std::nullopt : maybe_refusal{errors::parameters_mixed(one, other)};
}

maybe_refusal check_conditional_operator(std::optional<std::string> const& given, std::size_t conditions)
{
    if (!given) return std::nullopt;
    if (conditions == 0) return errors::operator_without_conditions();
    return conditions == 1 ? maybe_refusal{errors::operator_with_one_condition()} : std::nullopt;
}

} // namespace understudy::dynamodb
