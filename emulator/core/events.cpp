#include <understudy/events.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace understudy {

namespace {

constexpr std::array<std::string_view, 22> names{
    "sqs.message_sent",          "sqs.message_received",
    "sqs.message_visible",       "sqs.visibility_changed",
    "sqs.message_deleted",       "sqs.message_dead_lettered",
    "sqs.message_redriven",      "sqs.message_expired",
    "sqs.message_returned",      "sqs.queue_purged",
    "sns.message_published",     "sns.message_delivered",
    "sns.delivery_failed",       "sns.delivery_attempt_failed",
    "sns.message_filtered",      "sns.confirmation_delivered",
    "dynamodb.item_put",         "dynamodb.item_updated",
    "dynamodb.item_deleted",     "dynamodb.item_expired",
    "dynamodb.condition_failed", "clock.moved",
};
static_assert(names.size() == static_cast<std::size_t>(event_type::clock_moved) + 1);

/// The n-th of the parts between colons, from 0.
std::string_view part_of_arn(std::string_view arn, int wanted) noexcept
{
    for (; wanted > 0; --wanted) {
        auto const colon = arn.find(':');
        if (colon == std::string_view::npos) { return {}; }
        arn.remove_prefix(colon + 1);
    }
    return arn.substr(0, arn.find(':'));
}

} // namespace

std::string_view name_of(event_type type) noexcept { return names[static_cast<std::size_t>(type)]; }

std::optional<event_type> event_type_named(std::string_view name) noexcept
{
    auto const found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<event_type>(found - names.begin())};
}

std::string_view event::account() const noexcept { return part_of_arn(resource.view(), 4); }
std::string_view event::region() const noexcept { return part_of_arn(resource.view(), 3); }

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

} // namespace understudy
