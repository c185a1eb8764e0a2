// A text of JSON that is made of many small pieces. For the writers of codec/.
#pragma once

#include "core/buffered_text.hpp"
#include "core/sixteen_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace understudy::codec {

/// A piece that never changes, at most sixteen characters, so that copying it takes two instructions.
struct json_token {
    constexpr explicit json_token(std::string_view text) noexcept : length{text.size()}
    {
        std::copy(text.begin(), text.end(), characters.begin());
    }

    std::array<char, 16> characters{};
    std::size_t length;
};

class json_text : public buffered_text {
public:
    using buffered_text::buffered_text;

    void put_token(json_token const& token)
    {
        make_room(sizeof token.characters);
        to_ = copy(token, to_);
    }
    /// A text with quotation marks around it.
    void put_string(std::string_view text);
    /// The same of one behind which sixteen bytes more may be read, and what comes after it.
    void put_stored_string(std::string_view text, json_token const& after)
    {
        put_string(text, sixteen_bytes{text.data()}, after);
    }
    void put_base64(std::string_view bytes);
    /// Another in the place of what was put last.
    void replace_last(char c) noexcept { to_[-1] = c; }

private:
    /// Most are names and short values, without escapes: what is seldom is left to the other, so that this one calls nothing else.
    void put_string(std::string_view text, sixteen_bytes front, json_token const& after)
    {
        auto const plain = sixteen_bytes::before(escaped_in_json(front));
        if (text.size() > sixteen_bytes::size || plain < text.size()
            || room() < sixteen_bytes::size + 2 + sizeof after.characters) {
            return put_any_string(text, after);
        }
        auto* to = to_; // not written through, for each character would make the compiler read it again
        *to++ = '"';
        front.copy(to);
        to += text.size();
        *to++ = '"';
        to_ = copy(after, to);
    }
    void put_any_string(std::string_view text, json_token const& after);

    static char* copy(json_token const& token, char* to) noexcept
    {
        std::memcpy(to, token.characters.data(), sizeof token.characters);
        return to + token.length;
    }
};

} // namespace understudy::codec
