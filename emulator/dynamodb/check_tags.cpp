// What TagResource and CreateTable refuse of tags.
#include "codec/utf8.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/tables.hpp"

#include <boost/spirit/home/support/char_encoding/unicode/query.hpp>

#include <set>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

/// Letters and digits of any script, white space and + - = . _ : / @
bool has_characters_of_tags(std::string_view text)
{
    constexpr std::string_view signs = "+-=._:/@";
    while (!text.empty()) {
        auto const size = codec::utf8_size(text);
        if (size == 0) return false;
        auto const point = codec::code_point(text);
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
        auto const length = tag.Key ? codec::count_characters(*tag.Key) : 0;
        if (length == 0 || length > limits::tag_key_length_max || !has_characters_of_tags(*tag.Key)) {
            return errors::invalid_tag_key(tag.Key.value_or("null"));
        }
        if (tag.Key->starts_with("aws:")) return errors::reserved_tag_key(*tag.Key);
        if (!tag.Value || codec::count_characters(*tag.Value) > limits::tag_value_length_max
            || !has_characters_of_tags(*tag.Value)) {
            return errors::invalid_tag_value(tag.Value.value_or("null"));
        }
        if (!keys.insert(*tag.Key).second) return errors::tag_duplicated(*tag.Key);
    }
    return std::nullopt;
}

} // namespace understudy::dynamodb
