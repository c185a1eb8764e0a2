// Whether a request is signed by whom it says, for those who want to know: by default every signature will do, and none too.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
#pragma once

#include <understudy/error.hpp>

#include "protocol/http.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace understudy::protocol {

/// The one pair of keys with which requests have to be signed; without a key nothing is asked.
struct signature_rules {
    std::string access_key = {};
    std::string secret_key = {};
    std::function<std::chrono::sys_seconds()> clock = {}; // the machine's: signatures hold for 15 minutes

    bool any() const noexcept { return !access_key.empty(); }
};

/// The signature stands in the query, and not in a header.
bool is_presigned(http_request const& request) noexcept;

/// What the request is refused for; nothing when its signature is good. In the order of DynamoDB's checks.
std::optional<service_error> signature_fault(http_request const& request, signature_rules const& rules);

} // namespace understudy::protocol
