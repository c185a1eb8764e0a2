#include "core/ids.hpp"

#include "core/hex.hpp"

#include <bit>

namespace understudy {

std::string to_string(uuid const& id)
{
    std::string text(36, '-');
    auto* to = text.data();
    auto const put = [&](std::uint64_t half, int shift, int count) {
        for (; count > 0; --count) to = write_hex(to, static_cast<unsigned char>(half >> (shift -= 8)));
        ++to;
    };
    put(id.high, 64, 4);
    put(id.high, 32, 2);
    put(id.high, 16, 2);
    put(id.low, 64, 2);
    put(id.low, 48, 6);
    return text;
}

id_source::id_source(std::uint64_t seed) noexcept
{
    // splitmix64 spreads the seed over the state, as the authors of xoshiro recommend.
    for (auto& word : state_) {
        seed += 0x9e3779b97f4a7c15;
        std::uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        word = z ^ (z >> 31);
    }
}

std::uint64_t id_source::next() noexcept
{
    std::uint64_t const drawn = std::rotl(state_[1] * 5, 7) * 9;
    std::uint64_t const shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return drawn;
}

uuid id_source::next_uuid() noexcept
{
    constexpr std::uint64_t version_4 = 0x4000;
    constexpr std::uint64_t variant_rfc = 0x8000000000000000;
    return {.high = (next() & ~std::uint64_t{0xf000}) | version_4,
            .low = (next() & ~std::uint64_t{0xc000000000000000}) | variant_rfc};
}

} // namespace understudy
