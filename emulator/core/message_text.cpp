#include "core/message_text.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace understudy {

namespace {

constexpr bool is_allowed(unsigned char ascii) noexcept
{
    return ascii >= 0x20 || ascii == '\t' || ascii == '\n' || ascii == '\r';
}

constexpr std::size_t word_size = sizeof(std::uint64_t);

/// Marks the bytes of eight that are above ASCII or below the blank: the first of them for certain.
std::uint64_t not_plain(char const* at) noexcept
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t word = 0;
    std::memcpy(&word, at, word_size);
    return (word | (word - ones * 0x20)) & ones * 0x80;
}

/// So many bytes at the front are plain ASCII, if not more.
std::size_t plain_at_front(std::string_view text) noexcept
{
    constexpr std::size_t stride = 8 * word_size;
    std::size_t count = 0;
    for (; count + stride <= text.size(); count += stride) {
        std::uint64_t found = 0;
        for (std::size_t i = 0; i < stride; i += word_size) found |= not_plain(text.data() + count + i);
        if (found != 0) { break; }
    }
    for (; count + word_size <= text.size(); count += word_size) {
        auto const found = not_plain(text.data() + count);
        if (found == 0) { continue; }
        constexpr bool first_is_lowest = std::endian::native == std::endian::little;
        return first_is_lowest ? count + static_cast<std::size_t>(std::countr_zero(found)) / 8 : count;
    }
    return count;
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
    while (true) {
        text.remove_prefix(plain_at_front(text));
        if (text.empty()) { return true; }
        std::size_t const size = character_size(text);
        if (size == 0) { return false; }
        text.remove_prefix(size);
    }
}

} // namespace understudy
