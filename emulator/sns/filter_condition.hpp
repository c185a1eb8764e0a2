// One condition of a filter policy, and the values of a message that it looks at. Immutable values; pure
// functions.
// https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html and its neighbours
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace understudy::sns {

/// A value as a filter sees it. It looks into the message it was taken from.
struct message_value {
    enum class type : std::uint8_t { text, number, truth, nothing, bytes };
    type kind = type::nothing;
    std::string_view text = {};
    double number = 0;
    bool truth = false;
};

/// By attribute name, or by the path in the body joined with dots.
using message_values = std::map<std::string_view, std::vector<message_value>>;

namespace conditions {

/// text, number, truth or nothing
struct equals {
    std::variant<std::string, double, bool, std::monostate> value;
};
struct prefix {
    std::string text;
};
struct suffix {
    std::string text;
};
struct equals_ignore_case {
    std::string text;
};
struct wildcard {
    std::string pattern; // '*' stands for any run of characters
};
struct anything_but {
    std::vector<equals> values;
};
struct anything_but_prefix {
    std::string text;
};
struct anything_but_wildcard {
    std::vector<std::string> patterns;
};
struct numeric {
    std::optional<double> low = {}, high = {};
    bool low_included = false, high_included = false;
};
struct exists {
    bool expected;
};
struct cidr {
    std::array<std::uint8_t, 16> address; // IPv4 in the first four bytes
    std::uint8_t address_bytes;
    unsigned bits;
};

} // namespace conditions

using condition = std::variant<conditions::equals, conditions::prefix, conditions::suffix,
                               conditions::equals_ignore_case, conditions::wildcard, conditions::anything_but,
                               conditions::anything_but_prefix, conditions::anything_but_wildcard,
                               conditions::numeric, conditions::exists, conditions::cidr>;

/// No values: the message has no such attribute or field.
bool matches(condition const& wanted, std::vector<message_value> const* values);

/// The number a text stands for; nothing when it is no number.
std::optional<double> parse_number(std::string_view text) noexcept;

/// The bytes of an IPv4 or IPv6 address and how many they are; nothing when the text is no address.
std::optional<std::pair<std::array<std::uint8_t, 16>, std::uint8_t>> parse_address(std::string_view text);

} // namespace understudy::sns
