// The tokens of a filter policy with the places where AWS's parser stands when it complains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::sns {

enum class token_kind : std::uint8_t {
    text,
    number,
    literal,
    open_array,
    close_array,
    open_object,
    close_object
};

struct token {
    token_kind kind;
    std::string_view raw;
    std::size_t begin;
    std::size_t end;

    /// Where AWS's parser stands when it has met the token: the content of a text it has not read yet.
    std::size_t column() const { return kind == token_kind::text ? begin + 2 : end + 1; }
    std::size_t column_behind() const { return end + 1; }
    bool is_scalar() const
    {
        return kind == token_kind::text || kind == token_kind::number || kind == token_kind::literal;
    }
};

/// AWS complains about places in the policy as it writes it itself: without blanks. For text that is JSON.
std::string without_blanks(std::string_view json);
/// The tokens look into the text. For text that is JSON.
std::vector<token> tokens_of(std::string_view json);
/// The content of a text token.
std::string text_of(token const& token);

} // namespace understudy::sns
