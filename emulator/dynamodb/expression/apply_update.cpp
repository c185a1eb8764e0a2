#include "dynamodb/errors.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/expression/update.hpp"
#include "dynamodb/number.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>
#include <unordered_set>

namespace understudy::dynamodb::expression {

namespace {

result<attribute_value> sum_of(attribute_value const& a, attribute_value const& b, bool subtracting)
{
    auto const* left = a.get_if<number>();
    auto const* right = b.get_if<number>();
    if (!left || !right) return errors::update_operand_type();
    auto const x = stored_number(left->text);
    auto const y = stored_number(right->text);
    auto const sum = subtracting ? subtract(x, y) : add(x, y);
    if (auto const* fault = std::get_if<number_fault>(&sum)) return errors::invalid_number(*fault, {});
    return attribute_value{number{std::get<decimal>(sum).to_string()}};
}

/// Right-hand sides, read from the item as it was before the update.
class reader {
public:
    reader(binding const& bound, attribute_map const& old) : bound_{bound}, old_{old} {}

    result<attribute_value> value_of(node const& here) const
    {
        switch (here.kind) {
        case node_kind::value: return *bound_.values[here.slot];
        case node_kind::path: {
            auto const* found = find(here.path, bound_, old_);
            if (!found) return errors::update_reads_missing_attribute();
            return *found;
        }
        case node_kind::call:
            return here.called == function::list_append ? appended(here) : existing_or_else(here);
        default: break;
        }
        auto left = value_of(here.operands[0]);
        if (!left) return left.error();
        auto right = value_of(here.operands[1]);
        if (!right) return right.error();
        return sum_of(*left, *right, here.kind == node_kind::minus);
    }

private:
    result<attribute_value> existing_or_else(node const& here) const
    {
        if (auto const* found = find(here.operands[0].path, bound_, old_)) return *found;
        return value_of(here.operands[1]);
    }

    result<attribute_value> appended(node const& here) const
    {
        auto front = value_of(here.operands[0]);
        if (!front) return front.error();
        auto back = value_of(here.operands[1]);
        if (!back) return back.error();
        auto* elements = front->get_if<list>();
        auto* more = back->get_if<list>();
        if (!elements || !more) return errors::update_operand_type();
        elements->insert(elements->end(), std::make_move_iterator(more->begin()),
                         std::make_move_iterator(more->end()));
        return std::move(*front);
    }

    binding const& bound_;
    attribute_map const& old_;
};

/// What ADD makes of a stored set, or nothing when the types differ.
template <class Set>
bool unite(attribute_value& stored, attribute_value const& added)
{
    auto* set = stored.get_if<Set>();
    auto const* more = added.get_if<Set>();
    if (!set || !more) return false;
    std::unordered_set<std::string_view> present{set->values.begin(), set->values.end()};
    std::vector<std::string> missing;
    for (auto const& member : more->values) {
        if (!present.contains(member)) missing.push_back(member);
    }
    std::move(missing.begin(), missing.end(), std::back_inserter(set->values));
    if constexpr (!std::is_same_v<Set, number_set>) std::sort(set->values.begin(), set->values.end());
    return true;
}

template <class Set>
bool take_away(attribute_value& stored, attribute_value const& taken, bool& is_empty)
{
    auto* set = stored.get_if<Set>();
    auto const* less = taken.get_if<Set>();
    if (!set || !less) return false;
    std::unordered_set<std::string_view> const gone{less->values.begin(), less->values.end()};
    std::erase_if(set->values, [&](auto const& member) { return gone.contains(member); });
    is_empty = set->values.empty();
    return true;
}

result<attribute_value> added(attribute_value const* stored, attribute_value const& operand)
{
    if (!stored) return operand;
    if (operand.get_if<number>()) return sum_of(*stored, operand, false);
    auto result = *stored;
    bool const fits = unite<string_set>(result, operand) || unite<number_set>(result, operand)
                      || unite<binary_set>(result, operand);
    if (!fits) return errors::update_operand_type();
    return result;
}

/// Reads everything from the old item first, then writes to it.
class application {
public:
    application(binding const& bound, attribute_map old, bool exists)
        : bound_{bound}, old_{std::move(old)}, exists_{exists}
    {}

