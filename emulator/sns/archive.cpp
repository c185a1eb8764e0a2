#include "sns/archive.hpp"

#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/lookup.hpp"
#include "sns/publication.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

/// "2026-11-22T10:15:30.123Z", with or without milliseconds.
std::optional<instant> parse_time(std::string_view text)
{
    constexpr std::string_view pattern = "dddd-dd-ddTdd:dd:dd";
    if (!text.ends_with('Z') || text.size() <= pattern.size()) { return std::nullopt; }
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'd' ? !is_digit(text[i]) : text[i] != pattern[i]) { return std::nullopt; }
    }
    auto number = [&](std::size_t at, std::size_t digits) {
        return static_cast<int>(parse_integer(text.substr(at, digits)).value_or(0));
    };
    std::chrono::year_month_day const date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (!date.ok()) { return std::nullopt; }
    auto const fraction = text.substr(pattern.size(), text.size() - pattern.size() - 1);
    auto const count = fraction.size() == 4 && fraction[0] == '.' ? parse_integer(fraction.substr(1)) : 0;
    if (!count || (!fraction.empty() && fraction.size() != 4)) { return std::nullopt; }
    return std::chrono::sys_days{date} + std::chrono::hours{number(11, 2)}
           + std::chrono::minutes{number(14, 2)} + seconds{number(17, 2)} + milliseconds{*count};
}

std::optional<std::string_view> text_at(boost::json::object const& object, char const* name)
{
    auto const* found = object.if_contains(name);
    if (!found || !found->is_string()) { return std::nullopt; }
    return std::string_view{found->get_string().data(), found->get_string().size()};
}

void forget_old(archive& archive, instant now)
{
    while (!archive.messages.empty() && archive.messages.front()->time + archive.kept_for <= now) {
        archive.messages.pop_front();
    }
}

void send_again(state& sns, call const& call, topic const& topic, archived_message const& kept,
                subscription const& to, bool replayed)
{
    auto const prepared = prepare(kept.request);
    send_to(sns, call,
            {.topic = topic,
             .prepared = prepared,
             .request = kept.request,
             .body = *kept.request.Message,
             .id = kept.id,
             .id_text = to_string(kept.id),
             .sequence_number = std::to_string(kept.sequence),
             .deduplication_id = kept.deduplication_id,
             .time = kept.time,
             .replayed = replayed,
             .event = kept.event},
            to);
}

/// Sends the next messages, at most so many. Whether these were the last.
bool send_some(state& sns, call const& call, topic const& topic, subscription const& to, replay& replay,
               std::size_t count_max)
{
    auto const& messages = topic.archive.messages;
    auto next =
        std::ranges::lower_bound(messages, replay.next, {}, [](auto const& kept) { return kept->sequence; });
    for (std::size_t count = 0; next != messages.end() && count < count_max; ++next) {
        auto const& kept = **next;
        bool const is_new = kept.sequence >= replay.new_from;
        replay.next = kept.sequence + 1;
        if (is_new || (kept.time >= replay.range.from && kept.time <= replay.range.to)) {
            send_again(sns, call, topic, kept, to, !is_new);
            ++count;
        }
    }
    return next == messages.end();
}

void end_replay(state& sns, subscription& subscription, std::string_view status)
{
    subscription.settings.replay_status = status;
    subscription.replaying = false;
    sns.replays.erase(subscription.number);
}

/// Ends a replay, if there is one, before its end: what is new waits no longer.
void break_off(state& sns, call const& call, topic& topic, subscription& subscription,
               std::string_view status)
{
    auto const found = sns.replays.find(subscription.number);
    if (found == sns.replays.end()) { return; }
    found->second.next = std::max(found->second.next, found->second.new_from);
    send_some(sns, call, topic, subscription, found->second, topic.archive.messages.size());
    end_replay(sns, subscription, status);
    call.set_timer(timer_kind::replay, subscription.number, std::nullopt);
}

} // namespace

