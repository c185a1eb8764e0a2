// AWS::SQS::QueuePolicy and AWS::SNS::TopicPolicy.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queuepolicy.html
#include "bootstrap/resource.hpp"

#include <fmt/format.h>

namespace understudy::bootstrap {

namespace {

struct policy {
    std::vector<node> const& targets;
    std::string document;
};

policy read_policy(resource const& resource, std::string_view targets)
{
    for (auto const& each : resource.properties.members) {
        if (each.name != targets && each.name != "PolicyDocument") { refuse_property(each); }
    }
    auto const* const of = property(resource, targets);
    auto const* const document = property(resource, "PolicyDocument");
    if (of == nullptr || document == nullptr) {
        throw problem{resource.line, fmt::format("this needs {} and PolicyDocument", targets)};
    }
    return {list(*of, targets), attribute_text(*document)};
}

identity policy_identity(resource const& resource, setting const& setting)
{
    return {.ref = generated_name(resource, setting, std::string::npos), .attributes = {}};
}

resource_change set_policy(workshop& shop, std::string const& url, std::string const& document, unsigned line)
{
    auto const there =
        granted(shop.services.sqs(sqs::GetQueueAttributesRequest{url, {"Policy"}}), line).Attributes;
    auto const known = there.find("Policy");
    auto const before = known == there.end() ? std::string{} : known->second;
    if (is_same_document(document, before)) { return resource_change::unchanged; }
    granted(shop.services.sqs(sqs::SetQueueAttributesRequest{url, {{"Policy", document}}}), line);
    shop.undo.emplace_back([&shop, url, before] {
        static_cast<void>(shop.services.sqs(sqs::SetQueueAttributesRequest{url, {{"Policy", before}}}));
    });
    return before.empty() ? resource_change::created : resource_change::updated;
}

} // namespace

identity foresee_queue_policy(resource const& resource, setting const& setting)
{
    static_cast<void>(read_policy(resource, "Queues"));
    return policy_identity(resource, setting);
}

made make_queue_policy(resource const& resource, workshop& shop)
{
    auto const policy = read_policy(resource, "Queues");
    made result{.identity = policy_identity(resource, shop.setting)};
    for (auto const& queue : policy.targets) {
        auto const& url = scalar(queue, "a queue");
        auto const change = set_policy(shop, url, policy.document, queue.line);
        if (change != resource_change::unchanged) { result.change = change; }
    }
    return result;
}

identity foresee_topic_policy(resource const& resource, setting const& setting)
{
    static_cast<void>(read_policy(resource, "Topics"));
    return policy_identity(resource, setting);
}

made make_topic_policy(resource const& resource, workshop& shop)
{
    auto const policy = read_policy(resource, "Topics");
    made result{.identity = policy_identity(resource, shop.setting)};
    for (auto const& topic : policy.targets) {
        auto const& arn = scalar(topic, "a topic");
        auto const there =
            granted(shop.services.sns(sns::GetTopicAttributesInput{arn}), topic.line).Attributes.at("Policy");
        if (is_same_document(policy.document, there)) { continue; } // each topic has one from the beginning
        granted(shop.services.sns(sns::SetTopicAttributesInput{arn, "Policy", policy.document}), topic.line);
        result.change = resource_change::updated;
        shop.undo.emplace_back([&shop, arn, there] {
            static_cast<void>(shop.services.sns(sns::SetTopicAttributesInput{arn, "Policy", there}));
        });
    }
    return result;
}

} // namespace understudy::bootstrap
