#include "server/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstring>
#include <optional>

namespace understudy::server {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::iequals;
using boost::beast::string_view;

constexpr std::size_t buffer_bytes_at_rest = 4 * 1024;   // what an idle connection costs
constexpr std::size_t buffer_bytes_kept = 64 * 1024;     // a larger buffer is given back after its request
constexpr std::size_t chunk_header_bytes_max = 8 * 1024; // size line with extensions, and trailers

/// A part of the request, counted from its first byte, so that the buffer may move.
struct part {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
};

enum field : std::size_t {
    host,
    content_type,
    amz_target,
    authorization,
    accept,
    origin,
    referer,
    sec_fetch_site,
    trace_id,
    content_encoding,
    last_event_id,
    user_agent,
    fields_count
};

/// Which of the fields we want has that name. By length first: most headers are none of them.
std::size_t wanted(string_view name)
{
    auto const is = [&](char const* text, field f) { return iequals(name, text) ? f : fields_count; };
    switch (name.size()) {
    case 4: return is("Host", host);
    case 6: return iequals(name, "Origin") ? origin : is("Accept", accept);
    case 7: return is("Referer", referer);
    case 10: return is("User-Agent", user_agent);
    case 12: return iequals(name, "X-Amz-Target") ? amz_target : is("Content-Type", content_type);
    case 13: return iequals(name, "Authorization") ? authorization : is("Last-Event-ID", last_event_id);
    case 14: return is("Sec-Fetch-Site", sec_fetch_site);
    case 15: return is("X-Amzn-Trace-Id", trace_id);
    case 16: return is("Content-Encoding", content_encoding);
    default: return fields_count;
    }
}

/// Beast's parser, noting where things stand instead of storing them.
class head_parser final : public http::basic_parser<true> {
public:
    char const* base = nullptr; // first byte of the request
    char const* limit = nullptr;
    part method = {};
    part target = {};
    std::array<part, fields_count> fields = {};
    int version = 11;
    bool expects_continue = false;
    bool in_header = true;
    std::string chunks = {}; // the body, when it comes in chunks

private:
    part place(string_view text) const
    {
        return {static_cast<std::uint32_t>(text.data() - base), static_cast<std::uint32_t>(text.size())};
    }
    bool in_buffer(string_view text) const
    {
        return text.data() >= base && text.data() + text.size() <= limit;
    }

    void on_request_impl(http::verb, string_view method_text, string_view target_text, int version_number,
                         error_code&) override
    {
        version = version_number;
        method = place(method_text);
        target = place(target_text);
    }

    void on_field_impl(http::field, string_view name, string_view value, error_code& failure) override
    {
        if (!in_header) {
            return; // a trailer
        }
        if (auto const which = wanted(name); which != fields_count) {
            if (value.empty()) { return; }
            if (!in_buffer(value) || (which == host && fields[host].size != 0)) {
                failure = http::error::
                    bad_value; // a folded line, which RFC 9112 lets a server refuse; or a second Host
                return;
            }
            fields[which] = place(value);
        } else if (name.size() == 6 && iequals(name, "Expect") && iequals(value, "100-continue")) {
            expects_continue = true;
        }
    }

