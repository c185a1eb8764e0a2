// The attributes of a subscription: which there are, what they may be, and how they are shown. For
// subscriptions.cpp.
// https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
#pragma once

#include <understudy/error.hpp>

#include "sns/errors.hpp"
#include "sns/topic.hpp"

namespace understudy::sns {

/// What the attributes mean depends on what is subscribed to what.
struct subscription_kind {
    bool fifo_topic;
    sns::protocol protocol;
    bool fifo_queue;
};

/// The settings with one attribute changed.
result<subscription_settings> with_attribute(subscription_kind kind, origin from,
                                             subscription_settings settings, std::string_view name,
                                             std::string_view value);

/// The settings with all these attributes changed.
result<subscription_settings> with_attributes(subscription_kind kind, subscription_settings settings,
                                              string_map const& attributes);

/// Whether they would show the same attributes.
bool same_settings(subscription_settings const& a, subscription_settings const& b);

/// What GetSubscriptionAttributes shows.
string_map shown_subscription_attributes(topic const& topic, subscription const& subscription);

} // namespace understudy::sns
