#include "dynamodb/key_condition.hpp"

#include "dynamodb/errors.hpp"
#include "dynamodb/legacy.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>

namespace understudy::dynamodb {

namespace {

using expression::node;
using expression::node_kind;
using maybe_refusal = std::optional<service_error>;

/// The predicates that AND joins, from left to right.
void collect(node const& here, std::vector<node const*>& into)
{
    if (here.kind != node_kind::all_of) return into.push_back(&here);
    for (auto const& part : here.operands) collect(part, into);
}

/// The first operator that no condition on keys can have; empty: none.
std::string_view invalid_operator(node const& here)
{
    bool const begins = here.kind == node_kind::call && here.called == expression::function::begins_with;
    if (here.kind == node_kind::any_of || here.kind == node_kind::negation || here.kind == node_kind::in
        || here.kind == node_kind::not_equal || (here.kind == node_kind::call && !begins)) {
        return operator_name(here);
    }
    if (here.kind != node_kind::all_of) return {};
    for (auto const& part : here.operands) {
        if (auto const found = invalid_operator(part); !found.empty()) return found;
    }
    return {};
}

std::string fault_of(node const& predicate)
{
    bool const is_call = predicate.kind == node_kind::call;
    auto const& operands = predicate.operands;
    if ((is_call || predicate.kind == node_kind::between) && operands[0].kind != node_kind::path) {
        return "Invalid condition in KeyConditionExpression: " + std::string{operator_name(predicate)}
               + " operator must have the key attribute as its first operand";
    }
    node const* path = nullptr;
    for (auto const& operand : operands) {
        if (operand.kind == node_kind::call)
            return "KeyConditionExpressions cannot contain nested operations";
        if (operand.kind != node_kind::path) continue;
        if (path)
            return "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition";
        path = &operand;
    }
    if (!path) return "Invalid condition in KeyConditionExpression: No key attribute specified";
    if (path->path.size() > 1) return "KeyConditionExpressions cannot have conditions on nested attributes";
    return {};
}

key_operator operator_of(node const& predicate, bool is_mirrored)
{
    switch (predicate.kind) {
    case node_kind::less: return is_mirrored ? key_operator::greater : key_operator::less;
    case node_kind::less_equal: return is_mirrored ? key_operator::greater_equal : key_operator::less_equal;
    case node_kind::greater: return is_mirrored ? key_operator::less : key_operator::greater;
    case node_kind::greater_equal:
        return is_mirrored ? key_operator::less_equal : key_operator::greater_equal;
    case node_kind::between: return key_operator::between;
    case node_kind::call: return key_operator::begins_with;
    default: return key_operator::equal;
    }
}

key_operator operator_named(std::string_view name)
{
    if (name == "EQ") return key_operator::equal;
    if (name == "LT") return key_operator::less;
    if (name == "LE") return key_operator::less_equal;
    if (name == "GT") return key_operator::greater;
    if (name == "GE") return key_operator::greater_equal;
    if (name == "BETWEEN") return key_operator::between;
    return name == "BEGINS_WITH" ? key_operator::begins_with : key_operator::not_indexable;
}

maybe_refusal check_condition(key_attribute const& key, key_condition const& condition, bool is_hash)
{
    if (condition.compares == key_operator::not_indexable) return errors::key_condition_not_indexable();
    for (auto const* value : condition.values) {
        if (value && type_name(*value) != key.type) return errors::key_condition_type();
    }
    if (is_hash && condition.compares != key_operator::equal) return errors::key_condition_not_supported();
    for (auto const* value : condition.values) {
        if (!value) continue;
        auto refusal = is_hash ? check_hash_value(key, *value) : check_range_value(key, *value);
        if (refusal) return refusal;
    }
    return std::nullopt;
}

/// Every hash key has its equality, and range keys are given from the left without a gap.
maybe_refusal check_wide(std::span<key_attribute const> hash_keys, std::span<key_attribute const> range_keys,
                         key_conditions const& conditions)
{
    for (auto const& key : hash_keys) {
        auto const* condition = conditions.on(key.name);
        if (!condition || condition->compares != key_operator::equal)
            return errors::hash_keys_need_equality(key.name);
    }
    key_attribute const* lacking = nullptr;
    std::size_t used = hash_keys.size();
    for (auto const& key : range_keys) {
        auto const* condition = conditions.on(key.name);
        if (condition && lacking) return errors::range_keys_need_equality(lacking->name, key.name);
        if (!lacking && (!condition || condition->compares != key_operator::equal)) lacking = &key;
        used += condition ? 1 : 0;
    }
    if (used == conditions.all.size()) return std::nullopt;
    auto const unused =
        std::ranges::find_if(range_keys, [&](auto const& key) { return !conditions.on(key.name); });
    return errors::key_condition_missing(unused == range_keys.end() ? hash_keys[0].name : unused->name);
}

std::string text(key_bytes const& key) { return std::string{key.view()}; }

/// The range that the conditions, known to be right, leave.
key_range make_range(read_target const& target, key_conditions const& conditions)
{
    key_bytes key;
    for (auto const& attribute : target.hash_keys()) key.add(*conditions.on(attribute.name)->values[0]);
    key.end_partition_key();
    key_condition const* last = nullptr;
    for (auto const& attribute : target.range_keys()) {
        last = conditions.on(attribute.name);
        if (!last || last->compares != key_operator::equal) break;
        key.add(*last->values[0]);
        last = nullptr;
    }
    auto const from = [&](std::string first, std::string end) {
        return key_range{std::move(first), std::move(end)};
    };
    auto const all_end = end_of_prefix(key.view());
    if (!last) return from(text(key), all_end);
    auto low = key;
    if (last->compares == key_operator::begins_with) {
        low.add_beginning(*last->values[0]);
        return from(text(low), end_of_prefix(low.view()));
    }
    low.add(*last->values[0]);
    switch (last->compares) {
    case key_operator::less: return from(text(key), text(low));
    case key_operator::less_equal: return from(text(key), end_of_prefix(low.view()));
    case key_operator::greater: return from(end_of_prefix(low.view()), all_end);
    case key_operator::greater_equal: return from(text(low), all_end);
    default: break;
    }
    auto high = key;
    high.add(*last->values[1]);
    return from(text(low), end_of_prefix(high.view()));
}

std::string print(item const& key)
{
    std::string text;
    for (auto const& [name, value] : key.attributes()) {
        if (!text.empty()) text += ", ";
        text += name + "=" + print_scalar(value);
    }
    return text;
}

} // namespace

key_condition const* key_conditions::on(std::string_view attribute) const noexcept
{
    auto const found = std::ranges::find(all, attribute, &key_condition::attribute);
    return found == all.end() ? nullptr : &*found;
}

std::variant<key_conditions, std::string> read_key_conditions(expression::condition const& condition,
                                                              expression::binding const& bound)
{
    if (auto const found = invalid_operator(condition.root); !found.empty())
        return "Invalid operator used in KeyConditionExpression: " + std::string{found};
    std::vector<node const*> predicates;
    collect(condition.root, predicates);
    key_conditions result;
    result.all.reserve(predicates.size());
    for (auto const* predicate : predicates) {
        if (auto fault = fault_of(*predicate); !fault.empty()) return fault;
        auto const& operands = predicate->operands;
        bool const is_mirrored = operands[0].kind != node_kind::path;
        auto const& path = operands[is_mirrored ? 1 : 0].path;
        key_condition read{.attribute = bound.name(path[0]),
                           .compares = operator_of(*predicate, is_mirrored)};
        read.values[0] = bound.values[operands[is_mirrored ? 0 : 1].slot];
        if (operands.size() > 2) read.values[1] = bound.values[operands[2].slot];
        result.all.push_back(read);
    }
    for (auto const& each : result.all) {
        if (result.on(each.attribute) != &each)
            return std::string{"KeyConditionExpressions must only contain one condition per key"};
    }
    return result;
}

result<key_conditions> read_key_conditions(condition_map const& conditions, wording how)
{
    key_conditions result{.is_legacy = true};
    for (auto const& [name, condition] : conditions) {
        for (auto const& value : condition.AttributeValueList.value_or(std::vector<attribute_value>{})) {
            value_facts facts;
            if (auto refusal = check_value(value, facts, how)) return worded(how, std::move(*refusal));
        }
        if (auto refusal = check_arguments(condition)) return std::move(*refusal);
        key_condition read{.attribute = name, .compares = operator_named(*condition.ComparisonOperator)};
        if (read.compares != key_operator::not_indexable) {
            for (std::size_t i = 0; i < condition.AttributeValueList->size(); ++i)
                read.values[i] =
                    &result.normalised.emplace_front(normalised((*condition.AttributeValueList)[i]));
        }
        result.all.push_back(read);
    }
    if (result.all.empty() || result.all.size() > 2 * limits::global_index_keys_max)
        return errors::wrong_number_of_conditions();
    return result;
}

std::span<key_attribute const> read_target::hash_keys() const noexcept
{
    if (index) return index->hash_keys;
    return {&table->keys.hash, 1};
}

std::span<key_attribute const> read_target::range_keys() const noexcept
{
    if (index) return index->range_keys;
    auto const& range = table->keys.range;
    return {range ? &*range : nullptr, range ? std::size_t{1} : 0};
}

bool read_target::has_key(std::string_view attribute) const
{
    return index ? index->key(attribute) != nullptr : table->keys.has(attribute);
}

std::size_t read_target::start_key_size() const
{
    auto size = hash_keys().size() + range_keys().size();
    if (!index) return size;
    size += index->key(table->keys.hash.name) ? 0 : 1;
    return size + (table->keys.range && !index->key(table->keys.range->name) ? 1 : 0);
}

item read_target::key_of(stored_item const& item) const
{
    attribute_map key;
    auto const add = [&](key_attribute const& attribute) {
        key.insert_or_assign(attribute.name, item.find(attribute.name)->read());
    };
    add(table->keys.hash);
    if (table->keys.range) add(*table->keys.range);
    if (index) {
        for (auto const& attribute : index->hash_keys) add(attribute);
        for (auto const& attribute : index->range_keys) add(attribute);
    }
    return dynamodb::item{std::move(key)};
}

key_bytes read_target::position_of(item const& key) const
{
    key_bytes position;
    for (auto const& attribute : hash_keys()) position.add(*key.find(attribute.name));
    position.end_partition_key();
    for (auto const& attribute : range_keys()) position.add(*key.find(attribute.name));
    if (!index) return position;
    position.add(*key.find(table->keys.hash.name));
    if (table->keys.range) position.add(*key.find(table->keys.range->name));
    return position;
}

maybe_refusal check_start_part(key_attribute const& key, item const& start)
{
    auto const* value = start.find(key.name);
    if (!value) return errors::start_key_invalid();
    if (type_name(*value) != key.type) return errors::key_does_not_match_schema();
    if (is_empty_scalar(*value))
        return errors::start_key_value(errors::key_is_empty(key.name, value->get_if<binary>() != nullptr));
    return std::nullopt;
}

maybe_refusal check_start_of_table(read_target const& target, item const& start)
{
    auto const& keys = target.table->keys;
    for (auto const* key : {&keys.hash, keys.range ? &*keys.range : nullptr}) {
        if (!key) continue;
        auto const* value = start.find(key->name);
        if (!value || type_name(*value) != key->type) return errors::start_key_does_not_match_schema();
        if (auto refusal = check_start_part(*key, start)) return refusal;
    }
    return std::nullopt;
}

result<key_range> range_of(read_target const& target, key_conditions const& conditions,
                           std::optional<item> const& start, wording how)
{
    auto const hash_keys = target.hash_keys();
    auto const range_keys = target.range_keys();
    bool const is_wide = hash_keys.size() > 1 || range_keys.size() > 1;
    auto const keys_max = hash_keys.size() + range_keys.size();
    auto const given = conditions.all.size();
    auto const check_key = [&](key_attribute const& key, bool is_hash) -> maybe_refusal {
        if (start) {
            if (auto refusal = check_start_part(key, *start)) return refusal;
        }
        bool const is_classic = how == wording::classic;
        if ((conditions.is_legacy || is_classic) && !is_wide && given > 2)
            return errors::wrong_number_of_conditions();
        if (given > keys_max) {
            return is_classic ? errors::key_condition_not_supported()
                              : errors::too_many_conditions(given, keys_max);
        }
        auto const* condition = conditions.on(key.name);
        bool const is_needed = is_hash || (!is_wide && given > 1);
        if (!condition && !is_needed) return std::nullopt;
        if (!condition) {
            return is_wide ? errors::hash_keys_need_equality(key.name)
                           : errors::key_condition_missing(key.name);
        }
        if (is_wide && is_hash && condition->compares != key_operator::equal)
            return errors::hash_keys_need_equality(key.name);
        return check_condition(key, *condition, is_hash);
    };
    for (auto const& key : hash_keys) {
        if (auto refusal = check_key(key, true)) return std::move(*refusal);
    }
    for (auto const& key : range_keys) {
        if (auto refusal = check_key(key, false)) return std::move(*refusal);
    }
    if (is_wide) {
        if (auto refusal = check_wide(hash_keys, range_keys, conditions)) return std::move(*refusal);
    }
    return make_range(target, conditions);
}

maybe_refusal check_start_key(read_target const& target, key_conditions const& conditions,
                              key_range const& range, item const& start)
{
    auto const hash_keys = target.hash_keys();
    bool const has_sort_condition = conditions.all.size() > hash_keys.size();
    if (!target.index) {
        if (!target.table->keys.range) return errors::start_key_of_single_item(print(start));
        bool const is_one = has_sort_condition
                            && conditions.on(target.table->keys.range->name)->compares == key_operator::equal;
        if (is_one) return errors::query_cannot_be_restarted();
    }
    if (range.holds(target.position_of(start).view())) return std::nullopt;
    if (!has_sort_condition) return errors::start_key_outside_query();
    auto here = start.attributes(); // as if it stood in the partition that is asked for
    for (auto const& key : hash_keys) here.insert_or_assign(key.name, *conditions.on(key.name)->values[0]);
    bool const only_hash_differs = range.holds(target.position_of(item{std::move(here)}).view());
    return only_hash_differs ? errors::query_cannot_be_restarted() : errors::start_key_outside_range();
}

} // namespace understudy::dynamodb
