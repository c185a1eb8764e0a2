// Signature Version 4, with which AWS knows who asks: what is signed, and how. Who signs gives it to his request; who verifies
// makes it anew. Stateless; time is an argument.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
#pragma once

#include <understudy/transport.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace understudy::sigv4 {

inline constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

/// Where and when a signature is good.
struct scope {
    std::chrono::sys_seconds when;
    std::string_view region;
    std::string_view service;
};

/// The parts of it, as AWS's documentation names them. Every header of the request is among those that are signed.
std::string canonical_request(wire_request const& request);
std::string signed_headers(wire_headers const& headers); // "host;x-amz-date"
std::string credential_scope(scope const& scope);        // "20150830/us-east-1/iam/aws4_request"
std::string string_to_sign(std::string_view canonical_request, scope const& scope);
std::string signing_key(std::string_view secret_access_key, scope const& scope); // 32 bytes
std::string signature(std::string_view secret_access_key, std::string_view string_to_sign,
                      scope const& scope); // in hexadecimal digits

/// Adds X-Amz-Date and Authorization. The Host header must be there already; every header that is there gets signed.
void sign(wire_request& request, std::string_view access_key_id, std::string_view secret_access_key,
          scope const& scope);

/// "20150830T123600Z"
std::string timestamp(std::chrono::sys_seconds when);

} // namespace understudy::sigv4
