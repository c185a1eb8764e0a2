// The key of the signatures: RSA, as long as those of AWS, 2048 bits. It has nothing to hide, so it is the product of sixteen short primes
// instead of two long ones, which nobody sees who verifies, and it takes a fifth of the time. For sns/signature.cpp.
#pragma once

#include <array>
#include <cstddef>

namespace understudy::sns {

constexpr std::size_t key_bytes = 256;
using key_sized = std::array<unsigned char, key_bytes>; // a number, from its highest byte to its lowest

/// The number to the power of the secret exponent. It is the highest byte of a padded message that keeps it smaller than the modulus.
key_sized raise(key_sized const& padded);

} // namespace understudy::sns
