// Keys as bytes in order, for trees of them: how they are kept, compared, and told apart by a word of eight bytes.
#pragma once

#include "model/expect.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace understudy::dynamodb {

/// Bytes in one block of exactly their size, because there are very many.
class packed_bytes {
public:
    packed_bytes() = default; // no bytes, and no block
    explicit packed_bytes(std::string_view bytes)
        : block_{std::make_unique_for_overwrite<char[]>(sizeof(std::uint32_t) + bytes.size())}
    {
        auto const size = static_cast<std::uint32_t>(bytes.size());
        std::memcpy(block_.get(), &size, sizeof size);
        std::copy(bytes.begin(), bytes.end(), block_.get() + sizeof size);
    }
    packed_bytes(packed_bytes const& other) : packed_bytes{} { *this = other; }
    packed_bytes(packed_bytes&&) noexcept = default;
    packed_bytes& operator=(packed_bytes&&) noexcept = default;
    packed_bytes& operator=(packed_bytes const& other)
    {
        return *this = other.block_ ? packed_bytes{other.view()} : packed_bytes{};
    }
    ~packed_bytes() = default;

    /// They will be looked at soon.
    void expect() const noexcept
    {
        if (block_) expect_memory(block_.get(), 1);
    }
    std::string_view view() const noexcept
    {
        if (!block_) return {};
        std::uint32_t size = 0;
        std::memcpy(&size, block_.get(), sizeof size);
        return {block_.get() + sizeof size, size};
    }

private:
    std::unique_ptr<char[]> block_; // the size in front
};

/// A key that may stand in two pieces, one to be read behind the other.
struct key_parts {
    std::string_view front = {};
    std::string_view back = {};

    std::size_t size() const noexcept { return front.size() + back.size(); }
};

/// From a number to one whose bytes in memory are of the same order, and back.
inline std::uint64_t in_order(std::uint64_t number) noexcept
{
    return std::endian::native == std::endian::little ? __builtin_bswap64(number) : number;
}

/// Eight bytes from a place on, as a number of the same order; what is behind the end counts as zeros.
inline std::uint64_t word_at(std::string_view bytes, std::size_t at) noexcept
{
    std::uint64_t word = 0;
    if (at + sizeof word <= bytes.size()) {
        std::memcpy(&word, bytes.data() + at, sizeof word);
    } else if (at < bytes.size()) {
        std::memcpy(&word, bytes.data() + at, bytes.size() - at);
    }
    return in_order(word);
}

inline std::uint64_t word_at(key_parts key, std::size_t at) noexcept
{
    auto const front = key.front.size();
    if (at >= front) return word_at(key.back, at - front);
    auto const word = word_at(key.front, at);
    auto const taken = front - at;
    return taken >= sizeof word ? word : word | word_at(key.back, 0) >> 8 * taken;
}

/// How many bytes two keys begin with alike.
template <class A, class B>
std::size_t common_prefix(A const& a, B const& b) noexcept
{
    auto const most = std::min(a.size(), b.size());
    for (std::size_t at = 0; at < most; at += sizeof(std::uint64_t)) {
        auto const difference = word_at(a, at) ^ word_at(b, at);
        if (difference != 0)
            return std::min(most, at + static_cast<std::size_t>(std::countl_zero(difference)) / 8);
    }
    return most;
}

/// The order of two keys.
inline std::strong_ordering compare(key_parts a, std::string_view b) noexcept
{
    auto const front = a.front.compare(b.substr(0, a.front.size()));
    return front != 0 ? front <=> 0 : a.back.compare(b.substr(a.front.size())) <=> 0;
}

inline bool begin_alike(key_parts a, std::string_view b, std::size_t count) noexcept
{
    if (a.front.size() >= count && b.size() >= count)
        return std::memcmp(a.front.data(), b.data(), count) == 0;
    return common_prefix(a, b) >= count;
}

inline std::string first_bytes(key_parts key, std::size_t count)
{
    std::string bytes{key.front.substr(0, count)};
    return bytes.append(key.back.substr(0, count - bytes.size()));
}

} // namespace understudy::dynamodb
