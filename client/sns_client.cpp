#include <understudy/client.hpp>

#include "query_wire.hpp"

namespace understudy {
namespace {

constexpr query_service service{"2010-03-31", codec::query_service::sns};

} // namespace

sns_client::sns_client(client_options options) : sns_client{nullptr, std::move(options)} {}

sns_client::sns_client(std::shared_ptr<transport> transport, client_options options)
    : caller_{std::make_shared<service_caller>(sns::service_name, std::move(transport), std::move(options))}
{}

result<sns::CreateTopicResponse> sns_client::create_topic(sns::CreateTopicInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::delete_topic(sns::DeleteTopicInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetSubscriptionAttributesResponse> sns_client::get_subscription_attributes(
    sns::GetSubscriptionAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::GetTopicAttributesResponse> sns_client::get_topic_attributes(
    sns::GetTopicAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListSubscriptionsResponse> sns_client::list_subscriptions(
    sns::ListSubscriptionsInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListSubscriptionsByTopicResponse> sns_client::list_subscriptions_by_topic(
    sns::ListSubscriptionsByTopicInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::ListTopicsResponse> sns_client::list_topics(sns::ListTopicsInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::PublishResponse> sns_client::publish(sns::PublishInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::set_subscription_attributes(sns::SetSubscriptionAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::set_topic_attributes(sns::SetTopicAttributesInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<sns::SubscribeResponse> sns_client::subscribe(sns::SubscribeInput const& request) const
{
    return call_query(*caller_, service, request);
}

result<void> sns_client::unsubscribe(sns::UnsubscribeInput const& request) const
{
    return call_query(*caller_, service, request);
}

void sns_client::interrupt() const { caller_->interrupt(); }

} // namespace understudy
