// Delivery policies: how often HTTP endpoints are tried again. Checked when they come in, completed when they
// are shown.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
#pragma once

#include <understudy/error.hpp>

#include "sns/errors.hpp"

#include <understudy/clock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::sns {

/// The policy in the form in which the topic shows it.
result<std::string> parse_topic_delivery_policy(origin from, std::string_view text);
/// What holds for the topic; `stored` is what parse_topic_delivery_policy gave, or empty.
std::string effective_topic_delivery_policy(std::string_view stored);

/// The policy in the form in which the subscription shows it.
result<std::string> parse_subscription_delivery_policy(origin from, std::string_view text);
/// What holds for the subscription, given its own policy and its topic's, each of which may be empty.
std::string effective_subscription_delivery_policy(std::string_view stored, std::string_view topic);

/// What the effective policy of a subscription asks of whoever delivers.
struct delivery_plan {
    std::int64_t delay_seconds_min = 20, delay_seconds_max = 20;
    std::int64_t retries = 3, retries_at_once = 0, retries_at_min = 0, retries_at_max = 0;
    std::string backoff = "linear";
    std::optional<std::int64_t> per_second_max = {};
    std::string content_type = {};
};
delivery_plan read_delivery_plan(std::string_view effective_subscription_policy);

/// How long to wait before the retry, of which the first has number 1; nothing when there is none.
std::optional<milliseconds> delay_before(delivery_plan const& plan, unsigned retry);

} // namespace understudy::sns
