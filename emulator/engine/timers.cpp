// What timers are called and whom they belong to, for people.
#include "engine/engine.hpp"

#include <algorithm>

namespace understudy {

std::string_view name_of(timer_kind kind) noexcept
{
    switch (kind) {
    case timer_kind::message_visible: return "sqs.message_visible";
    case timer_kind::message_expired: return "sqs.message_expired";
    case timer_kind::deduplication_end: return "sqs.deduplication_end";
    case timer_kind::move_task: return "sqs.move_task";
    case timer_kind::topic_deduplication_end: return "sns.deduplication_end";
    case timer_kind::subscription_lapse: return "sns.subscription_lapse";
    case timer_kind::replay: return "sns.replay";
    case timer_kind::delivery_attempt: return "sns.delivery_attempt";
    case timer_kind::table_status: return "dynamodb.table_status";
    }
    return "";
}

std::string_view meaning_of(timer_kind kind) noexcept
{
    switch (kind) {
    case timer_kind::message_visible: return "a message becomes visible";
    case timer_kind::message_expired: return "a message's retention period ends";
    case timer_kind::deduplication_end:
    case timer_kind::topic_deduplication_end: return "a deduplication id is forgotten";
    case timer_kind::move_task: return "a move task moves messages";
    case timer_kind::subscription_lapse: return "a subscription that nobody confirms ends";
    case timer_kind::replay: return "a replay sends its next messages";
    case timer_kind::delivery_attempt: return "a delivery is tried again";
    case timer_kind::table_status: return "a table changes its status";
    }
    return "";
}

namespace {

std::string table_arn(dynamodb::state const& dynamodb, std::uint64_t number)
{
    for (auto const& [place, tables] : dynamodb.tables) {
        for (auto const& [name, table] : tables) {
            if (table.read().number == number) { return table.read().arn.str(); }
        }
    }
    return {};
}

} // namespace

std::string engine::resource_of(timer_id id) const
{
    auto const found_in = [&](auto const& things, auto const& name) -> std::string {
        auto const found = things.find(id.whose);
        return found == things.end() ? std::string{} : name(found->second);
    };
    switch (id.kind) {
    case timer_kind::message_visible:
    case timer_kind::message_expired:
    case timer_kind::deduplication_end: return sqs::queue_arn(state_.sqs, id.whose).str();
    case timer_kind::move_task:
        return found_in(state_.sqs.move_tasks, [](auto const& task) { return task.source_arn; });
    case timer_kind::topic_deduplication_end:
        return found_in(state_.sns.fifo_topics, [](auto const& arn) { return arn.str(); });
    case timer_kind::subscription_lapse:
        return found_in(state_.sns.confirmations.pending, [](auto const& arn) { return arn.str(); });
    case timer_kind::replay:
        return found_in(state_.sns.replays, [](auto const& replay) { return replay.subscription_arn.str(); });
    case timer_kind::delivery_attempt:
        return found_in(state_.sns.http_deliveries.open,
                        [](auto const& open) { return open.last_resort.subscription_arn.str(); });
    case timer_kind::table_status: return table_arn(state_.dynamodb, id.whose);
    }
    return {};
}

} // namespace understudy
