// One request over a plain socket, its answer read line by line as it comes: what the program's small commands need. For them only.
#pragma once

#include <understudy/transport.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace understudy {

class http_exchange {
public:
    /// Has read the head of the answer when it returns. Throws std::runtime_error, which says why in one line, when the URL makes no
    /// sense, nobody is there, or, in any single step, `patience` is over; zero is for ever.
    explicit http_exchange(std::string const& url, std::chrono::seconds patience = {});
    /// Sends the request, with all of its headers, to where the URL begins; a path in both is the one behind the other.
    http_exchange(std::string const& url, wire_request const& request, std::chrono::seconds patience = {});
    ~http_exchange();
    http_exchange(http_exchange const&) = delete;
    http_exchange& operator=(http_exchange const&) = delete;

    std::string const& status_line() const noexcept { return status_line_; }
    unsigned status() const noexcept;                                 // zero: what came is no HTTP
    wire_headers const& headers() const noexcept { return headers_; } // names in small letters
    bool is_good() const { return status_line_.starts_with("HTTP/1.1 200"); }
    /// The next line of the body, without its end. False when there is none, and will be none.
    bool next_line(std::string& line);
    /// All that is left.
    std::string rest();

private:
    bool read_more();
    void send_all(std::string_view text);

    int handle_ = -1;
    std::string status_line_;
    wire_headers headers_;
    std::string unread_;
};

} // namespace understudy