    result<void> plan(action const& action)
    {
        bool const creates = action.clause == clause::set || action.clause == clause::add;
        if (!exists_ && !creates) return {}; // there is nothing to take away
        if (!has_parent(action.target)) return errors::update_path_invalid();
        auto const* stored = find(action.target, bound_, old_);
        switch (action.clause) {
        case clause::set: return write(action.target, reader{bound_, old_}.value_of(action.operand));
        case clause::add: return write(action.target, added(stored, *bound_.values[action.operand.slot]));
        case clause::remove:
            if (stored) removals_.push_back(&action.target);
            return {};
        case clause::remove_members: break;
        }
        return stored ? take_members(action, *stored) : result<void>{};
    }

    attribute_map carry_out()
    {
        auto item = std::move(old_);
        std::vector<assignment*> appended;
        for (auto& writing : writings_) {
            if (!replace(item, writing)) appended.push_back(&writing);
        }
        // Elements beyond the end of a list come behind it in the order of their indexes.
        std::sort(appended.begin(), appended.end(),
                  [&](auto const* a, auto const* b) { return comes_before(*a->target, *b->target, bound_); });
        for (auto* writing : appended)
            parent(item, *writing->target)->get_if<list>()->push_back(std::move(writing->value));
        // From the back, so that no index shifts before it has been used.
        std::sort(removals_.begin(), removals_.end(),
                  [&](auto const* a, auto const* b) { return comes_before(*b, *a, bound_); });
        for (auto const* target : removals_) remove(item, *target);
        return item;
    }

private:
    struct assignment {
        document_path const* target;
        attribute_value value;
    };

    result<void> write(document_path const& target, result<attribute_value> value)
    {
        if (!value) return value.error();
        if (is_nested_too_deep(*value, target.size())) return errors::nested_too_deep();
        writings_.push_back({&target, std::move(*value)});
        return {};
    }

    result<void> take_members(action const& action, attribute_value const& stored)
    {
        auto rest = stored;
        auto const& taken = *bound_.values[action.operand.slot];
        bool is_empty = false;
        bool const fits = take_away<string_set>(rest, taken, is_empty)
                          || take_away<number_set>(rest, taken, is_empty)
                          || take_away<binary_set>(rest, taken, is_empty);
        if (!fits) return errors::update_operand_type();
        if (is_empty) {
            removals_.push_back(&action.target);
        } else {
            writings_.push_back({&action.target, std::move(rest)});
        }
        return {};
    }

    /// Only the last step of a target may lead nowhere.
    bool has_parent(document_path const& target) const
    {
        if (target.size() == 1) return true;
        auto const* above = find(document_path(target.begin(), target.end() - 1), bound_, old_);
        return above
               && (target.back().is_index ? above->get_if<list>() != nullptr
                                          : above->get_if<attribute_map>() != nullptr);
    }

    attribute_value* parent(attribute_map& item, document_path const& target) const
    {
        auto* value = &item.find(bound_.name(target[0]))->second;
        for (std::size_t i = 1; i + 1 < target.size(); ++i) {
            value = target[i].is_index
                        ? &(*value->get_if<list>())[target[i].value]
                        : &value->get_if<attribute_map>()->find(bound_.name(target[i]))->second;
        }
        return value;
    }

    /// False when the target is an element beyond the end of its list.
    bool replace(attribute_map& item, assignment& writing) const
    {
        auto const& target = *writing.target;
        auto const last = target.back();
        if (last.is_index) {
            auto& elements = *parent(item, target)->get_if<list>();
            if (last.value >= elements.size()) return false;
            elements[last.value] = std::move(writing.value);
            return true;
        }
        auto& members = target.size() == 1 ? item : *parent(item, target)->get_if<attribute_map>();
        members.insert_or_assign(std::string{bound_.name(last)}, std::move(writing.value));
        return true;
    }

    void remove(attribute_map& item, document_path const& target) const
    {
        auto const last = target.back();
        if (last.is_index) {
            auto& elements = *parent(item, target)->get_if<list>();
            elements.erase(elements.begin() + last.value);
            return;
        }
        auto& members = target.size() == 1 ? item : *parent(item, target)->get_if<attribute_map>();
        members.erase(members.find(bound_.name(last)));
    }

    binding const& bound_;
    attribute_map old_;
    bool exists_;
    std::vector<assignment> writings_;
    std::vector<document_path const*> removals_;
};

} // namespace

result<attribute_map> apply(update const& update, binding const& bound, attribute_map old, bool exists)
{
    application application{bound, std::move(old), exists};
    for (auto const& action : update.actions) {
        if (auto planned = application.plan(action); !planned) return planned.error();
    }
    return application.carry_out();
}

} // namespace understudy::dynamodb::expression
