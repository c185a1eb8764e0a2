// Names and words of HTTP, in which the letters of ASCII are the same whether small or capital.
#pragma once

#include <algorithm>
#include <string_view>

namespace understudy {

inline bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    constexpr auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, small, small);
}

} // namespace understudy
