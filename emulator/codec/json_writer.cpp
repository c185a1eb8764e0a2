#include "codec/json_writer.hpp"

#include "codec/base64.hpp"
#include "codec/json_text.hpp"
#include "core/sixteen_bytes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace understudy::codec {

namespace {

/// For each byte: 0 when it may stand as it is, the letter of its short escape, or 'u'.
constexpr auto escapes = [] {
    std::array<char, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
    table['\b'] = 'b';
    table['\t'] = 't';
    table['\n'] = 'n';
    table['\f'] = 'f';
    table['\r'] = 'r';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}();

template <class Number>
void append_number(std::string& out, Number value)
{
    std::array<char, 32> text;
    auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
}

/// Writes the byte, escaped if need be, and answers where the next one goes.
char* write_escaped(char* to, unsigned char byte)
{
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    auto const escape = escapes[byte];
    if (escape == 0) {
        *to++ = static_cast<char>(byte);
        return to;
    }
    *to++ = '\\';
    *to++ = escape;
    if (escape == 'u') {
        for (char const c : {'0', '0', hexadecimal[byte >> 4], hexadecimal[byte & 15]}) *to++ = c;
    }
    return to;
}

/// How many bytes at the front, in whole blocks, need no escape.
std::size_t clean_blocks(std::string_view text)
{
    constexpr auto block = sixteen_bytes::size;
    std::size_t clean = 0;
    while (clean + block <= text.size()
           && sixteen_bytes::bits(escaped_in_json(sixteen_bytes{text.data() + clean})) == 0) {
        clean += block;
    }
    return clean;
}

} // namespace

/// Sixteen bytes at a time, of the short end too: bodies that hold JSON themselves are full of escapes.
void json_text::put_any_string(std::string_view text, json_token const& after)
{
    constexpr std::size_t long_size = size / 4;
    constexpr std::size_t step_max =
        sixteen_bytes::size + 6 + 1; // plain ones, \u0000, and the quotation mark at the end
    put('"');
    if (auto const clean = text.size() < long_size ? 0 : clean_blocks(text); clean >= long_size) {
        flushed().append(text.substr(0, clean)); // copied once, and not through the buffer
        text.remove_prefix(clean);
    }
    while (true) {
        make_room(step_max);
        auto* to = to_;
        for (auto const* const last = to + room() - step_max; to <= last;) {
            sixteen_bytes const next{text};
            next.copy(to);
            auto const plain = sixteen_bytes::before(escaped_in_json(next));
            to += plain;
            text.remove_prefix(plain);
            if (plain == sixteen_bytes::size) continue;
            if (text.empty()) {
                *to++ = '"';
                to_ = to;
                return put_token(after);
            }
            to = write_escaped(to, static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
        }
        to_ = to;
    }
}

void write_json_string(std::string& out, std::string_view text) { json_text{out}.put_string(text); }

namespace detail {

void write_scalar(std::string& out, bool value) { out += value ? "true" : "false"; }

void write_scalar(std::string& out, std::int64_t value) { append_number(out, value); }

void write_scalar(std::string& out, double value)
{
    append_number(out, std::isfinite(value) ? value : 0.0); // JSON has no word for the others
}

void write_scalar(std::string& out, instant time)
{
    auto const since_1970 = time.time_since_epoch().count();
    auto whole = since_1970 / 1000;
    auto rest = since_1970 % 1000;
    if (since_1970 < 0) {
        out += '-';
        whole = -whole;
        rest = -rest;
    }
    append_number(out, whole);
    if (rest == 0) return;
    char const digits[] = {'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                           static_cast<char>('0' + rest % 10)};
    out.append(digits, rest % 100 == 0 ? 2 : rest % 10 == 0 ? 3 : 4);
}

void write_scalar(std::string& out, blob const& value)
{
    out += '"';
    write_base64(out, value.bytes);
    out += '"';
}

} // namespace detail
} // namespace understudy::codec
