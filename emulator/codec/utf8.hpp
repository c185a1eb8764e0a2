// Keeps what is not UTF-8 out of the emulator. Private to codec/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace understudy::codec::detail {

/// Nothing when the text is UTF-8; otherwise a copy with U+FFFD for each byte that does not belong, as Java decodes it.
std::optional<std::string> mend_utf8(std::string_view text);

} // namespace understudy::codec::detail
