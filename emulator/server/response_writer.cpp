#include "server/response_writer.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <charconv>

namespace understudy::server {

namespace {

std::string_view reason(unsigned status)
{
    switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "";
    }
}

void append_number(std::string& out, std::size_t number)
{
    char digits[20];
    auto const end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    out.append(digits, end);
}

void append_status_line(std::string& out, unsigned status)
{
    if (status == 200) {
        out += "HTTP/1.1 200 OK\r\n";
        return;
    }
    out += "HTTP/1.1 ";
    append_number(out, status);
    out += ' ';
    out += reason(status);
    out += "\r\n";
}

void append_header(std::string& out, std::string_view name, std::string_view value)
{
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

} // namespace

std::string_view date_text::now()
{
    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (now != second_) {
        static constexpr char const* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        auto const day = std::chrono::floor<std::chrono::days>(now);
        std::chrono::year_month_day const date{day};
        std::chrono::hh_mm_ss const time{now - day};
        text_ = fmt::format(FMT_COMPILE("{}, {:02} {} {} {:02}:{:02}:{:02} GMT"),
                            days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                            months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                            time.hours().count(), time.minutes().count(), time.seconds().count());
        second_ = now;
    }
    return text_;
}

void write_response(std::string& out, protocol::http_response const& response, answer_form form)
{
    constexpr std::size_t headers_bytes = 320; // usual
    if (out.capacity() - out.size() < headers_bytes + response.body.size()) {
        out.reserve(out.size() + std::max(out.size(), headers_bytes + response.body.size()));
    }
    append_status_line(out, response.status);
    if (!response.request_id.empty()) { append_header(out, "x-amzn-RequestId", response.request_id); }
    if (!response.content_type.empty()) { append_header(out, "Content-Type", response.content_type); }
    if (response.crc32) {
        out += "x-amz-crc32: ";
        append_number(out, *response.crc32);
        out += "\r\n";
    }
    for (auto const& [name, value] : response.headers) { append_header(out, name, value); }
    append_header(out, "Date", form.date);
    out += form.keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    if (response.status != 204 && !form.open_ended) { // RFC 9110 wants no Content-Length there
        out += "Content-Length: ";
        append_number(out, response.body.size());
        out += "\r\n";
    }
    out += "\r\n";
    if (!form.head_only) { out += response.body; }
}

} // namespace understudy::server
