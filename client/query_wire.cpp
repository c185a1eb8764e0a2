#include "query_wire.hpp"

#include "error_names.hpp"

namespace understudy {

wire_request query_request(query_service const& service, std::string_view operation, std::string_view fields)
{
    wire_request out;
    out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    out.body.append("Action=").append(operation).append("&Version=").append(service.version);
    if (!fields.empty() && !fields.starts_with('&')) out.body += '&';
    out.body += fields;
    return out;
}

std::optional<service_error> query_refusal(std::string_view service, wire_response const& response)
{
    if (response.status / 100 == 2) return std::nullopt;
    auto const told = codec::read_xml_error(response.body);
    auto error =
        named_by_code(service, told ? told->code : "HTTP" + std::to_string(response.status), response.status);
    error.message = told ? told->message : malformed_answer("the request", response).message;
    return error;
}

} // namespace understudy
