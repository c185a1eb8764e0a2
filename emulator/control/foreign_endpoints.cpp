// Endpoints that people know from other emulators: LocalStack's /_localstack/ and /_aws/, moto's /moto-api/, ElasticMQ's /health.
// Shapes and spelling are theirs, down to the blanks in JSON, for which scripts look. What reads is a GET, and what changes
// something never is.
#include "codec/form.hpp"
#include "control/endpoints.hpp"
#include "control/metrics.hpp"
#include "core/arn.hpp"
#include "protocol/credential.hpp"
#include "protocol/router.hpp"

#include <fmt/format.h>

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace understudy::control {

namespace {

using protocol::http_response;

constexpr std::string_view localstack_version =
    "4.14.0"; // whose endpoints these are; some modules compare it
constexpr std::array<std::string_view, 4> services{"dynamodb", "sns", "sqs", "sts"};

/// JSON as Python writes it: a blank behind each comma and colon. `grep '"completed": true'` is a way to wait.
void write_spaced(std::string& out, json::value const& value)
{
    if (auto const* object = value.if_object()) {
        out += '{';
        for (bool first = true; auto const& each : *object) {
            if (!std::exchange(first, false)) { out += ", "; }
            out += json::serialize(json::string{each.key()});
            out += ": ";
            write_spaced(out, each.value());
        }
        out += '}';
    } else if (auto const* array = value.if_array()) {
        out += '[';
        for (bool first = true; auto const& each : *array) {
            if (!std::exchange(first, false)) { out += ", "; }
            write_spaced(out, each);
        }
        out += ']';
    } else {
        out += json::serialize(value);
    }
}

http_response answer_spaced(json::object const& document, unsigned status = 200)
{
    http_response response{.status = status, .content_type = "application/json"};
    write_spaced(response.body, document);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http_response nothing_left() { return {.status = 204}; }

// LocalStack: health, info, init scripts, reset

bool is_up(question const& asked) { return asked.house == nullptr || asked.house->is_up(); }

http_response show_health(director&, question const& asked)
{
    json::object states;
    for (auto const service : services) {
        states[service] = !is_up(asked)            ? std::string_view{"starting"}
                          : asked.house == nullptr ? std::string_view{"available"}
                                                   : asked.house->state_of(service);
    }
    return answer_spaced({{"services", std::move(states)},
                          {"edition", "community"},
                          {"version", localstack_version},
                          {"emulator", {{"name", "understudy"}, {"version", UNDERSTUDY_VERSION}}}},
                         is_up(asked) ? 200 : 503);
}

/// {"action": "restart"}: the state is as after a start. A process is ended by its own means, and not by a request.
http_response act_on_health(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const action = read.text("action");
    read.done();
    if (action != "restart") { throw bad_request{R"("action" must be "restart")"}; }
    emulator.reset();
    return answer_spaced({{"status", "ok"}});
}

http_response show_info(director&, question const& asked)
{
    bool const in_container = ::access("/.dockerenv", F_OK) == 0 || ::access("/run/.containerenv", F_OK) == 0;
    utsname system{};
    ::uname(&system);
    auto const now = std::chrono::system_clock::now();
    auto const uptime = asked.house == nullptr ? std::chrono::seconds{0} : asked.house->uptime();
    return answer_spaced({{"version", localstack_version},
                          {"edition", "community"},
                          {"is_license_activated", false},
                          {"session_id", asked.house == nullptr ? "" : asked.house->session()},
                          {"machine_id", "understudy"},
                          {"system", system.sysname},
                          {"is_docker", in_container},
                          {"server_time_utc", iso_8601(std::chrono::floor<milliseconds>(now)).substr(0, 19)},
                          {"uptime", uptime.count()}});
}

json::array scripts_of(process const* house, std::string_view stage)
{
    json::array scripts;
    if (house == nullptr) { return scripts; }
    for (auto const& script : house->scripts()) {
        if (!stage.empty() && name_of(script.stage) != stage) { continue; }
        scripts.push_back(json::object{
            {"stage", name_of(script.stage)}, {"name", script.name}, {"state", name_of(script.state)}});
    }
    return scripts;
}

constexpr init_stage all_stages[] = {init_stage::boot, init_stage::start, init_stage::ready,
                                     init_stage::shutdown};

bool is_complete(process const* house, init_stage stage)
{
    return house == nullptr ? stage != init_stage::shutdown : house->is_complete(stage);
}

http_response show_init(director&, question const& asked)
{
    json::object completed;
    for (auto const stage : all_stages) completed[name_of(stage)] = is_complete(asked.house, stage);
    return answer_spaced({{"completed", std::move(completed)}, {"scripts", scripts_of(asked.house, {})}});
}

http_response show_init_stage(director&, question const& asked)
{
    std::string name = asked.argument;
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    auto const stage =
        std::ranges::find(all_stages, std::string_view{name}, [](init_stage each) { return name_of(each); });
    if (stage == std::end(all_stages)) { return refusal(404, "there is no such stage"); }
    return answer_spaced(
        {{"completed", is_complete(asked.house, *stage)}, {"scripts", scripts_of(asked.house, name)}});
}

http_response reset_all(director& emulator, question const&)
{
    emulator.reset();
    return {.status = 200};
}

// LocalStack's developers' endpoints

class query_of {
public:
    explicit query_of(question const& asked) : form_{codec::form::parse(asked.query)} {}

    std::string text(std::string_view name) const { return std::string{form_.find(name).value_or("")}; }
    bool flag(std::string_view name) const
    {
        auto const value = form_.find(name).value_or("");
        return value == "true" || value == "True" || value == "1";
    }

private:
    codec::form form_;
};

std::string_view last_segment(std::string_view& path)
{
    auto const slash = path.rfind('/');
    auto const last = slash == std::string_view::npos ? path : path.substr(slash + 1);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
    return last;
}

/// The region in "http://sqs.eu-west-1.localhost.localstack.cloud:4566" or in ".../queue/eu-west-1"; empty: none.
std::string_view region_in_url(std::string_view front)
{
    if (auto const at = front.find("/queue/"); at != std::string_view::npos) { return front.substr(at + 7); }
    auto const scheme = front.find("://");
    auto const host = scheme == std::string_view::npos ? std::string_view{} : front.substr(scheme + 3);
    constexpr std::string_view prefix = "sqs.";
    if (!host.starts_with(prefix)) { return {}; }
    auto const rest = host.substr(prefix.size());
    return rest.substr(0, rest.find('.'));
}

/// A queue's URL, or "<region>/<account>/<queue>".
queue_peek queue_in(std::string_view text)
{
    queue_peek found{.name = std::string{last_segment(text)}};
    auto const account = last_segment(text);
    if (!account.empty()) { found.account = account; }
    bool const is_url = text.find("://") != std::string_view::npos || text.starts_with('/');
    found.region = is_url ? region_in_url(text) : text;
    return found;
}

http_response peek(director& emulator, question const& asked)
{
    query_of const query{asked};
    auto const* in_body = asked.body.if_contains("QueueUrl"); // an SDK, whose endpoint this is
    auto const url = in_body != nullptr && in_body->is_string() ? std::string{in_body->get_string()}
                     : asked.argument.empty()                   ? query.text("QueueUrl")
                                                                : asked.argument;
    if (url.empty()) { throw bad_request{"the query needs QueueUrl"}; }
    auto which = queue_in(url);
    which.in_flight = query.flag("ShowInvisible");
    which.delayed = query.flag("ShowDelayed");
    auto const id = asked.house == nullptr ? uuid{} : asked.house->next_id();
    bool const as_json = asked.accept.find("application/json") != std::string::npos;
    auto seen = emulator.peek(which);
    auto answer = in_body != nullptr ? protocol::tell_messages_to_sdk(id, std::move(seen))
                                     : protocol::tell_messages(id, std::move(seen), as_json);
    answer.operation = {}; // nobody has received: it counts as none
    return answer;
}

/// Which messages of the outbox a request is about.
struct sent_filter {
    std::string protocol; // "application" or "sms"
    std::string endpoint; // empty: any
    std::string account, region;

    bool operator()(sns::outbox_entry const& entry) const
    {
        if (entry.protocol != protocol || (!endpoint.empty() && entry.endpoint != endpoint)) { return false; }
        // Of a text message that no topic sent, nobody knows where it came from: it is shown to everybody.
        auto const arn = parse_arn(entry.endpoint.starts_with("arn:") ? entry.endpoint : entry.topic_arn);
        return !arn || (arn->account == account && arn->region == region);
    }
};

sent_filter filter_in(question const& asked, std::string_view protocol, std::string_view endpoint)
{
    query_of const query{asked};
    auto const text = [&](std::string_view name, std::string_view otherwise) {
        auto value = query.text(name);
        return value.empty() ? std::string{otherwise} : value;
    };
    return {std::string{protocol}, query.text(endpoint), text("accountId", "000000000000"),
            text("region", "us-east-1")};
}

json::value text_or_null(std::string_view text)
{
    return text.empty() ? json::value(nullptr) : json::value(text); // in braces they would be arrays
}

http_response show_sent(director& emulator, sent_filter const& filter, std::string_view list,
                        std::string_view place)
{
    json::object by_endpoint;
    for (auto const& entry : emulator.outbox()) {
        if (!filter(entry)) { continue; }
        auto& messages = by_endpoint.emplace(entry.endpoint, json::array{}).first->value();
        messages.get_array().push_back(json::object{{place, entry.endpoint},
                                                    {"TopicArn", text_or_null(entry.topic_arn)},
                                                    {"SubscriptionArn", text_or_null(entry.subscription_arn)},
                                                    {"MessageId", to_string(entry.message_id)},
                                                    {"Message", entry.body.view()},
                                                    {"Subject", text_or_null(entry.subject)}});
    }
    if (!filter.endpoint.empty()) { by_endpoint.emplace(filter.endpoint, json::array{}); }
    return answer_spaced({{list, std::move(by_endpoint)}, {"region", filter.region}});
}

http_response show_platform_messages(director& emulator, question const& asked)
{
    return show_sent(emulator, filter_in(asked, "application", "endpointArn"), "platform_endpoint_messages",
                     "TargetArn");
}

http_response show_sms(director& emulator, question const& asked)
{
    return show_sent(emulator, filter_in(asked, "sms", "phoneNumber"), "sms_messages", "PhoneNumber");
}

http_response forget_platform_messages(director& emulator, question const& asked)
{
    emulator.forget_sent(filter_in(asked, "application", "endpointArn"));
    return nothing_left();
}

http_response forget_sms(director& emulator, question const& asked)
{
    emulator.forget_sent(filter_in(asked, "sms", "phoneNumber"));
    return nothing_left();
}

http_response show_token(director& emulator, question const& asked)
{
    auto const token = emulator.confirmation_token(asked.argument);
    if (!token) { return answer_spaced({{"error", "no token was sent to this subscription"}}, 404); }
    return answer_spaced({{"subscription_token", *token}, {"subscription_arn", asked.argument}});
}

http_response expire_items(director& emulator, question const&)
{
    return answer_spaced({{"ExpiredItems", emulator.expire_items()}});
}

// moto

http_response ok() { return answer_spaced({{"status", "ok"}}); }

http_response reset_like_moto(director& emulator, question const&)
{
    emulator.reset();
    return ok();
}

json::object named(std::string_view name, std::string_view arn) { return {{"name", name}, {"arn", arn}}; }

http_response show_data(director& emulator, question const&)
{
    auto const held = emulator.take_inventory();
    auto const name_of_arn = [](std::string_view arn) { return arn.substr(arn.find_last_of(":/") + 1); };
    json::array queues, topics, tables;
    for (auto const& each : held.queues) {
        queues.push_back(named(name_of_arn(each.arn.view()), each.arn.view()));
    }
    for (auto const& arn : held.topics) topics.push_back(named(name_of_arn(arn), arn));
    for (auto const& each : held.tables) {
        tables.push_back(named(name_of_arn(each.arn.view()), each.arn.view()));
    }
    return answer_spaced({{"sqs", {{"Queue", std::move(queues)}}},
                          {"sns", {{"Topic", std::move(topics)}}},
                          {"dynamodb", {{"Table", std::move(tables)}}}});
}

/// ?a=42. Ids that have been given do not come again: where there is something already, the seed counts from the next reset on.
http_response seed(director& emulator, question const& asked)
{
    auto const text = query_of{asked}.text("a");
    std::uint64_t value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size()) {
        throw bad_request{"the query needs a whole number such as ?a=42"};
    }
    return answer_spaced({{"status", "ok"}, {"from", emulator.reseed(value) ? "now" : "the next reset"}});
}

constexpr endpoint all_endpoints[] = {
    {"GET", "health", show_health, ""},
    {"GET", "metrics", show_metrics, ""},
    {"GET", "_localstack/health", show_health, ""},
    {"POST", "_localstack/health", act_on_health, ""},
    {"GET", "_localstack/info", show_info, ""},
    {"GET", "_localstack/init", show_init, ""},
    {"GET", "_localstack/init/*", show_init_stage, ""},
    {"POST", "_localstack/state/reset", reset_all, ""},
    {"POST", "_ministack/reset", reset_all, ""},
    {"GET", "_aws/sqs/messages", peek, ""},
    {"POST", "_aws/sqs/messages", peek, ""},
    {"GET", "_aws/sqs/messages/**", peek, ""},
    {"GET", "_aws/sns/platform-endpoint-messages", show_platform_messages, ""},
    {"DELETE", "_aws/sns/platform-endpoint-messages", forget_platform_messages, ""},
    {"GET", "_aws/sns/sms-messages", show_sms, ""},
    {"DELETE", "_aws/sns/sms-messages", forget_sms, ""},
    {"GET", "_aws/sns/subscription-tokens/*", show_token, ""},
    {"DELETE", "_aws/dynamodb/expired", expire_items, "", "", true},
    {"POST", "moto-api/reset", reset_like_moto, ""},
    {"GET", "moto-api/data.json", show_data, ""},
    {"POST", "moto-api/seed", seed, ""},
};

} // namespace

std::span<endpoint const> foreign_endpoints() { return all_endpoints; }

} // namespace understudy::control
