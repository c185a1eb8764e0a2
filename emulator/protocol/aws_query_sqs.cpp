#include "protocol/aws_query.hpp"

#include "codec/query_json.hpp"
#include "codec/xml.hpp"
#include "protocol/aws_json.hpp"
#include "protocol/credential.hpp"
#include "protocol/errors.hpp"
#include "protocol/router.hpp"

#include <fmt/format.h>

namespace understudy::protocol {

namespace {

constexpr query_dialect dialect{codec::query_service::sqs, "http://queue.amazonaws.com/doc/2012-11-05/",
                                "<?xml version=\"1.0\"?>", "<Detail/>"};

constexpr std::string_view plain_json = "application/json";

bool accepts_json(http_request const& request) noexcept
{
    return request.accept.find(plain_json) != std::string_view::npos;
}

/// {"XResponse":{"XResult":{...},"ResponseMetadata":{...}}}
template <class Request>
http_response json_answer(reply<typename Request::answer> const& reply)
{
    http_response response{.content_type = plain_json, .request_id = to_string(reply.request_id)};
    auto& body = response.body;
    fmt::format_to(std::back_inserter(body), R"({{"{}Response":{{)", Request::operation);
    if constexpr (!std::is_void_v<typename Request::answer>) {
        fmt::format_to(std::back_inserter(body), R"("{}Result":)", Request::operation);
        codec::write_query_json(body, *reply.value);
        body += ',';
    }
    fmt::format_to(std::back_inserter(body), R"("ResponseMetadata":{{"RequestId":"{}"}}}}}})",
                   response.request_id);
    return response;
}

http_response json_error(uuid const& id, service_error const& error)
{
    http_response response{
        .status = error.kind.status, .content_type = plain_json, .request_id = to_string(id)};
    auto& body = response.body;
    fmt::format_to(std::back_inserter(body), R"({{"Error":{{"Type":"{}","Code":"{}","Message":)",
                   error.kind.status < 500 ? "Sender" : "Receiver", error.kind.query_code);
    codec::write_json_string(body, error.message);
    fmt::format_to(std::back_inserter(body), R"(}},"RequestId":"{}"}})", response.request_id);
    return response;
}

struct sqs_query {
    static constexpr std::string_view const& service = sqs::service_name;
    bool json = false;

    template <class Request>
    http_response good(reply<typename Request::answer> const& reply) const
    {
        if (json) { return json_answer<Request>(reply); }
        std::string result;
        constexpr bool has_result = !std::is_void_v<typename Request::answer>;
        if constexpr (has_result) { codec::write_xml(result, *reply.value, dialect.service); }
        return query_answer(dialect, reply.request_id, Request::operation, has_result, result);
    }

    http_response bad(uuid const& id, service_error const& error) const
    {
        return sqs_query_error(id, error, json);
    }
};

template <class Request>
answer serve(query_exchange& x)
{
    Request request;
    if (auto const failure = codec::read_form(x.fields, request, dialect.service)) {
        return sqs_query_error(x.make_id(), errors::malformed_input(failure->message),
                               accepts_json(x.request));
    }
    if constexpr (std::same_as<Request, sqs::ReceiveMessageRequest>) {
        // In this protocol the older list goes before the newer one; in JSON both count.
        if (!request.AttributeNames.empty()) { request.MessageSystemAttributeNames.clear(); }
    }
    if constexpr (requires { request.QueueUrl; }) {
        if (request.QueueUrl.empty() && is_queue_path(x.path)) { request.QueueUrl = x.path; }
    }
    return hand_in(x, request, sqs_query{accepts_json(x.request)});
}

constexpr auto table =
    make_name_table<query_handler>(sqs::operations, []<class Request> { return &serve<Request>; });

/// What the path of a queue does not take.
bool is_for_no_queue(std::string_view action)
{
    return action == sqs::CreateQueueRequest::operation || action == sqs::ListQueuesRequest::operation;
}

} // namespace

bool is_sqs_action(std::string_view action) noexcept { return table.find(action) != nullptr; }

bool is_queue_path(std::string_view path) noexcept
{
    if (!path.starts_with('/')) { return false; }
    if (constexpr std::string_view prefix = "/queue/"; path.starts_with(prefix)) {
        auto const region_end = path.find('/', prefix.size());
        if (region_end == std::string_view::npos) { return false; }
        path.remove_prefix(region_end);
    }
    auto const slash = path.find('/', 1);
    return slash != std::string_view::npos && is_account_id(path.substr(1, slash - 1))
           && slash + 1 < path.size() && path.find('/', slash + 1) == std::string_view::npos;
}

http_response sqs_query_error(uuid const& id, service_error const& error, bool as_json)
{
    constexpr std::string_view json_text = "The specified queue does not exist.";
    auto told = error;
    if (error.kind.shape == "QueueDoesNotExist" && error.message == json_text) {
        told.message = "The specified queue does not exist for this wsdl version.";
    }
    return as_json ? json_error(id, told) : query_error(dialect, id, told);
}

http_response tell_messages(uuid const& id, result<sqs::ReceiveMessageResult> messages, bool as_json)
{
    return write_reply<sqs_query, sqs::ReceiveMessageRequest>({id, std::move(messages)}, sqs_query{as_json});
}

answer serve_sqs_query(query_exchange& x)
{
    if (x.action.empty() && x.request.method == "GET") {
        auto response = unknown_operation_page();
        response.request_id = to_string(x.make_id());
        return response;
    }
    auto const handler = table.find(x.action);
    bool const misplaced = is_queue_path(x.path) && is_for_no_queue(x.action);
    if (handler != nullptr && !misplaced) {
        auto const refusal = x.signature_refusal(sqs::service_name);
        return refusal ? answer{sqs_query_error(x.make_id(), *refusal, accepts_json(x.request))} : handler(x);
    }
    if (handler == nullptr) { x.warn_unknown(sqs::service_name, x.action); }
    auto response = sqs_query_error(x.make_id(), errors::invalid_action(x.action), accepts_json(x.request));
    response.operation = sqs::service_name;
    return response;
}

} // namespace understudy::protocol
