// The reading half of a connection without its socket: bytes in, HTTP requests out. One buffer, and views into it; nothing
// is copied unless the body comes in chunks. Not synchronised; a session has one.
#pragma once

#include "protocol/http.hpp"

#include <cstddef>
#include <memory>
#include <span>

namespace understudy::server {

struct reader_limits {
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t body_bytes_max = 16 * 1024 * 1024;
};

class request_reader {
public:
    enum class progress {
        need_more,
        complete,         // request() is ready; next() goes on to the following one
        malformed,        // this is not HTTP; nothing more can be read
        header_too_large, // likewise
        body_too_large,   // likewise
    };

    explicit request_reader(reader_limits limits);
    ~request_reader();

    /// Room to read into, never empty. Moves what is buffered; request() must be asked for anew.
    std::span<char> prepare();
    /// So many bytes have been read into it.
    void commit(std::size_t bytes) noexcept { end_ += bytes; }

    progress parse();
    void next();

    /// Valid until prepare() or next().
    protocol::http_request request() const;
    std::string_view user_agent() const;
    bool keep_alive() const;
    bool http_1_0() const;

    /// Nothing of the next request has been read.
    bool empty() const noexcept { return begin_ == end_; }
    bool header_done() const;
    /// The client waits for leave to send the body.
    bool expects_continue() const;
    /// Bytes read and not yet done with.
    std::size_t buffered() const noexcept { return end_ - begin_; }

private:
    struct parser;

    void skip_blank_lines();
    progress parse_header();
    progress parse_chunks();
    std::string_view text(std::uint32_t offset, std::uint32_t size) const
    {
        return {buffer_.get() + begin_ + offset, size};
    }

    reader_limits limits_;
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_;
    std::size_t begin_ = 0; // of the current request
    std::size_t end_ = 0;   // of what has been read
    std::unique_ptr<parser> parser_;
};

} // namespace understudy::server
