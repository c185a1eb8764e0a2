// What a web server answers, read as it comes. Of interest is its status, and that it is whole; what is in its body is dropped.
// https://www.rfc-editor.org/rfc/rfc9112
#pragma once

#include "server/chunked_body.hpp"

#include <string>
#include <string_view>

namespace understudy::server {

class answer_reader {
public:
    enum class progress { need_more, complete, malformed };

    /// More than 1 MiB of a body need not come: the answer is complete then.
    progress take(std::string_view bytes);
    /// Nothing more comes.
    progress end() const noexcept;

    bool has_begun() const noexcept { return has_begun_; }
    unsigned status() const noexcept { return status_; } // once it is complete

private:
    enum class framing { unknown, none, counted, chunked, open_ended };

    progress read_head(std::string_view head);
    bool read_field(std::string_view line);
    progress read_body();

    framing framing_ = framing::unknown; // until the head is there
    bool has_begun_ = false;
    unsigned status_ = 0;
    std::size_t left_ = 0; // of the body
    chunked_body chunks_ = {};
    std::string rest_ = {}; // not read yet
};

} // namespace understudy::server
