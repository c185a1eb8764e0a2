#include "core/message_text.hpp"

#include <cstdint>
#include <cstring>

namespace understudy {

namespace {

constexpr bool is_allowed(unsigned char ascii) noexcept
{
    return ascii >= 0x20 || ascii == '\t' || ascii == '\n' || ascii == '\r';
}

constexpr std::size_t stride = 64;

/// So many characters at once: none above ASCII and none below the blank.
bool is_plain(char const* at) noexcept
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < stride; i += sizeof found) {
        std::uint64_t word = 0;
        std::memcpy(&word, at + i, sizeof word);
        found |= word | (word - ones * 0x20);
    }
    return (found & ones * 0x80) == 0;
}

/// Bytes that the character at the front takes; 0 when it is not allowed there.
std::size_t character_size(std::string_view text) noexcept
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char const first = byte(0);
    if (first < 0x80) { return is_allowed(first) ? 1 : 0; }
    std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size) { return 0; }
    std::uint32_t point = first & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) { return 0; }
        point = point << 6 | (byte(i) & 0x3fU);
    }
    bool const shortest = size == 2 || (size == 3 && point >= 0x800) || (size == 4 && point >= 0x10000);
    bool const surrogate = 0xd800 <= point && point <= 0xdfff;
    bool const allowed = shortest && !surrogate && point != 0xfffe && point != 0xffff && point <= 0x10ffff;
    return allowed ? size : 0;
}

} // namespace

bool is_message_text(std::string_view text) noexcept
{
    while (!text.empty()) {
        if (text.size() >= stride && is_plain(text.data())) {
            text.remove_prefix(stride);
            continue;
        }
        std::size_t const size = character_size(text);
        if (size == 0) { return false; }
        text.remove_prefix(size);
    }
    return true;
}

} // namespace understudy
