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

resource_change set_on_queue(workshop& shop, std::string const& url, std::string const& document,
                             unsigned line)
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

/// Each topic has a policy from the beginning.
resource_change set_on_topic(workshop& shop, std::string const& arn, std::string const& document,
                             unsigned line)
{
    auto const there = granted(shop.services.sns(sns::GetTopicAttributesInput{arn}), line).Attributes;
    bool const is_changed = set_differing(
        shop, {{"Policy", document}}, there,
        [&shop, arn](std::string const& name, std::string const& value) {
            return shop.services.sns(sns::SetTopicAttributesInput{arn, name, value});
        },
        line);
    return is_changed ? resource_change::updated : resource_change::unchanged;
}

using setter = resource_change(workshop&, std::string const&, std::string const&, unsigned);

made set_policy(resource const& resource, workshop& shop, std::string_view targets, setter& set)
{
    auto const policy = read_policy(resource, targets);
    made result{.identity = policy_identity(resource, shop.setting)};
    for (auto const& target : policy.targets) {
        auto const change = set(shop, scalar(target, targets), policy.document, target.line);
        if (change != resource_change::unchanged) { result.change = change; }
    }
    return result;
}

} // namespace

identity foresee_queue_policy(resource const& resource, setting const& setting)
{
    static_cast<void>(read_policy(resource, "Queues"));
    return policy_identity(resource, setting);
}

made make_queue_policy(resource const& resource, workshop& shop)
{
    return set_policy(resource, shop, "Queues", set_on_queue);
}

identity foresee_topic_policy(resource const& resource, setting const& setting)
{
    static_cast<void>(read_policy(resource, "Topics"));
    return policy_identity(resource, setting);
}

made make_topic_policy(resource const& resource, workshop& shop)
{
    return set_policy(resource, shop, "Topics", set_on_topic);
}

} // namespace understudy::bootstrap
