#include "sns/signing_key.hpp"

#include <cstdint>
#include <iterator>
#include <vector>

namespace understudy::sns {
namespace {

__extension__ using wide = unsigned __int128;
constexpr std::size_t prime_bits = 128;
constexpr std::size_t prime_count = 8 * key_bytes / prime_bits;

/// From its lowest digit to its highest.
using number = std::array<std::uint64_t, key_bytes / 8>;

struct constant {
    std::uint64_t high, low;
    constexpr wide value() const noexcept { return wide{high} << 64 | low; }
};

struct {
    constant prime;
    constant secret; // the exponent: what 65537 has to be multiplied by to be 1 modulo prime - 1
} constexpr primes[prime_count] = {
    {{0xFDA8BF0901C36B41, 0x0388D523087E0E95}, {0xB91CF3C50BEF640F, 0x3F18158B0A808BFD}},
    {{0xFEB77C6B5F986386, 0x56B4B93842FD426B}, {0x4B41A50608597AD6, 0x3F19E83B8237577F}},
    {{0xFCD356ABE70FF8BC, 0x1AC458C0EB070BA1}, {0x651D95256D654AE2, 0xD885BCC5737A3EE1}},
    {{0xFFA397E74D103028, 0xDC2B1E08A7464173}, {0x21F796C38115D990, 0x5450D658C80129C9}},
    {{0xFE39B207F48ED284, 0x995D9B71DE2B6557}, {0x2435276C06A2C8CC, 0xE5E2F51EB49BCDA5}},
    {{0xFFBBD68FB843D82D, 0xC264482BB6A9129F}, {0x60AFD9FD58837E16, 0x3EEABF4697B6F0AD}},
    {{0xFFEBE4769363A105, 0x60EB6635D742D80B}, {0x07FE573978EB10B9, 0x794880FDC78677F7}},
    {{0xFEE09D10A79113FC, 0x8ED5B85F55FC382F}, {0x06D149423DC932A8, 0xA9C56BB6191DB2FF}},
    {{0xFD2AFEF439832DF3, 0x884CBE5BF03156C9}, {0x3A9209EE02A840A7, 0x48EF485308DCC151}},
    {{0xFD1B01716EA6B49A, 0x9C6591AA9ADB8CC7}, {0x958A9C2AA9E6C2F4, 0x4A8D542849808847}},
    {{0xFFA64E80A11AE3BC, 0xEE23963D761C2AFF}, {0x3B2404FB1AC9F6AF, 0x4943F048AD9F1C8F}},
    {{0xFCF9609E08F9C5C9, 0xC94981B7F0881851}, {0x657BD961ACB21EC1, 0x9389748B88E7DFF1}},
    {{0xFC60DA69A9167FE1, 0x165622FAAE55E409}, {0x17A9F930C912FC00, 0x9DF88BA517ADA409}},
    {{0xFCD94224B20B9668, 0x15B8751133722797}, {0xC9CB5ACE8E8A50EF, 0xA0E626082456E6E1}},
    {{0xFCF4C0A896FF7939, 0xD5964E169A3A2489}, {0x1EEF93EC4A633E21, 0x2B94F141E464BDF9}},
    {{0xFC10628F3A48E28A, 0xCECA3423FE4AF43B}, {0xC1479B1BB298A2C5, 0xC74D3B700214DD73}},
};

constexpr std::uint64_t low(wide value) noexcept { return static_cast<std::uint64_t>(value); }
constexpr std::uint64_t high(wide value) noexcept { return static_cast<std::uint64_t>(value >> 64); }

/// Numbers modulo a prime whose highest bit is set. They are multiplied in Montgomery's way, which takes a factor of 2^128 out of
/// the product; numbers *inside* have one more than they say.
/// https://www.ams.org/journals/mcom/1985-44-170/S0025-5718-1985-0777282-X/
class field {
public:
    explicit field(wide prime) noexcept : prime_{prime}, one_inside_{0 - prime}, square_{one_inside_}
    {
        for (std::size_t bit = 0; bit < prime_bits; ++bit) { square_ = sum(square_, square_); }
        auto inverse = low(prime); // in its three lowest bits; each turn doubles them
        for (int bits = 3; bits < 64; bits *= 2) { inverse *= 2 - low(prime) * inverse; }
        minus_inverse_ = 0 - inverse;
    }

