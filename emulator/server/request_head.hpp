// The head of an HTTP/1 request: from the request line to the blank line. A pure function of its text.
// https://www.rfc-editor.org/rfc/rfc9112
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace understudy::server {

/// Where the parts that anybody asks for stand in the head; by places, so that the buffer may move.
struct request_head {
    enum field : std::size_t {
        host,
        content_type,
        content_length,
        content_encoding,
        transfer_encoding,
        amz_target,
        authorization,
        accept,
        accept_encoding,
        origin,
        referer,
        sec_fetch_site,
        trace_id,
        last_event_id,
        user_agent,
        fields_count
    };

    struct part {
        std::uint32_t offset = 0; // 0: it is not there
        std::uint32_t size = 0;
    };

    part method = {};
    part target = {};
    std::array<part, fields_count> fields = {};
    std::optional<std::uint64_t> body_bytes = {}; // by Content-Length
    bool chunked = false;
    bool http_1_0 = false;
    bool keep_alive = true;
    bool expects_continue = false;
};

/// Nothing for what is no head of HTTP/1.0 or 1.1, or leaves open where the request ends. `text` includes the blank line.
std::optional<request_head> read_head(std::string_view text);

/// The name of a field, of which the line is given without its end; in the head or behind the chunks of a body. Empty when it is none.
std::string_view field_name(std::string_view line) noexcept;
/// What may stand in the value of a field: no control characters.
bool is_field_text(std::string_view text) noexcept;

/// Whether a request can begin so: what is not HTTP at all need not be waited for.
bool may_begin_request(char first) noexcept;

} // namespace understudy::server
