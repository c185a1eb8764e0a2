#include "dynamodb/number.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace understudy::dynamodb {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// What parsing sees of the digits before the exponent.
struct mantissa {
    std::array<std::uint8_t, limits::number_digits_max> digits{};
    int count = 0; // significant digits kept, trailing zeros among them
    bool too_precise = false;
    bool any_digit = false;
    std::int64_t integer_digits = 0;
    std::int64_t fraction_digits = 0;
    std::int64_t leading = 0; // power of ten of the first significant digit
    bool significant = false;
};

/// Reads digits with at most one point, and returns what follows them.
std::string_view read_mantissa(std::string_view text, mantissa& into) noexcept
{
    bool point = false;
    std::int64_t integer_after_first = 0;
    std::int64_t zeros_pending = 0;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(c)) break;
        into.any_digit = true;
        point ? ++into.fraction_digits : ++into.integer_digits;
        if (!into.significant) {
            if (c == '0') continue;
            into.significant = true;
            into.leading = point ? -into.fraction_digits : 0;
        } else if (!point) {
            ++integer_after_first;
        }
        if (c == '0') {
            ++zeros_pending;
            continue;
        }
        if (into.count + zeros_pending >= limits::number_digits_max) {
            into.too_precise = true;
            continue;
        }
        for (; zeros_pending > 0; --zeros_pending) into.digits[static_cast<std::size_t>(into.count++)] = 0;
        into.digits[static_cast<std::size_t>(into.count++)] = static_cast<std::uint8_t>(c - '0');
    }
    if (into.leading == 0) into.leading = integer_after_first;
    return text.substr(i);
}

