#include "awslocal/output.hpp"
#include "awslocal/query.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

struct call {
    std::string_view name;
    std::vector<json::value> const& arguments;
    std::vector<query const*> const& expressions;

    [[noreturn]] void refuse(std::size_t at) const
    {
        throw query_error{
            fmt::format("In function {}(), invalid type for value: {}", name, python_text(arguments[at]))};
    }
    std::string_view text(std::size_t at) const
    {
        if (!arguments[at].is_string()) { refuse(at); }
        return arguments[at].get_string();
    }
    json::array const& list(std::size_t at) const
    {
        if (!arguments[at].is_array()) { refuse(at); }
        return arguments[at].get_array();
    }
    json::object const& object(std::size_t at) const
    {
        if (!arguments[at].is_object()) { refuse(at); }
        return arguments[at].get_object();
    }
    query const& expression(std::size_t at) const
    {
        if (expressions[at] == nullptr) { refuse(at); }
        return *expressions[at];
    }
};

/// Numbers among numbers, texts among texts.
bool is_less(json::value const& a, json::value const& b)
{
    if (a.is_number() && b.is_number()) { return a.to_number<double>() < b.to_number<double>(); }
    if (a.is_string() && b.is_string()) { return a.get_string() < b.get_string(); }
    throw query_error{"Only numbers can be compared with numbers, and texts with texts"};
}

json::value contains(call const& call)
{
    auto const& in = call.arguments[0];
    if (in.is_string()) {
        auto const& what = call.arguments[1];
        return what.is_string()
               && std::string_view{in.get_string()}.find(std::string_view{what.get_string()})
                      != std::string_view::npos;
    }
    return std::ranges::find(call.list(0), call.arguments[1]) != call.list(0).end();
}

json::value ends_with(call const& call) { return call.text(0).ends_with(call.text(1)); }
json::value starts_with(call const& call) { return call.text(0).starts_with(call.text(1)); }

json::value join(call const& call)
{
    std::string out;
    for (auto const& each : call.list(1)) {
        if (!each.is_string()) { call.refuse(1); }
        if (&each != &call.list(1).front()) { out += call.text(0); }
        out += std::string_view{each.get_string()};
    }
    return json::value(out);
}

json::value keys(call const& call)
{
    json::array out;
    for (auto const& each : call.object(0)) out.emplace_back(each.key());
    return out;
}

json::value values(call const& call)
{
    json::array out;
    for (auto const& each : call.object(0)) out.push_back(each.value());
    return out;
}

json::value length(call const& call)
{
    auto const& of = call.arguments[0];
    if (of.is_object()) { return of.get_object().size(); }
    if (of.is_array()) { return of.get_array().size(); }
    auto const text = call.text(0);
    return std::ranges::count_if(text,
                                 [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

json::value map(call const& call)
{
    json::array out;
    for (auto const& each : call.list(1)) out.push_back(search(call.expression(0), each));
    return out;
}

json::value max(call const& call)
{
    auto const found = std::max_element(call.list(0).begin(), call.list(0).end(), is_less);
    return found == call.list(0).end() ? json::value{} : *found;
}

json::value min(call const& call)
{
    auto const found = std::min_element(call.list(0).begin(), call.list(0).end(), is_less);
    return found == call.list(0).end() ? json::value{} : *found;
}

json::value not_null(call const& call)
{
    auto const found = std::ranges::find_if_not(call.arguments, &json::value::is_null);
    return found == call.arguments.end() ? json::value{} : *found;
}

json::value reverse(call const& call)
{
    if (auto const& of = call.arguments[0]; of.is_string()) {
        std::string out{of.get_string()};
        std::ranges::reverse(out);
        return json::value(out);
    }
    auto out = call.list(0);
    std::ranges::reverse(out);
    return out;
}

json::value sort(call const& call)
{
    auto out = call.list(0);
    std::stable_sort(out.begin(), out.end(), is_less);
    return out;
}

json::value sort_by(call const& call)
{
    std::vector<std::pair<json::value, json::value>> keyed;
    for (auto const& each : call.list(0)) keyed.emplace_back(search(call.expression(1), each), each);
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](auto const& a, auto const& b) { return is_less(a.first, b.first); });
    json::array out;
    for (auto& each : keyed) out.push_back(std::move(each.second));
    return out;
}

json::value sum(call const& call)
{
    std::int64_t whole = 0;
    double all = 0;
    bool is_whole = true;
    for (auto const& each : call.list(0)) {
        if (!each.is_number()) { call.refuse(0); }
        all += each.to_number<double>();
        if (each.is_int64()) {
            whole = static_cast<std::int64_t>(static_cast<std::uint64_t>(whole)
                                              + static_cast<std::uint64_t>(each.get_int64()));
        } else {
            is_whole = false;
        }
    }
    return is_whole ? json::value(whole) : json::value(all);
}

json::value to_number(call const& call)
{
    auto const& of = call.arguments[0];
    if (of.is_number()) { return of; }
    if (!of.is_string()) { return nullptr; }
    auto const text = call.text(0);
    auto const* const end = text.data() + text.size();
    std::int64_t whole = 0;
    if (auto const read = std::from_chars(text.data(), end, whole);
        read.ec == std::errc{} && read.ptr == end) {
        return whole;
    }
    double number = 0;
    auto const read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? json::value(number) : json::value{};
}

json::value to_string(call const& call)
{
    auto const& of = call.arguments[0];
    return of.is_string() ? of : json::value(json::serialize(of));
}

json::value type(call const& call)
{
    auto const& of = call.arguments[0];
    if (of.is_number()) { return "number"; }
    if (of.is_bool()) { return "boolean"; }
    return json::value(json::to_string(of.kind()));
}

struct function {
    std::string_view name;
    std::size_t arguments; // zero: one at least
    json::value (*run)(call const&);
};

constexpr function functions[] = {{"contains", 2, contains},
                                  {"ends_with", 2, ends_with},
                                  {"join", 2, join},
                                  {"keys", 1, keys},
                                  {"length", 1, length},
                                  {"map", 2, map},
                                  {"max", 1, max},
                                  {"min", 1, min},
                                  {"not_null", 0, not_null},
                                  {"reverse", 1, reverse},
                                  {"sort", 1, sort},
                                  {"sort_by", 2, sort_by},
                                  {"starts_with", 2, starts_with},
                                  {"sum", 1, sum},
                                  {"to_number", 1, to_number},
                                  {"to_string", 1, to_string},
                                  {"type", 1, type},
                                  {"values", 1, values}};

} // namespace

json::value call_function(std::string_view name, std::vector<json::value> const& arguments,
                          std::vector<query const*> const& expressions)
{
    auto const* const found = std::ranges::find(functions, name, &function::name);
    if (found == std::end(functions)) { throw query_error{fmt::format("Unknown function: {}()", name)}; }
    if (found->arguments == 0 ? arguments.empty() : arguments.size() != found->arguments) {
        throw query_error{fmt::format("Expected {} argument{} for function {}(), received {}",
                                      std::max<std::size_t>(found->arguments, 1),
                                      found->arguments > 1 ? "s" : "", name, arguments.size())};
    }
    return found->run({name, arguments, expressions});
}

} // namespace understudy::awslocal
