// Signature Version 4, with which AWS knows who asks. Stateless; time is an argument.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
#pragma once

#include <understudy/credentials.hpp>
#include <understudy/transport.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace understudy::sigv4 {

/// Where and when a signature is good.
struct scope {
    std::chrono::sys_seconds when;
    std::string_view region;
    std::string_view service;
};

/// Adds X-Amz-Date, X-Amz-Security-Token if there is one, and Authorization. The Host header must be there already; every
/// header that is there gets signed.
void sign(wire_request& request, credentials const& who, scope const& scope);

/// The parts of it, as AWS's documentation names them.
std::string canonical_request(wire_request const& request);
std::string string_to_sign(std::string_view canonical_request, scope const& scope);
std::string signing_key(std::string_view secret_access_key, scope const& scope); // 32 bytes

/// "20150830T123600Z"
std::string timestamp(std::chrono::sys_seconds when);

} // namespace understudy::sigv4
