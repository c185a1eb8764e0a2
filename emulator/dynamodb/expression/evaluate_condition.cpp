#include "codec/utf8.hpp"
#include "dynamodb/expression/condition.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>
#include <forward_list>
#include <optional>

namespace understudy::dynamodb::expression {

namespace {

/// What size() tells; nothing for numbers, booleans and nulls.
std::optional<std::size_t> size_told(attribute_value const& value)
{
    if (auto const* s = value.get_if<std::string>()) return codec::count_characters(*s);
    if (auto const* b = value.get_if<binary>()) return b->bytes.size();
    if (auto const* set = value.get_if<string_set>()) return set->values.size();
    if (auto const* set = value.get_if<number_set>()) return set->values.size();
    if (auto const* set = value.get_if<binary_set>()) return set->values.size();
    if (auto const* elements = value.get_if<list>()) return elements->size();
    if (auto const* members = value.get_if<attribute_map>()) return members->size();
    return std::nullopt;
}

bool holds_member(std::vector<std::string> const& set, std::string_view member)
{
    return std::find(set.begin(), set.end(), member) != set.end();
}

bool contains(attribute_value const& whole, attribute_value const& part)
{
    if (auto const* elements = whole.get_if<list>()) {
        return std::any_of(elements->begin(), elements->end(), [&](auto const& e) { return equal(e, part); });
    }
    if (auto const* s = part.get_if<std::string>()) {
        if (auto const* text = whole.get_if<std::string>()) return text->find(*s) != std::string::npos;
        auto const* set = whole.get_if<string_set>();
        return set && holds_member(set->values, *s);
    }
    if (auto const* b = part.get_if<binary>()) {
        if (auto const* bytes = whole.get_if<binary>())
            return bytes->bytes.find(b->bytes) != std::string::npos;
        auto const* set = whole.get_if<binary_set>();
        return set && holds_member(set->values, b->bytes);
    }
    auto const* n = part.get_if<number>();
    auto const* set = whole.get_if<number_set>();
    return n && set && holds_member(set->values, n->text);
}

bool begins_with(attribute_value const& whole, attribute_value const& start)
{
    if (auto const* s = whole.get_if<std::string>()) {
        auto const* prefix = start.get_if<std::string>();
        return prefix && s->starts_with(*prefix);
    }
    auto const* bytes = whole.get_if<binary>();
    auto const* prefix = start.get_if<binary>();
    return bytes && prefix && bytes->bytes.starts_with(prefix->bytes);
}

class evaluator {
public:
    evaluator(binding const& bound, attribute_map const& item) : bound_{bound}, item_{item} {}

    bool holds(node const& here) const
    {
        auto const& parts = here.operands;
        auto const each = [this](node const& part) { return holds(part); };
        switch (here.kind) {
        case node_kind::all_of: return std::all_of(parts.begin(), parts.end(), each);
        case node_kind::any_of: return std::any_of(parts.begin(), parts.end(), each);
        case node_kind::negation: return !holds(parts[0]);
        case node_kind::call: return call(here);
        default: return compare(here);
        }
    }

private:
    /// What an operand comes to: a value of the request or of the item, or a size. Null: there is none.
    attribute_value const* evaluate(node const& here) const
    {
        if (here.kind == node_kind::value) return bound_.values[here.slot];
        if (here.kind == node_kind::path) return find(here.path, bound_, item_);
        auto const* inner = evaluate(here.operands[0]);
        auto const size = inner ? size_told(*inner) : std::nullopt;
        return size ? &sizes_.emplace_front(number{std::to_string(*size)}) : nullptr;
    }

    bool call(node const& here) const
    {
        auto const* first = evaluate(here.operands[0]);
        if (here.called == function::attribute_exists) return first;
        if (here.called == function::attribute_not_exists) return !first;
        auto const* second = evaluate(here.operands[1]);
        if (!first || !second) return false;
        switch (here.called) {
        case function::attribute_type: return type_name(*first) == *second->get_if<std::string>();
        case function::begins_with: return begins_with(*first, *second);
        case function::contains: return contains(*first, *second);
        default: return false;
        }
    }

    bool compare(node const& here) const
    {
        auto const* first = evaluate(here.operands[0]);
        if (here.kind == node_kind::in) {
            return first
                   && std::any_of(here.operands.begin() + 1, here.operands.end(), [&](auto const& candidate) {
                          auto const* value = evaluate(candidate);
                          return value && equal(*first, *value);
                      });
        }
        auto const* second = evaluate(here.operands[1]);
        bool const both = first && second;
        if (here.kind == node_kind::equal) return both && equal(*first, *second);
        if (here.kind == node_kind::not_equal) return !both || !equal(*first, *second);
        if (!both) return false;
        auto const order = dynamodb::order(*first, *second);
        if (!order) return false;
        switch (here.kind) {
        case node_kind::less: return *order < 0;
        case node_kind::less_equal: return *order <= 0;
        case node_kind::greater: return *order > 0;
        case node_kind::greater_equal: return *order >= 0;
        default: break;
        }
        auto const* third = evaluate(here.operands[2]);
        auto const upper = third ? dynamodb::order(*first, *third) : std::nullopt;
        return *order >= 0 && upper && *upper <= 0;
    }

    binding const& bound_;
    attribute_map const& item_;
    mutable std::forward_list<attribute_value> sizes_; // what size() has told
};

} // namespace

bool holds(condition const& condition, binding const& bound, attribute_map const& item)
{
    return evaluator{bound, item}.holds(condition.root);
}

} // namespace understudy::dynamodb::expression
