// A text of JSON that is made of many small pieces: gathers them, and appends many at once. For the writers of codec/.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace understudy::codec {

class json_text {
public:
    /// Has all been appended when it ends.
    explicit json_text(std::string& out) noexcept : out_{out} {}
    json_text(json_text const&) = delete;
    json_text& operator=(json_text const&) = delete;
    ~json_text() { flush(); }

    void put(char c)
    {
        make_room(1);
        *to_++ = c;
    }
    /// Pieces of JSON, a few bytes each.
    void put(std::string_view piece)
    {
        make_room(piece.size());
        std::memcpy(to_, piece.data(), piece.size());
        to_ += piece.size();
    }
    /// A text with quotation marks around it.
    void put_string(std::string_view text);

    /// What is appended behind all that has been put.
    std::string& flushed()
    {
        flush();
        return out_;
    }

private:
    static constexpr std::size_t size = 512;

    void make_room(std::size_t bytes)
    {
        if (static_cast<std::size_t>(buffer_.data() + size - to_) < bytes) flush();
    }
    void flush()
    {
        out_.append(buffer_.data(), to_);
        to_ = buffer_.data();
    }
    void put_escaped(std::string_view text);

    std::string& out_;
    std::array<char, size> buffer_; // not cleared: it is made for each text
    char* to_ = buffer_.data();
};

} // namespace understudy::codec