    void on_header_impl(error_code&) override { in_header = false; }
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(string_view body, error_code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override
    {
        chunks.append(body);
        return body.size();
    }
    void on_finish_impl(error_code&) override {}
    void on_response_impl(int, string_view, int, error_code&) override {}
};

} // namespace

struct request_reader::parser {
    std::optional<head_parser> head; // one for each request
    std::size_t header_bytes = 0;    // parsed so far
    std::size_t body_bytes = 0;      // of a body that has a Content-Length
    std::size_t chunks_parsed = 0;   // bytes behind the header that the chunks' parser is done with
};

request_reader::request_reader(reader_limits limits)
    : limits_{limits}, buffer_{std::make_unique_for_overwrite<char[]>(buffer_bytes_at_rest)},
      capacity_{buffer_bytes_at_rest}, parser_{std::make_unique<parser>()}
{}

request_reader::~request_reader() = default;

std::span<char> request_reader::prepare()
{
    auto& message = *parser_;
    if (message.chunks_parsed > 0) { // they have been copied out of the buffer: close the gap
        std::size_t const gap = begin_ + message.header_bytes;
        std::size_t const rest = gap + message.chunks_parsed;
        std::memmove(buffer_.get() + gap, buffer_.get() + rest, end_ - rest);
        end_ -= message.chunks_parsed;
        message.chunks_parsed = 0;
    }
    if (begin_ > 0 && (end_ == capacity_ || begin_ == end_)) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
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
    if (!header_done()) {
        skip_blank_lines();
        if (empty()) { return progress::need_more; }
        if (auto const header = parse_header(); header != progress::complete) { return header; }
    }
    if (parser_->head->chunked()) { return parse_chunks(); }
    return buffered() >= parser_->header_bytes + parser_->body_bytes ? progress::complete
                                                                     : progress::need_more;
}

/// Some clients end a body with a line feed more than they announced; RFC 9112 lets a server overlook it.
void request_reader::skip_blank_lines()
{
    while (!parser_->head && !empty() && (buffer_[begin_] == '\r' || buffer_[begin_] == '\n')) { ++begin_; }
}

namespace {

request_reader::progress refusal(error_code const& failure)
{
    if (failure == http::error::header_limit) { return request_reader::progress::header_too_large; }
    if (failure == http::error::body_limit) { return request_reader::progress::body_too_large; }
    return request_reader::progress::malformed;
}

} // namespace

request_reader::progress request_reader::parse_header()
{
    auto& message = *parser_;
    if (!message.head) {
        message.head.emplace();
        message.head->header_limit(static_cast<std::uint32_t>(limits_.header_bytes_max));
        message.head->body_limit(limits_.body_bytes_max);
        message.head->eager(false);
    }
    auto& head = *message.head;
    head.base = buffer_.get() + begin_;
    head.limit = buffer_.get() + end_;
    error_code failure;
    message.header_bytes += head.put(
        boost::asio::const_buffer{head.base + message.header_bytes, buffered() - message.header_bytes},
        failure);
    if (failure == http::error::need_more) { return progress::need_more; }
    if (failure) { return refusal(failure); }
    message.body_bytes = static_cast<std::size_t>(head.content_length().value_or(0));
    head.eager(true);
    return progress::complete;
}

request_reader::progress request_reader::parse_chunks()
{
    auto& message = *parser_;
    while (!message.head->is_done()) {
        std::size_t const done = message.header_bytes + message.chunks_parsed;
        std::size_t const left = buffered() - done;
        error_code failure;
        std::size_t const used =
            message.head->put(boost::asio::const_buffer{buffer_.get() + begin_ + done, left}, failure);
        message.chunks_parsed += used;
        if (failure == http::error::need_more || (!failure && used == 0)) {
            return left - used > chunk_header_bytes_max ? progress::malformed : progress::need_more;
        }
        if (failure) { return refusal(failure); }
    }
    return progress::complete;
}

void request_reader::next()
{
    auto& message = *parser_;
    begin_ += message.header_bytes + (message.head->chunked() ? message.chunks_parsed : message.body_bytes);
    message = {};
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
    auto const& head = *parser_->head;
    auto const at = [&](part p) { return text(p.offset, p.size); };
    return {.method = at(head.method),
            .target = at(head.target),
            .host = at(head.fields[host]),
            .content_type = at(head.fields[content_type]),
            .amz_target = at(head.fields[amz_target]),
            .authorization = at(head.fields[authorization]),
            .accept = at(head.fields[accept]),
            .origin = at(head.fields[origin]),
            .referer = at(head.fields[referer]),
            .sec_fetch_site = at(head.fields[sec_fetch_site]),
            .trace_id = at(head.fields[trace_id]),
            .content_encoding = at(head.fields[content_encoding]),
            .last_event_id = at(head.fields[last_event_id]),
            .body = head.chunked() ? std::string_view{head.chunks}
                                   : std::string_view{buffer_.get() + begin_ + parser_->header_bytes,
                                                      parser_->body_bytes}};
}

std::string_view request_reader::user_agent() const
{
    part const found = parser_->head->fields[field::user_agent];
    return text(found.offset, found.size);
}

bool request_reader::keep_alive() const { return parser_->head->keep_alive(); }

bool request_reader::http_1_0() const { return parser_->head->version < 11; }

bool request_reader::header_done() const { return parser_->head && parser_->head->is_header_done(); }

bool request_reader::expects_continue() const
{
    return header_done() && parser_->head->expects_continue && !http_1_0();
}

} // namespace understudy::server
