#include "sns/filter_tokens.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace understudy::sns {

std::string without_blanks(std::string_view json)
{
    std::string compact;
    compact.reserve(json.size());
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        auto const c = json[i];
        if (quoted && c == '\\') {
            compact += c;
            compact += json[++i]; // there is one: this is JSON
            continue;
        }
        if (c == '"') { quoted = !quoted; }
        if (quoted || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) { compact += c; }
    }
    return compact;
}

namespace {

std::size_t end_of_text(std::string_view json, std::size_t begin)
{
    auto end = begin + 1;
    while (json[end] != '"') { end += json[end] == '\\' ? 2 : 1; }
    return end + 1;
}

} // namespace

std::vector<token> tokens_of(std::string_view json)
{
    std::vector<token> tokens;
    std::size_t i = 0;
    while (i < json.size()) {
        auto const begin = i;
        auto kind = token_kind::number;
        switch (json[i]) {
        case ',':
        case ':': ++i; continue;
        case '{': kind = token_kind::open_object, ++i; break;
        case '}': kind = token_kind::close_object, ++i; break;
        case '[': kind = token_kind::open_array, ++i; break;
        case ']': kind = token_kind::close_array, ++i; break;
        case '"': kind = token_kind::text, i = end_of_text(json, begin); break;
        default:
            if (json[i] == 't' || json[i] == 'f' || json[i] == 'n') { kind = token_kind::literal; }
            i = std::min(json.find_first_of(",]}", begin), json.size());
        }
        tokens.push_back({kind, json.substr(begin, i - begin), begin, i});
    }
    return tokens;
}

std::string text_of(token const& token)
{
    boost::json::error_code error;
    auto const value = boost::json::parse({token.raw.data(), token.raw.size()}, error);
    return error || !value.is_string() ? std::string{}
                                       : std::string{value.get_string().c_str(), value.get_string().size()};
}

} // namespace understudy::sns
