#include "server/answer_reader.hpp"

#include "core/ignoring_case.hpp"
#include "core/trimmed.hpp"
#include "server/request_head.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace understudy::server {

namespace {

constexpr std::size_t head_bytes_max = 64 * 1024;
constexpr std::size_t body_bytes_max = 1024 * 1024;

template <class Number>
bool read_number(std::string_view text, Number& number) noexcept
{
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc{} && stop == end;
}

/// The first line without its end.
std::string_view take_line(std::string_view& text) noexcept
{
    auto const line = text.substr(0, text.find("\r\n"));
    text.remove_prefix(std::min(line.size() + 2, text.size()));
    return line;
}

} // namespace

answer_reader::progress answer_reader::take(std::string_view bytes)
{
    has_begun_ = has_begun_ || !bytes.empty();
    rest_ += bytes;
    while (framing_ == framing::unknown) {
        auto const end = rest_.find("\r\n\r\n");
        if (std::min(end, rest_.size()) > head_bytes_max) { return progress::malformed; }
        if (end == rest_.npos) { return progress::need_more; }
        if (read_head(std::string_view{rest_}.substr(0, end)) == progress::malformed) {
            return progress::malformed;
        }
        rest_.erase(0, end + 4);
    }
    return read_body();
}

answer_reader::progress answer_reader::read_head(std::string_view head)
{
    auto const line = take_line(head);
    constexpr std::string_view version = "HTTP/1.";
    constexpr std::size_t status_at = 9; // "HTTP/1.1 200"
    bool const good = line.starts_with(version) && line.size() >= status_at + 3 && line[status_at - 1] == ' '
                      && read_number(line.substr(status_at, 3), status_) && status_ >= 100
                      && line.substr(status_at + 3).substr(0, 1).find_first_not_of(' ') == line.npos;
    if (!good) { return progress::malformed; }
    framing_ = framing::open_ended;
    while (!head.empty()) {
        if (!read_field(take_line(head))) { return progress::malformed; }
    }
    constexpr unsigned switching = 101, no_content = 204, not_modified = 304;
    if (status_ < 200 && status_ != switching) {
        framing_ = framing::unknown; // the answer itself is still to come
    } else if (status_ == switching || status_ == no_content || status_ == not_modified) {
        framing_ = framing::none;
    }
    return progress::complete;
}

bool answer_reader::read_field(std::string_view line)
{
    auto const name = field_name(line);
    if (name.empty()) { return false; }
    auto const value = trimmed(line.substr(name.size() + 1));
    if (equal_ignoring_case(name, "transfer-encoding")) {
        auto const last = trimmed(value.substr(value.rfind(',') + 1));
        framing_ = equal_ignoring_case(last, "chunked") ? framing::chunked : framing::open_ended;
    } else if (equal_ignoring_case(name, "content-length") && framing_ != framing::chunked) {
        auto const said = std::exchange(left_, 0);
        if (!read_number(value, left_)) { return false; }
        return std::exchange(framing_, framing::counted) != framing::counted || said == left_;
    }
    return true;
}

answer_reader::progress answer_reader::read_body()
{
    if (framing_ == framing::none) { return progress::complete; }
    if (framing_ == framing::chunked) {
        std::string_view unread = rest_;
        auto const read = chunks_.read(unread, body_bytes_max);
        rest_.erase(0, rest_.size() - unread.size());
        switch (read) {
        case chunked_body::progress::need_more: return progress::need_more;
        case chunked_body::progress::malformed: return progress::malformed;
        default: return progress::complete;
        }
    }
    if (framing_ == framing::counted) {
        if (rest_.size() >= left_ || left_ > body_bytes_max) { return progress::complete; }
    } else if (rest_.size() > body_bytes_max) {
        return progress::complete;
    }
    return progress::need_more;
}

answer_reader::progress answer_reader::end() const noexcept
{
    return framing_ == framing::open_ended ? progress::complete : progress::malformed;
}

} // namespace understudy::server
