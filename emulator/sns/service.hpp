// Amazon SNS as functions over a state. https://docs.aws.amazon.com/sns/latest/api/
// Called by the engine only, one call at a time.
#pragma once

#include <understudy/model/sns.hpp>

#include "core/operation.hpp"
#include "sns/state.hpp"

namespace understudy::sns {

result<CreateTopicResponse> create_topic(state&, call const&, CreateTopicInput const&);
result<void> delete_topic(state&, call const&, DeleteTopicInput const&);
result<GetSubscriptionAttributesResponse> get_subscription_attributes(state&, call const&,
                                                                      GetSubscriptionAttributesInput const&);
result<GetTopicAttributesResponse> get_topic_attributes(state&, call const&, GetTopicAttributesInput const&);
result<ListSubscriptionsResponse> list_subscriptions(state&, call const&, ListSubscriptionsInput const&);
result<ListSubscriptionsByTopicResponse> list_subscriptions_by_topic(state&, call const&,
                                                                     ListSubscriptionsByTopicInput const&);
result<ListTopicsResponse> list_topics(state&, call const&, ListTopicsInput const&);
result<PublishResponse> publish(state&, call const&, PublishInput const&);
result<void> set_subscription_attributes(state&, call const&, SetSubscriptionAttributesInput const&);
result<void> set_topic_attributes(state&, call const&, SetTopicAttributesInput const&);
result<SubscribeResponse> subscribe(state&, call const&, SubscribeInput const&);
result<void> unsubscribe(state&, call const&, UnsubscribeInput const&);

constexpr std::tuple operations{
    operation{create_topic},
    operation{delete_topic},
    operation{get_subscription_attributes},
    operation{get_topic_attributes},
    operation{list_subscriptions},
    operation{list_subscriptions_by_topic},
    operation{list_topics},
    operation{publish},
    operation{set_subscription_attributes},
    operation{set_topic_attributes},
    operation{subscribe},
    operation{unsubscribe},
};

/// A timer set through call::set_timer has come due.
void on_timer(state&, call const&, timer_id const&);

/// The queue did not take a delivery: it goes to the subscription's dead-letter queue, as another delivery
/// among the call's effects, or is lost.
void delivery_failed(state&, call const&, delivery const&);

} // namespace understudy::sns
