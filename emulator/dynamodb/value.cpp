#include "dynamodb/value.hpp"

#include "core/digest.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/number.hpp"

#include <algorithm>
#include <set>

namespace understudy::dynamodb {

bool is_nested_too_deep(attribute_value const& value, std::size_t level, std::size_t last)
{
    if (level > last) return true;
    auto const below = [=](auto const& child) { return is_nested_too_deep(child, level + 1, last); };
    if (auto const* elements = value.get_if<list>())
        return std::any_of(elements->begin(), elements->end(), below);
    if (auto const* members = value.get_if<attribute_map>()) {
        return std::any_of(members->begin(), members->end(),
                           [&](auto const& member) { return below(member.second); });
    }
    return false;
}

bool is_nested_too_deep(attribute_map const& attributes, std::size_t last)
{
    return std::any_of(attributes.begin(), attributes.end(),
                       [=](auto const& member) { return is_nested_too_deep(member.second, 1, last); });
}

namespace {

bool has_duplicates(std::vector<std::string> const& members)
{
    std::vector<std::string_view> sorted{members.begin(), members.end()};
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

/// The members as AWS prints them: those before the first repetition in order, the repetition, the rest as sent.
std::string print_duplicates(std::vector<std::string> const& members, std::string_view separator,
                             std::string (*encode)(std::string_view))
{
    std::set<std::string_view> seen;
    auto next = members.begin();
    while (next != members.end() && seen.insert(*next).second) ++next;
    std::string text;
    auto const print = [&](std::string_view member) {
        if (!text.empty()) text += separator;
        text += '"';
        text += encode(member);
        text += '"';
    };
    for (auto const member : seen) print(member);
    for (; next != members.end(); ++next) print(*next);
    return text;
}

std::string print_as_sent(std::vector<std::string> const& members, std::string (*encode)(std::string_view))
{
    std::string text;
    for (auto const& member : members) {
        if (&member != &members.front()) text += ", ";
        text += encode(member);
    }
    return text;
}

/// One walk over a value: the first thing wrong with it, its size, whether its numbers are normal.
class checker {
public:
    checker(value_facts& facts, wording how) : facts_{facts}, is_older_{has_older_values(how)} {}

    bool visit(attribute_value const& value, std::size_t level)
    {
        if (level > limits::nesting_levels_max) return refuse(errors::nested_too_deep());
        return std::visit([&](auto const& v) { return check(v, level); }, value.value);
    }

    std::optional<value_refusal> refusal;
    bool found_empty_nested_name = false;

private:
    bool refuse(service_error error, value_fault fault = value_fault::of_type)
    {
        refusal = value_refusal{std::move(error), true, fault};
        return false;
    }
    bool refuse_repetition(service_error error)
    {
        return refuse(std::move(error), value_fault::of_repetition);
    }

    bool check(std::string const& s, std::size_t)
    {
        facts_.bytes += s.size();
        return true;
    }
    bool check(binary const& b, std::size_t)
    {
        facts_.bytes += b.bytes.size();
        return true;
    }
    bool check(bool, std::size_t)
    {
        facts_.bytes += 1;
        return true;
    }
    bool check(null, std::size_t)
    {
        facts_.bytes += 1;
        return true;
    }
    bool check(number const& n, std::size_t)
    {
        auto const parsed = decimal::parse(n.text);
        if (auto const* fault = std::get_if<number_fault>(&parsed)) {
            return refuse(is_older_ ? errors::invalid_number_of_old(*fault, n.text)
                                    : errors::invalid_number(*fault, n.text),
                          value_fault::of_number);
        }
        facts_.bytes += std::get<decimal>(parsed).size();
        facts_.is_normal = facts_.is_normal && is_plainly_normal(n.text);
        return true;
    }
    bool check(string_set const& set, std::size_t)
    {
        if (set.values.empty()) return refuse(errors::string_set_is_empty());
        if (has_duplicates(set.values)) {
            auto const as_is = [](std::string_view member) { return std::string{member}; };
            return refuse_repetition(errors::string_set_has_duplicates(
                is_older_ ? print_as_sent(set.values, as_is) : print_duplicates(set.values, ", ", as_is)));
        }
        return add_members(set.values);
    }
    bool check(binary_set const& set, std::size_t)
    {
        if (set.values.empty()) return refuse(errors::binary_set_is_empty());
        if (has_duplicates(set.values)) {
            return refuse_repetition(errors::binary_set_has_duplicates(
                is_older_ ? print_as_sent(set.values, base64_encode)
                          : print_duplicates(set.values, ",", base64_encode)));
        }
        return add_members(set.values);
    }
    bool add_members(std::vector<std::string> const& members)
    {
        for (auto const& member : members) facts_.bytes += member.size();
        facts_.is_normal = facts_.is_normal && std::is_sorted(members.begin(), members.end());
        return true;
    }
    bool check(number_set const& set, std::size_t level)
    {
        if (set.values.empty()) return refuse(errors::number_set_is_empty(), value_fault::of_number);
        std::vector<std::string> normal;
        normal.reserve(set.values.size());
        for (auto const& member : set.values) {
            if (!check(number{member}, level)) return false;
            normal.push_back(stored_number(member).to_string());
        }
        return !has_duplicates(normal)
               || refuse_repetition(is_older_ ? errors::number_set_of_old_has_duplicates()
                                              : errors::number_set_has_duplicates());
    }
    bool check(list const& elements, std::size_t level)
    {
        facts_.bytes += 3 + elements.size();
        return std::all_of(elements.begin(), elements.end(),
                           [&](auto const& element) { return visit(element, level + 1); });
    }
    bool check(attribute_map const& members, std::size_t level)
    {
        facts_.bytes += 3 + members.size();
        return std::all_of(members.begin(), members.end(), [&](auto const& member) {
            if (member.first.empty()) {
                found_empty_nested_name = true;
                return refuse(errors::attribute_name_is_empty());
            }
            if (member.first.size() > limits::attribute_name_bytes_max) {
                return refuse(errors::attribute_name_is_too_long());
            }
            facts_.bytes += member.first.size();
            return visit(member.second, level + 1);
        });
    }
    bool check(malformed const& what, std::size_t level)
    {
        switch (what.reason) {
        case malformed::fault::null_is_false: return refuse(errors::null_is_not_true());
        case malformed::fault::null_in_set: return refuse(errors::set_holds_null());
        case malformed::fault::no_member: break;
        case malformed::fault::several_members:
            for (auto const& member : what.members) {
                auto const* inner = member.template get_if<malformed>();
                bool const is_several = inner && inner->reason == malformed::fault::several_members;
                if (!is_several && !visit(member, level)) return false;
            }
            refusal = value_refusal{errors::value_has_several_types(), false};
            return false;
        }
        refusal = value_refusal{errors::value_is_empty(), false};
        return false;
    }

    value_facts& facts_;
    bool is_older_;
};

template <class Set>
attribute_value in_order(Set set)
{
    std::sort(set.values.begin(), set.values.end());
    return set;
}

attribute_value normalise_number(number const& n)
{
    return is_plainly_normal(n.text) ? n : number{stored_number(n.text).to_string()};
}

} // namespace

std::optional<value_refusal> check_value(attribute_value const& value, value_facts& facts, wording how,
                                         std::size_t level)
{
    checker check{facts, how};
    if (check.visit(value, level)) return std::nullopt;
    return std::move(check.refusal);
}

std::optional<value_refusal> check_item(attribute_map const& attributes, value_facts& facts, wording how)
{
    for (auto const& [name, value] : attributes) {
        if (name.empty()) return value_refusal{errors::attribute_name_is_empty()};
        if (name.size() > limits::attribute_name_bytes_max)
            return value_refusal{errors::attribute_name_is_too_long()};
        facts.bytes += name.size();
    }
    checker check{facts, how};
    for (auto const& [name, value] : attributes) {
        if (check.visit(value, 1)) continue;
        // A value that is too deep anywhere is told before a nested name that is empty.
        if (check.found_empty_nested_name && is_nested_too_deep(attributes))
            return value_refusal{errors::nested_too_deep()};
        return std::move(check.refusal);
    }
    return std::nullopt;
}

std::optional<service_error> check_key_values(attribute_map const& key, wording how)
{
    value_facts facts;
    auto refusal = check_item(key, facts, how);
    return refusal ? std::optional{worded(how, std::move(*refusal))} : std::nullopt;
}

service_error worded(wording how, value_refusal refusal)
{
    return refusal.is_worded ? worded(how, std::move(refusal.error)) : std::move(refusal.error);
}

std::string print_scalar(attribute_value const& value)
{
    std::string text{"AttributeValue: {"};
    text += type_name(value);
    text += ':';
    if (auto const* s = value.get_if<std::string>()) text += *s;
    if (auto const* n = value.get_if<number>()) text += n->text;
    if (auto const* b = value.get_if<binary>()) text += base64_encode(b->bytes);
    return text += '}';
}

attribute_value normalised(attribute_value const& value)
{
    if (auto const* n = value.get_if<number>()) return normalise_number(*n);
    if (auto const* set = value.get_if<number_set>()) {
        number_set result;
        for (auto const& member : set->values) result.values.push_back(stored_number(member).to_string());
        return result;
    }
    if (auto const* set = value.get_if<string_set>()) return in_order(*set);
    if (auto const* set = value.get_if<binary_set>()) return in_order(*set);
    if (auto const* elements = value.get_if<list>()) {
        list result;
        result.reserve(elements->size());
        for (auto const& element : *elements) result.push_back(normalised(element));
        return result;
    }
    if (auto const* members = value.get_if<attribute_map>()) return normalised(*members);
    return value;
}

attribute_map normalised(attribute_map const& attributes)
{
    attribute_map result;
    result.reserve(attributes.size());
    for (auto const& [name, value] : attributes) result.emplace_hint(result.end(), name, normalised(value));
    return result;
}

namespace {

struct sizer {
    std::size_t operator()(std::string const& s) const { return s.size(); }
    std::size_t operator()(binary const& b) const { return b.bytes.size(); }
    std::size_t operator()(bool) const { return 1; }
    std::size_t operator()(null) const { return 1; }
    std::size_t operator()(number const& n) const { return stored_number(n.text).size(); }
    std::size_t operator()(string_set const& set) const { return sum(set.values); }
    std::size_t operator()(binary_set const& set) const { return sum(set.values); }
    std::size_t operator()(number_set const& set) const
    {
        std::size_t total = 0;
        for (auto const& member : set.values) total += stored_number(member).size();
        return total;
    }
    std::size_t operator()(list const& elements) const
    {
        std::size_t total = 3 + elements.size();
        for (auto const& element : elements) total += size_of(element);
        return total;
    }
    std::size_t operator()(attribute_map const& members) const
    {
        return 3 + members.size() + size_of(members);
    }
    std::size_t operator()(malformed const&) const { return 0; }

