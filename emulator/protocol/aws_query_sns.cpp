#include "protocol/aws_query.hpp"

#include "codec/xml.hpp"
#include "protocol/errors.hpp"

namespace understudy::protocol {

namespace {

constexpr query_dialect sns_dialect{codec::query_service::sns, "http://sns.amazonaws.com/doc/2010-03-31/", "",
                                    ""};
constexpr query_dialect sts_dialect{codec::query_service::sts, "https://sts.amazonaws.com/doc/2011-06-15/",
                                    "", ""};
constexpr std::string_view sns_version = "2010-03-31";
constexpr std::string_view sts_version = "2011-06-15";

template <std::string_view const& Service, query_dialect const& Dialect>
struct query_format {
    static constexpr std::string_view const& service = Service;

    template <class Request>
    http_response good(reply<typename Request::answer> const& reply) const
    {
        std::string result;
        constexpr bool has_result = !std::is_void_v<typename Request::answer>;
        if constexpr (has_result) { codec::write_xml(result, *reply.value, Dialect.service); }
        return query_answer(Dialect, reply.request_id, Request::operation, has_result, result);
    }

    http_response bad(uuid const& id, service_error const& error) const
    {
        return query_error(Dialect, id, error);
    }
};

template <class Request, std::string_view const& Service, query_dialect const& Dialect>
answer serve(query_exchange& x)
{
    Request request;
    if (auto const failure = codec::read_form(x.fields, request, Dialect.service)) {
        return query_error(Dialect, x.make_id(), errors::malformed_input(failure->message));
    }
    return hand_in(x, request, query_format<Service, Dialect>{});
}

constexpr auto sns_table = make_name_table<query_handler>(
    sns::operations, []<class Request> { return &serve<Request, sns::service_name, sns_dialect>; });
constexpr auto sts_table = make_name_table<query_handler>(
    sts::operations, []<class Request> { return &serve<Request, sts::service_name, sts_dialect>; });

answer refuse_unknown(query_exchange& x, query_dialect const& dialect, std::string_view service,
                      std::string_view version)
{
    x.warn_unknown(service, x.action);
    auto response = query_error(dialect, x.make_id(), errors::operation_not_found(x.action, version));
    response.operation = service;
    return response;
}

/// Links in messages carry no signature, and do what they are for without one.
bool is_link(query_exchange const& x)
{
    return x.who.anonymous
           && (x.action == sns::ConfirmSubscriptionInput::operation
               || x.action == sns::UnsubscribeInput::operation);
}

answer serve_signed(query_exchange& x, query_handler handler, query_dialect const& dialect,
                    std::string_view service)
{
    auto const refusal = is_link(x) ? std::nullopt : x.signature_refusal(service);
    return refusal ? answer{query_error(dialect, x.make_id(), *refusal)} : handler(x);
}

} // namespace

bool is_sns_action(std::string_view action) noexcept { return sns_table.find(action) != nullptr; }

http_response sns_error(uuid const& id, service_error const& error)
{
    return query_error(sns_dialect, id, error);
}

answer serve_sns(query_exchange& x)
{
    auto const handler = sns_table.find(x.action);
    return handler != nullptr ? serve_signed(x, handler, sns_dialect, sns::service_name)
                              : refuse_unknown(x, sns_dialect, sns::service_name, sns_version);
}

answer serve_sts(query_exchange& x)
{
    auto const handler = sts_table.find(x.action);
    return handler != nullptr ? serve_signed(x, handler, sts_dialect, sts::service_name)
                              : refuse_unknown(x, sts_dialect, sts::service_name, sts_version);
}

} // namespace understudy::protocol
