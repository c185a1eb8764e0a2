// The words of an expression. White space separates and is otherwise meaningless; every other character is in a token.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace understudy::dynamodb::expression {

enum class token_kind : std::uint8_t {
    name,            // letter, then letters, digits, _
    name_reference,  // #...
    value_reference, // :...
    digits,
    symbol, // = <> < <= > >= ( ) [ ] , . + - and whatever has no meaning
    end,
};

struct token {
    token_kind kind;
    std::string_view text; // in the expression; that of the end is "<EOF>"
};

/// Always ends with one token of kind end. The tokens look into the expression.
std::vector<token> tokenize(std::string_view expression);

/// The whole text is what may stand behind # or : in an expression.
bool is_reference(std::string_view text, char prefix) noexcept;

} // namespace understudy::dynamodb::expression
