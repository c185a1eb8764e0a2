#include "codec/json_writer.hpp"

#include "codec/base64.hpp"

#include <charconv>
#include <cmath>

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

} // namespace

void write_json_string(std::string& out, std::string_view text)
{
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    out += '"';
    auto const* run = text.data();
    auto const* const end = run + text.size();
    for (auto const* at = run; at != end; ++at) {
        auto const byte = static_cast<unsigned char>(*at);
        auto const escape = escapes[byte];
        if (escape == 0) continue;
        out.append(run, at);
        run = at + 1;
        char const letters[] = {'\\', escape, '0', '0', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
        out.append(letters, escape == 'u' ? 6 : 2);
    }
    out.append(run, end);
    out += '"';
}

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
