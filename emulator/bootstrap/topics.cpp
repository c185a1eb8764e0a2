// AWS::SNS::Topic, with the subscriptions that stand in it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html
#include "bootstrap/resource.hpp"
#include "bootstrap/subscriptions.hpp"
#include "core/arn.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy::bootstrap {

namespace {

constexpr std::size_t name_size_max = 256;
constexpr std::string_view topic_is_missing = "NotFoundException";

constexpr std::string_view attributes[] = {
    "ArchivePolicy", "ContentBasedDeduplication", "DeliveryPolicy", "DisplayName",
    "FifoTopic",     "FifoThroughputScope",       "KmsMasterKeyId", "MaximumMessageSize",
    "TracingConfig", "SignatureVersion",
};

/// "http/s" is HTTP, "sqs" SQS, "lambda" Lambda: as the attributes of a topic call them.
std::string protocol_of_feedback(node const& protocol)
{
    struct entry {
        std::string_view protocol;
        std::string_view front;
    };
    constexpr entry fronts[] = {{"http/s", "HTTP"},
                                {"sqs", "SQS"},
                                {"lambda", "Lambda"},
                                {"firehose", "Firehose"},
                                {"application", "Application"}};
    auto const& name = scalar(protocol, "Protocol");
    auto const* const found = std::ranges::find(fronts, name, &entry::protocol);
    if (found == std::end(fronts)) {
        throw problem{protocol.line, fmt::format("there is no delivery status of protocol {}", name)};
    }
    return std::string{found->front};
}

void read_delivery_status(node const& logging, string_map& into)
{
    for (auto const& each : list(logging, "DeliveryStatusLogging")) {
        auto const* const protocol = each.find("Protocol");
        if (protocol == nullptr) { throw problem{each.line, "DeliveryStatusLogging needs Protocol"}; }
        auto const front = protocol_of_feedback(*protocol);
        for (auto const& [name, value] : each.members) {
            if (name != "Protocol") { into[front + name] = scalar(value, name); }
        }
    }
}

sns::CreateTopicInput request_for(resource const& resource, setting const& setting)
{
    bool const is_fifo = is_true(property(resource, "FifoTopic"), "FifoTopic");
    sns::CreateTopicInput request{.Name = name_of(resource, "TopicName", setting, name_size_max, is_fifo)};
    for (auto const& each : resource.properties.members) {
        if (each.name == "TopicName" || each.name == "Subscription") { continue; }
        if (each.name == "Tags") {
            for (auto& [key, value] : read_tags(each.value)) { request.Tags.push_back({key, value}); }
        } else if (each.name == "DeliveryStatusLogging") {
            read_delivery_status(each.value, request.Attributes);
        } else if (each.name == "DataProtectionPolicy") {
            request.DataProtectionPolicy = attribute_text(each.value);
        } else if (std::ranges::find(attributes, each.name) == std::end(attributes)) {
            refuse_property(each);
        } else {
            auto text = attribute_text(each.value);
            bool const is_moot = each.name == "FifoTopic" || each.name == "ContentBasedDeduplication";
            if (is_moot && text == "false" && !is_fifo) { continue; } // no attribute of a standard topic
            request.Attributes[each.name] = std::move(text);
        }
    }
    return request;
}

std::string arn_of(sns::CreateTopicInput const& request, setting const& setting)
{
    return make_arn("sns", setting.region, setting.account, *request.Name);
}

identity identity_of(sns::CreateTopicInput const& request, std::string const& arn)
{
    return {.ref = arn, .attributes = {{"Arn", arn}, {"TopicArn", arn}, {"TopicName", *request.Name}}};
}

bool set_attributes(workshop& shop, std::string const& arn, string_map const& wanted, string_map const& there,
                    unsigned line)
{
    auto const set = [&shop, arn](std::string const& name, std::string const& value) {
        return shop.services.sns(sns::SetTopicAttributesInput{arn, name, value});
    };
    return set_differing(shop, wanted, there, set, line);
}

bool set_tags(workshop& shop, std::string const& arn, std::vector<sns::Tag> const& wanted, unsigned line)
{
    auto const there = granted(shop.services.sns(sns::ListTagsForResourceRequest{arn}), line).Tags;
    auto is_there = [&](sns::Tag const& tag) {
        return std::ranges::any_of(
            there, [&](sns::Tag const& each) { return each.Key == tag.Key && each.Value == tag.Value; });
    };
    if (std::ranges::all_of(wanted, is_there)) { return false; }
    granted(shop.services.sns(sns::TagResourceRequest{arn, wanted}), line);
    shop.undo.emplace_back([&shop, arn, wanted, there] {
        string_list keys;
        for (auto const& tag : wanted) { keys.push_back(tag.Key.value_or("")); }
        static_cast<void>(shop.services.sns(sns::UntagResourceRequest{arn, keys}));
        if (!there.empty()) { static_cast<void>(shop.services.sns(sns::TagResourceRequest{arn, there})); }
    });
    return true;
}

} // namespace

identity foresee_topic(resource const& resource, setting const& setting)
{
    auto const request = request_for(resource, setting);
    auto const arn = arn_of(request, setting);
    if (auto const* inside = property(resource, "Subscription")) {
        for (auto const& each : list(*inside, "Subscription")) {
            static_cast<void>(read_subscription(each, arn));
        }
    }
    return identity_of(request, arn);
}

made make_topic(resource const& resource, workshop& shop)
{
    auto const request = request_for(resource, shop.setting);
    auto const arn = arn_of(request, shop.setting);
    made result{.identity = identity_of(request, arn), .arn = arn};
    auto const there = shop.services.sns(sns::GetTopicAttributesInput{arn});
    if (there) {
        bool const is_changed =
            set_attributes(shop, arn, request.Attributes, there->Attributes, resource.line);
        bool const is_tagged = set_tags(shop, arn, request.Tags, resource.line);
        if (is_changed || is_tagged) { result.change = resource_change::updated; }
    } else if (there.error().kind.shape == topic_is_missing) {
        granted(shop.services.sns(request), resource.line);
        result.change = resource_change::created;
        shop.undo.emplace_back(
            [&shop, arn] { static_cast<void>(shop.services.sns(sns::DeleteTopicInput{arn})); });
    } else {
        throw problem{resource.line, text_of(there.error())};
    }
    if (auto const* inside = property(resource, "Subscription")) {
        for (auto const& each : inside->items) {
            auto const made = subscribe(read_subscription(each, arn), shop, each.line);
            bool const is_changed = made.change != resource_change::unchanged;
            if (is_changed && result.change == resource_change::unchanged) {
                result.change = resource_change::updated;
            }
        }
    }
    return result;
}

} // namespace understudy::bootstrap
