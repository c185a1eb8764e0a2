// Text without the blanks and tabs around it, as HTTP takes the values of headers.
#pragma once

#include <string_view>

namespace understudy {

inline std::string_view trimmed(std::string_view text) noexcept
{
    constexpr auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

} // namespace understudy
