#include "protocol/errors.hpp"

#include <fmt/format.h>

namespace understudy::protocol::errors {

namespace {

constexpr std::string_view coral = "com.amazon.coral.service";

constexpr error_kind serialization_exception{"SerializationException", "MalformedInput", 400, coral};
constexpr error_kind unknown_operation_exception{"UnknownOperationException", "InvalidAction", 400, coral};
constexpr error_kind invalid_signature_exception{"InvalidSignatureException", "SignatureDoesNotMatch", 400,
                                                 coral};
constexpr error_kind incomplete_signature_exception{"IncompleteSignatureException", "IncompleteSignature",
                                                    400, coral};
constexpr error_kind unrecognized_client_exception{"UnrecognizedClientException", "InvalidClientTokenId", 400,
                                                   coral};
constexpr error_kind missing_authentication_token_exception{"MissingAuthenticationTokenException",
                                                            "MissingAuthenticationToken", 400, coral};
constexpr error_kind access_denied_exception{"AccessDeniedException", "AccessDenied", 403, coral};
constexpr error_kind internal_server_error{"InternalServerError", "InternalServerError", 500};
constexpr error_kind internal_failure_kind{"InternalFailure", "InternalFailure", 500, coral};

} // namespace

service_error serialization(std::string message) { return {serialization_exception, std::move(message)}; }

service_error unknown_operation() { return {unknown_operation_exception, {}}; }

service_error invalid_action(std::string_view action)
{
    return {unknown_operation_exception,
            fmt::format("The action {} is not valid for this endpoint.", action)};
}

service_error operation_not_found(std::string_view action, std::string_view version)
{
    return {unknown_operation_exception,
            fmt::format("Could not find operation {} for version {}", action, version)};
}

service_error malformed_input(std::string message) { return {serialization_exception, std::move(message)}; }

service_error signature_ambiguous()
{
    return {invalid_signature_exception,
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."};
}

service_error authentication_token_missing()
{
    return {missing_authentication_token_exception, "Request is missing Authentication Token"};
}

service_error access_denied() { return {access_denied_exception, "Access to the resource is denied."}; }

service_error signature_incomplete(signature_parts const& there, std::string_view authorization)
{
    std::string text;
    if (!there.credential) text += "Authorization header requires 'Credential' parameter. ";
    if (!there.signature) text += "Authorization header requires 'Signature' parameter. ";
    if (!there.signed_headers) text += "Authorization header requires 'SignedHeaders' parameter. ";
    if (!there.date) {
        text += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    }
    return {incomplete_signature_exception, fmt::format("{}Authorization={}", text, authorization)};
}

service_error presigned_incomplete(std::span<std::string_view const> missing)
{
    std::string text;
    for (auto const name : missing) {
        text += fmt::format("AWS query-string parameters must include 'X-Amz-{}'. ", name);
    }
    return {incomplete_signature_exception, text + "Re-examine the query-string parameters."};
}

service_error signature_date_malformed(std::string_view date)
{
    return {incomplete_signature_exception, fmt::format("Date must be in ISO-8601 'basic format'. Got '{}'. "
                                                        "See http://en.wikipedia.org/wiki/ISO_8601",
                                                        date)};
}

service_error signature_expired(std::string_view date, std::string_view earliest, std::string_view now,
                                std::chrono::seconds lifetime)
{
    auto const minutes = std::chrono::floor<std::chrono::minutes>(lifetime);
    auto const age = minutes == lifetime ? fmt::format("{} min.", minutes.count())
                                         : fmt::format("{} sec.", lifetime.count());
    return {invalid_signature_exception,
            fmt::format("Signature expired: {} is now earlier than {} ({} - {})", date, earliest, now, age)};
}

service_error signature_too_early(std::string_view date, std::string_view latest, std::string_view now)
{
    return {invalid_signature_exception,
            fmt::format("Signature not yet current: {} is still later than {} ({} + 15 min.)", date, latest,
                        now)};
}

service_error host_not_signed()
{
    return {invalid_signature_exception, "'Host' must be a 'SignedHeader' in the AWS Authorization."};
}

service_error signature_algorithm_unsupported(std::string_view algorithm)
{
    return {incomplete_signature_exception,
            fmt::format("Unsupported AWS 'algorithm': '{}' (only AWS4-HMAC-SHA256 for now). ", algorithm)};
}

service_error credential_malformed(std::string_view credential)
{
    return {incomplete_signature_exception,
            fmt::format("Credential must have exactly 5 slash-delimited elements, e.g. "
                        "keyid/date/region/service/term, got '{}'",
                        credential)};
}

service_error client_unrecognized()
{
    return {unrecognized_client_exception, "The security token included in the request is invalid."};
}

service_error signature_mismatch()
{
    return {invalid_signature_exception,
            "The request signature we calculated does not match the signature you provided. Check your AWS "
            "Secret Access Key and signing method. Consult the service documentation for details."};
}

service_error content_undecodable() { return {internal_server_error, "Internal server error"}; }

service_error internal_failure()
{
    return {internal_failure_kind,
            "The request processing has failed because of an unknown error, exception or failure."};
}

} // namespace understudy::protocol::errors