void keep_archive_policy(topic& topic, std::string_view policy, instant now)
{
    auto& archive = topic.archive;
    if (policy.empty()) {
        archive = {};
        return;
    }
    auto const document = parse_json(policy, limits::json_depth_max).value();
    auto const& period = document.get_object().at("MessageRetentionPeriod");
    auto const days =
        period.is_string() ? parse_integer(period.get_string().c_str()).value_or(0) : period.get_int64();
    if (archive.kept_for.count() == 0) { archive.since = now; }
    archive.kept_for = std::chrono::days{days};
}

void keep_in_archive(topic& topic, publication const& message, std::uint64_t sequence)
{
    auto& archive = topic.archive;
    if (archive.kept_for.count() == 0) { return; }
    forget_old(archive, message.time);
    archive.messages.push_back(std::make_shared<archived_message const>(
        archived_message{.request = message.request,
                         .id = message.id,
                         .sequence = sequence,
                         .deduplication_id = message.deduplication_id,
                         .time = message.time,
                         .event = message.event}));
}

result<replay_range> parse_replay_policy(origin from, std::string_view text)
{
    auto const refuse = [&](std::string_view why) {
        return errors::policy_invalid(from, "ReplayPolicy", why);
    };
    auto const document = parse_json(text, limits::json_depth_max);
    if (!document) { return refuse(json_complaint(text)); }
    auto const* policy = document->if_object();
    if (!policy || text_at(*policy, "PointType") != "Timestamp") {
        return refuse("PointType must be Timestamp");
    }
    auto const first = text_at(*policy, "StartingPoint");
    auto const start = first ? parse_time(*first) : std::nullopt;
    if (!start) { return refuse("StartingPoint must be a timestamp"); }
    if (!policy->contains("EndingPoint")) { return replay_range{*start, instant::max()}; }
    auto const last = text_at(*policy, "EndingPoint");
    auto const end = last ? parse_time(*last) : std::nullopt;
    if (!end || *end <= *start) { return refuse("EndingPoint must be a timestamp after StartingPoint"); }
    return replay_range{*start, *end};
}

void start_replay(state& sns, call const& call, topic const& topic, subscription& subscription)
{
    auto const before = sns.replays.find(subscription.number);
    auto const new_from = before == sns.replays.end()
                              ? topic.last_sequence + 1
                              : std::max(before->second.new_from, before->second.next);
    auto const range = parse_replay_policy(origin::set, subscription.settings.replay_policy).value();
    sns.replays.insert_or_assign(subscription.number, replay{.subscription_arn = subscription.arn,
                                                             .endpoint = std::string{call.endpoint},
                                                             .range = range,
                                                             .new_from = new_from});
    subscription.replaying = true;
    call.set_timer(timer_kind::replay, subscription.number, call.now + limits::replay_step);
}

void stop_replay(state& sns, call const& call, topic& topic, subscription& subscription)
{
    break_off(sns, call, topic, subscription, "");
}

void fail_replays(state& sns, call const& call, topic& topic)
{
    for (auto& [number, subscription] : topic.subscriptions) {
        break_off(sns, call, topic, subscription, "Failed");
    }
}

void continue_replay(state& sns, call const& call, std::uint64_t number)
{
    auto const under_way = sns.replays.find(number);
    if (under_way == sns.replays.end()) { return; }
    auto const found = find_subscription(sns, under_way->second.subscription_arn);
    if (!found.subscription) { // ended meanwhile, and so does this
        sns.replays.erase(under_way);
        return;
    }
    auto& subscription = *found.subscription;
    auto& topic = *found.topic;
    forget_old(topic.archive, call.now);
    auto& replay = under_way->second;
    auto asked = call; // as it was, though a timer goes on with it
    asked.endpoint = replay.endpoint;
    if (send_some(sns, asked, topic, subscription, replay, limits::replay_step_messages_max)) {
        return end_replay(sns, subscription, "Completed");
    }
    subscription.settings.replay_status = "In progress";
    call.set_timer(timer_kind::replay, number, call.now + limits::replay_step);
}

} // namespace understudy::sns
