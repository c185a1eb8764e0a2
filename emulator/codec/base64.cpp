#include "codec/base64.hpp"

#include <array>
#include <cstdint>

namespace understudy::codec {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xFF;

constexpr auto digits = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

std::uint32_t digit(char c) { return digits[static_cast<unsigned char>(c)]; }

char symbol(std::uint32_t bits) { return alphabet[bits & 63]; }

base64_result bad_character()
{
    return {false, "Invalid last non-pad Base64 character dectected"}; // their spelling
}

} // namespace

void write_base64(std::string& out, std::string_view bytes)
{
    auto const at = out.size();
    out.resize(at + (bytes.size() + 2) / 3 * 4, '=');
    auto* to = out.data() + at;
    auto const byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
    std::size_t i = 0;
    for (; i + 2 < bytes.size(); i += 3) {
        auto const group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        *to++ = symbol(group >> 18);
        *to++ = symbol(group >> 12);
        *to++ = symbol(group >> 6);
        *to++ = symbol(group);
    }
    if (i < bytes.size()) {
        bool const two = i + 1 < bytes.size();
        auto const group = byte(i) << 16 | (two ? byte(i + 1) << 8 : 0);
        *to++ = symbol(group >> 18);
        *to++ = symbol(group >> 12);
        if (two) *to = symbol(group >> 6);
    }
}

base64_result read_base64(std::string_view text, std::string& bytes)
{
    bytes.clear();
    if (text.size() % 4 != 0) {
        return {false, "Base64 encoded length is expected a multiple of 4 bytes but found: "
                           + std::to_string(text.size())};
    }
    std::size_t const padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    auto const significant = text.size() - padding;
    bytes.resize(text.size() / 4 * 3 - padding);
    auto* to = bytes.data();
    std::uint32_t bits = 0;
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < significant; ++i) {
        auto const value = digit(text[i]);
        seen |= value; // no_digit leaves its upper bits here
        bits = bits << 6 | (value & 63);
        if (i % 4 == 3) {
            *to++ = static_cast<char>(bits >> 16);
            *to++ = static_cast<char>(bits >> 8);
            *to++ = static_cast<char>(bits);
        }
    }
    if (seen > 63) return bad_character();
    if (padding == 1) {
        *to++ = static_cast<char>(bits >> 10);
        *to++ = static_cast<char>(bits >> 2);
        if ((bits & 3) != 0) return bad_character();
    } else if (padding == 2) {
        *to++ = static_cast<char>(bits >> 4);
        if ((bits & 15) != 0) return bad_character();
    }
    return {};
}

} // namespace understudy::codec
