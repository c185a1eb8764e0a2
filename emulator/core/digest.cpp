#include "core/digest.hpp"

#include <openssl/evp.h>
#include <zlib.h>

#include <array>
#include <memory>

namespace understudy {

namespace {

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
    constexpr char digits[] = "0123456789abcdef";
    std::string text(2 * bytes.size(), '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 0xf];
    }
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

std::uint32_t crc32(std::string_view bytes) noexcept
{
    return static_cast<std::uint32_t>(
        ::crc32_z(0, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size()));
}

std::string base64_encode(std::string_view bytes)
{
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        }
        text.push_back(alphabet[group >> 18]);
        text.push_back(alphabet[(group >> 12) & 63]);
        text.push_back(i + 1 < bytes.size() ? alphabet[(group >> 6) & 63] : '=');
        text.push_back(i + 2 < bytes.size() ? alphabet[group & 63] : '=');
    }
    return text;
}

std::optional<std::string> base64_decode(std::string_view text)
{
    constexpr auto values = [] {
        std::array<std::int8_t, 256> table{};
        table.fill(-1);
        constexpr std::string_view alphabet =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (std::size_t i = 0; i < alphabet.size(); ++i) {
            table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
        }
        return table;
    }();
    if (text.size() % 4 != 0) { return std::nullopt; }
    std::size_t const padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string_view const digits = text.substr(0, text.size() - padding);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (char c : digits) {
        auto const value = values[static_cast<unsigned char>(c)];
        if (value < 0) { return std::nullopt; }
        group = group << 6 | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>(group >> bits & 0xff));
        }
    }
    if ((group & ((1U << bits) - 1)) != 0) {
        return std::nullopt; // bits that no encoder would have set
    }
    return bytes;
}

} // namespace understudy
