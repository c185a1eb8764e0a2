#include "support/story_match.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace understudy::story {

namespace {

namespace json = boost::json;

constexpr std::string_view rest_mark = "...";

bool is_name(std::string_view text)
{
    return text.size() > 1 && text.front() == '$' && std::all_of(text.begin() + 1, text.end(), [](char c) {
               return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_';
           });
}

std::string text_of(json::value const& value)
{
    return value.is_string() ? std::string{value.as_string()} : json::serialize(value);
}

json::value const& bound(std::string_view name, bindings const& names)
{
    auto const found = names.find(name);
    if (found == names.end()) { throw std::invalid_argument{"nothing is bound to $" + std::string{name}}; }
    return found->second;
}

/// Replaces <<x*80>> and ${name}; `as_json` when the text stands inside the quotation marks of JSON.
std::string expanded(std::string_view text, bindings const& names, bool as_json)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const rest = text.substr(at);
        auto const star = rest.find('*');
        auto const end = rest.find(">>");
        if (rest.starts_with("<<") && star < end && end != std::string_view::npos) {
            auto const count = std::stoul(std::string{rest.substr(star + 1, end - star - 1)});
            for (std::size_t i = 0; i < count; ++i) { out += rest.substr(2, star - 2); }
            at += end + 2;
        } else if (auto const brace = rest.find('}'); rest.starts_with("${") && brace < rest.size()) {
            auto const value = text_of(bound(rest.substr(2, brace - 2), names));
            auto const quoted = json::serialize(json::string{value});
            out += as_json ? quoted.substr(1, quoted.size() - 2) : value;
            at += brace + 1;
        } else {
            out += rest.front();
            ++at;
        }
    }
    return out;
}

/// Makes JSON of an expected answer: ... becomes a member, or an element, of that name.
std::string with_rest_marks(std::string_view text)
{
    std::string out;
    std::string open;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char const c = text[at];
        if (quoted) {
            if (c == '\\') { out += text[at++]; }
            quoted = c != '"';
        } else if (text.substr(at).starts_with(rest_mark)) {
            out += open.back() == '{' ? R"("...":true)" : R"("...")";
            at += rest_mark.size() - 1;
            continue;
        } else {
            quoted = c == '"';
            if (c == '{' || c == '[') { open += c; }
            if (c == '}' || c == ']') { open.pop_back(); }
        }
        out += text[at];
    }
    return out;
}

void fill_in(json::value& value, bindings const& names)
{
    if (auto* const text = value.if_string()) {
        if (is_name(*text)) {
            std::string const name{text->subview(1)};
            if (auto const found = names.find(name); found != names.end()) { value = found->second; }
        }
    } else if (auto* const object = value.if_object()) {
        for (auto& member : *object) { fill_in(member.value(), names); }
    } else if (auto* const array = value.if_array()) {
        for (auto& element : *array) { fill_in(element, names); }
    }
}

bool matches(json::value const& expected, json::value const& actual, bindings& names);

bool matches(json::object const& expected, json::object const& actual, bindings& names)
{
    bool const more = expected.contains(rest_mark);
    if (!more && expected.size() != actual.size()) { return false; }
    return std::all_of(expected.begin(), expected.end(), [&](auto const& member) {
        if (member.key() == rest_mark) { return true; }
        auto const* const found = actual.if_contains(member.key());
        return found != nullptr && matches(member.value(), *found, names);
    });
}

bool matches(json::array const& expected, json::array const& actual, bindings& names)
{
    bool const more =
        !expected.empty() && expected.back().is_string() && expected.back().get_string() == rest_mark;
    auto const count = expected.size() - more;
    if (more ? actual.size() < count : actual.size() != count) { return false; }
    for (std::size_t i = 0; i < count; ++i) {
        if (!matches(expected[i], actual[i], names)) { return false; }
    }
    return true;
}

bool matches(json::value const& expected, json::value const& actual, bindings& names)
{
    if (auto const* const text = expected.if_string(); text != nullptr && is_name(*text)) {
        std::string const name{text->subview(1)};
        return name == "_" || names.emplace(name, actual).first->second == actual;
    }
    if (expected.is_object() && actual.is_object()) {
        return matches(expected.get_object(), actual.get_object(), names);
    }
    if (expected.is_array() && actual.is_array()) {
        return matches(expected.get_array(), actual.get_array(), names);
    }
    if (expected.is_number() && actual.is_number()) {
        return expected.to_number<double>() == actual.to_number<double>();
    }
    return expected == actual;
}

} // namespace

std::string filled_in(std::string_view text, bindings const& names)
{
    auto const whole = expanded(text, names, true);
    std::error_code broken;
    auto request = json::parse(whole, broken);
    if (broken) { return whole; } // malformed on purpose
    fill_in(request, names);
    return json::serialize(request);
}

bool matches_json(std::string_view expected, std::string_view actual, bindings& names)
{
    // What is bound first may be named a second time further on: so a failed comparison binds nothing.
    auto tried = names;
    if (!matches(json::parse(with_rest_marks(expanded(expected, names, true))), json::parse(actual), tried)) {
        return false;
    }
    names = std::move(tried);
    return true;
}

bool matches_text(std::string_view expected, std::string_view actual, bindings const& names)
{
    auto text = expanded(expected, names, false);
    if (text.starts_with('"') && text.ends_with('"')) {
        text = json::value_to<std::string>(json::parse(text));
    }
    if (text.ends_with(rest_mark)) {
        return actual.starts_with(std::string_view{text}.substr(0, text.size() - rest_mark.size()));
    }
    return text.empty() || text == actual;
}

} // namespace understudy::story
