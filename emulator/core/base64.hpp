// Base64 of texts whose length is known before, such as receipt handles: no memory is taken. See digest.hpp for any others.
// Thread-safe, stateless.
#pragma once

#include <span>
#include <string_view>

namespace understudy {

/// False unless the text is canonical base64, with padding, of exactly so many bytes.
bool base64_decode(std::string_view text, std::span<char> bytes) noexcept;

} // namespace understudy
