// Sixteen bytes of a text, looked at together: what reads, checks and escapes long texts goes on from one byte that matters to the
// next. Against a byte at a time that is a sixth of the instructions for a JSON string of 1 KB that holds JSON itself.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace understudy {

class sixteen_bytes {
public:
    static constexpr std::size_t size = 16;

#ifdef __SSE2__
    using marks = __m128i; // of some of them; marks of several kinds are joined by |
    /// The same as a number, the first in the lowest bit.
    static unsigned bits(marks some) noexcept { return static_cast<unsigned>(_mm_movemask_epi8(some)); }

    explicit sixteen_bytes(char const* at) noexcept
        : bytes_{_mm_loadu_si128(reinterpret_cast<__m128i const*>(at))}
    {}
    /// Those at the front of a text; zeros behind its end.
    explicit sixteen_bytes(std::string_view text) noexcept
        : bytes_{text.size() >= size ? sixteen_bytes{text.data()}.bytes_ : fewer(text)}
    {}

    marks equal(char c) const noexcept { return _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c)); }
    marks beyond_ascii() const noexcept { return bytes_; }
    marks at_most(char limit) const noexcept
    {
        return _mm_cmpeq_epi8(_mm_min_epu8(bytes_, _mm_set1_epi8(limit)), bytes_);
    }
    /// With these bits of each of them turned over.
    sixteen_bytes flipped(char bits) const noexcept
    {
        return sixteen_bytes{_mm_xor_si128(bytes_, _mm_set1_epi8(bits))};
    }
    /// Writes them elsewhere, one character in the place of another.
    void copy_replacing(char from, char to, char* where) const noexcept
    {
        auto const found = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(from));
        auto const flips = _mm_and_si128(found, _mm_set1_epi8(static_cast<char>(from ^ to)));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(where), _mm_xor_si128(bytes_, flips));
    }
    void copy(char* where) const noexcept { _mm_storeu_si128(reinterpret_cast<__m128i*>(where), bytes_); }

private:
    explicit sixteen_bytes(__m128i bytes) noexcept : bytes_{bytes} {}

    template <class Number>
    static std::uint64_t number_at(char const* at) noexcept
    {
        Number number;
        std::memcpy(&number, at, sizeof number);
        return number;
    }
    /// Of one to eight bytes: two reads that overlap, or three.
    static std::uint64_t up_to_eight(char const* at, std::size_t count) noexcept
    {
        if (count == 8) return number_at<std::uint64_t>(at);
        if (count >= 4) {
            return number_at<std::uint32_t>(at) | number_at<std::uint32_t>(at + count - 4) << 8 * (count - 4);
        }
        return number_at<std::uint8_t>(at) | number_at<std::uint8_t>(at + count / 2) << 8 * (count / 2)
               | number_at<std::uint8_t>(at + count - 1) << 8 * (count - 1);
    }
    static __m128i fewer(std::string_view text) noexcept
    {
        auto const count = text.size();
        auto const low = count == 0 ? 0 : up_to_eight(text.data(), std::min(count, std::size_t{8}));
        auto const high =
            count <= 8 ? 0 : number_at<std::uint64_t>(text.data() + count - 8) >> 8 * (size - count);
        return _mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low));
    }

    __m128i bytes_;
#else
    using marks = unsigned;
    static unsigned bits(marks some) noexcept { return some; }

    explicit sixteen_bytes(char const* at) noexcept { std::memcpy(bytes_.data(), at, size); }
    explicit sixteen_bytes(std::string_view text) noexcept : bytes_{} { text.copy(bytes_.data(), size); }

    marks equal(char c) const noexcept
    {
        return marked([c](char each) { return each == c; });
    }
    marks beyond_ascii() const noexcept
    {
        return marked([](char each) { return static_cast<unsigned char>(each) >= 0x80; });
    }
    marks at_most(char limit) const noexcept
    {
        return marked([limit](char each) {
            return static_cast<unsigned char>(each) <= static_cast<unsigned char>(limit);
        });
    }
    sixteen_bytes flipped(char bits) const noexcept
    {
        auto flipped = *this;
        for (auto& each : flipped.bytes_) each = static_cast<char>(each ^ bits);
        return flipped;
    }
    void copy_replacing(char from, char to, char* where) const noexcept
    {
        for (std::size_t i = 0; i < size; ++i) where[i] = bytes_[i] == from ? to : bytes_[i];
    }
    void copy(char* where) const noexcept { std::memcpy(where, bytes_.data(), size); }

private:
    template <class Test>
    marks marked(Test test) const noexcept
    {
        marks some = 0;
        for (std::size_t i = 0; i < size; ++i) some |= marks{test(bytes_[i])} << i;
        return some;
    }

    std::array<char, size> bytes_;
#endif

public:
    /// The control characters of ASCII but for DEL.
    marks control() const noexcept { return at_most(0x1f); }

    /// How many stand before the first that is marked.
    static std::size_t before(marks some) noexcept
    {
        return static_cast<std::size_t>(std::countr_zero(bits(some) | 1U << size));
    }
};

/// What cannot stand in a JSON string as it is: a backslash; control characters and the quotation mark, which are the lowest when
/// the bit in which that one differs from the first that may stand, a blank, is turned over.
inline sixteen_bytes::marks escaped_in_json(sixteen_bytes const& bytes) noexcept
{
    return bytes.flipped('"' ^ ' ').at_most(' ') | bytes.equal('\\');
}

} // namespace understudy
