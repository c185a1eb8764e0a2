#include "sns/delivery_policy.hpp"

#include "sns/json.hpp"
#include "sns/limits.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace understudy::sns {
namespace {

namespace json = boost::json;
using names = std::span<std::string_view const>;

constexpr std::array<std::string_view, 7> retry_members{
    "minDelayTarget",    "maxDelayTarget",     "numRetries",     "numMaxDelayRetries",
    "numNoDelayRetries", "numMinDelayRetries", "backoffFunction"};
constexpr std::array<std::string_view, 4> backoff_functions{"arithmetic", "exponential", "geometric",
                                                            "linear"};
constexpr std::array<std::string_view, 12> content_types{"application/atom+xml",
                                                         "application/json",
                                                         "application/octet-stream",
                                                         "application/soap+xml",
                                                         "application/x-www-form-urlencoded",
                                                         "application/xhtml+xml",
                                                         "application/xml",
                                                         "text/css",
                                                         "text/csv",
                                                         "text/html",
                                                         "text/plain",
                                                         "text/xml"};
constexpr std::string_view default_content_type = "text/plain; charset=UTF-8";

json::object default_retries()
{
    return {{"minDelayTarget", 20},       {"maxDelayTarget", 20},   {"numRetries", 3},
            {"numMaxDelayRetries", 0},    {"numNoDelayRetries", 0}, {"numMinDelayRetries", 0},
            {"backoffFunction", "linear"}};
}

json::object default_request()
{
    return {
        {"headerContentType", json::string_view{default_content_type.data(), default_content_type.size()}}};
}

/// The given members over the default ones, in the order of the latter.
json::object completed(json::object const& given, json::object defaults)
{
    for (auto const& member : given) { defaults[member.key()] = member.value(); }
    return defaults;
}

bool contains(names known, std::string_view name) { return std::ranges::find(known, name) != known.end(); }

/// Checks one policy; the first complaint stays.
class checker {
public:
    explicit checker(origin from) : from_{from} {}

    std::optional<service_error> const& refusal() const { return refusal_; }

    void complain(std::string text)
    {
        if (!refusal_) { refusal_ = errors::policy_invalid(from_, "DeliveryPolicy", text); }
    }

    void members(json::object const& object, names known)
    {
        for (auto const& member : object) {
            if (!contains(known, text_of(member.key()))) {
                complain("Unexpected JSON member: " + std::string{text_of(member.key())});
            }
        }
    }

    /// The section, or nothing when it is absent or null.
    json::object const* section(json::object const& parent, std::string_view name, std::string const& path)
    {
        auto const* found = parent.if_contains({name.data(), name.size()});
        if (!found || found->is_null()) { return nullptr; }
        if (!found->is_object()) { complain(path + " must be a JSON object"); }
        return found->if_object();
    }

    void retries(json::object const& given, std::string const& path)
    {
        members(given, retry_members);
        for (auto const& member : given) {
            auto const name = text_of(member.key());
            if (name != "backoffFunction") { integer(member.value(), path + std::string{name}, 0); }
        }
        if (refusal_) { return; }
        auto const all = completed(given, default_retries());
        auto number = [&](char const* name) { return all.at(name).get_int64(); };
        at_most(number("numRetries"), limits::delivery_retries_max, path + "numRetries");
        at_most(number("maxDelayTarget"), limits::delivery_delay_seconds_max, path + "maxDelayTarget");
        if (number("minDelayTarget") > number("maxDelayTarget")) {
            complain(path + "minDelayTarget must be less than or equal to maxDelayTarget");
        }
        // Each is checked by itself first, so that no sum overflows.
        for (auto const* phase : {"numMaxDelayRetries", "numNoDelayRetries", "numMinDelayRetries"}) {
            at_most(number(phase), limits::delivery_retries_max, path + phase);
        }
        if (!refusal_
            && number("numMaxDelayRetries") + number("numNoDelayRetries") + number("numMinDelayRetries")
                   > number("numRetries")) {
            complain(path + "numRetries must be greater than or equal to the sum of its phases");
        }
        auto const& backoff = all.at("backoffFunction");
        if (!backoff.is_string() || !contains(backoff_functions, text_of(backoff.get_string()))) {
            complain(path + "backoffFunction must be one of arithmetic, exponential, geometric, linear");
        }
    }

