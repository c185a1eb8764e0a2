#include "protocol/errors.hpp"

#include <fmt/format.h>

namespace understudy::protocol::errors {

namespace {

constexpr std::string_view coral = "com.amazon.coral.service";

constexpr error_kind serialization_exception{"SerializationException", "MalformedInput", 400, coral};
constexpr error_kind unknown_operation_exception{"UnknownOperationException", "InvalidAction", 400, coral};
constexpr error_kind invalid_signature_exception{"InvalidSignatureException", "SignatureDoesNotMatch", 400,
                                                 coral};
constexpr error_kind missing_token_exception{"MissingAuthenticationTokenException",
                                             "MissingAuthenticationToken", 400, coral};
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

service_error content_undecodable() { return {internal_server_error, "Internal server error"}; }

service_error missing_authentication_token()
{
    return {missing_token_exception, "Request is missing Authentication Token"};
}

service_error internal_failure()
{
    return {internal_failure_kind,
            "The request processing has failed because of an unknown error, exception or failure."};
}

} // namespace understudy::protocol::errors
