#include "codec/json_writer.hpp"

#include "codec/base64.hpp"
#include "codec/json_text.hpp"

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

/// True when none of the eight bytes needs an escape.
bool eight_clean(char const* bytes)
{
    constexpr std::uint64_t each = 0x0101010101010101;
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    auto const quote = word ^ each * '"';
    auto const backslash = word ^ each * '\\';
    auto const below_blank = (word - each * 0x20) & ~word;
    return ((below_blank | ((quote - each) & ~quote) | ((backslash - each) & ~backslash)) & each * 0x80) == 0;
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
    constexpr std::size_t block = 32;
    std::size_t clean = 0;
    for (; clean + block <= text.size(); clean += block) {
        std::uint8_t found = 0;
        for (std::size_t i = 0; i < block; ++i) { // of a number that lets compilers use wide registers
            auto const byte = static_cast<unsigned char>(text[clean + i]);
            bool const is_escaped = byte < 0x20 || byte == '"' || byte == '\\';
            found = static_cast<std::uint8_t>(found | static_cast<std::uint8_t>(is_escaped));
        }
        if (found != 0) break;
    }
    return clean;
}

} // namespace

void json_text::put_string(std::string_view text)
{
    put('"');
    if (auto const clean = clean_blocks(text); clean >= size / 4) { // copied once, and not through the buffer
        flushed().append(text.substr(0, clean));
        text.remove_prefix(clean);
    }
    put_escaped(text);
    put('"');
}

/// Eight bytes at a time: bodies that hold JSON themselves are full of escapes.
void json_text::put_escaped(std::string_view text)
{
    constexpr std::size_t step = 8;
    constexpr std::size_t step_escaped = 6 * step; // \u0000
    while (!text.empty()) {
        make_room(step_escaped);
        auto const count = std::min(step, text.size());
        if (count == step && eight_clean(text.data())) {
            std::memcpy(to_, text.data(), step);
            to_ += step;
        } else {
            for (char const c : text.substr(0, count))
                to_ = write_escaped(to_, static_cast<unsigned char>(c));
        }
        text.remove_prefix(count);
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
