// Subscriptions: as resources, and as they stand in topics. Private to bootstrap/.
#pragma once

#include "bootstrap/resource.hpp"

namespace understudy::bootstrap {

/// From the properties of a subscription; `topic` is where it belongs when they do not say. Throws a problem.
sns::SubscribeInput read_subscription(node const& properties, std::string const& topic = {});

struct subscribed {
    std::string arn;
    resource_change change;
};

/// Subscribes, or changes the subscription that there is of the same endpoint.
subscribed subscribe(sns::SubscribeInput const& request, workshop& shop, unsigned line);

} // namespace understudy::bootstrap
