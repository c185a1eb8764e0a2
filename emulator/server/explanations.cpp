// What is going on, in words: for people whose wait has failed, or who ask what became of a message.
#include "server/driver.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace understudy {

namespace {

constexpr std::size_t timeline_events_max = 40;
constexpr std::size_t timeline_timers_max = 20;
constexpr std::size_t story_events_max = 1000;

std::string time_of_day(instant at)
{
    auto const whole = std::chrono::floor<std::chrono::seconds>(at);
    return fmt::format("{:%H:%M:%S}.{:03}", whole, (at - whole).count());
}

std::string duration_text(milliseconds time)
{
    return fmt::format("{}.{:03} s", time.count() / 1000, time.count() % 1000);
}

/// What an event means in the life of a message. `held` is since when somebody had it.
std::string sentence(event const& event, std::optional<instant> held)
{
    auto const where = event.resource_name();
    auto const after = held ? " after " + duration_text(event.time - *held) : std::string{};
    switch (event.type) {
    case event_type::message_published: return fmt::format("published to topic {}", where);
    case event_type::message_filtered:
        return fmt::format("kept away from a subscription of {} by its filter: {}", where, event.detail);
    case event_type::message_delivered: return fmt::format("delivered by {} to {}", where, event.detail);
    case event_type::delivery_failed: return fmt::format("not delivered by {}: {}", where, event.detail);
    case event_type::delivery_attempt_failed:
        return fmt::format("attempt {} of {} to deliver failed: {}", event.receive_count, where,
                           event.detail);
    case event_type::message_sent:
        return fmt::format("sent to queue {} as {}", where, to_string(event.message_id));
    case event_type::message_received:
        return fmt::format("received from {} for the {}. time by request {}", where, event.receive_count,
                           to_string(event.request_id));
    case event_type::message_visible: return fmt::format("visible in {}{}", where, after);
    case event_type::visibility_changed:
        return fmt::format("its visibility timeout in {} set to {} s{}", where, event.detail, after);
    case event_type::message_deleted: return fmt::format("deleted from {} by its consumer{}", where, after);
    case event_type::message_dead_lettered:
        return fmt::format(
            "moved to the dead-letter queue {}: it was received {} times from {}, and the redrive "
            "policy allows no more",
            where, event.receive_count, event.detail);
    case event_type::message_redriven: return fmt::format("moved from {} to {}", event.detail, where);
    case event_type::message_expired:
        return fmt::format("expired in {}: its retention period was over", where);
    case event_type::message_returned:
        return fmt::format("back in {}: the consumer's connection had gone before the answer could reach it",
                           where);
    default: return fmt::format("{} on {} {}", name_of(event.type), where, event.detail);
    }
}

} // namespace

timer_view driver::describe(pending_timer const& timer) const
{
    return {.due = timer.due,
            .kind = std::string{name_of(timer.id.kind)},
            .resource = engine_.resource_of(timer.id),
            .meaning = std::string{meaning_of(timer.id.kind)}};
}

std::vector<timer_view> driver::timers() const
{
    std::lock_guard const lock{mutex_};
    std::vector<timer_view> views;
    for (auto const& timer : engine_.next_timers(engine_.timers_pending())) views.push_back(describe(timer));
    return views;
}

std::string driver::describe_pending() const
{
    std::string text;
    auto const& state = engine_.snapshot();
    for (auto const& held : sqs::held_messages(state.sqs)) {
        text += fmt::format("a consumer holds message {} of {} until {}\n", held.message_id,
                            held.queue_arn.view(), time_of_day(held.until));
    }
    if (auto const count = engine_.deliveries_pending()) {
        text += fmt::format("{} deliveries from topics are under way, the next until {}\n", count,
                            time_of_day(*engine_.next_timer()));
    }
    if (auto const count = engine_.errands_pending()) {
        text += fmt::format("{} HTTP deliveries are being made\n", count);
    }
    if (auto const count = engine_.answers_held_back()) {
        text += fmt::format("{} answers are held back by a fault\n", count);
    }
    if (text.empty()) { text = "a consumer has not come back to its poll yet\n"; }
    return text;
}

