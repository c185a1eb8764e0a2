#include "sigv4.hpp"

namespace understudy::sigv4 {

void sign(wire_request& request, credentials const& who, scope const& scope)
{
    request.headers.emplace_back("X-Amz-Date", timestamp(scope.when));
    if (!who.session_token.empty()) request.headers.emplace_back("X-Amz-Security-Token", who.session_token);

    auto const text = string_to_sign(canonical_request(request), scope);
    auto const names = signed_headers(request.headers);
    request.headers.emplace_back("Authorization",
                                 std::string{algorithm} + " Credential=" + who.access_key_id + "/"
                                     + credential_scope(scope) + ", SignedHeaders=" + names
                                     + ", Signature=" + signature(who.secret_access_key, text, scope));
}

} // namespace understudy::sigv4
