// The reading half of a connection without its socket: bytes in, HTTP requests out. One buffer, and views into it; nothing
// is copied unless the body comes in chunks. Not synchronised; a session has one.
#pragma once

#include "protocol/http.hpp"
#include "server/chunked_body.hpp"
#include "server/request_head.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace understudy::server {

struct reader_limits {
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t body_bytes_max = 16 * 1024 * 1024;
    std::size_t target_bytes_max = 8 * 1024;
};

class request_reader {
public:
    enum class progress {
        need_more,
        complete,         // request() is ready; next() goes on to the following one
        malformed,        // this is not HTTP; nothing more can be read
        header_too_large, // likewise
        body_too_large,   // likewise
        target_too_large, // likewise
    };

    explicit request_reader(reader_limits limits);

    /// Room to read into, never empty. Moves what is buffered; request() must be asked for anew.
    std::span<char> prepare();
    /// So many bytes have been read into it.
    void commit(std::size_t bytes) noexcept { end_ += bytes; }

    progress parse();
    void next();

    /// Valid until prepare() or next().
    protocol::http_request request() const;
    bool keep_alive() const { return head_->keep_alive; }

    /// Nothing of the next request has been read.
    bool empty() const noexcept { return begin_ == end_; }
    bool header_done() const noexcept { return head_.has_value(); }
    /// The client waits for leave to send the body.
    bool expects_continue() const noexcept { return head_ && head_->expects_continue && !head_->http_1_0; }
    /// Bytes read and not yet done with.
    std::size_t buffered() const noexcept { return end_ - begin_; }

private:
    void skip_blank_lines();
    progress parse_head();
    progress parse_chunks();
    /// Counted from the first byte of the request.
    std::string_view text(std::size_t offset, std::size_t size) const
    {
        return {buffer_.get() + begin_ + offset, size};
    }
    std::string_view value(request_head::field f) const
    {
        return text(head_->fields[f].offset, head_->fields[f].size);
    }

    reader_limits limits_;
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_;
    std::size_t begin_ = 0;    // of the current request
    std::size_t end_ = 0;      // of what has been read
    std::size_t searched_ = 0; // of a head that has not ended yet: its end is not in there
    std::optional<request_head> head_ = {};
    std::size_t head_bytes_ = 0;
    std::size_t body_bytes_ = 0; // of a body with a Content-Length
    chunked_body chunks_ = {};
    std::size_t chunks_taken_ = 0; // bytes behind the head that are in chunks_ now
};

} // namespace understudy::server
