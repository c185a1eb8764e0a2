// Which hosts and origins may talk to the emulator. A web page can reach a server on its visitor's own machine, either
// across origins or by a name that it rebinds to 127.0.0.1; what is refused here has no effect at all. Thread-safe.
#pragma once

#include "protocol/http.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::protocol {

struct origin_rules {
    /// The emulator listens on a loopback address only: then names of the outside world cannot be meant for it.
    bool loopback = true;
    std::vector<std::string> allowed_hosts = {}; // besides the built-in ones, without port
    std::vector<std::string> allowed_origins =
        {}; // besides the built-in ones, e.g. "https://app.example.com"; "*" are all
    std::vector<std::string> allowed_headers = {}; // of pages, besides those that the SDKs send
    bool check_origins = true;
    bool tells_browsers = true; // answers say which pages may read them
};

/// Nothing when the request may go on; otherwise the refusal, or the answer to a CORS preflight.
std::optional<http_response> check_origin(http_request const& request, origin_rules const& rules);

/// Whether a page of another site asks, be it an allowed one: such a page may use the services, and not what controls the emulator.
bool is_asked_by_other_site(http_request const& request);

/// Lets the page that asked read the answer; to be called for requests that passed.
void allow_origin(http_request const& request, http_response& response, origin_rules const& rules);

} // namespace understudy::protocol
