// The AWS Query protocol: forms in, XML out. SNS and STS speak it, and SQS with older clients. Private to this folder.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
#pragma once

#include "codec/form.hpp"
#include "protocol/dispatch.hpp"
#include "protocol/exchange.hpp"

#include <string_view>

namespace understudy::protocol {

/// A request of the Query protocol with its fields read.
struct query_exchange : exchange {
    codec::form const& fields;
    std::string_view path;
    std::string_view action;
};

using query_handler = answer (*)(query_exchange&);

answer serve_sqs_query(query_exchange& x);
answer serve_sns(query_exchange& x);
answer serve_sts(query_exchange& x);

/// Whether one of the service's operations has that name.
bool is_sqs_action(std::string_view action) noexcept;
bool is_sns_action(std::string_view action) noexcept;

/// The path of a queue: "/<account>/<name>" or "/queue/<region>/<account>/<name>".
bool is_queue_path(std::string_view path) noexcept;

http_response sqs_query_error(uuid const& id, service_error const& error, bool as_json = false);
http_response sns_error(uuid const& id, service_error const& error);

struct query_dialect {
    codec::query_service service;
    std::string_view name_space;
    std::string_view declaration; // in front of the document
    std::string_view detail;      // in an error document, behind the message
};

/// <XResponse>, with the children of <XResult> given, and a closing <ResponseMetadata>. `result` empty and `has_result`
/// false: no such element at all.
http_response query_answer(query_dialect const& dialect, uuid const& id, std::string_view action,
                           bool has_result, std::string_view result);
http_response query_error(query_dialect const& dialect, uuid const& id, service_error const& error);

} // namespace understudy::protocol
