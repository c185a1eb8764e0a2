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
void put_number(json_text& out, Number value)
{
    std::array<char, 32> text;
    out.put({text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr});
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

constexpr auto block = sixteen_bytes::size;

/// How many bytes at the front, in whole blocks, need no escape. Four blocks are looked at together.
std::size_t clean_blocks(std::string_view text)
{
    auto const marks = [at = text.data()](std::size_t from) {
        return escaped_in_json(sixteen_bytes{at + from});
    };
    std::size_t clean = 0;
    for (; clean + 4 * block <= text.size(); clean += 4 * block) {
        auto const some =
            marks(clean) | marks(clean + block) | marks(clean + 2 * block) | marks(clean + 3 * block);
        if (sixteen_bytes::bits(some) != 0) break;
    }
    while (clean + block <= text.size() && sixteen_bytes::bits(marks(clean)) == 0) clean += block;
    return clean;
}

} // namespace

/// Sixteen bytes at a time, of the short end too: bodies that hold JSON themselves are full of escapes. Behind a block without any
/// there may be many more, which are copied together.
void json_text::put_any_string(std::string_view text, json_token const& after)
{
    constexpr std::size_t long_size = size / 4;
    constexpr std::size_t step_max = block + 6 + 1; // plain ones, \u0000, and the quotation mark at the end
    put('"');
    while (true) {
        auto const clean = text.substr(0, clean_blocks(text));
        clean.size() < long_size ? put(clean) : void(flushed() += clean);
        text.remove_prefix(clean.size());
        make_room(step_max);
        auto* to = to_;
        for (auto const* const last = to + room() - step_max; to <= last;) {
            sixteen_bytes const next{text};
            next.copy(to);
            auto const plain = sixteen_bytes::before(escaped_in_json(next));
            to += plain;
            text.remove_prefix(plain);
            if (plain == block) break;
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

void json_text::put_string(std::string_view text) { put_string(text, sixteen_bytes{text}, json_token{""}); }

void json_text::put_base64(std::string_view bytes)
{
    put('"');
    write_base64(flushed(), bytes);
    put('"');
}

void write_json_string(std::string& out, std::string_view text) { json_text{out}.put_string(text); }

namespace detail {

void write_scalar(json_text& out, bool value) { out.put(value ? "true" : "false"); }

void write_scalar(json_text& out, std::int64_t value) { put_number(out, value); }

void write_scalar(json_text& out, double value)
{
    put_number(out, std::isfinite(value) ? value : 0.0); // JSON has no word for the others
}

void write_scalar(json_text& out, instant time)
{
    auto const since_1970 = time.time_since_epoch().count();
    auto whole = since_1970 / 1000;
    auto rest = since_1970 % 1000;
    if (since_1970 < 0) {
        out.put('-');
        whole = -whole;
        rest = -rest;
    }
    put_number(out, whole);
    if (rest == 0) return;
    char const digits[] = {'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                           static_cast<char>('0' + rest % 10)};
    out.put({digits, rest % 100 == 0 ? 2U : rest % 10 == 0 ? 3U : 4U});
}

void write_scalar(json_text& out, blob const& value) { out.put_base64(value.bytes); }

} // namespace detail
} // namespace understudy::codec
