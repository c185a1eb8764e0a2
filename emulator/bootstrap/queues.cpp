// AWS::SQS::Queue.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html
#include "bootstrap/resource.hpp"
#include "bootstrap/shapes.hpp"
#include "core/arn.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace understudy::bootstrap {

namespace {

constexpr std::size_t name_size_max = 80;
constexpr std::string_view queue_is_missing = "QueueDoesNotExist";

constexpr std::string_view attributes[] = {
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "VisibilityTimeout",
};

sqs::CreateQueueRequest request_for(resource const& resource, setting const& setting)
{
    bool const is_fifo = is_true(property(resource, "FifoQueue"), "FifoQueue");
    sqs::CreateQueueRequest request{.QueueName =
                                        name_of(resource, "QueueName", setting, name_size_max, is_fifo)};
    for (auto const& each : resource.properties.members) {
        if (each.name == "QueueName") { continue; }
        if (each.name == "Tags") {
            request.tags = read_tags(each.value);
            continue;
        }
        if (std::ranges::find(attributes, each.name) == std::end(attributes)) { refuse_property(each); }
        auto text = attribute_text(each.value);
        bool const is_moot = each.name == "FifoQueue" || each.name == "ContentBasedDeduplication";
        if (is_moot && text == "false" && !is_fifo) { continue; } // no attribute of a standard queue
        request.Attributes[each.name] = std::move(text);
    }
    return request;
}

identity identity_of(std::string const& name, std::string const& url, setting const& setting)
{
    return {.ref = url,
            .attributes = {{"Arn", make_arn("sqs", setting.region, setting.account, name)},
                           {"QueueName", name},
                           {"QueueUrl", url}}};
}

/// What the request wants otherwise than it is.
string_map differences(string_map const& wanted, string_map const& there)
{
    string_map changes;
    for (auto const& [name, value] : wanted) {
        auto const known = there.find(name);
        if (known == there.end() || !is_same_document(value, known->second, name == "RedrivePolicy")) {
            changes[name] = value;
        }
    }
    return changes;
}

/// As it was. What had no value gets the one that means none.
string_map former(string_map const& changes, string_map const& there)
{
    string_map before;
    for (auto const& each : changes) {
        auto const known = there.find(each.first);
        before[each.first] = known == there.end() ? std::string{} : known->second;
    }
    return before;
}

bool set_attributes(workshop& shop, std::string const& url, string_map const& wanted, unsigned line)
{
    auto const there =
        granted(shop.services.sqs(sqs::GetQueueAttributesRequest{url, {"All"}}), line).Attributes;
    auto const changes = differences(wanted, there);
    if (changes.empty()) { return false; }
    granted(shop.services.sqs(sqs::SetQueueAttributesRequest{url, changes}), line);
    shop.undo.emplace_back([&shop, url, before = former(changes, there)] {
        static_cast<void>(shop.services.sqs(sqs::SetQueueAttributesRequest{url, before}));
    });
    return true;
}

bool set_tags(workshop& shop, std::string const& url, string_map const& wanted, unsigned line)
{
    auto const there = granted(shop.services.sqs(sqs::ListQueueTagsRequest{url}), line).Tags;
    auto const changes = differences(wanted, there);
    if (changes.empty()) { return false; }
    granted(shop.services.sqs(sqs::TagQueueRequest{url, changes}), line);
    shop.undo.emplace_back([&shop, url, changes, there] {
        string_list keys;
        for (auto const& each : changes) { keys.push_back(each.first); }
        static_cast<void>(shop.services.sqs(sqs::UntagQueueRequest{url, keys}));
        if (!there.empty()) { static_cast<void>(shop.services.sqs(sqs::TagQueueRequest{url, there})); }
    });
    return true;
}

} // namespace

identity foresee_queue(resource const& resource, setting const& setting)
{
    auto const request = request_for(resource, setting);
    return identity_of(request.QueueName, request.QueueName, setting); // a name is understood as a URL is
}

made make_queue(resource const& resource, workshop& shop)
{
    auto request = request_for(resource, shop.setting);
    made result;
    auto const there = shop.services.sqs(sqs::GetQueueUrlRequest{request.QueueName});
    if (there) {
        result.url = there->QueueUrl;
        bool const is_changed = set_attributes(shop, result.url, request.Attributes, resource.line);
        bool const is_tagged = set_tags(shop, result.url, request.tags, resource.line);
        if (is_changed || is_tagged) { result.change = resource_change::updated; }
    } else if (there.error().kind.shape == queue_is_missing) {
        result.url = granted(shop.services.sqs(request), resource.line).QueueUrl;
        result.change = resource_change::created;
        shop.undo.emplace_back([&shop, url = result.url] {
            static_cast<void>(shop.services.sqs(sqs::DeleteQueueRequest{url}));
        });
    } else {
        throw problem{resource.line, text_of(there.error())};
    }
    result.identity = identity_of(request.QueueName, result.url, shop.setting);
    result.arn = result.identity.attributes["Arn"];
    return result;
}

/// Messages: [text, {MessageBody: ..., DelaySeconds: 5}, {any: document}]. Only into a queue that was made just now: they would
/// be there twice.
void seed_queue(resource const& resource, made const& made, workshop& shop)
{
    for (auto const& [name, messages] : map(resource.seeds, "Metadata.Understudy")) {
        if (name != "Messages") {
            throw problem{messages.line, fmt::format("a queue is seeded with Messages, not with {}", name)};
        }
        for (auto const& message : list(messages, name)) {
            sqs::SendMessageRequest request;
            if (message.is_map() && message.find("MessageBody") != nullptr) {
                read_shape(message, request, "a message");
            } else {
                request.MessageBody = message.is_scalar() ? message.text : to_json(message);
            }
            request.QueueUrl = made.url;
            if (made.change == resource_change::created) {
                granted(shop.services.sqs(request), message.line);
            }
        }
    }
}

} // namespace understudy::bootstrap
