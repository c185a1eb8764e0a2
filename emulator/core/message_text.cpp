#include "core/message_text.hpp"

#include "core/sixteen_bytes.hpp"

#include <cstdint>

namespace understudy {

namespace {

constexpr bool is_allowed(unsigned char ascii) noexcept
{
    return ascii >= 0x20 || ascii == '\t' || ascii == '\n' || ascii == '\r';
}

/// So many bytes at the front are plain ASCII, if not more.
std::size_t plain_at_front(std::string_view text) noexcept
{
    std::size_t count = 0;
    while (count + sixteen_bytes::size <= text.size()) {
        sixteen_bytes const next{text.data() + count};
        auto const plain = sixteen_bytes::before(next.control() | next.beyond_ascii());
        count += plain;
        if (plain != sixteen_bytes::size) { break; }
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
