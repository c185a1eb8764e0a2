#include "protocol/router.hpp"

#include "protocol/aws_json.hpp"
#include "protocol/aws_query.hpp"
#include "protocol/content_encoding.hpp"
#include "protocol/credential.hpp"
#include "protocol/errors.hpp"
#include "protocol/request_id.hpp"
#include "sns/signature.hpp"

#include <fmt/format.h>

#include <optional>

namespace understudy::protocol {

namespace {

constexpr std::string_view sqs_target = "AmazonSQS.";
constexpr std::string_view dynamodb_target = "DynamoDB_20120810.";
constexpr std::string_view streams_target = "DynamoDBStreams_20120810.";
constexpr std::size_t decoded_bytes_max =
    16 * 1024 * 1024; // DynamoDB: size of a request, also when it comes compressed
constexpr std::size_t name_shown_max = 128;

/// What a client sent, made fit for one line of a log.
std::string printable(std::string_view text)
{
    std::string shown{text.substr(0, name_shown_max)};
    std::ranges::replace_if(
        shown, [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
}

std::string_view service_of_target(std::string_view target)
{
    if (target.starts_with(sqs_target)) { return sqs::service_name; }
    return target.starts_with(dynamodb_target) || target.starts_with(streams_target) ? dynamodb::service_name
                                                                                     : std::string_view{};
}

bool is_aws_json(http_request const& request)
{
    return !request.amz_target.empty()
           || media_type(request.content_type).starts_with("application/x-amz-json-");
}

std::string_view service_of_version(std::string_view version)
{
    if (version == "2012-11-05") { return sqs::service_name; }
    if (version == "2010-03-31") { return sns::service_name; }
    return version == "2011-06-15" ? sts::service_name : std::string_view{};
}

/// AddPermission and RemovePermission are operations of both services: what they are about tells them apart.
std::string_view service_of_action(std::string_view action, codec::form const& fields)
{
    if (fields.find("TopicArn")) { return sns::service_name; }
    if (fields.find("QueueUrl") || is_sqs_action(action)) { return sqs::service_name; }
    if (is_sns_action(action)) { return sns::service_name; }
    return action == sts::GetCallerIdentityRequest::operation ? sts::service_name : std::string_view{};
}

std::string_view region_in_path(std::string_view path)
{
    return is_queue_path(path) ? region_of_queue_url(path) : std::string_view{};
}

/// A link in a message says by its ARN where it leads.
std::string_view region_of_arn(std::string_view text)
{
    auto const arn = parse_arn(text);
    return arn ? arn->region : std::string_view{};
}

/// A request of the Query protocol.
bool names_action(http_request const& request)
{
    constexpr std::string_view name = "Action=";
    return request.target.find(name) != std::string_view::npos
           || (media_type(request.content_type) == "application/x-www-form-urlencoded"
               && request.body.find(name) != std::string_view::npos);
}

void take_region(exchange& x, std::string_view region)
{
    if (!x.region_given && is_region(region)) {
        x.who.region = region;
        x.region_given = true;
    }
}

} // namespace

void exchange::warn_unknown(std::string_view service_name, std::string_view operation) const
{
    if (counts != nullptr) { counts->add_unknown(service_name, printable(operation)); }
    if (warn) {
        warn(fmt::format("{} operation '{}' is not one this emulator knows", service_name,
                         printable(operation)));
    }
}

std::optional<service_error> exchange::signature_refusal(std::string_view service_name) const
{
    if (!signatures.any()) [[likely]] { return std::nullopt; }
    auto refusal = signature_fault(request, signatures);
    if (refusal && service_name != dynamodb::service_name) {
        constexpr unsigned forbidden = 403;
        if (service_name == sqs::service_name && request.authorization.empty() && !is_presigned(request)) {
            refusal = errors::access_denied();
        } else if (refusal->kind.query_code != "IncompleteSignature") {
            refusal->kind.status = forbidden;
        }
    }
    return refusal;
}

answer send_back(exchange& x, http_response response, mishap const& on_the_way)
{
    if (on_the_way.latency == milliseconds{0}) [[likely]] { return response; }
    auto const held = x.service.hold_back(on_the_way.latency, [later = x.later, response] {
        later({response, [] {}});
    });
    return waiting{held, std::move(response)};
}

void send_late(desk& service, late_answer const& later, late_response late, mishap const& on_the_way)
{
    // What is to be lost does not come back.
    if (on_the_way.lost) {
        late.undeliverable = [] {};
    }
    if (on_the_way.latency == milliseconds{0}) { return later(std::move(late)); }
    service.hold_back(on_the_way.latency, [later, late = std::move(late)] { later(late); });
}

std::string_view region_of_queue_url(std::string_view url) noexcept
{
    constexpr std::string_view mark = "/queue/";
    auto const at = url.find(mark);
    if (at == std::string_view::npos) { return {}; }
    auto const rest = url.substr(at + mark.size());
    auto const region = rest.substr(0, rest.find('/'));
    auto const behind = rest.substr(std::min(rest.size(), region.size() + 1));
    return is_region(region) && is_account_id(behind.substr(0, behind.find('/'))) ? region
                                                                                  : std::string_view{};
}

router::router(desk& desk, router_options options) : desk_{desk}, options_{std::move(options)} {}

answer router::handle(http_request const& request, late_answer const& later)
{
    spoken language = spoken::other;
    try {
        if (auto refused = check_origin(request, options_.origins)) { return std::move(*refused); }
        auto result = dispatch(request, later, language);
        if (auto* response = std::get_if<http_response>(&result)) {
            allow_origin(request, *response, options_.origins);
        } else {
            allow_origin(request, std::get<waiting>(result).nothing, options_.origins);
        }
        return result;
    } catch (std::exception const& bug) {
        return report_bug(request, language, bug.what());
    } catch (...) {
        return report_bug(request, language, "something that is no exception was thrown");
    }
}

http_response router::report_bug(http_request const& request, spoken language, std::string_view what)
{
    if (options_.warn) {
        options_.warn(
            fmt::format("bug: {} {}: {}", printable(request.amz_target), printable(request.target), what));
    }
    auto const id = id_source{answers_made_.fetch_add(1)}.next_uuid();
    auto const error = errors::internal_failure();
    switch (language) {
    case spoken::sqs_json: return sqs_json_error(id, error);
    case spoken::sqs_query: return sqs_query_error(id, error);
    case spoken::dynamodb: return dynamodb_error(request, id, error);
    default: return sns_error(id, error);
    }
}

caller router::caller_of(http_request const& request) const
{
    caller who;
    who.account = options_.account;
    who.region = options_.region;
    who.client = request.client;
    std::string_view const scheme = request.secure ? "https://" : "http://";
    std::string_view const host = request.host.empty() ? "localhost" : request.host;
    who.endpoint.reserve(scheme.size() + host.size() + request.base.size());
    who.endpoint += scheme;
    who.endpoint += host;
    who.endpoint += request.base;
    return who;
}

answer router::dispatch(http_request const& request, late_answer const& later, spoken& language)
{
    auto const signer = credential_of(request.authorization);
    auto service = service_of_target(request.amz_target);
    if (service.empty()) { service = signer.service; }
    if (service.empty() && request.for_dynamodb && !names_action(request)) {
        service = dynamodb::service_name;
    }
    exchange x{.request = request,
               .body = request.body,
               .who = caller_of(request),
               .service = desk_,
               .later = later,
               .name_resources = options_.name_resources,
               .warn = options_.warn,
               .counts = options_.counts,
               .answers_made = answers_made_,
               .signatures = options_.signatures};
    if (is_account_id(signer.access_key)) { x.who.account = signer.access_key; }
    take_region(x, signer.region);

    decoded_content decoded;
    bool const encoded = !request.content_encoding.empty() && request.content_encoding != "identity";
    if (service == dynamodb::service_name) {
        language = spoken::dynamodb;
        if (encoded && !request.body.empty()) {
            decoded = decode_content(request.body, request.content_encoding, decoded_bytes_max);
            if (decoded.failure == decoding_failure::too_large) {
                return http_response{.status = 413, .operation = dynamodb::service_name};
            }
            if (decoded.failure) {
                return dynamodb_error(request, x.make_id(), errors::content_undecodable());
            }
            x.body = decoded.bytes;
        }
        return serve_dynamodb(x);
    }
    if (service == sqs::service_name && is_aws_json(request)) {
        language = spoken::sqs_json;
        return serve_sqs_json(x);
    }
    return dispatch_query(x, service, language);
}

answer router::dispatch_query(exchange& x, std::string_view service, spoken& language)
{
    auto const& request = x.request;
    if (request.method == "OPTIONS") {
        return unknown_operation_page(); // a preflight has been answered before
    }
    auto const question = request.target.find('?');
    auto const path = request.target.substr(0, question);
    if (request.method == "GET" && path.starts_with("/SimpleNotificationService-")
        && path == sns::certificate_path()) {
        return http_response{.content_type = "application/x-pem-file", .body = sns::certificate_pem()};
    }
    auto const query =
        question == std::string_view::npos ? std::string_view{} : request.target.substr(question + 1);
    std::string both;
    if (!query.empty() && !x.body.empty()) { both.append(x.body).append("&").append(query); }
    auto const fields =
        codec::form::parse(both.empty() ? (query.empty() ? x.body : query) : std::string_view{both});
    auto const action = fields.find("Action").value_or("");

    auto const presigner = parse_credential(fields.find("X-Amz-Credential").value_or(""));
    if (is_account_id(presigner.access_key)) { x.who.account = presigner.access_key; }
    x.who.anonymous =
        request.method == "GET" && request.authorization.empty() && presigner.access_key.empty();
    take_region(x, presigner.region);
    take_region(x, region_in_path(path));
    if (x.who.anonymous) {
        take_region(x, region_of_arn(fields.find("TopicArn").value_or("")));
        take_region(x, region_of_arn(fields.find("SubscriptionArn").value_or("")));
    }
    if (service.empty()) service = presigner.service;
    if (service.empty()) service = service_of_version(fields.find("Version").value_or(""));
    if (service.empty() && is_queue_path(path)) service = sqs::service_name;
    if (service.empty()) service = service_of_action(action, fields);

    query_exchange q{x, fields, path, action};
    if (service == sqs::service_name) {
        language = spoken::sqs_query;
        return serve_sqs_query(q);
    }
    if (service == sns::service_name) {
        language = spoken::sns;
        return serve_sns(q);
    }
    if (service == sts::service_name) {
        language = spoken::sns;
        return serve_sts(q);
    }
    return serve_unknown(x, service, action);
}

/// Nothing tells which service is meant, or one that is not here.
answer router::serve_unknown(exchange& x, std::string_view service, std::string_view action)
{
    auto const& request = x.request;
    if (request.host.starts_with("dynamodb.") || request.host.find(".ddb.") != std::string_view::npos) {
        return serve_dynamodb(x);
    }
    auto const named = action.empty() ? operation_in(request.amz_target) : action;
    if (!service.empty() || !named.empty()) {
        x.warn_unknown(service.empty() ? "unsigned" : service, named.empty() ? request.method : named);
    }
    if (is_aws_json(request)) {
        x.is_for_others = true;
        return serve_dynamodb(x); // the answer is much the same for every service that speaks JSON
    }
    if (action.empty()) {
        auto response = unknown_operation_page();
        response.request_id = to_string(x.make_id());
        return response;
    }
    return sqs_query_error(x.make_id(), errors::invalid_action(action));
}

} // namespace understudy::protocol
