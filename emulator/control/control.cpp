#include "control/control.hpp"

#include "codec/form.hpp"
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

/// A page of another origin cannot send these types without asking first, and is refused then.
std::optional<http_response> refuse_type(http_request const& request, bool takes_text)
{
    if (request.method != "POST" || is_json(request.content_type)
        || (takes_text && is_yaml(request.content_type))) {
        return {};
    }
    return refusal(415, takes_text
                            ? "this needs the header Content-Type: application/yaml or application/json"
                            : "this needs the header Content-Type: application/json");
}

bool is_reading(std::string_view method) { return method == "GET" || method == "HEAD"; }

/// Cheap, for it is asked of every request: paths of queues begin with a digit, or with "/queue".
bool may_be_foreign(std::string_view target)
{
    return target.size() > 1 && (target[1] == '_' || target[1] == 'm' || target[1] == 'h');
}

found_endpoint find_endpoint(std::span<endpoint const> all, std::string_view path, std::string_view method)
{
    found_endpoint found;
    for (auto const& each : all) {
        auto const argument = argument_of(each, path);
        if (!argument) { continue; }
        if (each.method == (is_reading(method) ? "GET" : method)) {
            return {.match = &each, .argument = std::string{*argument}};
        }
        found.methods += (found.methods.empty() ? "" : " or ") + std::string{each.method};
    }
    return found;
}

http_response not_found(found_endpoint const& found)
{
    return found.methods.empty() ? refusal(404, "there is nothing at this path")
                                 : refusal(405, "this is asked for with " + found.methods);
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
    bool const is_own = request.target.starts_with(prefix);
    if (!is_own && !may_be_foreign(request.target)) [[likely]] { return next_.handle(request, later); }
    auto const question_mark = request.target.find('?');
    auto const path = request.target.substr(0, question_mark).substr(is_own ? prefix.size() : 1);
    auto const found = find_endpoint(is_own ? endpoints() : foreign_endpoints(), path, request.method);
    if (!is_own && !found.match && found.methods.empty()) { return next_.handle(request, later); }
    try {
        if (auto refused = protocol::check_origin(request, origins_)) { return std::move(*refused); }
        bool const is_amiss = !is_reading(request.method) && protocol::is_asked_by_other_site(request);
        auto answer = is_amiss ? refusal(403, "this cannot be asked for by a page of another site")
                      : is_own ? serve(request, found, later)
                               : serve_foreign(request, found, later);
        if (auto* response = std::get_if<http_response>(&answer)) {
            protocol::allow_origin(request, *response, origins_);
            response->headers.emplace_back("X-Content-Type-Options", "nosniff");
        }
        return answer;
    } catch (bad_request const& complaint) {
        return refusal(400, complaint.what());
    } catch (std::exception const& bug) {
        return refusal(500, bug.what());
    }
}

protocol::answer panel::serve(http_request const& request, found_endpoint const& found,
                              protocol::late_answer const& later)
{
    if (!found.match) { return not_found(found); }
    bool const reads = is_reading(request.method);
    if (!reads) {
        if (auto refused = refuse_type(request, found.match->takes_text)) { return std::move(*refused); }
    }
    auto asked = question_in(request, found);
    auto const& endpoint = *found.match;
    if (endpoint.takes_text) {
        asked.text = request.body;
    } else if (!reads) {
        asked.body = body_of(request);
    }
    return perform(request, endpoint, std::move(asked), later);
}

protocol::answer panel::perform(http_request const& request, endpoint const& endpoint, question asked,
                                protocol::late_answer const& later)
{
    if (!endpoint.waits) { return answered(emulator_, endpoint, asked); }
    // The request lives in the connection's buffer only as long as this call.
    http_response allowance;
    protocol::allow_origin(request, allowance, origins_);
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

/// Those who know these endpoints send what they please for a body, and mostly none: it need not be JSON. A page of another origin
/// has been refused before, for what a page sends says where it comes from.
protocol::answer panel::serve_foreign(http_request const& request, found_endpoint const& found,
                                      protocol::late_answer const& later)
{
    if (!found.match) { return not_found(found); }
    auto asked = question_in(request, found);
    asked.argument = codec::form::parse("a=" + asked.argument).find("a").value_or("");
    if (is_json(request.content_type) || request.body.starts_with('{')) {
        asked.body = body_of(request);
    } else if (!request.body.empty()) {
        asked.query.append("&").append(request.body);
    }
    return perform(request, *found.match, std::move(asked), later);
}

question panel::question_in(http_request const& request, found_endpoint const& found) const
{
    question asked{.argument = found.argument,
                   .last_event = std::string{request.last_event_id},
                   .accept = std::string{request.accept},
                   .worlds = worlds_,
                   .templates = templates_,
                   .reached_at = endpoint_of(request),
                   .house = house_};
    auto const question_mark = request.target.find('?');
    if (question_mark != std::string_view::npos) { asked.query = request.target.substr(question_mark + 1); }
    return asked;
}

} // namespace understudy::control
