// Signs requests with Signature Version 4. Stateless; time is an argument.
#pragma once

#include <understudy/credentials.hpp>

#include "codec/sigv4.hpp"

namespace understudy::sigv4 {

/// Adds X-Amz-Date, X-Amz-Security-Token if there is one, and Authorization. The Host header must be there already; every
/// header that is there gets signed.
void sign(wire_request& request, credentials const& who, scope const& scope);

} // namespace understudy::sigv4
