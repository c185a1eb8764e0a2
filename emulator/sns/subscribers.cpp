#include "sns/subscribers.hpp"

#include "sns/endpoint.hpp"
#include "sns/lookup.hpp"

namespace understudy::sns {
namespace {

std::string id_of(subscription const& subscription)
{
    return std::string{subscription.arn.view().substr(subscription.topic_arn.size() + 1)};
}

subscription& insert(state& sns, topic& topic, subscription added)
{
    auto const number = added.number;
    topic.by_id.emplace(id_of(added), number);
    topic.by_endpoint.emplace(endpoint_key(added.protocol, added.endpoint), number);
    topic.audience.add(number, added.settings.filter.get());
    topic.pending += added.pending ? 1 : 0;
    topic.not_for_large_messages += takes_large_messages(added.protocol) ? 0 : 1;
    sns.subscriptions[place_of(topic.region, added.owner)].emplace(number, topic.arn);
    return topic.subscriptions.emplace(number, std::move(added)).first->second;
}

} // namespace

std::string endpoint_key(protocol protocol, std::string_view endpoint)
{
    return std::string{name_of(protocol)}.append(" ").append(endpoint);
}

subscription& add(state& sns, call const& call, topic& topic, subscription added)
{
    added.number = ++sns.last_number;
    added.topic_arn = topic.arn;
    added.arn = topic.arn.str().append(":").append(to_string(call.ids.next_uuid()));
    return insert(sns, topic, std::move(added));
}

void add_again(state& sns, topic& topic, subscription ended)
{
    if (topic.by_endpoint.contains(endpoint_key(ended.protocol, ended.endpoint))) { return; }
    --topic.deleted;
    insert(sns, topic, std::move(ended));
}

void remove(state& sns, topic& topic, subscription const& removed)
{
    auto const number = removed.number;
    topic.by_id.erase(id_of(removed));
    topic.by_endpoint.erase(endpoint_key(removed.protocol, removed.endpoint));
    topic.audience.remove(number, removed.settings.filter.get());
    topic.pending -= removed.pending ? 1 : 0;
    topic.not_for_large_messages -= takes_large_messages(removed.protocol) ? 0 : 1;
    ++topic.deleted;
    sns.http_deliveries.free_from.erase(removed.arn.str());
    sns.replays.erase(number);
    auto const place = sns.subscriptions.find(place_of(topic.region, removed.owner));
    place->second.erase(number);
    if (place->second.empty()) { sns.subscriptions.erase(place); }
    topic.subscriptions.erase(number);
}

} // namespace understudy::sns
