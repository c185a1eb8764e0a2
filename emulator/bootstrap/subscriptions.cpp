// AWS::SNS::Subscription. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html
#include "bootstrap/subscriptions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy::bootstrap {

namespace {

constexpr std::string_view attributes[] = {
    "DeliveryPolicy", "FilterPolicy", "FilterPolicyScope",   "RawMessageDelivery",
    "RedrivePolicy",  "ReplayPolicy", "SubscriptionRoleArn",
};

/// The ARN of the subscription that the topic has of the endpoint; empty: none.
std::string find_subscription(sns::SubscribeInput const& request, workshop& shop, unsigned line)
{
    sns::ListSubscriptionsByTopicInput page{.TopicArn = request.TopicArn};
    do {
        auto const listed = granted(shop.services.sns(page), line);
        auto const found = std::ranges::find_if(listed.Subscriptions, [&](auto const& each) {
            return each.Protocol == request.Protocol && each.Endpoint == request.Endpoint;
        });
        if (found != listed.Subscriptions.end()) { return found->SubscriptionArn; }
        page.NextToken = listed.NextToken;
    } while (page.NextToken);
    return {};
}

bool set_attributes(workshop& shop, std::string const& arn, string_map const& wanted, unsigned line)
{
    auto const there = granted(shop.services.sns(sns::GetSubscriptionAttributesInput{arn}), line).Attributes;
    auto const set = [&shop, arn](std::string const& name, std::string const& value) {
        return shop.services.sns(sns::SetSubscriptionAttributesInput{arn, name, value});
    };
    return set_differing(shop, wanted, there, set, line);
}

} // namespace

sns::SubscribeInput read_subscription(node const& properties, std::string const& topic)
{
    sns::SubscribeInput request{.ReturnSubscriptionArn = true};
    if (!topic.empty()) { request.TopicArn = topic; }
    for (auto const& each : map(properties, "a subscription")) {
        if (each.name == "TopicArn") {
            request.TopicArn = scalar(each.value, each.name);
        } else if (each.name == "Protocol") {
            request.Protocol = scalar(each.value, each.name);
        } else if (each.name == "Endpoint") {
            request.Endpoint = scalar(each.value, each.name);
        } else if (std::ranges::find(attributes, each.name) != std::end(attributes)) {
            request.Attributes[each.name] = attribute_text(each.value);
        } else if (each.name != "Region") { // the topic's own says where it is
            refuse_property(each);
        }
    }
    if (!request.TopicArn || !request.Protocol) {
        throw problem{properties.line, "a subscription needs TopicArn and Protocol"};
    }
    return request;
}

subscribed subscribe(sns::SubscribeInput const& request, workshop& shop, unsigned line)
{
    if (auto const there = find_subscription(request, shop, line); there.starts_with("arn:")) {
        bool const is_changed = set_attributes(shop, there, request.Attributes, line);
        return {there, is_changed ? resource_change::updated : resource_change::unchanged};
    }
    auto const arn = granted(shop.services.sns(request), line).SubscriptionArn;
    shop.undo.emplace_back(
        [&shop, arn] { static_cast<void>(shop.services.sns(sns::UnsubscribeInput{arn})); });
    return {arn, resource_change::created};
}

identity foresee_subscription(resource const& resource, setting const&)
{
    auto const request = read_subscription(resource.properties);
    auto const arn = *request.TopicArn + ":" + resource.id; // in fact something random
    return {.ref = arn, .attributes = {{"Arn", arn}}};
}

made make_subscription(resource const& resource, workshop& shop)
{
    auto const [arn, change] = subscribe(read_subscription(resource.properties), shop, resource.line);
    return {.identity = {.ref = arn, .attributes = {{"Arn", arn}}}, .change = change, .arn = arn};
}

} // namespace understudy::bootstrap
