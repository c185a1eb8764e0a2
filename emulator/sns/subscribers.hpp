// Puts subscriptions into topics and takes them out: everything that knows of them is kept in step. For subscriptions.cpp
// and confirmation.cpp.
#pragma once

#include "sns/state.hpp"

namespace understudy::sns {

/// The number and the ARN are new.
subscription& add(state& sns, call const& call, topic& topic, subscription added);
/// As it was before it was removed; nothing happens when its endpoint has been subscribed anew meanwhile.
void add_again(state& sns, topic& topic, subscription ended);
void remove(state& sns, topic& topic, subscription const& removed);

/// "sqs arn:aws:sqs:..."; see topic::by_endpoint.
std::string endpoint_key(protocol protocol, std::string_view endpoint);

} // namespace understudy::sns
