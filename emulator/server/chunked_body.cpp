#include "server/chunked_body.hpp"

#include "server/request_head.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace understudy::server {

namespace {

constexpr std::size_t line_bytes_max = 8 * 1024; // a size with its extensions; all trailers together

/// The first line without its end; nothing when that has not come yet.
std::optional<std::string_view> take_line(std::string_view& text)
{
    auto const end = text.find("\r\n");
    if (end == text.npos) return {};
    auto const line = text.substr(0, end);
    text.remove_prefix(end + 2);
    return line;
}

} // namespace

chunked_body::progress chunked_body::read(std::string_view& text, std::size_t bytes_max)
{
    while (next_ != expecting::nothing) {
        if (next_ == expecting::data) {
            read_data(text);
            if (next_ == expecting::data) return progress::need_more;
            continue;
        }
        auto const line = take_line(text);
        if (line.value_or(text).size() > line_bytes_max) return progress::malformed;
        if (!line) return progress::need_more;
        if (auto const read = read_line(*line, bytes_max); read != progress::complete) return read;
    }
    return progress::complete;
}

void chunked_body::read_data(std::string_view& text)
{
    auto const count = std::min(left_, text.size());
    bytes_.append(text.substr(0, count));
    text.remove_prefix(count);
    left_ -= count;
    if (left_ == 0) next_ = expecting::end_of_data;
}

chunked_body::progress chunked_body::read_line(std::string_view line, std::size_t bytes_max)
{
    if (next_ == expecting::size) return read_size(line, bytes_max);
    if (next_ == expecting::trailer) return read_trailer(line);
    next_ = expecting::size;
    return line.empty() ? progress::complete : progress::malformed;
}

chunked_body::progress chunked_body::read_size(std::string_view line, std::size_t bytes_max)
{
    auto const [end, failure] = std::from_chars(line.data(), line.data() + line.size(), left_, 16);
    auto const extensions = line.substr(static_cast<std::size_t>(end - line.data()));
    bool const ends_well =
        extensions.empty() || std::string_view{"; \t"}.find(extensions.front()) != line.npos;
    if (failure == std::errc::result_out_of_range) return progress::too_large;
    if (failure != std::errc{} || !ends_well || !is_field_text(extensions)) return progress::malformed;
    if (left_ > bytes_max - bytes_.size()) return progress::too_large;
    next_ = left_ == 0 ? expecting::trailer : expecting::data;
    return progress::complete;
}

chunked_body::progress chunked_body::read_trailer(std::string_view line)
{
    if (line.empty()) {
        next_ = expecting::nothing;
        return progress::complete;
    }
    trailer_bytes_ += line.size();
    return !field_name(line).empty() && trailer_bytes_ <= line_bytes_max ? progress::complete
                                                                         : progress::malformed;
}

} // namespace understudy::server
