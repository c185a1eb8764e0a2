// Pages of lists. A token names the last thing on the page before, so that a page costs the same wherever it begins, and
// what is created or deleted meanwhile does not shift the rest. For listings.cpp and the files of text messages and push.
#pragma once

#include "core/digest.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace understudy::sns {

inline std::string make_token(char kind, std::string_view last)
{
    std::string text{kind};
    return base64_encode(text.append(last));
}

inline bool is_first_page(std::optional<std::string> const& token) { return !token || token->empty(); }

inline result<std::string> read_token(char kind, std::string const& token)
{
    auto text = base64_decode(token);
    if (!text || !text->starts_with(kind)) { return errors::next_token_invalid(); }
    return text->substr(1);
}

/// Calls add(entry) for each entry of a page of the map, whose keys are texts; the answer is the token of the next page.
template <class Map, class Add>
result<std::optional<std::string>> read_page(Map const& entries, std::optional<std::string> const& token,
                                             Add add, std::size_t size = limits::page_size)
{
    constexpr char kind = 'k';
    auto next = entries.begin();
    if (!is_first_page(token)) {
        auto const last = read_token(kind, *token);
        if (!last) { return last.error(); }
        next = entries.upper_bound(*last);
    }
    std::string last;
    for (std::size_t count = 0; next != entries.end() && count < size; ++next, ++count) {
        add(*next);
        if constexpr (requires { next->first; }) {
            last = next->first;
        } else {
            last = *next;
        }
    }
    if (next == entries.end()) { return std::optional<std::string>{}; }
    return std::optional{make_token(kind, last)};
}

} // namespace understudy::sns
