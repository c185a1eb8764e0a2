#include "protocol/aws_json.hpp"

#include "protocol/errors.hpp"
#include "protocol/router.hpp"

namespace understudy::protocol {

namespace {

struct sqs_json {
    static constexpr std::string_view const& service = sqs::service_name;

    template <class Request>
    http_response good(reply<typename Request::answer> const& reply) const
    {
        http_response response{.content_type = json_1_0, .request_id = to_string(reply.request_id)};
        if constexpr (!std::is_void_v<typename Request::answer>) { // the others answer with nothing at all
            write_answer(response.body, *reply.value, codec::dialect::sqs);
        }
        return response;
    }

    http_response bad(uuid const& id, service_error const& error) const { return sqs_json_error(id, error); }
};

template <class Request>
answer serve(exchange& x)
{
    Request request;
    auto const failure = codec::read_json(x.body.empty() ? "{}" : x.body, request, codec::dialect::sqs);
    if (failure) {
        auto response = sqs_json_error(x.make_id(), errors::serialization(failure->message));
        constexpr auto& operation = operation_text<sqs::service_name, Request>;
        response.operation = {operation.data(), operation.size()};
        return response;
    }
    return hand_in(x, request, sqs_json{});
}

constexpr auto table =
    make_name_table<answer (*)(exchange&)>(sqs::operations, []<class Request> { return &serve<Request>; });

} // namespace

http_response sqs_json_error(uuid const& id, service_error const& error)
{
    http_response response{.status = error.kind.status,
                           .content_type = json_1_0,
                           .request_id = to_string(id),
                           .body = json_error_body(error, "com.amazonaws.sqs", "message")};
    response.body += '}';
    response.headers.emplace_back("x-amzn-query-error",
                                  std::string{error.kind.query_code}
                                      + (error.kind.status < 500 ? ";Sender" : ";Receiver"));
    return response;
}

http_response tell_messages_to_sdk(uuid const& id, result<sqs::ReceiveMessageResult> messages)
{
    return write_reply<sqs_json, sqs::ReceiveMessageRequest>({id, std::move(messages)}, sqs_json{});
}

answer serve_sqs_json(exchange& x)
{
    auto const name = operation_in(x.request.amz_target);
    if (auto const handler = table.find(name)) {
        auto const refusal = x.signature_refusal(sqs::service_name);
        return refusal ? answer{sqs_json_error(x.make_id(), *refusal)} : handler(x);
    }
    auto const id = x.make_id();
    auto response = x.body.empty() || is_json_object(x.body) ? sqs_json_error(id, errors::unknown_operation())
                                                             : sqs_json_error(id, errors::serialization({}));
    response.operation = sqs::service_name;
    x.warn_unknown(sqs::service_name, name);
    return response;
}

} // namespace understudy::protocol
