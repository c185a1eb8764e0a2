// The AWS JSON 1.0 protocol, in which SQS and DynamoDB are spoken. Private to this folder.
// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
#pragma once

#include "codec/json.hpp"
#include "protocol/dispatch.hpp"
#include "protocol/exchange.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace understudy::protocol {

constexpr std::string_view json_1_0 = "application/x-amz-json-1.0";

/// X-Amz-Target: AmazonSQS.<operation>
answer serve_sqs_json(exchange& x);
http_response sqs_json_error(uuid const& id, service_error const& error);

/// X-Amz-Target: DynamoDB_20120810.<operation>
answer serve_dynamodb(exchange& x);
http_response dynamodb_error(http_request const& request, uuid const& id, service_error const& error);
/// Not POST, or a body of an unknown type: 404, and no JSON.
http_response unknown_operation_page();

/// An operation's answer is mostly as long as the one before: what has room from the beginning is not moved when it grows.
template <class Answer>
void write_answer(std::string& body, Answer const& told, codec::dialect dialect)
{
    constexpr std::size_t room_max = 64 * 1024;
    thread_local std::size_t last_size = 0;
    body.reserve(std::min(last_size, room_max));
    codec::write_json(body, told, dialect);
    last_size = body.size();
}

/// "application/json" of "application/json; charset=utf-8"
std::string_view media_type(std::string_view content_type) noexcept;
/// "SendMessage" of "AmazonSQS.SendMessage"
std::string_view operation_in(std::string_view amz_target) noexcept;
/// The text is JSON, and an object.
bool is_json_object(std::string_view text);
/// {"__type":"<namespace>#<shape>","message":"..."}, without the closing brace and without an empty message.
std::string json_error_body(service_error const& error, std::string_view own_namespace,
                            std::string_view message_key);

} // namespace understudy::protocol
