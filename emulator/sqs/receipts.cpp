#include "sqs/receipts.hpp"

#include "core/base64.hpp"
#include "core/digest.hpp"

#include <array>
#include <cstring>

namespace understudy::sqs {

namespace {

// Handles of AWS begin with AQEB: these three bytes.
constexpr std::string_view mark{"\x01\x01\x01", 3};
constexpr std::size_t word_size = 8;
constexpr std::size_t words = 4;
// Makes the length a multiple of three, so that the base64 text needs no padding.
constexpr std::string_view tail{"\x01\x01", 2};
constexpr std::size_t bytes = mark.size() + (1 + words) * word_size + tail.size();
static_assert(bytes % 3 == 0);

using word_array = std::array<std::uint64_t, words>;

/// The finalizer of splitmix64: every bit of the input reaches every bit of the output.
constexpr std::uint64_t mix(std::uint64_t word) noexcept
{
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
}

std::uint64_t checksum(word_array const& content) noexcept
{
    std::uint64_t sum = 0x9e3779b97f4a7c15;
    for (auto word : content) sum = mix(sum ^ word);
    return sum;
}

/// Covers or uncovers the content, so that handles that follow each other do not look alike.
void cover(word_array& content, std::uint64_t key) noexcept
{
    for (auto& word : content) word ^= mix(++key);
}

/// A handle before it becomes text. The words stand as the machine has them: no other machine will read them.
using raw_handle = std::array<char, bytes>;
constexpr std::size_t sum_at = mark.size();
constexpr std::size_t content_at = sum_at + word_size;
constexpr std::size_t tail_at = content_at + words * word_size;

} // namespace

std::string make_receipt_handle(receipt const& receipt)
{
    word_array content{receipt.queue, receipt.place, std::uint64_t{receipt.slot} << 32 | receipt.number,
                       receipt.message};
    std::uint64_t const sum = checksum(content);
    cover(content, sum);
    raw_handle raw;
    mark.copy(raw.data(), mark.size());
    std::memcpy(raw.data() + sum_at, &sum, word_size);
    std::memcpy(raw.data() + content_at, content.data(), words * word_size);
    tail.copy(raw.data() + tail_at, tail.size());
    return base64_encode({raw.data(), raw.size()});
}

std::optional<receipt> parse_receipt_handle(std::string_view handle)
{
    raw_handle raw;
    std::string_view const text{raw.data(), raw.size()};
    if (!base64_decode(handle, raw) || !text.starts_with(mark) || !text.ends_with(tail)) {
        return std::nullopt;
    }
    std::uint64_t sum;
    word_array content;
    std::memcpy(&sum, raw.data() + sum_at, word_size);
    std::memcpy(content.data(), raw.data() + content_at, words * word_size);
    cover(content, sum);
    if (checksum(content) != sum) { return std::nullopt; }
    return receipt{.queue = content[0],
                   .place = content[1],
                   .slot = static_cast<std::uint32_t>(content[2] >> 32),
                   .number = static_cast<std::uint32_t>(content[2] & 0xffffffff),
                   .message = content[3]};
}

} // namespace understudy::sqs
