// Delivery policies: how often HTTP endpoints are tried again. Checked when they come in, completed when they
// are shown.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
#pragma once

#include <understudy/error.hpp>

#include "sns/errors.hpp"

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

} // namespace understudy::sns
