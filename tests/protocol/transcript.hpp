// Raw requests in, raw answers out, against an engine at a fixed time.
#pragma once

#include "protocol/router.hpp"
#include "support/fixed_desk.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::protocol {

/// A request as text, as it would stand on the wire.
class raw_request {
public:
    explicit raw_request(std::string text);
    http_request const& view() const noexcept { return request_; }

private:
    std::string text_;
    http_request request_;
};

/// "200", the headers one a line, an empty line and the body. The request id, where it stands, becomes <id>.
std::string to_text(http_response const& response);

class transcript {
public:
    explicit transcript(router_options options = {}) : router{desk, with_warnings(std::move(options))} {}

    /// The answer as text. A poll that waits is answered with "parked"; its late answer is added to `late`.
    std::string operator()(std::string request);
    http_response ask(std::string request);

    /// Shorter ways for the three forms of a body.
    http_response sqs(std::string_view operation, std::string_view body);
    http_response dynamodb(std::string_view operation, std::string_view body);
    http_response query(std::string_view body, std::string_view path = "/", std::string_view headers = "");

    fixed_desk desk;
    std::vector<std::string> warnings;
    std::vector<std::string> late;
    protocol::router router;

private:
    router_options with_warnings(router_options options);
};

/// The value of a header; empty when there is none.
std::string header(http_response const& response, std::string_view name);

} // namespace understudy::protocol
