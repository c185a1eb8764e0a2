#include "engine/engine.hpp"

#include "engine/queue_policy.hpp"
#include "sqs/lookup.hpp"

#include <algorithm>
#include <cassert>

namespace understudy {

namespace {

/// Dead-letter queues may form a circle, and polls parked all along it would pass a message round for ever.
constexpr int wake_ups_per_step_max = 1000;

/// Pairs of queue and topic come and go in a long life; beyond so many all are judged anew.
constexpr std::size_t judgements_max = 10'000;

} // namespace

engine::engine(engine_options options)
    : options_{std::move(options)}, nobody_{.account = {}, .region = options_.region, .endpoint = {}},
      state_{.ids = id_source{options_.seed}}, faults_{options_.seed}
{
    apply_options();
}

/// Whatever state comes, from a snapshot too, the options stay those of this engine.
void engine::apply_options()
{
    state_.sqs.strict_timers = options_.strict_timers;
    state_.sqs.unkind = options_.unkind;
    state_.sns.signs = options_.sign_messages;
    state_.dynamodb.settings = options_.dynamodb;
}

call engine::make_call(moment when, caller const& who, effects& out)
{
    return {.now = when.now,
            .arrived = when.now,
            .real = when.real,
            .account = who.account,
            .region = who.region,
            .default_region = options_.region,
            .endpoint = who.endpoint,
            .client = who.client,
            .trace_header = who.trace_header,
            .anonymous = who.anonymous,
            .request_id = state_.ids.next_uuid(),
            .ids = state_.ids,
            .out = out};
}

std::variant<receive_reply, ticket> engine::step(moment when, caller const& who,
                                                 sqs::ReceiveMessageRequest const& request)
{
    std::uint64_t answered_at_once = 0; // id of the queue
    auto reply = serving(when, who, request, [&](call const& call, sqs::ReceiveMessageRequest const& rest) {
        auto answer = sqs::receive_message(state_.sqs, call, rest);
        bool const waits = answer.has_value() && std::holds_alternative<parked>(*answer);
        if (answer.has_value() && !waits && who.client != 0 && rest.WaitTimeSeconds.value_or(0) > 0) {
            if (auto const queue = sqs::find_queue(state_.sqs, call, rest.QueueUrl)) {
                answered_at_once = (*queue)->id;
            }
        }
        return answer;
    });
    if (reply.value.has_error()) {
        return receive_reply{reply.request_id, std::move(reply.value).error(), reply.on_the_way};
    }
    if (auto const* wait = std::get_if<parked>(&*reply.value)) {
        park({++last_ticket_, wait->queue, when.now, wait->deadline, who, reply.request_id, request,
              reply.on_the_way});
        return last_ticket_;
    }
    if (answered_at_once != 0) { mark_away(when, answered_at_once, who.client, false); }
    return receive_reply{reply.request_id, std::get<sqs::ReceiveMessageResult>(std::move(*reply.value)),
                         reply.on_the_way};
}

void engine::advance_to(moment when)
{
    while (true) {
        auto const due = next_deadline();
        if (!due || *due > when.now) { return; }
        moment const at{*due, when.real};
        if (!state_.timers.empty() && state_.timers.begin()->first == *due) {
            fire(at, state_.timers.begin()->second);
        } else if (!state_.deliveries.empty() && state_.deliveries.begin()->first == *due) {
            deliver_next(at);
        } else if (!late_outcomes_.empty() && late_outcomes_.begin()->first == *due) {
            end_late_posting(at);
        } else {
            expire(at, poll_deadlines_.begin()->second);
        }
    }
}

std::optional<instant> engine::next_timer() const
{
    std::optional<instant> next;
    if (!state_.timers.empty()) { next = state_.timers.begin()->first; }
    if (!state_.deliveries.empty() && (!next || state_.deliveries.begin()->first < *next)) {
        next = state_.deliveries.begin()->first;
    }
    if (!late_outcomes_.empty() && (!next || late_outcomes_.begin()->first < *next)) {
        next = late_outcomes_.begin()->first;
    }
    return next;
}

std::optional<instant> engine::next_deadline() const
{
    auto next = next_timer();
    if (!poll_deadlines_.empty() && (!next || poll_deadlines_.begin()->first < *next)) {
        next = poll_deadlines_.begin()->first;
    }
    return next;
}

void engine::settle_effects(call const& call)
{
    auto& out = call.out;
    for (std::size_t i = 0; i < out.deliveries.size(); ++i) { // a failed delivery may add another
        send_delivery(call, std::move(out.deliveries[i]));
    }
    out.deliveries.clear();
    send_out(std::exchange(out.postings, {}));
    set_timers(call);
    for (int i = 0; i < wake_ups_per_step_max && !out.changed_queues.empty(); ++i) {
        auto const queue = out.changed_queues.back();
        out.changed_queues.pop_back();
        serve_waiting({call.now, call.real}, queue, out);
        set_timers(call);
    }
    deliveries_.take(events_);
}

void engine::set_timers(call const& call)
{
    for (auto const& [id, due] : call.out.timers) {
        auto const known = state_.due.find(id);
        if (known != state_.due.end()) {
            if (due == known->second) { continue; }
            state_.timers.erase({known->second, id});
            state_.due.erase(known);
        }
        if (due) {
            assert(*due > call.now); // every step of time makes progress
            auto const later = std::max(*due, call.now + milliseconds{1});
            state_.timers.emplace(later, id);
            state_.due.emplace(id, later);
        }
    }
    call.out.timers.clear();
}

fault const* engine::strike(delivery const& delivery)
{
    auto const queue = sqs::parse_queue_arn(delivery.queue_arn);
    return queue ? faults_.strike({"sns", "SqsDelivery", queue->name, queue->account}) : nullptr;
}

/// When the last delivery that is on its way to the queue arrives: in a FIFO queue none comes before it.
instant engine::last_due(std::string_view queue_arn) const
{
    auto const& all = state_.deliveries;
    auto const last = std::find_if(all.rbegin(), all.rend(),
                                   [&](auto const& each) { return each.second.queue_arn == queue_arn; });
    return last == all.rend() ? instant::min() : last->first;
}

void engine::send_delivery(call const& call, delivery delivery)
{
    milliseconds delay{0};
    if (options_.delivery_delay_max.count() > 0) {
        auto const bound = static_cast<std::uint64_t>(options_.delivery_delay_max.count()) + 1;
        delay = milliseconds{state_.ids.below(bound)};
    }
    if (auto const* struck = faults_.any() ? strike(delivery) : nullptr) {
        if (fails_delivery(*struck)) {
            return sns::delivery_failed(state_.sns, call, delivery, struck->message);
        }
        delivery.twice = struck->effect == fault_effect::duplicate;
        delay += struck->latency;
    }
    auto due = call.now + delay;
    if (delivery.deduplication_id) { due = std::max(due, last_due(delivery.queue_arn)); }
    if (due > call.now) {
        state_.deliveries.emplace(due, std::move(delivery));
    } else {
        deliver(call, delivery);
    }
}

bool engine::policy_lets_in(delivery const& delivery)
{
    if (!options_.strict_policies && !options_.warn) { return true; }
    auto const name = sqs::parse_queue_arn(delivery.queue_arn);
    auto const* queue = name ? sqs::find_queue(state_.sqs, *name) : nullptr;
    if (queue == nullptr) { return true; } // it will be missed on delivery
    by_texts::texts const who{delivery.queue_arn, delivery.topic_arn};
    auto at = judgements_.find(who);
    bool const is_first = at == judgements_.end();
    if (is_first) {
        if (judgements_.size() >= judgements_max) { judgements_.clear(); }
        at = judgements_.try_emplace({delivery.queue_arn, delivery.topic_arn.str()}).first;
    }
    auto& [policy, lets_in] = at->second;
    if (is_first || policy != queue->attributes.policy) {
        policy = queue->attributes.policy;
        lets_in = lets_topic_send(policy, delivery.queue_arn, delivery.topic_arn);
        if (!lets_in && !options_.strict_policies) {
            options_.warn("the policy of " + delivery.queue_arn + " does not let " + delivery.topic_arn.str()
                          + " send; AWS would drop its messages");
        }
    }
    return lets_in || !options_.strict_policies;
}

void engine::deliver(call const& call, delivery const& delivery)
{
    if (!policy_lets_in(delivery)) {
        return sns::delivery_failed(state_.sns, call, delivery,
                                    "the policy of the queue does not let the topic send");
    }
    if (auto const taken = sqs::deliver(state_.sqs, call, delivery); !taken) {
        sns::delivery_failed(state_.sns, call, delivery, taken.error().message);
        return;
    }
    call.emit({.type = event_type::message_delivered,
               .resource = delivery.topic_arn,
               .message_id = delivery.message_id,
               .cause = delivery.cause,
               .detail = delivery.queue_arn});
}

void engine::deliver_next(moment when)
{
    auto const next = state_.deliveries.begin();
    auto const delivery = std::move(next->second);
    state_.deliveries.erase(next);
    effects out{.events = events_};
    call const call = make_call(when, nobody_, out);
    deliver(call, delivery);
    settle_effects(call);
}

void engine::fire(moment when, timer_id id)
{
    state_.timers.erase({when.now, id});
    state_.due.erase(id);
    effects out{.events = events_};
    call const call = make_call(when, nobody_, out);
    switch (id.kind) {
    case timer_kind::message_visible:
    case timer_kind::message_expired:
    case timer_kind::deduplication_end:
    case timer_kind::move_task: sqs::on_timer(state_.sqs, call, id); break;
    case timer_kind::topic_deduplication_end:
    case timer_kind::subscription_lapse:
    case timer_kind::replay:
    case timer_kind::delivery_attempt: sns::on_timer(state_.sns, call, id); break;
    case timer_kind::table_status: dynamodb::on_timer(state_.dynamodb, call, id); break;
    }
    settle_effects(call);
}

void engine::park(parked_poll poll)
{
    away_.erase({poll.queue, poll.who.client});
    auto& waiting = waiting_[poll.queue];
    waiting.insert(waiting.end(), poll.poll); // the last who came
    poll_deadlines_.emplace(poll.deadline, poll.poll);
    polls_.emplace_hint(polls_.end(), poll.poll, std::move(poll));
}

void engine::forget(polls::iterator poll)
{
    auto const waiting = waiting_.find(poll->second.queue);
    waiting->second.erase(poll->first);
    if (waiting->second.empty()) { waiting_.erase(waiting); }
    poll_deadlines_.erase({poll->second.deadline, poll->first});
    polls_.erase(poll);
}

void engine::serve_waiting(moment when, std::uint64_t queue, effects& out)
{
    // What is not there for the first in line is not there for those behind it.
    for (auto waiting = waiting_.find(queue); waiting != waiting_.end(); waiting = waiting_.find(queue)) {
        auto const first = polls_.find(*waiting->second.begin());
        if (!ask(when, first->second, out)) { return; }
        forget(first);
    }
}

bool engine::ask(moment when, parked_poll const& poll, effects& out)
{
    call call = make_call(when, poll.who, out);
    call.arrived = poll.arrived;
    call.request_id = poll.request_id;
    auto answer = sqs::receive_message(state_.sqs, call, poll.request);
    if (answer.has_error()) {
        finish(when, poll, std::move(answer).error());
        return true;
    }
    if (auto* received = std::get_if<sqs::ReceiveMessageResult>(&*answer)) {
        finish(when, poll, std::move(*received));
        return true;
    }
    return false;
}

void engine::finish(moment when, parked_poll const& poll, result<sqs::ReceiveMessageResult> answer)
{
    bool const nothing = answer.has_value() && answer->Messages.empty();
    mark_away(when, poll.queue, poll.who.client, nothing);
    completions_.push_back({poll.poll, poll.queue, {poll.request_id, std::move(answer), poll.on_the_way}});
}

ticket engine::hold_back(moment when, milliseconds latency)
{
    advance_to(when);
    held_back_.emplace(++last_ticket_, when.now + latency);
    poll_deadlines_.emplace(when.now + latency, last_ticket_);
    return last_ticket_;
}

bool engine::let_go(ticket held)
{
    auto const found = held_back_.find(held);
    if (found == held_back_.end()) { return false; }
    poll_deadlines_.erase({found->second, held});
    held_back_.erase(found);
    return true;
}

void engine::expire(moment when, ticket poll)
{
    if (let_go(poll)) {
        completions_.push_back({poll, 0, {uuid{}, sqs::ReceiveMessageResult{}}});
        return;
    }
    auto const found = polls_.find(poll);
    if (found == polls_.end()) { return; }
    finish(when, found->second, sqs::ReceiveMessageResult{});
    forget(found);
}

void engine::cancel(ticket poll)
{
    if (let_go(poll)) { return; }
    auto const found = polls_.find(poll);
    if (found != polls_.end()) { forget(found); }
}

void engine::give_back(moment when, completion const& lost)
{
    if (lost.answer.value.has_error()) { return; }
    advance_to(when);
    effects out{.events = events_};
    call const call = make_call(when, nobody_, out);
    sqs::give_back(state_.sqs, call, lost.queue, lost.answer.value->Messages);
    settle_effects(call);
}

void engine::ask_everybody(moment when)
{
    if (waiting_.empty()) { return; } // and no id is used up: all goes on as it did after the snapshot
    effects out{.events = events_};
    for (auto const& [queue, tickets] : waiting_) { out.changed_queues.push_back(queue); }
    settle_effects(make_call(when, nobody_, out));
}

void engine::forget_sent(std::function<bool(sns::outbox_entry const&)> const& is_unwanted)
{
    sns::outbox left;
    for (auto const& entry : state_.sns.outbox.entries()) {
        if (!is_unwanted(entry)) { left.put(entry); }
    }
    state_.sns.outbox = std::move(left);
}

std::optional<std::string> engine::confirmation_token(std::string_view subscription_arn) const
{
    auto const& confirmations = state_.sns.confirmations;
    for (auto at = confirmations.ends.rbegin(); at != confirmations.ends.rend(); ++at) {
        auto const found = confirmations.tokens.find(at->second);
        if (found != confirmations.tokens.end() && found->second.subscription_arn == subscription_arn) {
            return at->second;
        }
    }
    return std::nullopt;
}

void engine::restore(moment when, state saved)
{
    state_ = std::move(saved);
    apply_options();
    away_.clear();
    errands_.clear();
    open_errands_.clear();
    late_outcomes_.clear();
    send_out(sns::postings_under_way(state_.sns));
    ask_everybody(when);
}

void engine::mark_away(moment when, std::uint64_t queue, std::uint64_t client, bool ended_by_clock)
{
    if (client != 0) { away_[{queue, client}] = {when.real, ended_by_clock}; }
}

std::optional<std::chrono::sys_time<std::chrono::microseconds>> engine::consumer_away_since() const
{
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> latest;
    for (auto const& depth : sqs::queue_depths(state_.sqs)) {
        for (auto at = away_.lower_bound({depth.queue, 0});
             at != away_.end() && at->first.first == depth.queue; ++at) {
            if ((depth.visible > 0 || at->second.ended_by_clock) && (!latest || *latest < at->second.since)) {
                latest = at->second.since;
            }
        }
    }
    return latest;
}

std::vector<pending_timer> engine::next_timers(std::size_t count) const
{
    std::vector<pending_timer> pending;
    pending.reserve(std::min(count, state_.timers.size()));
    for (auto at = state_.timers.begin(); at != state_.timers.end() && pending.size() < count; ++at) {
        pending.push_back({at->first, at->second});
    }
    return pending;
}

std::vector<parked_poll const*> engine::parked_polls() const
{
    std::vector<parked_poll const*> parked;
    parked.reserve(polls_.size());
    for (auto const& [name, poll] : polls_) { parked.push_back(&poll); }
    return parked;
}

instant engine::deadline_of(ticket poll) const
{
    auto const held = held_back_.find(poll);
    return held != held_back_.end() ? held->second : polls_.at(poll).deadline;
}

void engine::note(moment when, event event)
{
    effects out{.events = events_};
    make_call(when, nobody_, out).emit(std::move(event));
}

} // namespace understudy
