// Numbers and truth as they stand in JSON and forms. Private to codec/.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace understudy::codec::detail {

/// true, yes, 1 and false, no, 0 in any case.
std::optional<bool> parse_bool(std::string_view text) noexcept;
/// A whole number and nothing else; a plus sign may stand before it.
std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;
/// A JSON number without its fraction. Nothing when it does not fit.
std::optional<std::int64_t> parse_whole_part(std::string_view text) noexcept;
/// Nothing when it is too large.
std::optional<double> parse_double(std::string_view text) noexcept;

} // namespace understudy::codec::detail
