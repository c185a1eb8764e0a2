#include "protocol/aws_query.hpp"

#include "codec/xml.hpp"
#include "protocol/aws_json.hpp"
#include "protocol/credential.hpp"
#include "protocol/errors.hpp"

namespace understudy::protocol {

namespace {

constexpr query_dialect dialect{codec::query_service::sqs, "http://queue.amazonaws.com/doc/2012-11-05/",
                                "<?xml version=\"1.0\"?>", "<Detail/>"};

struct sqs_query {
    static constexpr std::string_view const& service = sqs::service_name;

    template <class Request>
    http_response good(reply<typename Request::answer> const& reply) const
    {
        std::string result;
        constexpr bool has_result = !std::is_void_v<typename Request::answer>;
        if constexpr (has_result) { codec::write_xml(result, *reply.value, dialect.service); }
        return query_answer(dialect, reply.request_id, Request::operation, has_result, result);
    }

    http_response bad(uuid const& id, service_error const& error) const { return sqs_query_error(id, error); }
};

template <class Request>
answer serve(query_exchange& x)
{
    Request request;
    if (auto const failure = codec::read_form(x.fields, request, dialect.service)) {
        return sqs_query_error(x.make_id(), errors::malformed_input(failure->message));
    }
    if constexpr (requires { request.QueueUrl; }) {
        if (request.QueueUrl.empty() && is_queue_path(x.path)) { request.QueueUrl = x.path; }
    }
    return hand_in(x, request, sqs_query{});
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

http_response sqs_query_error(uuid const& id, service_error const& error)
{
    constexpr std::string_view json_text = "The specified queue does not exist.";
    if (error.kind.shape == "QueueDoesNotExist" && error.message == json_text) {
        return query_error(dialect, id,
                           {error.kind, "The specified queue does not exist for this wsdl version."});
    }
    return query_error(dialect, id, error);
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
    if (handler != nullptr && !misplaced) { return handler(x); }
    if (handler == nullptr) { x.warn_unknown(sqs::service_name, x.action); }
    auto response = sqs_query_error(x.make_id(), errors::invalid_action(x.action));
    response.operation = sqs::service_name;
    return response;
}

} // namespace understudy::protocol
