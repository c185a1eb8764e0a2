// A text that is made of many small pieces: gathers them, and appends many at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace understudy {

class buffered_text {
public:
    /// Has all been appended when it ends.
    explicit buffered_text(std::string& out) noexcept : out_{out} {}
    buffered_text(buffered_text const&) = delete;
    buffered_text& operator=(buffered_text const&) = delete;
    ~buffered_text() { flush(); }

    void put(char c)
    {
        make_room(1);
        *to_++ = c;
    }
    void put(std::string_view piece)
    {
        if (piece.size() > size) return static_cast<void>(flushed().append(piece));
        make_room(piece.size());
        std::memcpy(to_, piece.data(), piece.size());
        to_ += piece.size();
    }

    /// What is appended behind all that has been put.
    std::string& flushed()
    {
        flush();
        return out_;
    }

protected:
    static constexpr std::size_t size = 512;

    std::size_t room() const noexcept { return static_cast<std::size_t>(buffer_.data() + size - to_); }
    void make_room(std::size_t bytes)
    {
        if (room() < bytes) flush();
    }

private:
    void flush()
    {
        out_.append(buffer_.data(), to_);
        to_ = buffer_.data();
    }

    std::string& out_;
    std::array<char, size> buffer_; // not cleared: it is made for each text

protected:
    char* to_ = buffer_.data();
};

} // namespace understudy
