// What TagResource and CreateTable refuse of tags.
#include "codec/utf8.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/tables.hpp"

#include <boost/spirit/home/support/char_encoding/unicode/query.hpp>

#include <algorithm>
#include <set>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

std::size_t count_characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// Of one character, in UTF-8.
std::uint32_t code_point_of(std::string_view character)
{
    std::uint32_t point = static_cast<unsigned char>(character[0]);
    if (character.size() > 1) point &= 0x7fU >> character.size();
    for (auto const c : character.substr(1)) point = point << 6U | (static_cast<unsigned char>(c) & 0x3fU);
    return point;
}

/// Letters and digits of any script, white space and + - = . _ : / @
bool has_characters_of_tags(std::string_view text)
{
    constexpr std::string_view signs = "+-=._:/@";
    while (!text.empty()) {
        auto const size = codec::detail::utf8_size(text);
        if (size == 0) return false;
        auto const point = code_point_of(text.substr(0, size));
        bool const is_fine = boost::spirit::ucd::is_alphanumeric(point)
                             || boost::spirit::ucd::is_white_space(point)
                             || signs.find(text[0]) != std::string_view::npos;
        if (!is_fine) return false;
        text.remove_prefix(size);
    }
    return true;
}

} // namespace

maybe_refusal check_tags(std::vector<Tag> const& tags)
{
    if (tags.size() > limits::tags_max) return errors::too_many_tags();
    std::set<std::string_view> keys;
    for (auto const& tag : tags) {
        auto const length = tag.Key ? count_characters(*tag.Key) : 0;
        if (length == 0 || length > limits::tag_key_length_max || !has_characters_of_tags(*tag.Key)) {
            return errors::invalid_tag_key(tag.Key.value_or("null"));
        }
        if (tag.Key->starts_with("aws:")) return errors::reserved_tag_key(*tag.Key);
        if (!tag.Value || count_characters(*tag.Value) > limits::tag_value_length_max
            || !has_characters_of_tags(*tag.Value)) {
            return errors::invalid_tag_value(tag.Value.value_or("null"));
        }
        if (!keys.insert(*tag.Key).second) return errors::tag_duplicated(*tag.Key);
    }
    return std::nullopt;
}

} // namespace understudy::dynamodb
