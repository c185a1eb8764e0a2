#include "awslocal/query.hpp"

#include <algorithm>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

json::value element_at(json::value const& value, std::int64_t index)
{
    auto const* array = value.if_array();
    if (array == nullptr) { return nullptr; }
    auto const size = static_cast<std::int64_t>(array->size());
    auto const at = index < 0 ? index + size : index;
    return at < 0 || at >= size ? json::value{} : (*array)[static_cast<std::size_t>(at)];
}

/// As Python slices.
json::value sliced(json::value const& value, query const& slice)
{
    auto const* array = value.if_array();
    if (array == nullptr) { return nullptr; }
    auto const size = static_cast<std::int64_t>(array->size());
    auto const step = slice.given[2] ? slice.numbers[2] : 1;
    if (step == 0) { throw query_error{"slice step cannot be zero"}; }
    auto const bound = [&](std::size_t which, std::int64_t otherwise) {
        if (!slice.given[which]) { return otherwise; }
        auto const number = slice.numbers[which];
        auto const at = number < 0 ? number + size : number;
        return step > 0 ? std::clamp<std::int64_t>(at, 0, size) : std::clamp<std::int64_t>(at, -1, size - 1);
    };
    auto const begin = bound(0, step > 0 ? 0 : size - 1);
    auto const end = bound(1, step > 0 ? size : -1);
    json::array out;
    for (auto at = begin; step > 0 ? at < end : at > end;) {
        out.push_back((*array)[static_cast<std::size_t>(at)]);
        // A step beyond either end is the last one, however large.
        if (step > size || step < -size) { break; }
        at += step;
    }
    return out;
}

json::value flat(json::value const& value)
{
    auto const* array = value.if_array();
    if (array == nullptr) { return nullptr; }
    json::array out;
    for (auto const& each : *array) {
        if (auto const* inner = each.if_array()) {
            out.insert(out.end(), inner->begin(), inner->end());
        } else {
            out.push_back(each);
        }
    }
    return out;
}

json::value compared(std::string_view comparison, json::value const& left, json::value const& right)
{
    if (comparison == "==") { return left == right; }
    if (comparison == "!=") { return left != right; }
    if (!left.is_number() || !right.is_number()) { return nullptr; }
    auto const a = left.to_number<double>();
    auto const b = right.to_number<double>();
    if (comparison == "<") { return a < b; }
    if (comparison == "<=") { return a <= b; }
    return comparison == ">" ? a > b : a >= b;
}

void keep(json::array& out, json::value value)
{
    if (!value.is_null()) { out.push_back(std::move(value)); }
}

json::value projected(query const& query, json::value const& value)
{
    auto const from = search(query.parts[0], value);
    json::array out;
    if (query.kind == query_kind::project_map) {
        if (!from.is_object()) { return nullptr; }
        for (auto const& each : from.get_object()) keep(out, search(query.parts[1], each.value()));
        return out;
    }
    if (!from.is_array()) { return nullptr; }
    for (auto const& each : from.get_array()) {
        if (query.kind == query_kind::project || is_true(search(query.parts[2], each))) {
            keep(out, search(query.parts[1], each));
        }
    }
    return out;
}

json::value made(query const& query, json::value const& value)
{
    if (value.is_null()) { return nullptr; }
    if (query.kind == query_kind::list) {
        json::array out;
        for (auto const& part : query.parts) out.push_back(search(part, value));
        return out;
    }
    json::object out;
    for (std::size_t i = 0; i < query.parts.size(); ++i) {
        out.insert_or_assign(query.names[i], search(query.parts[i], value));
    }
    return out;
}

json::value called(query const& call, json::value const& value)
{
    std::vector<json::value> arguments;
    std::vector<query const*> expressions;
    for (auto const& part : call.parts) {
        bool const is_expression = part.kind == query_kind::expression;
        arguments.push_back(is_expression ? json::value{} : search(part, value));
        expressions.push_back(is_expression ? &part.parts[0] : nullptr);
    }
    return call_function(call.text, arguments, expressions);
}

} // namespace

bool is_true(json::value const& value) noexcept
{
    switch (value.kind()) {
    case json::kind::null: return false;
    case json::kind::bool_: return value.get_bool();
    case json::kind::string: return !value.get_string().empty();
    case json::kind::array: return !value.get_array().empty();
    case json::kind::object: return !value.get_object().empty();
    default: return true;
    }
}

json::value search(query const& query, json::value const& value)
{
    switch (query.kind) {
    case query_kind::current: return value;
    case query_kind::field: {
        auto const* object = value.if_object();
        auto const* found = object == nullptr ? nullptr : object->if_contains(query.text);
        return found == nullptr ? json::value{} : *found;
    }
    case query_kind::literal: return query.value;
    case query_kind::index: return element_at(value, query.numbers[0]);
    case query_kind::slice: return sliced(value, query);
    case query_kind::chain: return search(query.parts[1], search(query.parts[0], value));
    case query_kind::project:
    case query_kind::project_map:
    case query_kind::project_found: return projected(query, value);
    case query_kind::flatten: return flat(search(query.parts[0], value));
    case query_kind::list:
    case query_kind::object: return made(query, value);
    case query_kind::either: {
        auto left = search(query.parts[0], value);
        return is_true(left) ? left : search(query.parts[1], value);
    }
    case query_kind::both: {
        auto left = search(query.parts[0], value);
        return is_true(left) ? search(query.parts[1], value) : left;
    }
    case query_kind::negation: return !is_true(search(query.parts[0], value));
    case query_kind::comparison: {
        return compared(query.text, search(query.parts[0], value), search(query.parts[1], value));
    }
    case query_kind::function: return called(query, value);
    case query_kind::expression: break;
    }
    throw query_error{"An expression with & before it is for functions only"};
}

} // namespace understudy::awslocal
