#include "sns/subscription_attributes.hpp"

#include "core/arn.hpp"
#include "sns/delivery_policy.hpp"
#include "sns/endpoint.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

constexpr std::string_view scope_of_attributes = "MessageAttributes";
constexpr std::string_view scope_of_body = "MessageBody";

std::string_view name_of(filter_scope scope)
{
    return scope == filter_scope::message_body ? scope_of_body : scope_of_attributes;
}

result<void> set_raw(subscription_kind kind, origin from, subscription_settings& settings,
                     std::string_view value)
{
    auto const lower = lower_case(value);
    if (lower != "true" && lower != "false") { return errors::raw_delivery_value_invalid(from, value); }
    if (lower == "true" && !takes_raw_messages(kind.protocol)) {
        return errors::raw_delivery_not_supported(from, sns::name_of(kind.protocol));
    }
    settings.raw = lower == "true";
    return {};
}

result<void> set_filter(origin from, subscription_settings& settings, std::string_view text,
                        filter_scope scope)
{
    auto filter = parse_filter_policy(from, text, scope);
    if (!filter) { return filter.error(); }
    settings.filter_policy = *filter ? text : std::string_view{};
    settings.filter = std::move(*filter);
    settings.scope = scope;
    return {};
}

result<void> set_scope(origin from, subscription_settings& settings, std::string_view value)
{
    if (value != scope_of_attributes && value != scope_of_body) {
        return errors::filter_scope_invalid(from, value);
    }
    auto const scope = value == scope_of_body ? filter_scope::message_body : filter_scope::message_attributes;
    return set_filter(from, settings, settings.filter_policy.str(), scope);
}

result<std::string> parse_redrive_policy(subscription_kind kind, origin from, std::string_view text)
{
    auto const policy = parse_json(text, limits::json_depth_max);
    if (!policy) { return errors::policy_invalid(from, "RedrivePolicy", json_complaint(text)); }
    if (!policy->is_object()) { return errors::redrive_policy_arn_invalid(from); }
    for (auto const& member : policy->get_object()) {
        if (member.key() != "deadLetterTargetArn") {
            return errors::redrive_policy_key_unknown(from, {member.key().data(), member.key().size()});
        }
    }
    auto const* target = policy->get_object().if_contains("deadLetterTargetArn");
    auto arn = target && target->is_string()
                   ? std::string{target->get_string().c_str(), target->get_string().size()}
                   : std::string{};
    if (!is_queue_arn(arn)) { return errors::redrive_policy_arn_invalid(from); }
    bool const wants_fifo = kind.fifo_topic && kind.fifo_queue;
    if (wants_fifo && !is_fifo_queue(arn)) { return errors::redrive_policy_needs_fifo_queue(from); }
    if (!wants_fifo && is_fifo_queue(arn)) { return errors::redrive_policy_needs_standard_queue(from); }
    return arn;
}

result<void> set_redrive(subscription_kind kind, origin from, subscription_settings& settings,
                         std::string_view text)
{
    std::string arn;
    if (!text.empty()) {
        auto parsed = parse_redrive_policy(kind, from, text);
        if (!parsed) { return parsed.error(); }
        arn = std::move(*parsed);
    }
    settings.redrive_policy = text;
    settings.dead_letter_arn = std::move(arn);
    return {};
}

result<void> set_delivery(subscription_kind kind, origin from, subscription_settings& settings,
                          std::string_view text)
{
    if (kind.protocol != protocol::http && kind.protocol != protocol::https) {
        return errors::delivery_policy_not_supported(from, sns::name_of(kind.protocol));
    }
    auto policy =
        text.empty() ? result<std::string>{std::string{}} : parse_subscription_delivery_policy(from, text);
    if (!policy) { return policy.error(); }
    settings.delivery_policy = std::move(*policy);
    return {};
}

result<void> set_replay(subscription_kind kind, origin from, subscription_settings& settings,
                        std::string_view text)
{
    if (!kind.fifo_topic) { return errors::attribute_for_fifo_topics_only(from, "ReplayPolicy"); }
    if (!text.empty()) {
        if (auto range = parse_replay_policy(from, text); !range) { return range.error(); }
    }
    settings.replay_policy = text;
    settings.replay_status = text.empty() ? "" : "Pending";
    return {};
}

