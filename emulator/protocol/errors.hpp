// What requests are refused for before a service sees them: one function for each error, named as a noun.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
#pragma once

#include <understudy/error.hpp>

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace understudy::protocol::errors {

/// The body is not JSON, or JSON of the wrong shape. DynamoDB gives no message in the first case.
service_error serialization(std::string message);
/// JSON: X-Amz-Target names no operation.
service_error unknown_operation();
/// Query, SQS.
service_error invalid_action(std::string_view action);
/// Query, SNS and STS.
service_error operation_not_found(std::string_view action, std::string_view version);
/// Query: a field cannot be read as what it should be.
service_error malformed_input(std::string message);
/// DynamoDB: signed in two places.
service_error signature_ambiguous();
/// The request says nothing about who asks.
service_error authentication_token_missing();
/// The same, as SQS says it.
service_error access_denied();
/// Which of the parts of a signature are there.
struct signature_parts {
    bool credential, signature, signed_headers, date;
};
service_error signature_incomplete(signature_parts const& there, std::string_view authorization);
/// Of a presigned URL. The names of its parameters that are missing, without "X-Amz-".
service_error presigned_incomplete(std::span<std::string_view const> missing);
service_error signature_date_malformed(std::string_view date);
service_error signature_expired(std::string_view date, std::string_view earliest, std::string_view now,
                                std::chrono::seconds lifetime);
service_error signature_too_early(std::string_view date, std::string_view latest, std::string_view now);
service_error host_not_signed();
service_error signature_algorithm_unsupported(std::string_view algorithm);
service_error credential_malformed(std::string_view credential);
/// Nobody has that access key.
service_error client_unrecognized();
/// Signed with another secret, or changed on the way.
service_error signature_mismatch();
/// DynamoDB: the Content-Encoding is not what the body is in.
service_error content_undecodable();
/// A bug of ours.
service_error internal_failure();

} // namespace understudy::protocol::errors
