#include "core/digest.hpp"

#include "core/base64.hpp"
#include "core/hex.hpp"

#include <libdeflate.h>
#include <mbedtls/md.h>
#include <mbedtls/md5.h>
#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>
#include <mbedtls/version.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace understudy {

namespace {

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#if MBEDTLS_VERSION_MAJOR < 3 // where the plain names are those of functions that could not fail
constexpr auto md5_of = &mbedtls_md5_ret;
constexpr auto sha1_of = &mbedtls_sha1_ret;
constexpr auto sha256_of = &mbedtls_sha256_ret;
#else
constexpr auto md5_of = &mbedtls_md5;
constexpr auto sha1_of = &mbedtls_sha1;
constexpr auto sha256_of = &mbedtls_sha256;
#endif

/// They fail only where a chip of its own does the work.
void require(int failure)
{
    if (failure != 0) { throw std::runtime_error{"Mbed TLS cannot hash"}; }
}

unsigned char const* data(std::string_view bytes) noexcept
{
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

} // namespace

std::string hex(std::span<unsigned char const> bytes)
{
    std::string text(2 * bytes.size(), '0');
    auto* to = text.data();
    for (auto const byte : bytes) to = write_hex(to, byte);
    return text;
}

std::array<unsigned char, 16> md5(std::string_view bytes)
{
    std::array<unsigned char, 16> made;
    require(md5_of(data(bytes), bytes.size(), made.data()));
    return made;
}

std::array<unsigned char, 20> sha1(std::string_view bytes)
{
    std::array<unsigned char, 20> made;
    require(sha1_of(data(bytes), bytes.size(), made.data()));
    return made;
}

std::array<unsigned char, 32> sha256(std::string_view bytes)
{
    std::array<unsigned char, 32> made;
    require(sha256_of(data(bytes), bytes.size(), made.data(), 0));
    return made;
}

std::array<unsigned char, 32> hmac_sha256(std::string_view key, std::string_view bytes)
{
    std::array<unsigned char, 32> made;
    require(mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), data(key), key.size(), data(bytes),
                            bytes.size(), made.data()));
    return made;
}

std::string md5_hex(std::string_view bytes) { return hex(md5(bytes)); }

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

/// Ten times as fast as zlib's on an answer of 29 KB.
std::uint32_t crc32(std::string_view bytes) noexcept
{
    return ::libdeflate_crc32(0, bytes.data(), bytes.size());
}

std::string base64_encode(std::string_view bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4, '=');
    auto* to = text.data();
    auto const byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3, to += 4) {
        auto const group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        to[0] = base64_alphabet[group >> 18];
        to[1] = base64_alphabet[group >> 12 & 63];
        to[2] = base64_alphabet[group >> 6 & 63];
        to[3] = base64_alphabet[group & 63];
    }
    if (auto const left = bytes.size() - i; left > 0) {
        auto const group = byte(i) << 16 | (left == 2 ? byte(i + 1) << 8 : 0);
        to[0] = base64_alphabet[group >> 18];
        to[1] = base64_alphabet[group >> 12 & 63];
        if (left == 2) { to[2] = base64_alphabet[group >> 6 & 63]; }
    }
    return text;
}

namespace {

constexpr auto base64_values = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(0xff);
    for (std::size_t i = 0; i < base64_alphabet.size(); ++i) {
        table[static_cast<unsigned char>(base64_alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

std::size_t base64_padding(std::string_view text) noexcept
{
    return text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
}

} // namespace

bool base64_decode(std::string_view text, std::span<char> bytes) noexcept
{
    auto const padding = base64_padding(text);
    if (text.size() % 4 != 0 || bytes.size() + padding != text.size() / 4 * 3) { return false; }
    std::uint32_t seen = 0; // what is no digit leaves its upper bits here
    auto const value = [&](std::size_t i) {
        auto const digit = std::uint32_t{base64_values[static_cast<unsigned char>(text[i])]};
        seen |= digit;
        return digit;
    };
    auto* to = bytes.data();
    auto const whole = padding == 0 ? text.size() : text.size() - 4;
    for (std::size_t i = 0; i < whole; i += 4, to += 3) {
        auto const group = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
        to[0] = static_cast<char>(group >> 16 & 0xff);
        to[1] = static_cast<char>(group >> 8 & 0xff);
        to[2] = static_cast<char>(group & 0xff);
    }
    std::uint32_t left_over = 0; // bits that no encoder would have set
    if (padding > 0) {
        auto const group =
            value(whole) << 18 | value(whole + 1) << 12 | (padding == 1 ? value(whole + 2) << 6 : 0);
        to[0] = static_cast<char>(group >> 16 & 0xff);
        if (padding == 1) { to[1] = static_cast<char>(group >> 8 & 0xff); }
        left_over = group & ((1U << 8 * padding) - 1);
    }
    return seen < 64 && left_over == 0;
}

std::optional<std::string> base64_decode(std::string_view text)
{
    if (text.size() % 4 != 0) { return std::nullopt; }
    std::string bytes(text.size() / 4 * 3 - base64_padding(text), '\0');
    return base64_decode(text, bytes) ? std::optional{std::move(bytes)} : std::nullopt;
}

} // namespace understudy
