// Sixteen bytes of a text, looked at together: what reads, checks and escapes long texts goes on from one byte that matters to the
// next. Against a byte at a time that is a sixth of the instructions for a JSON string of 1 KB that holds JSON itself.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

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

    marks equal(char c) const noexcept { return _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c)); }
    marks beyond_ascii() const noexcept { return bytes_; }
    /// The control characters of ASCII but for DEL.
    marks control() const noexcept
    {
        return _mm_cmpeq_epi8(_mm_min_epu8(bytes_, _mm_set1_epi8(0x1f)), bytes_);
    }
    /// Writes them elsewhere, one character in the place of another.
    void copy_replacing(char from, char to, char* where) const noexcept
    {
        auto const found = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(from));
        auto const flips = _mm_and_si128(found, _mm_set1_epi8(static_cast<char>(from ^ to)));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(where), _mm_xor_si128(bytes_, flips));
    }

private:
    __m128i bytes_;
#else
    using marks = unsigned;
    static unsigned bits(marks some) noexcept { return some; }

    explicit sixteen_bytes(char const* at) noexcept { std::memcpy(bytes_.data(), at, size); }

    marks equal(char c) const noexcept
    {
        return marked([c](char each) { return each == c; });
    }
    marks beyond_ascii() const noexcept
    {
        return marked([](char each) { return static_cast<unsigned char>(each) >= 0x80; });
    }
    marks control() const noexcept
    {
        return marked([](char each) { return static_cast<unsigned char>(each) < 0x20; });
    }
    void copy_replacing(char from, char to, char* where) const noexcept
    {
        for (std::size_t i = 0; i < size; ++i) where[i] = bytes_[i] == from ? to : bytes_[i];
    }

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
    /// How many stand before the first that is marked.
    static std::size_t before(marks some) noexcept
    {
        return static_cast<std::size_t>(std::countr_zero(bits(some) | 1U << size));
    }
};

/// What cannot stand in a JSON string as it is.
inline sixteen_bytes::marks escaped_in_json(sixteen_bytes const& bytes) noexcept
{
    return bytes.control() | bytes.equal('"') | bytes.equal('\\');
}

} // namespace understudy