/// The number behind 'e'; nothing when there is none or it is beyond 64 bits.
std::optional<std::int64_t> read_exponent(std::string_view text) noexcept
{
    if (text.empty()) return 0;
    if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
    text.remove_prefix(1);
    bool const plus = !text.empty() && text[0] == '+';
    if (plus) text.remove_prefix(1);
    if (plus && (text.empty() || !is_digit(text[0]))) return std::nullopt;
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

std::variant<decimal, number_fault> decimal::parse(std::string_view text) noexcept
{
    bool negative = false;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    mantissa read;
    auto const rest = read_mantissa(text, read);
    if (!read.any_digit) return number_fault::not_a_number;
    auto const exponent = read_exponent(rest);
    if (!exponent) return number_fault::not_a_number;

    // A zero is judged by the place of its last digit: 0e126 is too large, 0.0e126 is not.
    auto const place = read.significant ? read.leading : -read.fraction_digits;
    constexpr std::int64_t far = std::int64_t{1} << 61; // keeps the sum below from overflowing
    auto const power = std::clamp(*exponent, -far, far) + place;
    if (power > limits::number_exponent_max) return number_fault::overflow;
    if (power < limits::number_exponent_min) return number_fault::underflow;
    if (read.too_precise) return number_fault::too_precise;
    if (!read.significant) return decimal{};
    decimal result;
    result.negative_ = negative;
    result.count_ = static_cast<std::uint8_t>(read.count);
    result.exponent_ = static_cast<std::int16_t>(power);
    result.digits_ = read.digits;
    return result;
}

std::string decimal::to_string() const
{
    if (is_zero()) return "0";
    std::string text;
    if (negative_) text += '-';
    if (exponent_ < 0) {
        text += "0.";
        text.append(static_cast<std::size_t>(-exponent_ - 1), '0');
    }
    for (int i = 0; i < count_; ++i) {
        text += static_cast<char>('0' + digits_[static_cast<std::size_t>(i)]);
        if (i == exponent_ && i + 1 < count_) text += '.';
    }
    if (exponent_ >= count_) text.append(static_cast<std::size_t>(exponent_ + 1 - count_), '0');
    return text;
}

decimal decimal::negated() const noexcept
{
    auto result = *this;
    result.negative_ = !negative_ && !is_zero();
    return result;
}

std::size_t decimal::size() const noexcept
{
    if (is_zero()) return 1;
    auto const left = static_cast<std::size_t>(std::clamp(exponent_ + 1, 0, int{count_}));
    auto const right = count_ - left;
    return 1 + (left + 1) / 2 + (right + 1) / 2 + (negative_ ? 1 : 0);
}

std::strong_ordering decimal::compare_magnitudes(decimal const& a, decimal const& b) noexcept
{
    if (a.is_zero() || b.is_zero()) return a.count_ <=> b.count_;
    if (a.exponent_ != b.exponent_) return a.exponent_ <=> b.exponent_;
    return std::lexicographical_compare_three_way(a.digits_.begin(), a.digits_.begin() + a.count_,
                                                  b.digits_.begin(), b.digits_.begin() + b.count_);
}

std::strong_ordering operator<=>(decimal const& a, decimal const& b) noexcept
{
    if (a.negative_ != b.negative_) return b.negative_ <=> a.negative_;
    auto const order = decimal::compare_magnitudes(a, b);
    return a.negative_ ? 0 <=> order : order;
}

std::variant<decimal, number_fault> decimal::from_digits(bool negative, std::uint8_t const* digits, int count,
                                                         int exponent) noexcept
{
    while (count > 0 && digits[0] == 0) {
        ++digits;
        --count;
        --exponent;
    }
    while (count > 0 && digits[count - 1] == 0) --count;
    if (count == 0) return decimal{};
    // AWS calls a result of too many digits an overflow as well.
    if (exponent > limits::number_exponent_max || count > digits_max) return number_fault::overflow;
    if (exponent < limits::number_exponent_min) return number_fault::underflow;
    decimal result;
    result.negative_ = negative;
    result.count_ = static_cast<std::uint8_t>(count);
    result.exponent_ = static_cast<std::int16_t>(exponent);
    std::copy_n(digits, count, result.digits_.begin());
    return result;
}

std::variant<decimal, number_fault> add(decimal const& a, decimal const& b) noexcept
{
    if (a.is_zero()) return b;
    if (b.is_zero()) return a;
    bool const a_is_larger = decimal::compare_magnitudes(a, b) >= 0;
    auto const& large = a_is_larger ? a : b;
    auto const& small = a_is_larger ? b : a;

    // The digits of both on one grid, the first place left free for a carry.
    constexpr int places_max = 2 * decimal::digits_max + 2;
    int const top = large.exponent_ + 1;
    int const last = std::min(large.exponent_ - large.count_, small.exponent_ - small.count_) + 1;
    int const places = top - last + 1;
    if (places > places_max) return number_fault::overflow; // the digits lie too far apart for 38 of them
    std::array<std::uint8_t, places_max> grid{};
    for (int i = 0; i < large.count_; ++i) {
        grid[static_cast<std::size_t>(top - large.exponent_ + i)] =
            large.digits_[static_cast<std::size_t>(i)];
    }
    bool const subtracting = a.negative_ != b.negative_;
    int carry = 0;
    for (int place = places - 1; place >= 0; --place) {
        int const i = place - (top - small.exponent_);
        int const digit = i >= 0 && i < small.count_ ? small.digits_[static_cast<std::size_t>(i)] : 0;
        int sum = grid[static_cast<std::size_t>(place)] + (subtracting ? -digit : digit) + carry;
        carry = sum < 0 ? -1 : sum / 10;
        sum -= carry * 10;
        grid[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(sum);
    }
    return decimal::from_digits(large.negative_, grid.data(), places, top);
}

std::variant<decimal, number_fault> subtract(decimal const& a, decimal const& b) noexcept
{
    return add(a, b.negated());
}

bool is_plainly_normal(std::string_view text) noexcept
{
    if (text.empty() || text.size() > static_cast<std::size_t>(limits::number_digits_max)) return false;
    if (text == "0") return true;
    if (text[0] == '-') text.remove_prefix(1);
    if (text.empty() || !is_digit(text[0])) return false;
    auto const whole =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    if (text[0] == '0' && whole > 1) return false;
    if (whole == text.size()) return text[0] != '0';
    if (text[whole] != '.') return false;
    auto const fraction = text.substr(whole + 1);
    return !fraction.empty() && fraction.back() != '0'
           && std::all_of(fraction.begin(), fraction.end(), is_digit);
}

decimal stored_number(std::string_view text) noexcept
{
    auto const parsed = decimal::parse(text);
    auto const* number = std::get_if<decimal>(&parsed);
    return number ? *number : decimal{};
}

} // namespace understudy::dynamodb
