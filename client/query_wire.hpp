// Calls over the Query protocol, which SNS and STS speak. Private to the client.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
#pragma once

#include "caller.hpp"
#include "codec/form.hpp"
#include "codec/xml.hpp"

namespace understudy {

struct query_service {
    std::string_view version; // "2010-03-31"
    codec::query_service dialect;
};

wire_request query_request(query_service const& service, std::string_view operation, std::string_view fields);
/// Nothing when the answer is a good one.
std::optional<service_error> query_refusal(std::string_view service, wire_response const& response);

template <class Request>
result<typename Request::answer> call_query(service_caller& caller, query_service const& service,
                                            Request const& request)
{
    using answer = typename Request::answer;
    auto const encode = [&] {
        std::string fields;
        codec::write_form(fields, request, service.dialect);
        return query_request(service, Request::operation, fields);
    };
    auto const decode = [&](wire_response const& response) -> result<answer> {
        if (auto refusal = query_refusal(caller.service(), response)) return *std::move(refusal);
        if constexpr (std::is_void_v<answer>) {
            return {};
        } else {
            answer out;
            if (!codec::read_xml(response.body, Request::operation, out, service.dialect)) {
                return malformed_answer(Request::operation, response);
            }
            return out;
        }
    };
    return caller.call(request, encode, decode);
}

} // namespace understudy
