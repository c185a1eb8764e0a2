#include "wire_headers.hpp"

#include <algorithm>

namespace understudy {

std::optional<std::string_view> find_header(wire_headers const& headers,
                                            std::string_view lower_case_name) noexcept
{
    auto const same = [](char a, char lower) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == lower; };
    for (auto const& [name, value] : headers) {
        if (std::equal(name.begin(), name.end(), lower_case_name.begin(), lower_case_name.end(), same))
            return value;
    }
    return std::nullopt;
}

} // namespace understudy
