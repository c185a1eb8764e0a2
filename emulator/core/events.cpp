#include <understudy/events.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace understudy {

std::string_view name_of(event_type type) noexcept
{
    constexpr std::array<std::string_view, 21> names{
        "sqs.message_sent",           "sqs.message_received",        "sqs.message_visible",
        "sqs.visibility_changed",     "sqs.message_deleted",         "sqs.message_dead_lettered",
        "sqs.message_redriven",       "sqs.message_expired",         "sqs.message_returned",
        "sqs.queue_purged",           "sns.message_published",       "sns.message_delivered",
        "sns.delivery_failed",        "sns.delivery_attempt_failed", "sns.message_filtered",
        "sns.confirmation_delivered", "dynamodb.item_put",           "dynamodb.item_updated",
        "dynamodb.item_deleted",      "dynamodb.condition_failed",   "clock.moved",
    };
    static_assert(names.size() == static_cast<std::size_t>(event_type::clock_moved) + 1);
    return names[static_cast<std::size_t>(type)];
}

std::string_view event::resource_name() const noexcept
{
    auto const arn = resource.view();
    auto const end = arn.find_last_of(":/");
    return end == std::string_view::npos ? arn : arn.substr(end + 1);
}

std::string to_string(event const& event)
{
    auto const whole = std::chrono::floor<std::chrono::seconds>(event.time);
    auto text = fmt::format("#{:<5} {:%H:%M:%S}.{:03} {:<24} {}", event.sequence, whole,
                            (event.time - whole).count(), name_of(event.type), event.resource_name());
    if (event.message_id != uuid{}) { text += " " + to_string(event.message_id); }
    if (event.receive_count != 0) { text += fmt::format(" receive {}", event.receive_count); }
    if (!event.detail.empty()) { text += " (" + event.detail + ")"; }
    if (event.cause != 0) { text += fmt::format(" because of #{}", event.cause); }
    return text;
}

event_pattern event_pattern::containing(std::string text) const
{
    auto narrowed = *this;
    narrowed.text_ = std::move(text);
    return narrowed;
}

event_pattern event_pattern::message(std::string_view id) const
{
    auto narrowed = *this;
    narrowed.message_id_ = id;
    return narrowed;
}

event_pattern event_pattern::caused_by(event const& cause) const
{
    auto narrowed = *this;
    narrowed.cause_ = cause.sequence;
    return narrowed;
}

event_pattern event_pattern::where(std::function<bool(event const&)> condition) const
{
    auto narrowed = *this;
    narrowed.conditions_.push_back(std::move(condition));
    return narrowed;
}

bool event_pattern::matches(event const& event) const
{
    return event.type == type_
           && (resource_.empty() || event.resource_name() == resource_ || event.resource == resource_)
           && (message_id_.empty() || to_string(event.message_id) == message_id_)
           && (text_.empty() || event.body.view().find(text_) != std::string_view::npos)
           && std::all_of(conditions_.begin(), conditions_.end(),
                          [&](auto const& condition) { return condition(event); });
}

std::string event_pattern::describe() const
{
    auto text = fmt::format("{} on {}", name_of(type_), resource_.empty() ? "anything" : resource_);
    if (!message_id_.empty()) { text += ", message " + message_id_; }
    if (!text_.empty()) { text += ", containing \"" + text_ + "\""; }
    if (cause_ != 0) { text += fmt::format(", caused by #{}", cause_); }
    if (!conditions_.empty()) { text += ", and a condition of the test"; }
    return text;
}

} // namespace understudy
