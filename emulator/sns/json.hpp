// JSON as policies and structured messages bring it: parsed with a limit on depth, so that no nesting can
// hurt. For the services' own functions.
#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::sns {

/// Nothing when the text is not one JSON value, or nests too deeply.
std::optional<boost::json::value> parse_json(std::string_view text, std::size_t depth_max);

/// Boost's texts as everybody else's.
inline std::string_view text_of(boost::json::string const& text) { return {text.data(), text.size()}; }
inline std::string_view text_of(boost::json::string_view text) { return {text.data(), text.size()}; }

/// What is wrong with a text that parse_json refuses, in the words of AWS's parser.
std::string json_complaint(std::string_view text);

/// Where AWS's parser stood when it gave up, as it ends its complaints. The column counts from 1.
std::string json_place(std::size_t column);

/// Appends the text as it stands between the quotes of a JSON string.
void append_json_escaped(std::string& out, std::string_view text);
/// How long it becomes by that.
std::size_t json_escaped_size(std::string_view text) noexcept;
/// Whether it is then made of characters that queues take. JSON escapes what they do not take of ASCII, so a control
/// character is no obstacle.
bool is_message_text_in_json(std::string_view text);
/// Appends the text as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

} // namespace understudy::sns
