#include "core/arn.hpp"
#include "sns/endpoint.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/service.hpp"
#include "sns/subscribers.hpp"
#include "sns/subscription_attributes.hpp"

namespace understudy::sns {
namespace {

constexpr std::size_t subscription_arn_elements = 7;

subscription_kind kind_of(topic const& topic, protocol protocol, std::string_view endpoint)
{
    return {topic.fifo, protocol, protocol == protocol::sqs && is_fifo_queue(endpoint)};
}

SubscribeResponse answer(subscription const& subscription, SubscribeInput const& request)
{
    bool const hidden = subscription.pending && !request.ReturnSubscriptionArn.value_or(false);
    return {hidden ? "pending confirmation" : subscription.arn.str()};
}

/// What the topic takes as a subscriber; the endpoint in the form in which it is kept.
result<std::string> accept_endpoint(topic const& topic, protocol protocol, std::string_view endpoint)
{
    if (topic.fifo && protocol != protocol::sqs) {
        return errors::protocol_not_for_fifo_topics(name_of(protocol));
    }
    auto parsed = parse_endpoint(protocol, endpoint);
    if (parsed && protocol == protocol::sqs && !topic.fifo && is_fifo_queue(*parsed)) {
        return errors::fifo_queue_on_standard_topic();
    }
    return parsed;
}

result<void> check_capacity(topic const& topic, protocol protocol)
{
    if (topic.message_bytes_max <= limits::message_bytes_default) { return {}; }
    if (!takes_large_messages(protocol)
        || topic.subscriptions.size() >= limits::large_message_subscriptions_max) {
        return errors::topic_takes_large_messages();
    }
    return {};
}

/// Endpoints in apps have to be there.
result<void> check_application_endpoint(state const& sns, call const& call, std::string_view endpoint)
{
    auto const place = sns.mobile.find(place_of(call.region, call.account));
    if (place == sns.mobile.end() || !place->second.endpoints.contains(endpoint)) {
        return errors::endpoint_deleted(endpoint);
    }
    return {};
}

/// Whoever follows the link at the end of a message may end a subscription that needs no more than that.
result<void> check_may_unsubscribe(call const& call, std::string const& arn, subscription const* found)
{
    if (call.anonymous) {
        if (found && found->authenticated) { return errors::unsubscribe_not_authorized("anonymous", arn); }
        return {};
    }
    auto const parsed = parse_arn(arn);
    bool const own = (parsed && parsed->account == call.account) || (found && found->owner == call.account);
    if (!own) { return errors::unsubscribe_not_authorized(call.account, arn); }
    return {};
}

} // namespace

result<SubscribeResponse> subscribe(state& sns, call const& call, SubscribeInput const& request)
{
    if (!request.TopicArn) { return errors::parameter_missing("topicArn"); }
    if (!request.Protocol) { return errors::parameter_missing("protocol"); }
    auto const found = find_topic(sns, call, request.TopicArn);
    if (!found) { return found.error(); }
    auto& topic = **found;
    auto const protocol = parse_protocol(*request.Protocol);
    if (!protocol) { return errors::protocol_unknown(*request.Protocol); }
    auto endpoint = accept_endpoint(topic, *protocol, request.Endpoint.value_or(""));
    if (!endpoint) { return endpoint.error(); }

    auto const kind = kind_of(topic, *protocol, *endpoint);
    auto const known = topic.by_endpoint.find(endpoint_key(*protocol, *endpoint));
    if (known != topic.by_endpoint.end()) {
        auto const& existing = topic.subscriptions.find(known->second)->second;
        auto const wanted = with_attributes(kind, existing.settings, request.Attributes);
        if (!wanted) { return wanted.error(); }
        if (!same_settings(*wanted, existing.settings)) { return errors::subscription_attributes_differ(); }
        if (existing.pending) { ask_to_confirm(sns, call, topic, existing); } // once more
        return answer(existing, request);
    }
    auto settings = with_attributes(kind, {}, request.Attributes);
    if (!settings) { return settings.error(); }
    if (*protocol == sns::protocol::firehose && settings->role_arn.empty()) {
        return errors::firehose_role_missing();
    }
    if (*protocol == sns::protocol::application) {
        if (auto there = check_application_endpoint(sns, call, *endpoint); !there) { return there.error(); }
    }
    if (auto room = check_capacity(topic, *protocol); !room) { return room.error(); }
    bool const pending = needs_confirmation(*protocol);
    auto& added = add(sns, call, topic,
                      {.protocol = *protocol,
                       .endpoint = std::move(*endpoint),
                       .owner = std::string{call.account},
                       .pending = pending,
                       .authenticated = !pending,
                       .settings = std::move(*settings)});
    if (pending) { ask_to_confirm(sns, call, topic, added); }
    if (!added.settings.replay_policy.empty()) { start_replay(sns, call, topic, added); }
    return answer(added, request);
}

result<void> unsubscribe(state& sns, call const& call, UnsubscribeInput const& request)
{
    if (!request.SubscriptionArn) { return errors::subscription_arn_missing(); }
    auto const& arn = *request.SubscriptionArn;
    if (auto checked = check_arn(call, arn, "SubscriptionArn"); !checked) { return checked; }
    if (arn_elements(arn) < subscription_arn_elements) { return errors::subscription_id_missing(); }
    auto const found = find_subscription(sns, arn);
    if (auto may = check_may_unsubscribe(call, arn, found.subscription); !may) { return may; }
    if (!found.subscription) { return {}; } // unsubscribing is idempotent
    if (found.subscription->pending) { return errors::subscription_pending(); }
    auto const ended = *found.subscription;
    remove(sns, *found.topic, *found.subscription);
    bool const by_http = ended.protocol == protocol::http || ended.protocol == protocol::https;
    if (call.anonymous && by_http) { tell_of_end(sns, call, *found.topic, ended); }
    return {};
}

result<GetSubscriptionAttributesResponse> get_subscription_attributes(
    state& sns, call const& call, GetSubscriptionAttributesInput const& request)
{
    auto const found = require_subscription(sns, call, request.SubscriptionArn);
    if (!found) { return found.error(); }
    return GetSubscriptionAttributesResponse{
        shown_subscription_attributes(*found->topic, *found->subscription)};
}

result<void> set_subscription_attributes(state& sns, call const& call,
                                         SetSubscriptionAttributesInput const& request)
{
    if (!request.SubscriptionArn) { return errors::parameter_missing("subscriptionArn"); }
    if (!request.AttributeName) { return errors::parameter_missing("attributeName"); }
    auto const found = require_subscription(sns, call, request.SubscriptionArn);
    if (!found) { return found.error(); }
    auto& [topic, subscription] = *found;
    auto settings =
        with_attribute(kind_of(*topic, subscription->protocol, subscription->endpoint), origin::set,
                       subscription->settings, *request.AttributeName, request.AttributeValue.value_or(""));
    if (!settings) { return settings.error(); }
    topic->audience.remove(subscription->number, subscription->settings.filter.get());
    subscription->settings = std::move(*settings);
    topic->audience.add(subscription->number, subscription->settings.filter.get());
    if (*request.AttributeName == "ReplayPolicy") {
        subscription->settings.replay_policy.empty() ? stop_replay(sns, call, *topic, *subscription)
                                                     : start_replay(sns, call, *topic, *subscription);
    }
    return {};
}

} // namespace understudy::sns
