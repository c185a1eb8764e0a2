#include "sns/delivery_policy.hpp"

#include "sns/json.hpp"
#include "sns/limits.hpp"

#include <cmath>

namespace understudy::sns {
namespace {

/// How far between the least and the greatest delay the retry is, from 0 to 1. AWS shows the curves of its functions and
/// not their formulas: a line, a line whose steps grow evenly, one of constant ratio, and one of powers of two.
double progress(std::string const& backoff, double step, double steps, double ratio)
{
    auto const x = step / steps;
    if (backoff == "arithmetic") { return step * (step + 1) / (steps * (steps + 1)); }
    if (backoff == "geometric" && ratio > 1) { return (std::pow(ratio, x) - 1) / (ratio - 1); }
    if (backoff == "exponential") { return std::expm1(step * std::log(2)) / std::expm1(steps * std::log(2)); }
    return x;
}

} // namespace

delivery_plan read_delivery_plan(std::string_view effective)
{
    auto const policy = parse_json(effective, limits::json_depth_max).value().get_object();
    auto const& retries = policy.at("healthyRetryPolicy").get_object();
    auto number = [&](char const* name) { return retries.at(name).get_int64(); };
    delivery_plan plan{.delay_seconds_min = number("minDelayTarget"),
                       .delay_seconds_max = number("maxDelayTarget"),
                       .retries = number("numRetries"),
                       .retries_at_once = number("numNoDelayRetries"),
                       .retries_at_min = number("numMinDelayRetries"),
                       .retries_at_max = number("numMaxDelayRetries"),
                       .backoff = retries.at("backoffFunction").get_string().c_str()};
    if (auto const* throttle = policy.at("throttlePolicy").if_object()) {
        if (auto const* rate = throttle->if_contains("maxReceivesPerSecond"); rate && rate->is_int64()) {
            plan.per_second_max = rate->get_int64();
        }
    }
    auto const* type = policy.at("requestPolicy").get_object().if_contains("headerContentType");
    plan.content_type = type && type->is_string() ? type->get_string().c_str() : "text/plain; charset=UTF-8";
    return plan;
}

std::optional<milliseconds> delay_before(delivery_plan const& plan, unsigned retry)
{
    auto const seconds_long = [](double count) { return milliseconds{std::llround(count * 1'000)}; };
    std::int64_t number = retry;
    if (number > plan.retries) { return std::nullopt; }
    if (number <= plan.retries_at_once) { return milliseconds{0}; }
    number -= plan.retries_at_once;
    auto const least = static_cast<double>(plan.delay_seconds_min);
    if (number <= plan.retries_at_min) { return seconds_long(least); }
    number -= plan.retries_at_min;
    auto const most = static_cast<double>(plan.delay_seconds_max);
    auto const between = plan.retries - plan.retries_at_once - plan.retries_at_min - plan.retries_at_max;
    if (number > between) { return seconds_long(most); }
    if (between == 1) { return seconds_long(least); }
    auto const ratio = least > 0 ? most / least : 1;
    auto const part =
        progress(plan.backoff, static_cast<double>(number - 1), static_cast<double>(between - 1), ratio);
    return seconds_long(least + (most - least) * part);
}

} // namespace understudy::sns