    static std::size_t sum(std::vector<std::string> const& values)
    {
        std::size_t total = 0;
        for (auto const& value : values) total += value.size();
        return total;
    }
};

/// Equality of sets whose members are distinct.
bool same_members(std::vector<std::string> const& a, std::vector<std::string> const& b)
{
    if (a.size() != b.size()) return false;
    if (a == b) return true;
    std::vector<std::string_view> left{a.begin(), a.end()};
    std::vector<std::string_view> right{b.begin(), b.end()};
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    return left == right;
}

} // namespace

std::size_t size_of(attribute_value const& value) { return std::visit(sizer{}, value.value); }

std::size_t size_of(attribute_map const& attributes)
{
    std::size_t total = 0;
    for (auto const& [name, value] : attributes) total += name.size() + size_of(value);
    return total;
}

namespace {

std::size_t size_of_texts(stored_texts texts, bool are_numbers)
{
    std::size_t bytes = 0;
    for (std::string_view text; texts.next(text);)
        bytes += are_numbers ? stored_number(text).size() : text.size();
    return bytes;
}

std::size_t size_of_elements(stored_elements elements)
{
    std::size_t bytes = 3;
    for (stored_value element; elements.next(element);) bytes += 1 + size_of(element);
    return bytes;
}

std::size_t size_of_members(stored_members members)
{
    std::size_t bytes = 3;
    std::string_view name;
    for (stored_value value; members.next(name, value);) bytes += 1 + name.size() + size_of(value);
    return bytes;
}

} // namespace

std::size_t size_of(stored_value const& value)
{
    switch (value.type) {
    case value_type::N: return stored_number(value.bytes).size();
    case value_type::NULL_: return 1;
    case value_type::SS:
    case value_type::BS: return size_of_texts(stored_texts{value.bytes}, false);
    case value_type::NS: return size_of_texts(stored_texts{value.bytes}, true);
    case value_type::L: return size_of_elements(stored_elements{value.bytes});
    case value_type::M: return size_of_members(stored_members{value.bytes});
    default: return value.bytes.size();
    }
}

bool equal(attribute_value const& a, attribute_value const& b)
{
    if (a.value.index() != b.value.index()) return false;
    if (auto const* set = a.get_if<string_set>())
        return same_members(set->values, b.get_if<string_set>()->values);
    if (auto const* set = a.get_if<number_set>())
        return same_members(set->values, b.get_if<number_set>()->values);
    if (auto const* set = a.get_if<binary_set>())
        return same_members(set->values, b.get_if<binary_set>()->values);
    if (auto const* elements = a.get_if<list>()) {
        auto const& others = *b.get_if<list>();
        return std::equal(elements->begin(), elements->end(), others.begin(), others.end(), equal);
    }
    if (auto const* members = a.get_if<attribute_map>()) {
        auto const& others = *b.get_if<attribute_map>();
        return std::equal(
            members->begin(), members->end(), others.begin(), others.end(),
            [](auto const& x, auto const& y) { return x.first == y.first && equal(x.second, y.second); });
    }
    return a == b;
}

std::strong_ordering order_bytes(std::string_view a, std::string_view b) noexcept
{
    return a.compare(b) <=> 0; // char_traits<char> compares as unsigned char
}

std::optional<std::strong_ordering> order(attribute_value const& a, attribute_value const& b)
{
    if (a.value.index() != b.value.index()) return std::nullopt;
    if (auto const* s = a.get_if<std::string>()) return order_bytes(*s, *b.get_if<std::string>());
    if (auto const* n = a.get_if<number>())
        return stored_number(n->text) <=> stored_number(b.get_if<number>()->text);
    if (auto const* bytes = a.get_if<binary>()) return order_bytes(bytes->bytes, b.get_if<binary>()->bytes);
    return std::nullopt;
}

} // namespace understudy::dynamodb
