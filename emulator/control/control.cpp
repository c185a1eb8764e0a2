#include "control/control.hpp"

#include "control/endpoints.hpp"

namespace understudy::control {

namespace {

using protocol::http_request;
using protocol::http_response;

constexpr std::string_view prefix = "/_understudy/";
constexpr std::string_view json_type = "application/json";

bool is_json(std::string_view content_type)
{
    return content_type.starts_with(json_type)
           && (content_type.size() == json_type.size() || content_type[json_type.size()] == ';'
               || content_type[json_type.size()] == ' ');
}

bool is_yaml(std::string_view content_type)
{
    auto const type = content_type.substr(0, content_type.find(';'));
    return type == "application/yaml" || type == "application/x-yaml" || type == "text/yaml"
           || type == "text/x-yaml";
}

/// By which the emulator was reached.
std::string endpoint_of(http_request const& request)
{
    std::string endpoint = request.secure ? "https://" : "http://";
    endpoint.append(request.host.empty() ? "localhost" : request.host);
    return endpoint.append(request.base);
}

json::object body_of(http_request const& request)
{
    if (request.body.empty()) { return {}; }
    json::error_code failure;
    auto document = json::parse(request.body, failure);
    if (failure || !document.is_object()) {
        throw bad_request{R"(the body must be a JSON object such as {"by":"30s"})"};
    }
    return std::move(document.get_object());
}

/// Nothing when the request may change something.
std::optional<http_response> refuse_foreign(http_request const& request, bool takes_text)
{
    // A page of another origin cannot send these types without asking first, and is refused then.
    if (request.method == "POST" && !is_json(request.content_type)
        && !(takes_text && is_yaml(request.content_type))) {
        return refusal(415, takes_text
                                ? "this needs the header Content-Type: application/yaml or application/json"
                                : "this needs the header Content-Type: application/json");
    }
    if (request.sec_fetch_site == "cross-site") {
        return refusal(403, "this cannot be asked for by a page of another site");
    }
    return {};
}

http_response answered(director& emulator, endpoint const& endpoint, question const& asked)
try {
    return endpoint.answer(emulator, asked);
} catch (bad_request const& complaint) {
    return refusal(400, complaint.what());
} catch (std::exception const& bug) {
    return refusal(500, bug.what());
}

} // namespace

protocol::answer panel::handle(http_request const& request, protocol::late_answer const& later)
{
    if (!request.target.starts_with(prefix)) { return next_.handle(request, later); }
    try {
        if (auto refused = protocol::check_origin(request, origins_)) { return std::move(*refused); }
        auto answer = serve(request, later);
        if (auto* response = std::get_if<http_response>(&answer)) {
            protocol::allow_origin(request, *response);
        }
        return answer;
    } catch (bad_request const& complaint) {
        return refusal(400, complaint.what());
    } catch (std::exception const& bug) {
        return refusal(500, bug.what());
    }
}

protocol::answer panel::serve(http_request const& request, protocol::late_answer const& later)
{
    auto const question_mark = request.target.find('?');
    auto const path = request.target.substr(prefix.size(), question_mark - prefix.size());
    bool const reads = request.method == "GET" || request.method == "HEAD";
    std::string methods;
    for (auto const& endpoint : endpoints()) {
        auto const argument = argument_of(endpoint, path);
        if (!argument) { continue; }
        if (endpoint.method != (reads ? "GET" : request.method)) {
            methods += (methods.empty() ? "" : " or ") + std::string{endpoint.method};
            continue;
        }
        if (!reads) {
            if (auto refused = refuse_foreign(request, endpoint.takes_text)) { return std::move(*refused); }
        }
        question asked{.argument = std::string{*argument},
                       .body = reads || endpoint.takes_text ? json::object{} : body_of(request),
                       .text = endpoint.takes_text ? std::string{request.body} : std::string{},
                       .last_event = std::string{request.last_event_id},
                       .worlds = worlds_,
                       .templates = templates_,
                       .reached_at = endpoint_of(request)};
        if (question_mark != std::string_view::npos) {
            asked.query = request.target.substr(question_mark + 1);
        }
        if (!endpoint.waits) { return answered(emulator_, endpoint, asked); }
        // The request lives in the connection's buffer only as long as this call.
        http_response allowance;
        protocol::allow_origin(request, allowance);
        auto job = [&emulator = emulator_, &endpoint, asked = std::move(asked), later,
                    headers = std::move(allowance.headers)](std::stop_token stop) mutable {
            asked.stop = std::move(stop);
            asked.send = [&later, &headers](http_response piece) {
                piece.headers.insert(piece.headers.end(), headers.begin(), headers.end());
                later({.response = std::move(piece), .undeliverable = [] {}, .more = true});
            };
            auto response = answered(emulator, endpoint, asked);
            response.headers.insert(response.headers.end(), headers.begin(), headers.end());
            return response;
        };
        return waiting_.admit(std::move(job), later);
    }
    return methods.empty() ? refusal(404, "there is nothing at this path")
                           : refusal(405, "this is asked for with " + methods);
}

} // namespace understudy::control
