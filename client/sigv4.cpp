#include "sigv4.hpp"

namespace understudy::sigv4 {

void sign(wire_request& request, credentials const& who, scope const& scope)
{
    if (!who.session_token.empty()) request.headers.emplace_back("X-Amz-Security-Token", who.session_token);
    sign(request, who.access_key_id, who.secret_access_key, scope);
}

} // namespace understudy::sigv4
