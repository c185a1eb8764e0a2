#include "sns/filter_condition.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace understudy::sns {
namespace {

using type = message_value::type;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool matches_wildcard(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0;
    std::size_t t = 0;
    auto star = std::string_view::npos; // the last '*' passed, and how much of the text it has taken
    std::size_t taken = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool is(conditions::equals const& wanted, message_value const& value)
{
    switch (wanted.value.index()) {
    case 0: return value.kind == type::text && value.text == std::get<0>(wanted.value);
    case 1: return value.kind == type::number && value.number == std::get<1>(wanted.value);
    case 2: return value.kind == type::truth && value.truth == std::get<2>(wanted.value);
    default: return value.kind == type::nothing;
    }
}

bool is(conditions::prefix const& wanted, message_value const& value)
{
    return value.kind == type::text && value.text.starts_with(wanted.text);
}

bool is(conditions::suffix const& wanted, message_value const& value)
{
    return value.kind == type::text && value.text.ends_with(wanted.text);
}

bool is(conditions::equals_ignore_case const& wanted, message_value const& value)
{
    return value.kind == type::text && std::ranges::equal(wanted.text, value.text, [](char a, char b) {
               return lower(a) == lower(b);
           });
}

bool is(conditions::wildcard const& wanted, message_value const& value)
{
    return value.kind == type::text && matches_wildcard(wanted.pattern, value.text);
}

// A value of another type than those that are not wanted passes.
bool is(conditions::anything_but const& unwanted, message_value const& value)
{
    return value.kind != type::bytes
           && std::ranges::none_of(unwanted.values, [&](auto const& one) { return is(one, value); });
}

bool is(conditions::anything_but_prefix const& unwanted, message_value const& value)
{
    return value.kind != type::bytes && !(value.kind == type::text && value.text.starts_with(unwanted.text));
}

bool is(conditions::anything_but_wildcard const& unwanted, message_value const& value)
{
    return value.kind != type::bytes
           && !(value.kind == type::text && std::ranges::any_of(unwanted.patterns, [&](auto const& one) {
                    return matches_wildcard(one, value.text);
                }));
}

bool is(conditions::numeric const& range, message_value const& value)
{
    if (value.kind != type::number) { return false; }
    auto const above =
        !range.low || value.number > *range.low || (range.low_included && value.number == *range.low);
    auto const below =
        !range.high || value.number < *range.high || (range.high_included && value.number == *range.high);
    return above && below;
}

bool is(conditions::cidr const& net, message_value const& value)
{
    if (value.kind != type::text) { return false; }
    auto const address = parse_address(value.text);
    if (!address || address->second != net.address_bytes) { return false; }
    auto const whole = net.bits / 8;
    if (!std::equal(net.address.begin(), net.address.begin() + whole, address->first.begin())) {
        return false;
    }
    auto const rest = net.bits % 8;
    if (rest == 0) { return true; }
    auto const mask = 0xFFU << (8 - rest) & 0xFFU;
    return (net.address[whole] & mask) == (address->first[whole] & mask);
}

} // namespace

bool matches(condition const& wanted, std::vector<message_value> const* values)
{
    return std::visit(
        [&](auto const& one) {
            using kind = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<kind, conditions::exists>) {
                return one.expected == (values != nullptr);
            } else {
                return values != nullptr
                       && std::ranges::any_of(*values, [&](auto const& value) { return is(one, value); });
            }
        },
        wanted);
}

std::optional<double> parse_number(std::string_view text) noexcept
{
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) { return std::nullopt; }
    text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) { return std::nullopt; }
    }
    double number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument) { return std::nullopt; }
    if (text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
        return std::nullopt;
    } // inf, nan
    return number;
}

std::optional<std::pair<std::array<std::uint8_t, 16>, std::uint8_t>> parse_address(std::string_view text)
{
    std::pair<std::array<std::uint8_t, 16>, std::uint8_t> address{};
    std::string const terminated{text};
    if (terminated.size() != std::string_view{terminated.c_str()}.size()) { return std::nullopt; }
    if (inet_pton(AF_INET, terminated.c_str(), address.first.data()) == 1) {
        address.second = 4;
        return address;
    }
    if (inet_pton(AF_INET6, terminated.c_str(), address.first.data()) == 1) {
        address.second = 16;
        return address;
    }
    return std::nullopt;
}

} // namespace understudy::sns
