#include "dynamodb/expression/lexer.hpp"

#include <algorithm>

namespace understudy::dynamodb::expression {

namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_word(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_'; }

std::size_t span(std::string_view text, std::size_t from, bool (*belongs)(char) noexcept) noexcept
{
    while (from < text.size() && belongs(text[from])) ++from;
    return from;
}

/// One symbol; a character of several bytes is not torn apart.
std::size_t symbol_end(std::string_view text, std::size_t from) noexcept
{
    auto const two = text.substr(from, 2);
    if (two == "<>" || two == "<=" || two == ">=") return from + 2;
    auto const continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
    auto end = from + 1;
    if (static_cast<unsigned char>(text[from]) >= 0xc0U) {
        while (end < text.size() && end - from < 4 && continues(text[end])) ++end;
    }
    return end;
}

token next_token(std::string_view text, std::size_t from)
{
    char const c = text[from];
    if (is_letter(c)) return {token_kind::name, text.substr(from, span(text, from, is_word) - from)};
    if (is_digit(c)) return {token_kind::digits, text.substr(from, span(text, from, is_digit) - from)};
    if ((c == '#' || c == ':') && from + 1 < text.size() && is_word(text[from + 1])) {
        auto const kind = c == '#' ? token_kind::name_reference : token_kind::value_reference;
        return {kind, text.substr(from, span(text, from + 1, is_word) - from)};
    }
    return {token_kind::symbol, text.substr(from, symbol_end(text, from) - from)};
}

} // namespace

std::vector<token> tokenize(std::string_view expression)
{
    std::vector<token> tokens;
    for (auto at = span(expression, 0, is_blank); at < expression.size();
         at = span(expression, at, is_blank)) {
        tokens.push_back(next_token(expression, at));
        at += tokens.back().text.size();
    }
    tokens.push_back({token_kind::end, "<EOF>"});
    return tokens;
}

bool is_reference(std::string_view text, char prefix) noexcept
{
    return text.size() > 1 && text[0] == prefix && std::all_of(text.begin() + 1, text.end(), is_word);
}

} // namespace understudy::dynamodb::expression
