// A text of JSON that is made of many small pieces. For the writers of codec/.
#pragma once

#include "core/buffered_text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace understudy::codec {

/// A piece that never changes, at most eight characters, so that copying it takes two instructions.
struct json_token {
    constexpr explicit json_token(std::string_view text) noexcept : length{text.size()}
    {
        std::copy(text.begin(), text.end(), characters.begin());
    }

    std::array<char, 8> characters{};
    std::size_t length;
};

class json_text : public buffered_text {
public:
    using buffered_text::buffered_text;

    void put_token(json_token const& token)
    {
        make_room(sizeof token.characters);
        std::memcpy(to_, token.characters.data(), sizeof token.characters);
        to_ += token.length;
    }
    /// A text with quotation marks around it.
    void put_string(std::string_view text);

private:
    void put_longer_string(std::string_view text);
};

} // namespace understudy::codec
