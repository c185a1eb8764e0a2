#include "protocol/request_id.hpp"

namespace understudy::protocol {

std::string dynamodb_request_id(uuid const& id)
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    constexpr std::size_t size = 52;
    constexpr std::size_t quarter = size / 4; // 13 digits of 5 bits use up a word
    std::string text(size, 'A');
    auto* to = text.data();
    for (auto word : {id.high, ~id.high, id.low, ~id.low}) {
        word = (word ^ (word >> 31)) * 0x9e3779b97f4a7c15;
        for (std::size_t i = 0; i < quarter; ++i, word <<= 5) *to++ = digits[word >> 59];
    }
    return text;
}

} // namespace understudy::protocol
