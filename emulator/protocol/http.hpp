// An HTTP request and its answer as plain values: what server/ reads off a socket, and what tests write by hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace understudy::protocol {

/// The parts of a request that anything here looks at. Views into the connection's buffer; valid during the call.
struct http_request {
    std::string_view method = "POST";
    std::string_view target = "/"; // path and query
    std::string_view host = {};
    std::string_view content_type = {};
    std::string_view amz_target = {}; // X-Amz-Target
    std::string_view authorization = {};
    std::string_view accept = {};
    std::string_view origin = {};
    std::string_view referer = {};
    std::string_view sec_fetch_site = {};
    std::string_view user_agent = {};
    std::string_view trace_id = {}; // X-Amzn-Trace-Id
    std::string_view content_encoding = {};
    std::string_view accept_encoding = {}; // the first, of several
    std::string_view last_event_id = {};
    std::string_view head = {}; // all of its lines, for those who look at any header
    std::string_view body = {};
    std::string_view base =
        {};              // in front of the target, when the emulator lives below a path: "/_world/orders"
    bool secure = false; // over TLS
    bool for_dynamodb = false; // it came to a port that stands for DynamoDB alone
    std::uint64_t client = 0;  // caller::client
};

/// The status of a response in whose place the connection closes: what a fault wants.
constexpr unsigned no_answer = 0;

struct http_response {
    unsigned status = 200;
    std::string_view content_type = {};      // empty: no such header
    std::string request_id = {};             // x-amzn-RequestId; empty: no such header
    std::optional<std::uint32_t> crc32 = {}; // x-amz-crc32
    std::vector<std::pair<std::string_view, std::string>> headers =
        {}; // the rest, without Content-Length and Date
    std::string body = {};

    // For the log line.
    std::string_view operation = {}; // "sqs.SendMessage"
    std::string resource = {};       // "queue=orders"
};

} // namespace understudy::protocol
