// Subscriptions whose endpoints have to agree: the tokens that were sent to them, and the messages in which they go.
// https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html
#pragma once

#include "core/call.hpp"
#include "sns/subscription.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace understudy::sns {

struct state;
struct topic;

struct confirmation_token {
    std::string subscription_arn = {};
    std::optional<subscription> ended = {}; // what the token brings back
};

struct confirmations {
    std::unordered_map<std::string, confirmation_token> tokens = {};
    std::deque<std::pair<instant, std::string>> ends = {}; // in order
    std::unordered_map<std::uint64_t, shared_text> pending =
        {}; // ARN of a subscription by number, for its timer
};

/// Asks the endpoint of a new subscription to confirm it.
void ask_to_confirm(state& sns, call const& call, topic const& topic, subscription const& pending);
/// Its timer has come due: the subscription ends, for nobody has confirmed it.
void lapse(state& sns, std::uint64_t subscription);
/// Tells an endpoint that its subscription was ended by a link, and how to take that back.
void tell_of_end(state& sns, call const& call, topic const& topic, subscription const& ended);

} // namespace understudy::sns
