#include "sns/json.hpp"

#include "core/message_text.hpp"
#include "core/sixteen_bytes.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <bit>

namespace understudy::sns {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t skip_blanks(std::string_view text, std::size_t from)
{
    while (from < text.size() && is_blank(text[from])) { ++from; }
    return from;
}

/// What JSON writes in place of the character beside the character itself: nothing, a backslash, or "\\u00" and a digit.
constexpr std::size_t escape_size(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '\b':
    case '\f':
    case '\n':
    case '\r':
    case '\t': return 1;
    default: return static_cast<unsigned char>(c) < 0x20 ? 5 : 0;
    }
}

constexpr auto escape_sizes = [] {
    std::array<unsigned char, 256> sizes{};
    for (std::size_t c = 0; c < sizes.size(); ++c) {
        sizes[c] = static_cast<unsigned char>(escape_size(static_cast<char>(c)));
    }
    return sizes;
}();

std::string quoted_character(char c)
{
    return std::string{"('"} + c + "' (code " + std::to_string(static_cast<unsigned char>(c)) + "))";
}

} // namespace

std::optional<boost::json::value> parse_json(std::string_view text, std::size_t depth_max)
{
    boost::json::parse_options options;
    options.max_depth = depth_max;
    boost::json::error_code error;
    auto value = boost::json::parse({text.data(), text.size()}, error, {}, options);
    if (error) { return std::nullopt; }
    return value;
}

std::string json_place(std::size_t column)
{
    return "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: "
           + std::to_string(column) + "]";
}

std::string json_complaint(std::string_view text)
{
    std::string complaint = "failed to parse JSON. ";
    auto first = skip_blanks(text, 0);
    if (first == text.size()) {
        return complaint + "No content to map due to end-of-input" + json_place(first + 1);
    }
    if (is_word(text[first])) {
        auto end = first;
        while (end < text.size() && is_word(text[end])) { ++end; }
        return complaint.append("Unrecognized token '")
            .append(text.substr(first, end - first))
            .append(
                "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')")
            .append(json_place(end + 1));
    }
    if (text[first] == '{') {
        auto next = skip_blanks(text, first + 1);
        if (next < text.size() && text[next] != '"' && text[next] != '}') {
            return complaint + "Unexpected character " + quoted_character(text[next])
                   + ": was expecting double-quote to start field name" + json_place(next + 1);
        }
    }
    return complaint + "Unexpected content" + json_place(first + 1);
}

void append_json_string(std::string& out, std::string_view text)
{
    out += '"';
    append_json_escaped(out, text);
    out += '"';
}

bool is_message_text_in_json(std::string_view text)
{
    return is_message_text(text) || [&] {
        std::string escaped;
        append_json_escaped(escaped, text);
        return is_message_text(escaped);
    }();
}

std::size_t json_escaped_size(std::string_view text) noexcept
{
    auto size = text.size();
    auto const count = [&](sixteen_bytes const& bytes, unsigned those) {
        for (auto left = sixteen_bytes::bits(escaped_in_json(bytes)) & those; left != 0; left &= left - 1) {
            size += escape_sizes[static_cast<unsigned char>(
                text[static_cast<std::size_t>(std::countr_zero(left))])];
        }
    };
    for (; text.size() >= sixteen_bytes::size; text.remove_prefix(sixteen_bytes::size)) {
        count(sixteen_bytes{text.data()}, ~0U);
    }
    count(sixteen_bytes{text}, (1U << text.size()) - 1);
    return size;
}

void append_json_escaped(std::string& out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::size_t plain = 0; // start of what needs no escape
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (escape_sizes[c] == 0) { continue; }
        out.append(text.substr(plain, i - plain));
        plain = i + 1;
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out += digits[c >> 4];
            out += digits[c & 15];
        }
    }
    out.append(text.substr(plain));
}

} // namespace understudy::sns
