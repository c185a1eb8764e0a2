// A request's body that comes in chunks, put together as they arrive. Extensions and trailers are read and dropped.
// https://www.rfc-editor.org/rfc/rfc9112#section-7.1
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace understudy::server {

class chunked_body {
public:
    enum class progress { need_more, complete, malformed, too_large };

    /// Takes what it can use off the front of the text; what follows the body stays there.
    progress read(std::string_view& text, std::size_t bytes_max);

    std::string const& bytes() const noexcept { return bytes_; }

private:
    enum class expecting { size, data, end_of_data, trailer, nothing };

    void read_data(std::string_view& text);
    progress read_line(std::string_view line, std::size_t bytes_max);
    progress read_size(std::string_view line, std::size_t bytes_max);
    progress read_trailer(std::string_view line);

    expecting next_ = expecting::size;
    std::size_t left_ = 0;          // of the chunk
    std::size_t trailer_bytes_ = 0; // so far
    std::string bytes_;
};

} // namespace understudy::server
