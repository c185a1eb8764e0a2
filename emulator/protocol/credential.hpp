// Who a signature says it is from: AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request, ...
// It may be missing; whether it is true is looked at in signature.hpp, if at all. Views into what was given.
#pragma once

#include <optional>
#include <string_view>

namespace understudy::protocol {

struct credential {
    std::string_view access_key = {};
    std::string_view region = {};
    std::string_view service = {};
};

/// What stands behind "name=" in an Authorization header; nothing when it is not there.
std::optional<std::string_view> signature_part(std::string_view authorization,
                                               std::string_view name) noexcept;
/// Of an Authorization header; all empty when there is none to be found.
credential credential_of(std::string_view authorization) noexcept;
/// The text behind "Credential=", which presigned URLs carry as X-Amz-Credential.
credential parse_credential(std::string_view text) noexcept;

inline std::string_view access_key(std::string_view authorization) noexcept
{
    return credential_of(authorization).access_key;
}

/// Twelve digits: an access key of that form is taken for the account.
bool is_account_id(std::string_view text) noexcept;
/// Letters, digits and hyphens, and not many: fit to stand in an ARN.
bool is_region(std::string_view text) noexcept;

} // namespace understudy::protocol
