#include "codec/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace understudy::codec::detail {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_but_case(std::string_view text, std::string_view lower_case)
{
    return std::ranges::equal(text, lower_case, {}, lower);
}

} // namespace

std::optional<bool> parse_bool(std::string_view text) noexcept
{
    constexpr std::array<std::string_view, 3> yes{"true", "1", "yes"};
    constexpr std::array<std::string_view, 3> no{"false", "0", "no"};
    auto const is_text = [&](std::string_view word) { return equal_but_case(text, word); };
    if (std::ranges::any_of(yes, is_text)) return true;
    if (std::ranges::any_of(no, is_text)) return false;
    return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept
{
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    std::int64_t value = 0;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_whole_part(std::string_view text) noexcept
{
    // Not through a double where it can be avoided: it would round.
    if (text.find_first_of("eE") == text.npos) return parse_integer(text.substr(0, text.find('.')));
    auto const value = parse_double(text);
    if (!value || !(*value >= -0x1p63 && *value < 0x1p63)) return std::nullopt;
    return static_cast<std::int64_t>(*value);
}

std::optional<double> parse_double(std::string_view text) noexcept
{
    double value = 0;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc::result_out_of_range) {
        // Too small is as good as zero; too large is nothing.
        return text.find("e-") != text.npos || text.find("E-") != text.npos ? std::optional{0.0}
                                                                            : std::nullopt;
    }
    if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

} // namespace understudy::codec::detail
