// Messages on their way to HTTP endpoints: tried, tried again as the delivery policy says, and given up. Values; whoever
// makes the requests stands outside and tells how they ended.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
#pragma once

#include "core/call.hpp"
#include "sns/delivery_policy.hpp"
#include "sns/subscription.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace understudy::sns {

struct state;
struct topic;

struct http_delivery {
    posting request = {};
    delivery last_resort = {}; // what the subscription's dead-letter queue would get
    bool confirmation = false; // asks for a confirmation: no dead letter
    delivery_plan plan = {};
    instant first = {}; // when it was tried first
    unsigned attempts = 0;
    bool under_way = false;
};

struct http_deliveries {
    std::uint64_t last = 0;
    std::map<std::uint64_t, http_delivery> open = {};
    /// When each throttled subscription may be sent to again.
    std::map<std::string, instant, std::less<>> free_from = {};
};

/// What every request carries; `type` is "Notification", "SubscriptionConfirmation" or "UnsubscribeConfirmation".
posting make_posting(subscription const& to, std::string_view type, uuid const& message_id,
                     delivery_plan const& plan, shared_text body);

/// How the deliveries of a subscription are tried.
delivery_plan plan_of(topic const& topic, subscription const& subscription);

/// Tries it now, or as soon as the subscription may be sent to again.
void start(state& sns, call const& call, http_delivery delivery);
/// Its timer has come due.
void try_again(state& sns, call const& call, std::uint64_t id);

} // namespace understudy::sns
