#include "server/request_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace understudy::server {

namespace {

constexpr std::size_t buffer_bytes_at_rest = 4 * 1024; // what an idle connection costs
constexpr std::size_t buffer_bytes_kept = 64 * 1024;   // a larger buffer is given back after its request
constexpr std::string_view end_of_head = "\r\n\r\n";

} // namespace

request_reader::request_reader(reader_limits limits)
    : limits_{limits}, buffer_{std::make_unique_for_overwrite<char[]>(buffer_bytes_at_rest)},
      capacity_{buffer_bytes_at_rest}
{}

std::span<char> request_reader::prepare()
{
    if (chunks_taken_ > 0) { // they have been copied out of the buffer: close the gap
        std::size_t const gap = begin_ + head_bytes_;
        std::size_t const rest = gap + chunks_taken_;
        std::memmove(buffer_.get() + gap, buffer_.get() + rest, end_ - rest);
        end_ -= std::exchange(chunks_taken_, 0);
    }
    if (begin_ > 0 && (end_ == capacity_ || begin_ == end_)) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    if (end_ == capacity_) {
        auto larger = std::make_unique_for_overwrite<char[]>(2 * capacity_);
        std::memcpy(larger.get(), buffer_.get(), end_);
        buffer_ = std::move(larger);
        capacity_ *= 2;
    }
    return {buffer_.get() + end_, capacity_ - end_};
}

request_reader::progress request_reader::parse()
{
    if (!head_) {
        skip_blank_lines();
        if (empty()) return progress::need_more;
        if (auto const head = parse_head(); head != progress::complete) return head;
    }
    if (head_->chunked) return parse_chunks();
    return buffered() >= head_bytes_ + body_bytes_ ? progress::complete : progress::need_more;
}

/// Some clients end a body with a line feed more than they announced; RFC 9112 lets a server overlook it.
void request_reader::skip_blank_lines()
{
    while (searched_ == 0 && !empty() && (buffer_[begin_] == '\r' || buffer_[begin_] == '\n')) ++begin_;
}

request_reader::progress request_reader::parse_head()
{
    auto const unread = text(0, buffered());
    if (!may_begin_request(unread.front())) return progress::malformed;
    auto const end = unread.find(end_of_head, searched_);
    searched_ = std::min(end, unread.size() - std::min(unread.size(), end_of_head.size() - 1));
    if (searched_ > limits_.header_bytes_max) return progress::header_too_large;
    if (end == unread.npos) return progress::need_more;
    head_bytes_ = end + end_of_head.size();
    head_ = read_head(unread.substr(0, head_bytes_));
    if (!head_) return progress::malformed;
    if (head_->target.size > limits_.target_bytes_max) return progress::target_too_large;
    if (head_->body_bytes > limits_.body_bytes_max) return progress::body_too_large;
    body_bytes_ = static_cast<std::size_t>(head_->body_bytes.value_or(0));
    return progress::complete;
}

request_reader::progress request_reader::parse_chunks()
{
    auto rest = text(head_bytes_ + chunks_taken_, buffered() - head_bytes_ - chunks_taken_);
    auto const before = rest.size();
    auto const read = chunks_.read(rest, limits_.body_bytes_max);
    chunks_taken_ += before - rest.size();
    switch (read) {
    case chunked_body::progress::complete: return progress::complete;
    case chunked_body::progress::need_more: return progress::need_more;
    case chunked_body::progress::too_large: return progress::body_too_large;
    case chunked_body::progress::malformed: break;
    }
    return progress::malformed;
}

void request_reader::next()
{
    begin_ += head_bytes_ + (head_->chunked ? std::exchange(chunks_taken_, 0) : body_bytes_);
    if (head_->chunked) chunks_ = {};
    head_.reset();
    searched_ = 0;
    if (begin_ == end_) {
        begin_ = end_ = 0;
        if (capacity_ > buffer_bytes_kept) {
            buffer_ = std::make_unique_for_overwrite<char[]>(buffer_bytes_at_rest);
            capacity_ = buffer_bytes_at_rest;
        }
    }
}

protocol::http_request request_reader::request() const
{
    using head = request_head;
    return {.method = text(head_->method.offset, head_->method.size),
            .target = text(head_->target.offset, head_->target.size),
            .host = value(head::host),
            .content_type = value(head::content_type),
            .amz_target = value(head::amz_target),
            .authorization = value(head::authorization),
            .accept = value(head::accept),
            .origin = value(head::origin),
            .referer = value(head::referer),
            .sec_fetch_site = value(head::sec_fetch_site),
            .user_agent = value(head::user_agent),
            .trace_id = value(head::trace_id),
            .content_encoding = value(head::content_encoding),
            .accept_encoding = value(head::accept_encoding),
            .last_event_id = value(head::last_event_id),
            .head = text(0, head_bytes_),
            .body = head_->chunked ? std::string_view{chunks_.bytes()} : text(head_bytes_, body_bytes_)};
}

} // namespace understudy::server
