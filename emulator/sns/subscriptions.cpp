#include "core/arn.hpp"
#include "sns/endpoint.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/service.hpp"
#include "sns/subscription_attributes.hpp"

namespace understudy::sns {
namespace {

constexpr std::size_t subscription_arn_elements = 7;

std::string endpoint_key(protocol protocol, std::string_view endpoint)
{
    return std::string{name_of(protocol)}.append(" ").append(endpoint);
}

subscription_kind kind_of(topic const& topic, protocol protocol, std::string_view endpoint)
{
    return {topic.fifo, protocol, protocol == protocol::sqs && is_fifo_queue(endpoint)};
}

SubscribeResponse answer(subscription const& subscription, SubscribeInput const& request)
{
    bool const hidden = subscription.pending && !request.ReturnSubscriptionArn.value_or(false);
    return {hidden ? "pending confirmation" : subscription.arn};
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

subscription const& add(state& sns, call const& call, topic& topic, protocol protocol, std::string endpoint,
                        subscription_settings settings)
{
    auto const number = ++sns.last_number;
    auto id = to_string(call.ids.next_uuid());
    subscription added{.number = number,
                       .topic_arn = topic.arn,
                       .arn = topic.arn.str().append(":").append(id),
                       .protocol = protocol,
                       .endpoint = std::move(endpoint),
                       .owner = std::string{call.account},
                       .pending = needs_confirmation(protocol),
                       .settings = std::move(settings)};
    topic.by_id.emplace(std::move(id), number);
    topic.by_endpoint.emplace(endpoint_key(protocol, added.endpoint), number);
    topic.audience.add(number, added.settings.filter.get());
    topic.pending += added.pending ? 1 : 0;
    topic.not_for_large_messages += takes_large_messages(protocol) ? 0 : 1;
    sns.subscriptions[place_of(topic.region, added.owner)].emplace(number, topic.arn);
    return topic.subscriptions.emplace(number, std::move(added)).first->second;
}

void remove(state& sns, topic& topic, subscription const& removed)
{
    auto const number = removed.number;
    topic.by_id.erase(removed.arn.substr(topic.arn.size() + 1));
    topic.by_endpoint.erase(endpoint_key(removed.protocol, removed.endpoint));
    topic.audience.remove(number, removed.settings.filter.get());
    topic.not_for_large_messages -= takes_large_messages(removed.protocol) ? 0 : 1;
    ++topic.deleted;
    auto const place = sns.subscriptions.find(place_of(topic.region, removed.owner));
    place->second.erase(number);
    if (place->second.empty()) { sns.subscriptions.erase(place); }
    topic.subscriptions.erase(number);
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
        return answer(existing, request);
    }
    auto settings = with_attributes(kind, {}, request.Attributes);
    if (!settings) { return settings.error(); }
    if (*protocol == protocol::firehose && settings->role_arn.empty()) {
        return errors::firehose_role_missing();
    }
    if (auto room = check_capacity(topic, *protocol); !room) { return room.error(); }
    return answer(add(sns, call, topic, *protocol, std::move(*endpoint), std::move(*settings)), request);
}

result<void> unsubscribe(state& sns, call const& call, UnsubscribeInput const& request)
{
    if (!request.SubscriptionArn) { return errors::subscription_arn_missing(); }
    auto const& arn = *request.SubscriptionArn;
    if (auto checked = check_arn(call, arn, "SubscriptionArn"); !checked) { return checked; }
    if (arn_elements(arn) < subscription_arn_elements) { return errors::subscription_id_missing(); }
    auto const found = find_subscription(sns, arn);
    auto const parsed = parse_arn(arn);
    bool const own = (parsed && parsed->account == call.account)
                     || (found.subscription && found.subscription->owner == call.account);
    if (!own) { return errors::unsubscribe_not_authorized(call.account, arn); }
    if (!found.subscription) { return {}; } // unsubscribing is idempotent
    if (found.subscription->pending) { return errors::subscription_pending(); }
    remove(sns, *found.topic, *found.subscription);
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
    return {};
}

} // namespace understudy::sns