    wide prime() const noexcept { return prime_; }
    wide into(wide value) const noexcept { return product(value, square_); }
    wide out_of(wide value) const noexcept { return product(value, 1); }

    wide sum(wide a, wide b) const noexcept
    {
        auto const made = a + b;
        return made < a || made >= prime_ ? made - prime_ : made;
    }

    wide difference(wide a, wide b) const noexcept { return a >= b ? a - b : a - b + prime_; }

    wide product(wide a, wide b) const noexcept
    {
        std::uint64_t sum[3] = {};
        for (auto const digit : {low(a), high(a)}) {
            auto const first = wide{digit} * low(b) + sum[0];
            auto const second = wide{digit} * high(b) + sum[1] + high(first);
            // So many primes make the lowest digit zero, and it is dropped.
            auto const times = low(first) * minus_inverse_;
            auto const zero = wide{times} * low(prime_) + low(first);
            auto const next = wide{times} * high(prime_) + low(second) + high(zero);
            auto const last = wide{sum[2]} + high(second) + high(next);
            sum[0] = low(next);
            sum[1] = low(last);
            sum[2] = high(last);
        }
        auto const made = wide{sum[1]} << 64 | sum[0];
        return sum[2] != 0 || made >= prime_ ? made - prime_ : made;
    }

    /// Of a base inside: inside.
    wide power(wide base, wide exponent) const noexcept
    {
        wide powers[16] = {one_inside_};
        for (std::size_t i = 1; i < std::size(powers); ++i) { powers[i] = product(powers[i - 1], base); }
        auto made = one_inside_;
        for (std::size_t bits = prime_bits; bits > 0; bits -= 4) {
            for (int squaring = 0; squaring < 4; ++squaring) { made = product(made, made); }
            made = product(made, powers[exponent >> (bits - 4) & 15]);
        }
        return made;
    }

    /// What a division leaves of it.
    wide rest(number const& dividend) const noexcept
    {
        wide made = 0;
        for (auto i = dividend.size(); i > 0; i -= 2) {
            auto const digits = wide{dividend[i - 1]} << 64 | dividend[i - 2];
            made = sum(into(made), digits >= prime_ ? digits - prime_ : digits);
        }
        return made;
    }

private:
    wide prime_;
    wide one_inside_;
    wide square_; // of 2^128
    std::uint64_t minus_inverse_ = 0;
};

void add_product(number& sum, number const& a, wide b) noexcept
{
    std::size_t place = 0;
    for (auto const digit : {low(b), high(b)}) {
        std::uint64_t carried = 0;
        for (std::size_t i = 0; i + place < sum.size(); ++i) {
            auto const next = wide{digit} * a[i] + sum[i + place] + carried;
            sum[i + place] = low(next);
            carried = high(next);
        }
        ++place;
    }
}

struct factor {
    field modulo;
    wide secret;
    number before; // the product of the primes before this one
    wide inverse;  // of that product
};

std::vector<factor> make_factors()
{
    std::vector<factor> made;
    number before{1};
    for (auto const& [prime, secret] : primes) {
        field const modulo{prime.value()};
        auto const inverse =
            modulo.power(modulo.into(modulo.rest(before)), modulo.prime() - 2); // Fermat's way
        made.push_back({modulo, secret.value(), before, modulo.out_of(inverse)});
        number product{};
        add_product(product, before, modulo.prime());
        before = product;
    }
    return made;
}

} // namespace

/// Modulo one prime after the other: what has been found grows by that many times the product of the primes before which make it right
/// for the next one, too.
key_sized raise(key_sized const& padded)
{
    static auto const all = make_factors();
    number message{}, found{};
    for (std::size_t i = 0; i < key_bytes; ++i) {
        message[i / 8] |= std::uint64_t{padded[key_bytes - 1 - i]} << i % 8 * 8;
    }
    for (auto const& [modulo, secret, before, inverse] : all) {
        auto const wanted = modulo.power(modulo.into(modulo.rest(message)), secret);
        auto const missing = modulo.difference(wanted, modulo.into(modulo.rest(found)));
        add_product(found, before, modulo.product(missing, inverse));
    }
    key_sized raised;
    for (std::size_t i = 0; i < key_bytes; ++i) {
        raised[key_bytes - 1 - i] = static_cast<unsigned char>(found[i / 8] >> i % 8 * 8);
    }
    return raised;
}

} // namespace understudy::sns
