#include "protocol/transcript.hpp"

namespace understudy::protocol {

namespace {

std::string_view line_of(std::string_view& rest)
{
    auto const end = rest.find('\n');
    auto const line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

std::string_view* field(http_request& request, std::string_view name)
{
    if (name == "Host") return &request.host;
    if (name == "Content-Type") return &request.content_type;
    if (name == "X-Amz-Target") return &request.amz_target;
    if (name == "Authorization") return &request.authorization;
    if (name == "Accept") return &request.accept;
    if (name == "Origin") return &request.origin;
    if (name == "Referer") return &request.referer;
    if (name == "Sec-Fetch-Site") return &request.sec_fetch_site;
    if (name == "User-Agent") return &request.user_agent;
    if (name == "X-Amzn-Trace-Id") return &request.trace_id;
    if (name == "Content-Encoding") return &request.content_encoding;
    if (name == "Accept-Encoding") return &request.accept_encoding;
    return nullptr;
}

} // namespace

raw_request::raw_request(std::string text) : text_{std::move(text)}
{
    std::string_view rest = text_;
    auto const first = line_of(rest);
    auto const blank = first.find(' ');
    request_.method = first.substr(0, blank);
    request_.target = first.substr(blank + 1);
    request_.host = "localhost:4566";
    for (auto line = line_of(rest); !line.empty(); line = line_of(rest)) {
        auto const colon = line.find(": ");
        if (auto* const value = field(request_, line.substr(0, colon))) { *value = line.substr(colon + 2); }
    }
    request_.body = rest;
}

std::string to_text(http_response const& response)
{
    std::string text = std::to_string(response.status) + "\n";
    if (!response.request_id.empty()) text += "x-amzn-RequestId: " + response.request_id + "\n";
    if (!response.content_type.empty()) text += "Content-Type: " + std::string{response.content_type} + "\n";
    if (response.crc32) text += "x-amz-crc32: " + std::to_string(*response.crc32) + "\n";
    for (auto const& [name, value] : response.headers) { text += std::string{name} + ": " + value + "\n"; }
    text += "\n" + response.body;
    for (auto at = std::string::npos;
         !response.request_id.empty() && (at = text.find(response.request_id)) != std::string::npos;) {
        text.replace(at, response.request_id.size(), "<id>");
    }
    return text;
}

std::string header(http_response const& response, std::string_view name)
{
    for (auto const& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

router_options transcript::with_warnings(router_options options)
{
    options.warn = [this](std::string_view warning) { warnings.emplace_back(warning); };
    return options;
}

std::string transcript::operator()(std::string text)
{
    raw_request const request{std::move(text)};
    auto const answered =
        router.handle(request.view(), [this](late_response come) { late.push_back(to_text(come.response)); });
    auto const* response = std::get_if<http_response>(&answered);
    return response ? to_text(*response) : "parked";
}

http_response transcript::ask(std::string text)
{
    raw_request const request{std::move(text)};
    return std::get<http_response>(router.handle(request.view(), [](late_response) {}));
}

http_response transcript::sqs(std::string_view operation, std::string_view body)
{
    return ask("POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS."
               + std::string{operation} + "\n\n" + std::string{body});
}

http_response transcript::dynamodb(std::string_view operation, std::string_view body)
{
    return ask("POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810."
               + std::string{operation} + "\n\n" + std::string{body});
}

http_response transcript::query(std::string_view body, std::string_view path, std::string_view headers)
{
    return ask("POST " + std::string{path}
               + "\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\n" + std::string{headers}
               + "\n" + std::string{body});
}

} // namespace understudy::protocol
