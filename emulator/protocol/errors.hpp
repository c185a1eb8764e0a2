// What requests are refused for before a service sees them: one function for each error, named as a noun.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
#pragma once

#include <understudy/error.hpp>

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
/// DynamoDB: the Content-Encoding is not what the body is in.
service_error content_undecodable();
/// A bug of ours.
service_error internal_failure();
/// What DynamoDB says to whoever does not sign.
service_error missing_authentication_token();

} // namespace understudy::protocol::errors
