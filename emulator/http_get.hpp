// One GET over a plain socket, its answer read line by line as it comes: what the program's small commands need. For them only.
#pragma once

#include <chrono>
#include <string>

namespace understudy {

class http_get {
public:
    /// Has read the head of the answer when it returns. Throws std::runtime_error, which says why in one line, when the URL makes no
    /// sense, nobody is there, or, in any single step, `patience` is over; zero is for ever.
    explicit http_get(std::string const& url, std::chrono::seconds patience = {});
    ~http_get();
    http_get(http_get const&) = delete;
    http_get& operator=(http_get const&) = delete;

    std::string const& status_line() const noexcept { return status_line_; }
    bool is_good() const { return status_line_.starts_with("HTTP/1.1 200"); }
    /// The next line of the body, without its end. False when there is none, and will be none.
    bool next_line(std::string& line);
    /// All that is left.
    std::string rest();

private:
    bool read_more();

    int handle_ = -1;
    std::string status_line_;
    std::string unread_;
};

} // namespace understudy