result<void> change(subscription_kind kind, origin from, subscription_settings& settings,
                    std::string_view name, std::string_view value)
{
    if (name == "RawMessageDelivery") { return set_raw(kind, from, settings, value); }
    if (name == "FilterPolicy") { return set_filter(from, settings, value, settings.scope); }
    if (name == "FilterPolicyScope") { return set_scope(from, settings, value); }
    if (name == "RedrivePolicy") { return set_redrive(kind, from, settings, value); }
    if (name == "DeliveryPolicy") { return set_delivery(kind, from, settings, value); }
    if (name == "ReplayPolicy") { return set_replay(kind, from, settings, value); }
    if (name == "SubscriptionRoleArn") {
        settings.role_arn = value;
        return {};
    }
    return from == origin::create ? errors::attribute_unknown(name) : errors::attribute_name_invalid();
}

} // namespace

result<subscription_settings> with_attribute(subscription_kind kind, origin from,
                                             subscription_settings settings, std::string_view name,
                                             std::string_view value)
{
    if (auto changed = change(kind, from, settings, name, value); !changed) { return changed.error(); }
    return settings;
}

result<subscription_settings> with_attributes(subscription_kind kind, subscription_settings settings,
                                              string_map const& attributes)
{
    // The scope says how the policy beside it is to be read.
    constexpr std::string_view first = "FilterPolicyScope";
    auto const scope = attributes.find(first);
    if (scope != attributes.end()) {
        if (auto set = set_scope(origin::create, settings, scope->second); !set) { return set.error(); }
    }
    for (auto const& [name, value] : attributes) {
        if (name == first) { continue; }
        if (auto set = change(kind, origin::create, settings, name, value); !set) { return set.error(); }
    }
    return settings;
}

bool same_settings(subscription_settings const& a, subscription_settings const& b)
{
    return a.raw == b.raw && a.delivery_policy == b.delivery_policy && a.filter_policy == b.filter_policy
           && a.scope == b.scope && a.redrive_policy == b.redrive_policy && a.role_arn == b.role_arn
           && a.replay_policy == b.replay_policy;
}

string_map shown_subscription_attributes(topic const& topic, subscription const& subscription)
{
    auto const& settings = subscription.settings;
    auto truth = [](bool value) { return std::string{value ? "true" : "false"}; };
    string_map shown{
        {"ConfirmationWasAuthenticated", truth(!subscription.pending && subscription.authenticated)},
        {"Endpoint", subscription.endpoint},
        {"Owner", subscription.owner},
        {"PendingConfirmation", truth(subscription.pending)},
        {"Protocol", std::string{sns::name_of(subscription.protocol)}},
        {"RawMessageDelivery", truth(settings.raw)},
        {"SubscriptionArn", subscription.arn.str()},
        {"SubscriptionPrincipal", std::string{"arn:"}
                                      .append(partition_of(topic.region))
                                      .append(":iam::")
                                      .append(subscription.owner)
                                      .append(":root")},
        {"TopicArn", subscription.topic_arn.str()},
    };
    auto show = [&](char const* name, shared_text const& value) {
        if (!value.empty()) { shown.emplace(name, value.str()); }
    };
    show("FilterPolicy", settings.filter_policy);
    if (settings.filter) { shown.emplace("FilterPolicyScope", name_of(settings.scope)); }
    show("RedrivePolicy", settings.redrive_policy);
    show("DeliveryPolicy", settings.delivery_policy);
    show("SubscriptionRoleArn", settings.role_arn);
    show("ReplayPolicy", settings.replay_policy);
    show("ReplayStatus", settings.replay_status);
    if (subscription.protocol == protocol::http || subscription.protocol == protocol::https) {
        auto const of_topic = topic.attributes.find("DeliveryPolicy");
        shown.emplace("EffectiveDeliveryPolicy",
                      effective_subscription_delivery_policy(settings.delivery_policy,
                                                             of_topic == topic.attributes.end()
                                                                 ? std::string_view{}
                                                                 : std::string_view{of_topic->second}));
    }
    return shown;
}

} // namespace understudy::sns