    void throttle(json::object const& given, std::string const& path)
    {
        constexpr std::array<std::string_view, 1> known{"maxReceivesPerSecond"};
        members(given, known);
        if (auto const* rate = given.if_contains("maxReceivesPerSecond")) {
            integer(*rate, path + "maxReceivesPerSecond", 1);
        }
    }

    void request(json::object const& given, std::string const& path)
    {
        constexpr std::array<std::string_view, 1> known{"headerContentType"};
        members(given, known);
        auto const* type = given.if_contains("headerContentType");
        if (!type || type->is_null()) { return; }
        auto const text = type->is_string() ? text_of(type->get_string()) : std::string_view{};
        auto const end = std::min(text.find_first_of("; "), text.size());
        if (!contains(content_types, text.substr(0, end))) {
            complain(path + "headerContentType is not a supported content type");
        }
    }

    void truth(json::object const& parent, char const* name, std::string const& path)
    {
        auto const* found = parent.if_contains(name);
        if (found && !found->is_null() && !found->is_bool()) {
            complain(path + name + " must be true or false");
        }
    }

private:
    void integer(json::value const& value, std::string const& path, std::int64_t least)
    {
        if (!value.is_int64()) { return complain(path + " must be an integer"); }
        if (value.get_int64() < least) {
            complain(path + " must be greater than or equal to " + std::to_string(least));
        }
    }

    void at_most(std::int64_t value, std::int64_t most, std::string const& path)
    {
        if (value > most) { complain(path + " must be less than or equal to " + std::to_string(most)); }
    }

    origin from_;
    std::optional<service_error> refusal_;
};

result<json::object> parse_object(origin from, std::string_view text)
{
    auto value = parse_json(text, limits::json_depth_max);
    if (!value) { return errors::policy_invalid(from, "DeliveryPolicy", json_complaint(text)); }
    if (!value->is_object()) {
        return errors::policy_invalid(from, "DeliveryPolicy", "must be a JSON object");
    }
    return std::move(value->get_object());
}

std::string serialized(json::object const& object) { return json::serialize(object); }

void drop_nulls(json::object& object)
{
    for (auto member = object.begin(); member != object.end();) {
        if (member->value().is_null()) {
            member = object.stable_erase(member);
        } else {
            ++member;
        }
    }
}

/// A section of a stored policy, which is known to be well-formed; nothing when it is not there.
json::object const* stored_section(json::object const& policy, char const* name)
{
    auto const* found = policy.if_contains(name);
    return found ? found->if_object() : nullptr;
}

json::object stored_http(std::string_view stored)
{
    auto policy = stored.empty() ? std::nullopt : parse_json(stored, limits::json_depth_max);
    if (!policy) { return {}; }
    return policy->get_object().at("http").get_object();
}

} // namespace

result<std::string> parse_topic_delivery_policy(origin from, std::string_view text)
{
    constexpr std::array<std::string_view, 1> top{"http"};
    constexpr std::array<std::string_view, 5> known{"defaultHealthyRetryPolicy", "defaultSicklyRetryPolicy",
                                                    "defaultThrottlePolicy", "defaultRequestPolicy",
                                                    "disableSubscriptionOverrides"};
    auto policy = parse_object(from, text);
    if (!policy) { return policy.error(); }
    checker check{from};
    check.members(*policy, top);
    json::object http;
    if (auto const* given = check.section(*policy, "http", "http")) { http = *given; }
    check.members(http, known);
    std::string const path = "http.";
    for (auto const* name : {"defaultHealthyRetryPolicy", "defaultSicklyRetryPolicy"}) {
        if (auto const* retries = check.section(http, name, path + name)) {
            check.retries(*retries, path + name + '.');
        }
    }
    if (auto const* throttle = check.section(http, "defaultThrottlePolicy", "http.defaultThrottlePolicy")) {
        check.throttle(*throttle, "http.defaultThrottlePolicy.");
    }
    if (auto const* request = check.section(http, "defaultRequestPolicy", "http.defaultRequestPolicy")) {
        check.request(*request, "http.defaultRequestPolicy.");
    }
    check.truth(http, "disableSubscriptionOverrides", path);
    if (check.refusal()) { return *check.refusal(); }
    drop_nulls(http);
    if (!http.contains("disableSubscriptionOverrides")) { http["disableSubscriptionOverrides"] = false; }
    return serialized(json::object{{"http", std::move(http)}});
}

