#include "sns/topic_attributes.hpp"

#include "sns/access_policy.hpp"
#include "sns/archive.hpp"
#include "sns/delivery_policy.hpp"
#include "sns/envelope.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/text.hpp"

#include <array>

namespace understudy::sns {
namespace {

bool is_feedback(std::string_view name, std::string_view what)
{
    constexpr std::array<std::string_view, 5> kinds{"HTTP", "Firehose", "Lambda", "Application", "SQS"};
    return std::ranges::any_of(
        kinds, [&](auto kind) { return name.starts_with(kind) && name.substr(kind.size()) == what; });
}

bool is_feedback_role(std::string_view name)
{
    return is_feedback(name, "SuccessFeedbackRoleArn") || is_feedback(name, "FailureFeedbackRoleArn");
}

result<std::string> one_of(origin from, std::string_view name, std::string_view value, std::string_view first,
                           std::string_view second)
{
    if (value == first || value == second) { return std::string{value}; }
    return errors::attribute_value_invalid(from, name, value,
                                           std::string{first}.append(" or ").append(second));
}

result<std::string> parse_message_size(topic const& topic, origin from, std::string_view name,
                                       std::string_view value)
{
    auto const size = parse_integer(value);
    if (!size || *size < limits::message_size_min || *size > limits::message_size_max) {
        return errors::attribute_value_invalid(from, name, value, "an integer between 1024 and 1048576");
    }
    if (*size > static_cast<std::int64_t>(limits::message_bytes_default)
        && (topic.subscriptions.size() > limits::large_message_subscriptions_max
            || topic.not_for_large_messages != 0)) {
        return errors::message_size_needs_few_subscriptions(from);
    }
    return std::to_string(*size);
}

result<std::string> parse_archive_policy(origin from, std::string_view value)
{
    if (value.empty()) { return std::string{}; }
    auto const policy = parse_json(value, limits::json_depth_max);
    if (!policy || !policy->is_object()) { return errors::archive_policy_invalid(from); }
    if (policy->get_object().empty()) { return std::string{}; }
    auto const* period = policy->get_object().if_contains("MessageRetentionPeriod");
    if (!period) { return errors::archive_policy_invalid(from); }
    std::optional<std::int64_t> days;
    if (period->is_int64()) { days = period->get_int64(); }
    if (auto const* text = period->if_string()) { days = parse_integer({text->data(), text->size()}); }
    if (!days || *days < 1 || *days > limits::archive_days_max) {
        return errors::archive_policy_invalid(from);
    }
    return std::string{value};
}

result<std::string> parse_fifo_attribute(topic const& topic, origin from, std::string_view name,
                                         std::string_view value)
{
    if (!topic.fifo) { return errors::attribute_for_fifo_topics_only(from, name); }
    if (name == "ArchivePolicy") { return parse_archive_policy(from, value); }
    if (name == "FifoThroughputScope") { return one_of(from, name, value, "Topic", "MessageGroup"); }
    return one_of(from, name, lower_case(value), "true", "false");
}

result<std::string> parse_sample_rate(origin from, std::string_view name, std::string_view value)
{
    auto const rate = parse_integer(value);
    if (!rate || *rate < 0 || *rate > 100) { return errors::sample_rate_invalid(from, name, value); }
    return std::string{value};
}

} // namespace

result<std::string> parse_topic_attribute(topic const& topic, origin from, std::string_view name,
                                          std::string_view value)
{
    if (name == "Policy") {
        if (auto checked = check_access_policy(from, value); !checked) { return checked.error(); }
        return std::string{value};
    }
    if (name == "DisplayName") {
        if (characters(value) > limits::display_name_characters_max) {
            return errors::display_name_too_long(from);
        }
        return std::string{value};
    }
    if (name == "DeliveryPolicy") {
        return value.empty() ? std::string{} : parse_topic_delivery_policy(from, value);
    }
    if (name == "SignatureVersion") { return one_of(from, name, value, "1", "2"); }
    if (name == "TracingConfig") { return one_of(from, name, value, "PassThrough", "Active"); }
    if (name == "MaximumMessageSize") { return parse_message_size(topic, from, name, value); }
    if (name == "ContentBasedDeduplication" || name == "FifoThroughputScope" || name == "ArchivePolicy") {
        return parse_fifo_attribute(topic, from, name, value);
    }
    if (is_feedback(name, "SuccessFeedbackSampleRate")) { return parse_sample_rate(from, name, value); }
    if (name == "KmsMasterKeyId" || is_feedback_role(name)) { return std::string{value}; }
    return from == origin::create ? errors::attribute_unknown(name) : errors::attribute_name_invalid();
}

void keep_topic_attribute(topic& topic, std::string const& name, std::string value, instant now)
{
    if (name == "ArchivePolicy") { keep_archive_policy(topic, value, now); }
    if (name == "MaximumMessageSize") {
        topic.message_bytes_max = static_cast<std::size_t>(parse_integer(value).value_or(0));
    } else if (name == "ContentBasedDeduplication") {
        topic.content_based_deduplication = value == "true";
    } else if (name == "FifoThroughputScope") {
        topic.deduplicates_per_group = value == "MessageGroup";
    }
    if (value.empty()) {
        topic.attributes.erase(name);
    } else {
        topic.attributes.insert_or_assign(name, std::move(value));
    }
}

string_map shown_topic_attributes(topic const& topic)
{
    auto shown = topic.attributes;
    shown.try_emplace("Policy", default_access_policy(topic.arn, topic.account));
    shown.try_emplace("DisplayName");
    if (topic.fifo) {
        shown["FifoTopic"] = "true";
        shown.try_emplace("ContentBasedDeduplication", "false");
    }
    auto const delivery = topic.attributes.find("DeliveryPolicy");
    shown["EffectiveDeliveryPolicy"] = effective_topic_delivery_policy(
        delivery == topic.attributes.end() ? std::string_view{} : std::string_view{delivery->second});
    if (topic.archive.kept_for.count() > 0) { shown["BeginningArchiveTime"] = iso_time(topic.archive.since); }
    shown["Owner"] = topic.account;
    shown["TopicArn"] = topic.arn.str();
    shown["SubscriptionsConfirmed"] = std::to_string(topic.subscriptions.size() - topic.pending);
    shown["SubscriptionsPending"] = std::to_string(topic.pending);
    shown["SubscriptionsDeleted"] = std::to_string(topic.deleted);
    return shown;
}

} // namespace understudy::sns
