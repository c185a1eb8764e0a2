// Calls over AWS JSON 1.0, which SQS and DynamoDB speak. Private to the client.
// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
#pragma once

#include "caller.hpp"
#include "codec/json.hpp"

namespace understudy {

struct json_service {
    std::string_view target_prefix; // "AmazonSQS"
    codec::dialect dialect;
};

wire_request json_request(json_service const& service, std::string_view operation, std::string body);
/// Nothing when the answer is a good one.
std::optional<service_error> json_refusal(std::string_view service, wire_response const& response);

template <class Request>
result<typename Request::answer> call_json(service_caller& caller, json_service const& service,
                                           Request const& request, std::chrono::milliseconds patience = {})
{
    using answer = typename Request::answer;
    auto const encode = [&] {
        std::string body;
        codec::write_json(body, request, service.dialect);
        return json_request(service, Request::operation, std::move(body));
    };
    auto const decode = [&](wire_response const& response) -> result<answer> {
        if (auto refusal = json_refusal(caller.service(), response)) return *std::move(refusal);
        if constexpr (std::is_void_v<answer>) {
            return {};
        } else {
            answer out;
            std::string_view const body = response.body.empty() ? std::string_view{"{}"} : response.body;
            if (codec::read_json(body, out, service.dialect))
                return malformed_answer(Request::operation, response);
            return out;
        }
    };
    return caller.call(request, encode, decode, patience);
}

} // namespace understudy