std::string effective_topic_delivery_policy(std::string_view stored)
{
    auto const http = stored_http(stored);
    auto const* retries = stored_section(http, "defaultHealthyRetryPolicy");
    auto const* request = stored_section(http, "defaultRequestPolicy");
    json::object effective{
        {"defaultHealthyRetryPolicy", completed(retries ? *retries : json::object{}, default_retries())}};
    for (auto const* name : {"defaultSicklyRetryPolicy", "defaultThrottlePolicy"}) {
        if (auto const* section = stored_section(http, name)) { effective[name] = *section; }
    }
    auto const* disabled = http.if_contains("disableSubscriptionOverrides");
    effective["disableSubscriptionOverrides"] = disabled && disabled->get_bool();
    effective["defaultRequestPolicy"] = completed(request ? *request : json::object{}, default_request());
    return serialized(json::object{{"http", std::move(effective)}});
}

result<std::string> parse_subscription_delivery_policy(origin from, std::string_view text)
{
    constexpr std::array<std::string_view, 5> known{"healthyRetryPolicy", "sicklyRetryPolicy",
                                                    "throttlePolicy", "requestPolicy", "guaranteed"};
    auto policy = parse_object(from, text);
    if (!policy) { return policy.error(); }
    checker check{from};
    check.members(*policy, known);
    for (std::string const name : {"healthyRetryPolicy", "sicklyRetryPolicy"}) {
        auto const* retries = check.section(*policy, name, name);
        if (!retries) { continue; }
        for (auto const* required : {"minDelayTarget", "maxDelayTarget", "numRetries"}) {
            if (!retries->contains(required)) {
                check.complain(name + '.' + required + " must be specified");
            }
        }
        check.retries(*retries, name + '.');
    }
    if (auto const* throttle = check.section(*policy, "throttlePolicy", "throttlePolicy")) {
        check.throttle(*throttle, "throttlePolicy.");
    }
    if (auto const* request = check.section(*policy, "requestPolicy", "requestPolicy")) {
        check.request(*request, "requestPolicy.");
    }
    check.truth(*policy, "guaranteed", "");
    if (check.refusal()) { return *check.refusal(); }
    json::object stored{{"healthyRetryPolicy", nullptr},
                        {"sicklyRetryPolicy", nullptr},
                        {"throttlePolicy", nullptr},
                        {"requestPolicy", nullptr},
                        {"guaranteed", false}};
    drop_nulls(*policy);
    return serialized(completed(*policy, std::move(stored)));
}

std::string effective_subscription_delivery_policy(std::string_view stored, std::string_view topic)
{
    auto const http = stored_http(topic);
    auto parsed = stored.empty() ? std::nullopt : parse_json(stored, limits::json_depth_max);
    auto const* const disabled = http.if_contains("disableSubscriptionOverrides");
    bool const counts = parsed && !(disabled && disabled->get_bool());
    auto const own = counts ? std::move(parsed->get_object()) : json::object{};
    auto section = [&](char const* name, char const* of_topic) {
        auto const* found = stored_section(own, name);
        return found ? found : stored_section(http, of_topic);
    };
    auto shown = [](json::object const* found) { return found ? json::value(*found) : json::value(nullptr); };
    auto const* retries = section("healthyRetryPolicy", "defaultHealthyRetryPolicy");
    auto const* request = section("requestPolicy", "defaultRequestPolicy");
    auto const* guaranteed = own.if_contains("guaranteed");
    return serialized(json::object{
        {"healthyRetryPolicy", completed(retries ? *retries : json::object{}, default_retries())},
        {"sicklyRetryPolicy", shown(section("sicklyRetryPolicy", "defaultSicklyRetryPolicy"))},
        {"throttlePolicy", shown(section("throttlePolicy", "defaultThrottlePolicy"))},
        {"requestPolicy", completed(request ? *request : json::object{}, default_request())},
        {"guaranteed", guaranteed && guaranteed->get_bool()},
    });
}

} // namespace understudy::sns
