#include "bootstrap/node.hpp"

#include "codec/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace understudy::bootstrap {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

[[noreturn]] void refuse(node const& value, std::string_view what, std::string_view wanted)
{
    throw problem{value.line, fmt::format("{} must be {}, not {}", what, wanted, name_of(value.is))};
}

/// The digits at the beginning are taken away. False: there are none.
bool take_digits(std::string_view& text)
{
    auto const end = std::ranges::find_if_not(text, is_digit);
    auto const count = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(count);
    return count > 0;
}

void write(std::string& out, node const& value)
{
    auto separator = [&, first = true]() mutable {
        if (!std::exchange(first, false)) { out += ','; }
    };
    switch (value.is) {
    case node::kind::null: out += "null"; break;
    case node::kind::scalar:
        if (is_number(value)) {
            out += value.text;
        } else if (is_boolean(value)) {
            out += lower(value.text);
        } else {
            codec::write_json_string(out, value.text);
        }
        break;
    case node::kind::list:
        out += '[';
        for (auto const& item : value.items) {
            separator();
            write(out, item);
        }
        out += ']';
        break;
    case node::kind::map:
        out += '{';
        for (auto const& [name, inner] : value.members) {
            separator();
            codec::write_json_string(out, name);
            out += ':';
            write(out, inner);
        }
        out += '}';
        break;
    }
}

} // namespace

node const* node::find(std::string_view name) const noexcept
{
    auto const found = std::ranges::find(members, name, &member::name);
    return found == members.end() ? nullptr : &found->value;
}

node* node::find(std::string_view name) noexcept
{
    auto const found = std::ranges::find(members, name, &member::name);
    return found == members.end() ? nullptr : &found->value;
}

node text_node(std::string text, unsigned line)
{
    return {.is = node::kind::scalar, .quoted = true, .line = line, .text = std::move(text)};
}

node list_node(std::vector<node> items, unsigned line)
{
    return {.is = node::kind::list, .line = line, .items = std::move(items)};
}

node map_node(std::vector<member> members, unsigned line)
{
    return {.is = node::kind::map, .line = line, .members = std::move(members)};
}

std::size_t size_of(node const& value)
{
    std::size_t size = 1 + value.text.size();
    for (auto const& item : value.items) { size += size_of(item); }
    for (auto const& [name, inner] : value.members) { size += name.size() + size_of(inner); }
    return size;
}

std::string_view name_of(node::kind kind) noexcept
{
    switch (kind) {
    case node::kind::scalar: return "a text";
    case node::kind::list: return "a list";
    case node::kind::map: return "a map";
    default: return "nothing";
    }
}

bool is_number(node const& value) noexcept
{
    if (!value.is_scalar() || value.quoted) { return false; }
    std::string_view text = value.text;
    if (text.starts_with('-')) { text.remove_prefix(1); }
    if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) { return false; } // an account id, say
    if (!take_digits(text)) { return false; }
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!take_digits(text)) { return false; }
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) { text.remove_prefix(1); }
        if (!take_digits(text)) { return false; }
    }
    return text.empty();
}

bool is_boolean(node const& value) noexcept
{
    if (!value.is_scalar() || value.quoted) { return false; }
    auto const& text = value.text;
    return text == "true" || text == "false" || text == "True" || text == "False" || text == "TRUE"
           || text == "FALSE";
}

std::string const& scalar(node const& value, std::string_view what)
{
    if (!value.is_scalar()) { refuse(value, what, "a text"); }
    return value.text;
}

std::vector<node> const& list(node const& value, std::string_view what)
{
    if (!value.is_list()) { refuse(value, what, "a list"); }
    return value.items;
}

std::vector<member> const& map(node const& value, std::string_view what)
{
    if (!value.is_map()) { refuse(value, what, "a map"); }
    return value.members;
}

bool truth(node const& value, std::string_view what)
{
    auto const text = lower(scalar(value, what));
    if (text != "true" && text != "false") {
        throw problem{value.line, fmt::format("{} must be true or false, not \"{}\"", what, value.text)};
    }
    return text == "true";
}

std::string to_json(node const& value)
{
    std::string out;
    write(out, value);
    return out;
}

} // namespace understudy::bootstrap
