#include "server/response_writer.hpp"

#include "core/buffered_text.hpp"

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

void put_number(buffered_text& out, std::size_t number)
{
    char digits[20];
    auto const end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    out.put({digits, end});
}

void put_status_line(buffered_text& out, unsigned status)
{
    if (status == 200) return out.put("HTTP/1.1 200 OK\r\n");
    out.put("HTTP/1.1 ");
    put_number(out, status);
    out.put(' ');
    out.put(reason(status));
    out.put("\r\n");
}

void put_header(buffered_text& out, std::string_view name, std::string_view value)
{
    out.put(name);
    out.put(": ");
    out.put(value);
    out.put("\r\n");
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
    buffered_text text{out};
    put_status_line(text, response.status);
    if (!response.request_id.empty()) { put_header(text, "x-amzn-RequestId", response.request_id); }
    if (!response.content_type.empty()) { put_header(text, "Content-Type", response.content_type); }
    if (response.crc32) {
        text.put("Server: Server\r\nx-amz-crc32: "); // DynamoDB says both
        put_number(text, *response.crc32);
        text.put("\r\n");
    }
    for (auto const& [name, value] : response.headers) { put_header(text, name, value); }
    put_header(text, "Date", form.date);
    text.put(form.keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
    if (response.status != 204 && !form.open_ended) { // RFC 9110 wants no Content-Length there
        text.put("Content-Length: ");
        put_number(text, response.body.size());
        text.put("\r\n");
    }
    text.put("\r\n");
    if (!form.head_only) { text.flushed() += response.body; }
}

} // namespace understudy::server
