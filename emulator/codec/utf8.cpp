#include "codec/utf8.hpp"

#include "core/sixteen_bytes.hpp"

#include <algorithm>
#include <array>

namespace understudy::codec {

std::size_t utf8_size(std::string_view text)
{
    // Per lead byte: how many bytes follow, and what the first of them may be (neither overlong, nor a surrogate, nor
    // beyond U+10FFFF). The Unicode Standard, table 3-7.
    struct rule {
        unsigned lead_min, lead_max;
        std::size_t following;
        unsigned second_min, second_max;
    };
    constexpr std::array rules{
        rule{0x00, 0x7F, 0, 0, 0},       rule{0xC2, 0xDF, 1, 0x80, 0xBF}, rule{0xE0, 0xE0, 2, 0xA0, 0xBF},
        rule{0xE1, 0xEC, 2, 0x80, 0xBF}, rule{0xED, 0xED, 2, 0x80, 0x9F}, rule{0xEE, 0xEF, 2, 0x80, 0xBF},
        rule{0xF0, 0xF0, 3, 0x90, 0xBF}, rule{0xF1, 0xF3, 3, 0x80, 0xBF}, rule{0xF4, 0xF4, 3, 0x80, 0x8F}};
    auto const byte = [&](std::size_t i) { return unsigned{static_cast<unsigned char>(text[i])}; };
    auto const found = std::ranges::find_if(
        rules, [&](rule const& rule) { return byte(0) >= rule.lead_min && byte(0) <= rule.lead_max; });
    if (found == rules.end() || found->following >= text.size()) return 0;
    for (std::size_t i = 1; i <= found->following; ++i) {
        auto const min = i == 1 ? found->second_min : 0x80;
        auto const max = i == 1 ? found->second_max : 0xBF;
        if (byte(i) < min || byte(i) > max) return 0;
    }
    return found->following + 1;
}

char32_t code_point(std::string_view text)
{
    auto const size = utf8_size(text);
    char32_t point = static_cast<unsigned char>(text[0]);
    if (size < 2) return point;
    point &= 0x7fU >> size;
    for (auto const c : text.substr(1, size - 1))
        point = point << 6U | (static_cast<unsigned char>(c) & 0x3fU);
    return point;
}

std::size_t count_characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

namespace {

/// Where the text stops being UTF-8.
std::size_t good_prefix(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        auto const rest = text.substr(at);
        auto const ascii =
            sixteen_bytes::before(sixteen_bytes{rest}.beyond_ascii()); // not what is behind the end
        at += std::min(ascii, rest.size());
        if (ascii == sixteen_bytes::size || at == text.size()) continue;
        auto const size = utf8_size(text.substr(at));
        if (size == 0) break;
        at += size;
    }
    return at;
}

} // namespace

std::optional<std::string> mend_utf8(std::string_view text)
{
    auto good = good_prefix(text);
    if (good == text.size()) return std::nullopt;
    std::string mended;
    while (!text.empty()) {
        mended.append(text.substr(0, good));
        text.remove_prefix(good);
        if (text.empty()) break;
        mended += "\xEF\xBF\xBD";
        text.remove_prefix(1);
        good = good_prefix(text);
    }
    return mended;
}

} // namespace understudy::codec
