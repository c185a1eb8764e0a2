// Keeps what is not UTF-8 out of the emulator, and tells its characters apart.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::codec {

/// How many bytes the character at the beginning has; 0 when there is none that is UTF-8.
std::size_t utf8_size(std::string_view text);

/// The code point of the character at the beginning; a byte that begins none stands for itself.
char32_t code_point(std::string_view text);

/// How many characters the text has, which is UTF-8.
std::size_t count_characters(std::string_view text);

/// Nothing when the text is UTF-8; otherwise a copy with U+FFFD for each byte that does not belong, as Java decodes it.
std::optional<std::string> mend_utf8(std::string_view text);

} // namespace understudy::codec
