#include "core/digest.hpp"

#include "core/base64.hpp"
#include "core/hex.hpp"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <utility>

namespace understudy {

namespace {

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

using context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

/// Looking an algorithm up costs more than hashing a short message, so each thread keeps a context ready.
template <std::size_t Size>
std::array<unsigned char, Size> digest(EVP_MD_CTX* ready, EVP_MD const* algorithm, std::string_view bytes)
{
    std::array<unsigned char, Size> made;
    EVP_DigestInit_ex(ready, algorithm, nullptr);
    EVP_DigestUpdate(ready, bytes.data(), bytes.size());
    EVP_DigestFinal_ex(ready, made.data(), nullptr);
    return made;
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
    static EVP_MD const* const algorithm = EVP_MD_fetch(nullptr, "MD5", nullptr);
    thread_local context const ready{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    return digest<16>(ready.get(), algorithm, bytes);
}

std::string md5_hex(std::string_view bytes) { return hex(md5(bytes)); }

std::string sha256_hex(std::string_view bytes)
{
    static EVP_MD const* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local context const ready{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    return hex(digest<32>(ready.get(), algorithm, bytes));
}

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
