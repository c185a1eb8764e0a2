#include "protocol/request_id.hpp"

namespace understudy::protocol {

std::string dynamodb_request_id(uuid const& id)
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    constexpr std::size_t size = 52;
    constexpr std::size_t half = size / 2; // 26 digits of 5 bits are enough for 128
    std::string text(size, 'A');
    std::uint64_t words[] = {id.high, id.low};
    for (std::size_t i = 0; i < size; ++i) {
        auto& word = words[i / half];
        if (i % (half / 2) == 0) {
            word = (word ^ (word >> 31)) * 0x9e3779b97f4a7c15; // 13 digits use up a word: go on with its like
        }
        text[i] = digits[word >> 59];
        word <<= 5;
    }
    return text;
}

} // namespace understudy::protocol
