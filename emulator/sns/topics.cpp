#include "core/arn.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/permissions.hpp"
#include "sns/service.hpp"
#include "sns/tags.hpp"
#include "sns/text.hpp"
#include "sns/topic_attributes.hpp"

namespace understudy::sns {
namespace {

constexpr std::string_view fifo_suffix = ".fifo";
constexpr std::uint64_t first_sequence = 10'000'000'000'000'000'000U; // 20 digits, as AWS counts

/// Whether it asks for a FIFO topic. The name has to say the same.
result<bool> wants_fifo(std::string_view name, string_map const& attributes)
{
    bool fifo = false;
    if (auto const given = attributes.find("FifoTopic"); given != attributes.end()) {
        auto const value = lower_case(given->second);
        if (value != "true" && value != "false") {
            return errors::attribute_value_invalid(origin::create, "FifoTopic", given->second,
                                                   "true or false");
        }
        fifo = value == "true";
    }
    if (name.size() > limits::topic_name_characters_max || name.ends_with(fifo_suffix) != fifo) {
        return errors::topic_name_invalid();
    }
    if (fifo) { name.remove_suffix(fifo_suffix.size()); }
    bool const good = !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_alphanumeric(c) || c == '_' || c == '-';
    });
    if (!good) { return errors::topic_name_invalid(); }
    return fifo;
}

result<string_map> parse_attributes(topic const& topic, string_map const& given)
{
    string_map parsed;
    for (auto const& [name, value] : given) {
        if (name == "FifoTopic") { continue; }
        auto kept = parse_topic_attribute(topic, origin::create, name, value);
        if (!kept) { return kept.error(); }
        parsed.emplace(name, std::move(*kept));
    }
    return parsed;
}

/// Whether the topic is as it would have been created now, as far as the request says anything about it.
result<void> compare(topic const& existing, string_map const& attributes, string_map const& tags)
{
    auto const shown = attributes.empty() ? string_map{} : shown_topic_attributes(existing);
    for (auto const& [name, value] : attributes) {
        auto const current = shown.find(name);
        if (current == shown.end() ? !value.empty() : current->second != value) {
            return errors::topic_attributes_differ();
        }
    }
    for (auto const& [key, value] : tags) {
        auto const current = existing.tags.find(key);
        if (current == existing.tags.end() || current->second != value) {
            return errors::topic_tags_differ();
        }
    }
    return {};
}

} // namespace

result<CreateTopicResponse> create_topic(state& sns, call const& call, CreateTopicInput const& request)
{
    if (!request.Name) { return errors::parameter_missing("name"); }
    auto const fifo = wants_fifo(*request.Name, request.Attributes);
    if (!fifo) { return fifo.error(); }
    auto tags = parse_tags(request.Tags);
    if (!tags) { return tags.error(); }
    if (request.DataProtectionPolicy) {
        if (auto good = check_data_protection_policy(*request.DataProtectionPolicy); !good) {
            return good.error();
        }
    }
    auto arn = make_arn("sns", call.region, call.account, *request.Name);
    auto const existing = sns.topics.find(arn);
    topic fresh{.arn = arn,
                .account = std::string{call.account},
                .region = std::string{call.region},
                .fifo = *fifo,
                .tags = std::move(*tags),
                .data_protection_policy = request.DataProtectionPolicy.value_or(""),
                .message_bytes_max = limits::message_bytes_default,
                .last_sequence = first_sequence};
    auto attributes =
        parse_attributes(existing == sns.topics.end() ? fresh : existing->second, request.Attributes);
    if (!attributes) { return attributes.error(); }
    if (existing != sns.topics.end()) {
        if (auto same = compare(existing->second, *attributes, fresh.tags); !same) { return same.error(); }
        return CreateTopicResponse{std::move(arn)};
    }
    for (auto& [name, value] : *attributes) { keep_topic_attribute(fresh, name, std::move(value), call.now); }
    fresh.number = ++sns.last_number;
    if (fresh.fifo) { sns.fifo_topics.emplace(fresh.number, fresh.arn); }
    sns.topics.emplace(arn, std::move(fresh));
    return CreateTopicResponse{std::move(arn)};
}

result<void> delete_topic(state& sns, call const& call, DeleteTopicInput const& request)
{
    if (!request.TopicArn) { return errors::parameter_missing("topicArn"); }
    if (auto checked = check_arn(call, *request.TopicArn, "TopicArn"); !checked) { return checked; }
    auto const found = sns.topics.find(*request.TopicArn);
    if (found == sns.topics.end()) { return {}; } // deleting is idempotent
    auto const& topic = found->second;
    if (topic.attributes.contains("ArchivePolicy")) { return errors::topic_has_archive(); }
    for (auto const& [number, subscription] : topic.subscriptions) {
        auto const place = sns.subscriptions.find(place_of(topic.region, subscription.owner));
        place->second.erase(number);
        if (place->second.empty()) { sns.subscriptions.erase(place); }
    }
    if (topic.fifo) {
        call.set_timer(timer_kind::topic_deduplication_end, topic.number, std::nullopt);
        sns.fifo_topics.erase(topic.number);
    }
    sns.topics.erase(found);
    return {};
}

result<GetTopicAttributesResponse> get_topic_attributes(state& sns, call const& call,
                                                        GetTopicAttributesInput const& request)
{
    auto const topic = find_topic(sns, call, request.TopicArn);
    if (!topic) { return topic.error(); }
    return GetTopicAttributesResponse{shown_topic_attributes(**topic)};
}

result<void> set_topic_attributes(state& sns, call const& call, SetTopicAttributesInput const& request)
{
    if (!request.TopicArn) { return errors::parameter_missing("topicArn"); }
    if (!request.AttributeName) { return errors::parameter_missing("attributeName"); }
    auto const topic = find_topic(sns, call, request.TopicArn);
    if (!topic) { return topic.error(); }
    auto value = parse_topic_attribute(**topic, origin::set, *request.AttributeName,
                                       request.AttributeValue.value_or(""));
    if (!value) { return value.error(); }
    if (*request.AttributeName == "ArchivePolicy" && value->empty()) { fail_replays(sns, call, **topic); }
    keep_topic_attribute(**topic, *request.AttributeName, std::move(*value), call.now);
    return {};
}

} // namespace understudy::sns
