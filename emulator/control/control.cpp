#include "control/control.hpp"

#include "codec/form.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace understudy::control {

namespace {

namespace json = boost::json;
using protocol::http_request;
using protocol::http_response;

constexpr std::string_view prefix = "/_understudy/";
constexpr std::string_view json_type = "application/json";
constexpr milliseconds advance_max = std::chrono::years{100};

http_response answer_json(json::object const& document, unsigned status = 200)
{
    http_response response{.status = status, .content_type = json_type, .body = json::serialize(document)};
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body += '\n';
    return response;
}

http_response refusal(unsigned status, std::string_view message)
{
    return answer_json({{"error", message}}, status);
}

http_response health()
{
    json::object services;
    for (std::string_view const name : {"sqs", "sns", "dynamodb", "sts"}) { services[name] = "running"; }
    return answer_json(
        {{"status", "running"}, {"version", UNDERSTUDY_VERSION}, {"services", std::move(services)}});
}

std::string iso_8601(instant time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

bool is_json(std::string_view content_type)
{
    return content_type.starts_with(json_type)
           && (content_type.size() == json_type.size() || content_type[json_type.size()] == ';'
               || content_type[json_type.size()] == ' ');
}

std::string_view query_of(std::string_view target)
{
    auto const question = target.find('?');
    return question == std::string_view::npos ? std::string_view{} : target.substr(question + 1);
}

/// Nothing when the number of milliseconds is negative, not a number or beyond all reason.
std::optional<milliseconds> checked(double count)
{
    if (!(count >= 0) || count > static_cast<double>(advance_max.count())) { return std::nullopt; }
    return milliseconds{std::llround(count)};
}

std::optional<milliseconds> duration_in(json::value const& by)
{
    if (auto const* text = by.if_string()) { return parse_duration(*text); }
    return by.is_number() ? checked(by.to_number<double>()) : std::nullopt;
}

} // namespace

std::optional<milliseconds> parse_duration(std::string_view text)
{
    double count = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failure != std::errc{}) { return std::nullopt; }
    std::string_view const unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    struct unit_of_time {
        std::string_view name;
        milliseconds length;
    };
    static constexpr unit_of_time units[] = {{"ms", milliseconds{1}},
                                             {"s", seconds{1}},
                                             {"m", std::chrono::minutes{1}},
                                             {"h", std::chrono::hours{1}},
                                             {"d", std::chrono::days{1}}};
    for (auto const& [name, length] : units) {
        if (unit == name) { return checked(count * static_cast<double>(length.count())); }
    }
    return std::nullopt;
}

protocol::answer panel::handle(http_request const& request, protocol::late_answer const& later)
{
    if (!request.target.starts_with(prefix)) { return next_.handle(request, later); }
    try {
        if (auto refused = protocol::check_origin(request, origins_)) { return std::move(*refused); }
        auto response = serve(request);
        protocol::allow_origin(request, response);
        return response;
    } catch (std::exception const& bug) {
        return refusal(500, bug.what());
    }
}

http_response panel::serve(http_request const& request)
{
    auto const path = request.target.substr(prefix.size(), request.target.find('?') - prefix.size());
    bool const reads = request.method == "GET" || request.method == "HEAD";
    if (path == "health" && reads) { return health(); }
    if (path == "clock" && reads) { return describe_clock(); }
    if (path == "outbox" && reads) { return show_outbox(query_of(request.target)); }
    if (path != "clock/advance" && path != "reset") {
        return path == "health" || path == "clock" || path == "outbox"
                   ? refusal(405, "this is to be read with GET")
                   : refusal(404, "there is nothing at this path");
    }
    if (request.method != "POST") { return refusal(405, "this is asked for with POST"); }
    // A page of another origin cannot send this type without asking first, and is refused then.
    if (!is_json(request.content_type)) {
        return refusal(415, "this needs the header Content-Type: application/json");
    }
    if (request.sec_fetch_site == "cross-site") {
        return refusal(403, "this cannot be asked for by a page of another site");
    }
    if (path == "clock/advance") { return advance(request.body); }
    clock_.reset();
    return answer_json({});
}

http_response panel::advance(std::string_view body)
{
    json::error_code failure;
    auto const document = json::parse(body, failure);
    auto const* members = document.if_object();
    if (failure || members == nullptr) {
        return refusal(400, R"(the body must be a JSON object such as {"by":"30s"})");
    }
    auto const* by = members->if_contains("by");
    auto const duration = by == nullptr ? std::nullopt : duration_in(*by);
    if (!duration) {
        return refusal(
            400, R"(the body needs "by": a duration such as "1500ms", "30s", "5m", "1h", "4d", or a number )"
                 "of milliseconds; not negative and no more than 100 years");
    }
    clock_.advance(*duration);
    return describe_clock();
}

/// Of a query such as "protocol=email&endpoint=a%40example.com", each member narrows.
http_response panel::show_outbox(std::string_view query) const
{
    auto const wanted = codec::form::parse(query);
    auto is_wanted = [&](std::string_view name, std::string_view value) {
        auto const asked = wanted.find(name);
        return !asked || *asked == value;
    };
    json::array messages;
    for (auto const& entry : clock_.outbox()) {
        if (!is_wanted("protocol", entry.protocol) || !is_wanted("endpoint", entry.endpoint)
            || !is_wanted("topic", entry.topic_arn)) {
            continue;
        }
        messages.push_back(json::object{{"number", entry.number},
                                        {"time", iso_8601(entry.time)},
                                        {"type", entry.type},
                                        {"protocol", entry.protocol},
                                        {"endpoint", entry.endpoint},
                                        {"topicArn", entry.topic_arn},
                                        {"subscriptionArn", entry.subscription_arn},
                                        {"messageId", to_string(entry.message_id)},
                                        {"subject", entry.subject},
                                        {"body", entry.body.str()}});
    }
    return answer_json({{"messages", std::move(messages)}});
}

http_response panel::describe_clock() const
{
    auto const now = clock_.now();
    return answer_json(
        {{"mode", clock_.mode()}, {"now", iso_8601(now)}, {"now_ms", now.time_since_epoch().count()}});
}

} // namespace understudy::control
