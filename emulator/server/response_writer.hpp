// Answers as bytes. Stateless but for the Date, of which each thread keeps the text for as long as the second lasts.
#pragma once

#include "protocol/http.hpp"

#include <chrono>
#include <string>

namespace understudy::server {

/// "Sun, 22 Nov 2026 19:54:48 GMT": always the real time, for SDKs correct their clocks by it.
class date_text {
public:
    std::string_view now();

private:
    std::chrono::sys_seconds second_ = {};
    std::string text_ = {};
};

struct answer_form {
    std::string_view date;
    bool keep_alive = true;
    bool head_only = false;  // the request was a HEAD
    bool open_ended = false; // it ends with its connection
};

/// Appends status line, headers and body.
void write_response(std::string& out, protocol::http_response const& response, answer_form form);

} // namespace understudy::server