std::string driver::unattended_queues() const
{
    std::string text;
    auto const polls = engine_.parked_polls();
    for (auto const& depth : sqs::queue_depths(engine_.snapshot().sqs)) {
        bool const polled = std::any_of(polls.begin(), polls.end(),
                                        [&](parked_poll const* poll) { return poll->queue == depth.queue; });
        if (depth.visible == 0) { continue; }
        if (!polled) {
            text += fmt::format("{} messages wait in {}, which no consumer polls\n", depth.visible,
                                depth.arn.view());
        } else {
            text += fmt::format("{} messages wait in {} behind others of their message groups\n",
                                depth.visible, depth.arn.view());
        }
    }
    return text;
}

/// What the proof that nothing will happen rests upon, and what it leaves open.
std::vector<std::string> driver::grounds(event_mark after) const
{
    std::vector<std::string> lines;
    lines.push_back(
        fmt::format("none of the events #{} to #{} is one", after.sequence + 1, engine_.events().last()));
    lines.emplace_back("nobody holds a received message, and no delivery is under way");
    if (auto const polls = engine_.parked_polls(); !polls.empty()) {
        lines.push_back(fmt::format("{} polls wait for messages", polls.size()));
    }
    auto unattended = unattended_queues();
    for (std::size_t end = 0; (end = unattended.find('\n')) != std::string::npos;
         unattended.erase(0, end + 1)) {
        lines.push_back(unattended.substr(0, end));
    }
    for (auto const& timer : engine_.next_timers(engine_.timers_pending())) {
        if (timer.id.kind != timer_kind::message_visible && timer.id.kind != timer_kind::delivery_attempt
            && timer.id.kind != timer_kind::move_task) {
            continue; // brings no message to anybody
        }
        lines.push_back(fmt::format("not covered: at {} {} ({})", time_of_day(timer.due),
                                    meaning_of(timer.id.kind), engine_.resource_of(timer.id)));
    }
    return lines;
}

std::string driver::timeline() const
{
    std::lock_guard const lock{mutex_};
    std::string text = fmt::format("now {}\nlast events:\n", time_of_day(present().now));
    auto const& all = engine_.events().events();
    auto const skipped = all.size() - std::min(all.size(), timeline_events_max);
    for (auto i = skipped; i < all.size(); ++i) { text += "  " + to_string(all[i]) + "\n"; }
    auto const& state = engine_.snapshot();
    text += "queues:\n";
    for (auto const& depth : sqs::queue_depths(state.sqs)) {
        text += fmt::format("  {}: {} visible, {} in flight, {} delayed\n", depth.arn.view(), depth.visible,
                            depth.in_flight, depth.delayed);
    }
    text += "held:\n";
    for (auto const& held : sqs::held_messages(state.sqs)) {
        text += fmt::format("  {} of {} until {}\n", held.message_id, held.queue_arn.view(),
                            time_of_day(held.until));
    }
    text += "parked polls:\n";
    for (auto const* poll : engine_.parked_polls()) {
        text += fmt::format("  {} until {}\n", sqs::queue_arn(state.sqs, poll->queue).view(),
                            time_of_day(poll->deadline));
    }
    text += "timers:\n";
    for (auto const& timer : engine_.next_timers(timeline_timers_max)) {
        text += fmt::format("  {} {} ({})\n", time_of_day(timer.due), meaning_of(timer.id.kind),
                            engine_.resource_of(timer.id));
    }
    if (auto const count = engine_.timers_pending(); count > timeline_timers_max) {
        text += fmt::format("  and {} more\n", count - timeline_timers_max);
    }
    return text;
}

message_story driver::explain(std::string const& message_id) const
{
    std::lock_guard const lock{mutex_};
    message_story story;
    story.events = engine_.events().matches(event_pattern{}.concerning(message_id), 0, story_events_max);
    std::map<uuid, instant> received;
    for (auto const& event : story.events) {
        auto const held = received.find(event.message_id);
        auto const since = held == received.end() ? std::nullopt : std::optional{held->second};
        story.lines.push_back(time_of_day(event.time) + " " + sentence(event, since));
        if (event.type == event_type::message_received) {
            received.insert_or_assign(event.message_id, event.time);
        } else if (event.type != event_type::visibility_changed) {
            received.erase(event.message_id);
        }
    }
    for (auto const& held : sqs::held_messages(engine_.snapshot().sqs)) {
        if (held.message_id == message_id) {
            story.lines.push_back(fmt::format("now: a consumer of {} holds it until {}",
                                              held.queue_arn.view(), time_of_day(held.until)));
        }
    }
    return story;
}

} // namespace understudy
