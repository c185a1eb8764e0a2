#include "protocol/aws_json.hpp"

#include "core/digest.hpp"
#include "protocol/content_encoding.hpp"
#include "protocol/errors.hpp"
#include "protocol/request_id.hpp"

#include <algorithm>

namespace understudy::protocol {

namespace {

constexpr std::string_view target_prefix = "DynamoDB_20120810.";
constexpr std::string_view plain_json = "application/json";
constexpr std::size_t plain_bytes_max = 4096; // larger answers are compressed for those who allow it

/// The answer's type echoes the request's.
std::string_view answer_type(http_request const& request)
{
    return media_type(request.content_type) == plain_json ? plain_json : json_1_0;
}

/// The checksum is of what is sent.
http_response finish(http_request const& request, http_response response)
{
    if (!request.accept_encoding.empty() && response.body.size() > plain_bytes_max) {
        auto const encoding = accepted_encoding(request.accept_encoding);
        if (!encoding.empty()) {
            response.body = encode_content(response.body, encoding);
            response.headers.emplace_back("Content-Encoding", encoding);
        }
    }
    response.crc32 = crc32(response.body);
    return response;
}

struct dynamodb_json {
    static constexpr std::string_view const& service = dynamodb::service_name;

    http_request const& request;

    template <class Request>
    http_response good(reply<typename Request::answer> const& reply) const
    {
        http_response response{.content_type = answer_type(request),
                               .request_id = dynamodb_request_id(reply.request_id)};
        if constexpr (!std::is_void_v<typename Request::answer>) { // TagResource answers with nothing at all
            write_answer(response.body, *reply.value, codec::dialect::dynamodb);
        }
        return finish(request, std::move(response));
    }

    http_response bad(uuid const& id, service_error const& error) const
    {
        return dynamodb_error(request, id, error);
    }
};

template <class Request>
answer serve(exchange& x)
{
    Request request;
    auto const failure = codec::read_json(x.body, request, codec::dialect::dynamodb);
    if (failure) {
        auto response = dynamodb_error(x.request, x.make_id(), errors::serialization(failure->message));
        constexpr auto& operation = operation_text<dynamodb::service_name, Request>;
        response.operation = {operation.data(), operation.size()};
        return response;
    }
    return hand_in(x, request, dynamodb_json{x.request});
}

constexpr auto table = make_name_table<answer (*)(exchange&)>(dynamodb::operations,
                                                              []<class Request> { return &serve<Request>; });

/// Which of them write the message with a capital letter is visible to naive clients only.
std::string_view message_key(std::string_view shape)
{
    static constexpr std::string_view capital[] = {
        "SerializationException", "AccessDeniedException", "TransactionCanceledException",
        "TransactionInProgressException", "IdempotentParameterMismatchException"};
    return std::ranges::find(capital, shape) != std::end(capital) ? "Message" : "message";
}

bool is_signed_twice(http_request const& request)
{
    return !request.authorization.empty()
           && request.target.find("X-Amz-Algorithm=") != std::string_view::npos;
}

http_response page(exchange& x, http_response response)
{
    response.request_id = dynamodb_request_id(x.make_id());
    if (!x.is_for_others) { response.operation = dynamodb::service_name; }
    return finish(x.request, std::move(response));
}

http_response refuse_unknown(exchange& x)
{
    auto response = dynamodb_error(x.request, x.make_id(), errors::unknown_operation());
    if (x.is_for_others) { return response; }
    auto const target = x.request.amz_target; // one of streams, or of another version, is named in full
    x.warn_unknown(dynamodb::service_name, target.starts_with(target_prefix) ? operation_in(target) : target);
    response.operation = dynamodb::service_name;
    return response;
}

} // namespace

http_response dynamodb_error(http_request const& request, uuid const& id, service_error const& error)
{
    http_response response{
        .status = error.kind.status,
        .content_type = answer_type(request),
        .request_id = dynamodb_request_id(id),
        .body = json_error_body(error, "com.amazonaws.dynamodb.v20120810", message_key(error.kind.shape))};
    if (error.item) {
        response.body += ",\"Item\":";
        codec::write_json(response.body, *error.item, codec::dialect::dynamodb);
    }
    if (error.reasons) {
        response.body += ",\"CancellationReasons\":";
        codec::write_json(response.body, *error.reasons, codec::dialect::dynamodb);
    }
    if (error.throttling) {
        bool const is_older =
            error.kind.shape == "ThrottlingException"; // which spells the member as its others
        response.body += is_older ? ",\"throttlingReasons\":" : ",\"ThrottlingReasons\":";
        codec::write_json(response.body, *error.throttling, codec::dialect::dynamodb);
    }
    response.body += '}';
    return finish(request, std::move(response));
}

// The order of these checks can be seen from outside, and is AWS's.
answer serve_dynamodb(exchange& x)
{
    auto const& request = x.request;
    if (request.method == "GET" && request.for_dynamodb) {
        // Where DynamoDB's download listens, a browser and a probe hear this; some wait for it.
        return page(x, dynamodb_error(request, x.make_id(), errors::authentication_token_missing()));
    }
    if (request.method == "GET") {
        return page(x, {.content_type = "text/plain",
                        .body = "healthy: dynamodb." + x.who.region + ".amazonaws.com "});
    }
    auto const type = media_type(request.content_type);
    if (request.method != "POST" || (!x.body.empty() && type != json_1_0 && type != plain_json)) {
        return page(x, unknown_operation_page());
    }
    auto const handler = request.amz_target.starts_with(target_prefix)
                             ? table.find(request.amz_target.substr(target_prefix.size()))
                             : nullptr;
    if (handler == nullptr) {
        if (!x.body.empty() && !is_json_object(x.body)) {
            return dynamodb_error(request, x.make_id(), errors::serialization({}));
        }
        return refuse_unknown(x);
    }
    if (is_signed_twice(request)) {
        return dynamodb_error(request, x.make_id(), errors::signature_ambiguous());
    }
    if (auto const refusal = x.signature_refusal(dynamodb::service_name)) {
        return dynamodb_error(request, x.make_id(), *refusal);
    }
    return handler(x);
}

} // namespace understudy::protocol
