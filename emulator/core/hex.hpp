// Bytes as two hexadecimal digits each, lower case. Stateless.
#pragma once

#include <array>
#include <cstring>

namespace understudy {

/// Writes both digits and returns where the next ones go.
inline char* write_hex(char* to, unsigned char byte) noexcept
{
    static constexpr auto pairs = [] {
        constexpr char digits[] = "0123456789abcdef";
        std::array<char, 512> all{};
        for (std::size_t i = 0; i < 256; ++i) {
            all[2 * i] = digits[i >> 4];
            all[2 * i + 1] = digits[i & 0xf];
        }
        return all;
    }();
    std::memcpy(to, pairs.data() + 2 * byte, 2);
    return to + 2;
}

} // namespace understudy
