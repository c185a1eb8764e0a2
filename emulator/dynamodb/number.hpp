// DynamoDB's number: an exact decimal of up to 38 digits, between 1E-130 and 9.99...E+125, or zero. Values.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
#pragma once

#include "dynamodb/limits.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace understudy::dynamodb {

/// Why a text is no number, or why a result is none.
enum class number_fault { not_a_number, too_precise, overflow, underflow };

class decimal {
public:
    decimal() = default; // zero

    static std::variant<decimal, number_fault> parse(std::string_view text) noexcept;

    /// Plain notation without exponent, leading zeros or trailing zeros: the form in which numbers are stored.
    std::string to_string() const;

    bool is_zero() const noexcept { return count_ == 0; }
    bool is_negative() const noexcept { return negative_; }
    decimal negated() const noexcept;

    /// Bytes that the number counts in the size of an item.
    std::size_t size() const noexcept;
    /// Appends bytes whose order is the order of the numbers; no number's bytes are the beginning of another's.
    template <class Buffer>
    void append_key_bytes(Buffer& out) const;

    friend std::strong_ordering operator<=>(decimal const& a, decimal const& b) noexcept;
    friend bool operator==(decimal const& a, decimal const& b) noexcept { return (a <=> b) == 0; }

    /// Exact, or a fault when the result leaves the range or needs more than 38 digits.
    friend std::variant<decimal, number_fault> add(decimal const& a, decimal const& b) noexcept;

private:
    static constexpr int digits_max = limits::number_digits_max;

    static std::strong_ordering compare_magnitudes(decimal const& a, decimal const& b) noexcept;
    static std::variant<decimal, number_fault> from_digits(bool negative, std::uint8_t const* digits,
                                                           int count, int exponent) noexcept;

    // d0.d1d2... * 10^exponent_; neither the first nor the last digit is zero; zero has no digits
    bool negative_ = false;
    std::uint8_t count_ = 0;
    std::int16_t exponent_ = 0;
    std::array<std::uint8_t, digits_max> digits_{};
};

std::variant<decimal, number_fault> add(decimal const& a, decimal const& b) noexcept;
std::variant<decimal, number_fault> subtract(decimal const& a, decimal const& b) noexcept;

/// Whether the text is a number in normal form already; says no to a few rare long ones that are.
bool is_plainly_normal(std::string_view text) noexcept;

/// Of a number in normal form.
decimal stored_number(std::string_view text) noexcept;

template <class Buffer>
void decimal::append_key_bytes(Buffer& out) const
{
    auto const put = [&out](unsigned byte) {
        out.push_back(static_cast<typename Buffer::value_type>(static_cast<unsigned char>(byte)));
    };
    if (is_zero()) {
        put(2);
        return;
    }
    unsigned const flip = negative_ ? 0xffU : 0U; // what is larger in magnitude comes first among negatives
    put(negative_ ? 1 : 3);
    put((static_cast<unsigned>(exponent_ - limits::number_exponent_min) & 0xffU) ^ flip);
    for (unsigned i = 0; i < count_; i += 2) {
        unsigned const tail = i + 1 < count_ ? digits_[i + 1] : 0U;
        put((digits_[i] * 10U + tail + 1U) ^ flip);
    }
    put(flip);
}

} // namespace understudy::dynamodb
