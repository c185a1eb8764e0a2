// Digests and encodings that the services put on the wire. Thread-safe, stateless.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace understudy {

std::array<unsigned char, 16> md5(std::string_view bytes);
std::string md5_hex(std::string_view bytes);    // lower case
std::string sha256_hex(std::string_view bytes); // lower case
std::array<unsigned char, 20> sha1(std::string_view bytes);
std::array<unsigned char, 32> sha256(std::string_view bytes);
std::array<unsigned char, 32> hmac_sha256(std::string_view key, std::string_view bytes);
std::string hex(std::span<unsigned char const> bytes); // lower case
std::uint32_t crc32(std::string_view bytes) noexcept;  // IEEE 802.3, as zlib

std::string base64_encode(std::string_view bytes); // with padding
/// Nothing unless the text is canonical base64 with padding.
std::optional<std::string> base64_decode(std::string_view text);

} // namespace understudy
