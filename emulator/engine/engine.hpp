// One emulator's whole state and the order in which things happen to it. Two verbs and one question: step, advance_to,
// next_deadline. It calls nobody: what parked polls get is fetched with take_completions(). Not synchronised; the driver
// in server/ holds the lock, a test simply calls it.
#pragma once

#include <understudy/reset_scope.hpp>

#include "core/operation.hpp"
#include "dynamodb/expiry.hpp"
#include "dynamodb/service.hpp"
#include "engine/delivery_counts.hpp"
#include "engine/faults.hpp"
#include "engine/part_served.hpp"
#include "sns/service.hpp"
#include "sqs/peek.hpp"
#include "sqs/service.hpp"
#include "sts/service.hpp"

#include <absl/container/btree_set.h>
#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <map>
#include <unordered_map>
#include <variant>

namespace understudy {

/// When something happens: on the emulator's clock, and on the machine's.
struct moment {
    instant now;
    std::chrono::sys_time<std::chrono::microseconds> real = {};
};

/// Who asks, as far as the edge can tell.
struct caller {
    std::string account;
    std::string region;
    std::string endpoint;          // "http://host:port" by which the emulator was reached
    std::uint64_t client = 0;      // the same number for the same consumer; 0: nobody in particular
    std::string trace_header = {}; // X-Amzn-Trace-Id of a Publish
    bool anonymous = false;        // a link was followed: a GET without a signature
};

template <class Answer>
struct reply {
    uuid request_id;
    result<Answer> value;
    mishap on_the_way = {};
};

/// An HTTP request to be made. The number is unique even where the state has been restored meanwhile.
struct errand {
    std::uint64_t number;
    posting request;
    std::optional<posting_outcome> outcome = {}; // a fault has decided how it ends; nobody need go
};

/// Names a parked poll.
using ticket = std::uint64_t;
using receive_reply = reply<sqs::ReceiveMessageResult>;

/// A parked poll has got its answer.
struct completion {
    ticket poll;
    std::uint64_t queue;
    receive_reply answer;
};

struct parked_poll {
    ticket poll = 0;
    std::uint64_t queue = 0;
    instant arrived = {};
    instant deadline = {};
    caller who = {};
    uuid request_id = {};
    sqs::ReceiveMessageRequest request = {};
    mishap on_the_way = {};
};

/// A read that may take several turns, as far as it has come.
struct reading {
    dynamodb::unfinished_page page = {};
    mishap on_the_way = {};
};

struct timer_hash {
    std::size_t operator()(timer_id const& id) const noexcept
    {
        return std::hash<std::uint64_t>{}(id.whose << 8 | static_cast<std::uint8_t>(id.kind));
    }
};

struct pending_timer {
    instant due;
    timer_id id;
};

/// "sqs.message_visible", "a message becomes visible"
std::string_view name_of(timer_kind kind) noexcept;
std::string_view meaning_of(timer_kind kind) noexcept;

struct engine_options {
    std::uint64_t seed = 0;
    std::string region = "us-east-1";
    /// A delivery from topic to queue takes a random time up to this. Zero: it is there when Publish answers.
    milliseconds delivery_delay_max{0};
    /// The 60-second rules of SQS hold.
    bool strict_timers = false;
    unkindness unkind = {};
    /// What topics send bears true signatures. Each costs a tenth of a millisecond, once for all subscribers of a message.
    bool sign_messages = true;
    /// A queue takes from a topic only what its policy lets in, as on AWS.
    bool strict_policies = false;
    /// Otherwise told, once for each topic and queue, where AWS would have dropped the message. Called under the lock.
    std::function<void(std::string_view)> warn = {};
    dynamodb::settings dynamodb = {};
};

class engine {
public:
    explicit engine(engine_options options = {});

    /// Serves one request at one moment; what was due before it happens first.
    template <class Request>
    reply<typename Request::answer> step(moment when, caller const& who, Request const& request)
    {
        return serving(when, who, request, [this](call const& call, Request const& rest) {
            auto const& operation = find_operation<Request>(operations_for(rest));
            return operation.function(part(operation), call, rest);
        });
    }
    /// A receive may have to wait; then the answer is a ticket, and the completion comes later.
    std::variant<receive_reply, ticket> step(moment when, caller const& who,
                                             sqs::ReceiveMessageRequest const& request);

    /// One turn of a read that may take several; nothing: it takes another.
    template <class Request>
    std::optional<reply<typename Request::answer>> step(moment when, caller const& who,
                                                        Request const& request, reading& so_far)
    {
        bool is_over = true;
        auto const read = [&](call const& call, Request const& rest) -> result<typename Request::answer> {
            auto told = read_on(state_.dynamodb, call, rest, so_far.page);
            is_over = told.has_value();
            if (!is_over) { return service_error{}; }
            return *std::move(told);
        };
        if (!so_far.page.after) {
            auto answer = serving(when, who, request, read);
            so_far.on_the_way = answer.on_the_way;
            return is_over ? std::optional{std::move(answer)} : std::nullopt;
        }
        auto answer = stepping(when, who, [&](call const& call) { return read(call, request); });
        answer.on_the_way = so_far.on_the_way;
        return is_over ? std::optional{std::move(answer)} : std::nullopt;
    }

    /// One request of which something was worked out ahead.
    template <class Request, class Prepared>
    reply<typename Request::answer> step(moment when, caller const& who, Request const& request,
                                         Prepared const& prepared)
    {
        return serving(when, who, request, [&](call const& call, Request const& rest) {
            auto const& operation = find_operation<Request>(operations_for(rest));
            bool const is_whole = &rest == &request; // of what a fault leaves, nothing was worked out
            return is_whole ? serve_prepared(part(operation), call, prepared)
                            : operation.function(part(operation), call, rest);
        });
    }

    /// One turn of deleting items whose time to live is over.
    void expire_items(moment when, dynamodb::sweep& so_far)
    {
        static_cast<void>(stepping(when, nobody_, [&](call const& call) -> result<void> {
            dynamodb::sweep_turn(state_.dynamodb, call, so_far);
            return {};
        }));
    }

    /// A phone's owner wants no more text messages of the caller.
    result<void> opt_out(moment when, caller const& who, std::string const& phone_number)
    {
        return stepping(when, who,
                        [&](call const& call) {
                            return sns::opt_out_phone_number(state_.sns, call, phone_number);
                        })
            .value;
    }

    /// Lets everything happen that is due until then, each at its own instant and in order.
    void advance_to(moment when);
    /// The next instant at which something is due: a service timer, a delivery, or the end of a parked poll.
    std::optional<instant> next_deadline() const;
    /// The same without parked polls.
    std::optional<instant> next_timer() const;

    /// Answers for parked polls since the last call, in order.
    std::vector<completion> take_completions() { return std::exchange(completions_, {}); }
    /// HTTP requests that have to be made since the last call, in order. Each ends with finish_errand().
    std::vector<errand> take_errands() { return std::exchange(errands_, {}); }
    void finish_errand(moment when, std::uint64_t number, posting_outcome const& outcome);
    /// How many are being made.
    std::size_t errands_pending() const noexcept { return open_errands_.size(); }
    /// Until the latency of an answer is over, or somebody cancels it or has it expire: then it is completed like a poll,
    /// with nothing in it.
    ticket hold_back(moment when, milliseconds latency);
    /// The client of a parked poll has gone: the poll never happened.
    void cancel(ticket poll);
    /// A parked poll ends with what there is: nothing.
    void expire(moment when, ticket poll);
    /// The client went away before this answer could reach it.
    void give_back(moment when, completion const& lost);

    /// All that a test may want back: services, timers, deliveries under way, the sequence of ids. Not the events, not
    /// the polls that are parked: their clients are still there.
    struct state {
        sqs::state sqs = {};
        sns::state sns = {};
        dynamodb::state dynamodb = {};
        sts::state sts = {};
        id_source ids;
        absl::btree_set<std::pair<instant, timer_id>> timers = {};
        boost::unordered_flat_map<timer_id, instant, timer_hash> due = {};
        std::multimap<instant, delivery> deliveries = {};
    };
    state const& snapshot() const noexcept { return state_; }
    void restore(moment when, state saved);
    void reset(moment when, reset_scope const& scope = {});

    /// Messages of a queue, without receiving them.
    result<sqs::ReceiveMessageResult> peek(sqs::queue_name_view queue, sqs::peek_options const& options) const
    {
        return sqs::peek(state_.sqs, queue, options);
    }
    /// Forgets what topics have sent to places outside, where the function says so. What is left is numbered anew.
    void forget_sent(std::function<bool(sns::outbox_entry const&)> const& is_unwanted);
    /// What has become of what topics sent, since the beginning.
    std::vector<delivery_count> deliveries() const { return deliveries_.list(); }
    /// The token that was sent last to the endpoint of a subscription; nothing when there is none.
    std::optional<std::string> confirmation_token(std::string_view subscription_arn) const;
    /// Ids are drawn from another seed from the next reset on; from now on, when there is nothing yet whose id could come again. Says
    /// which.
    bool reseed(std::uint64_t seed);

    event_log const& events() const noexcept { return events_; }
    std::size_t timers_pending() const noexcept { return state_.timers.size(); }
    /// The first so many, in the order in which they come due.
    std::vector<pending_timer> next_timers(std::size_t count) const;
    /// ARN of what the timer belongs to; empty when that is gone.
    std::string resource_of(timer_id id) const;
    std::vector<parked_poll const*> parked_polls() const;
    /// When parked polls, and answers that are held back, end at the latest.
    absl::btree_set<std::pair<instant, ticket>> const& poll_deadlines() const noexcept
    {
        return poll_deadlines_;
    }
    /// Of one that there is.
    instant deadline_of(ticket poll) const;
    /// What topics have sent that arrives, or of which it is heard, only when the clock has moved.
    std::size_t deliveries_pending() const noexcept
    {
        return state_.deliveries.size() + late_outcomes_.size();
    }
    std::size_t answers_held_back() const noexcept { return held_back_.size(); }
    bool anything_held() const noexcept { return sqs::anything_held(state_.sqs); }
    /// Whether somebody still holds a message that was received after that event.
    bool anything_held_since(std::uint64_t event) const noexcept
    {
        return sqs::anything_held_since(state_.sqs, event);
    }
    /// A consumer that polls a queue with a wait time and has its answer: it is expected back. Only since when the
    /// machine's clock says; whoever asks decides for how long that matters.
    struct away {
        std::chrono::sys_time<std::chrono::microseconds> since;
        bool ended_by_clock; // its poll brought nothing
    };
    /// Since when the most recent consumer is away that has a reason to come back: a message waits for it, or its poll
    /// was ended by the clock. Nothing when there is none.
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> consumer_away_since() const;
    /// Notes something that happened outside the services, such as the clock having been moved.
    void note(moment when, event event);
    /// What is to fail. Gone at reset; no part of a snapshot.
    faults& scripted_faults() noexcept { return faults_; }
    faults const& scripted_faults() const noexcept { return faults_; }

private:
    using polls = std::map<ticket, parked_poll>;

    static constexpr auto const& operations_for(auto const& request) { return table(request); }
    template <class Request>
    static constexpr auto const& table(Request const&)
    {
        if constexpr (in<Request>(sqs::operations)) {
            return sqs::operations;
        } else if constexpr (in<Request>(sns::operations)) {
            return sns::operations;
        } else if constexpr (in<Request>(dynamodb::operations)) {
            return dynamodb::operations;
        } else {
            return sts::operations;
        }
    }
    template <class Request, class... Operations>
    static consteval bool in(std::tuple<Operations...> const&)
    {
        return (std::is_same_v<typename Operations::request_type, Request> || ...);
    }
    template <class Request>
    fault const* strike(call const& call, Request const& request)
    {
        constexpr std::string_view service = in<Request>(sqs::operations)        ? "sqs"
                                             : in<Request>(sns::operations)      ? "sns"
                                             : in<Request>(dynamodb::operations) ? "dynamodb"
                                                                                 : "sts";
        return faults_.strike({service, Request::operation, resource_name_of(request), call.account});
    }
    fault const* strike(delivery const& delivery);
    template <class Operation>
    auto& part(Operation const&)
    {
        using wanted = typename Operation::state_type;
        if constexpr (std::is_same_v<wanted, sqs::state>) {
            return state_.sqs;
        } else if constexpr (std::is_same_v<wanted, sns::state>) {
            return state_.sns;
        } else if constexpr (std::is_same_v<wanted, dynamodb::state>) {
            return state_.dynamodb;
        } else {
            return state_.sts;
        }
    }

    template <class Function>
    auto stepping(moment when, caller const& who, Function&& function)
        -> reply<typename decltype(function(std::declval<call const&>()))::value_type>
    {
        advance_to(when);
        // The room that effects took is used again: two allocations less for a step that sets timers and changes a queue.
        effects out{.events = events_,
                    .timers = std::move(room_for_timers_),
                    .changed_queues = std::move(room_for_queues_)};
        call const call = make_call(when, who, out);
        auto value = function(call);
        settle_effects(call);
        out.changed_queues.clear(); // what a circle of dead-letter queues may have left
        room_for_timers_ = std::move(out.timers);
        room_for_queues_ = std::move(out.changed_queues);
        return {call.request_id, std::move(value)};
    }

    /// The one place where calls meet faults. `serve` takes the call, and the request or what a fault leaves of it.
    template <class Request, class Serve>
    auto serving(moment when, caller const& who, Request const& request, Serve const& serve)
    {
        mishap befalls;
        auto answer = stepping(when, who, [&](call const& call) {
            auto const* struck = faults_.any() ? strike(call, request) : nullptr;
            if (struck == nullptr) [[likely]] { return serve(call, request); }
            befalls = mishap_of(*struck);
            auto disturbed = call;
            disturbed.duplicates = struck->effect == fault_effect::duplicate;
            disturbed.reorders = struck->effect == fault_effect::reorder;
            return suffer(*struck, request, [&](Request const& rest) { return serve(disturbed, rest); });
        });
        answer.on_the_way = befalls;
        return answer;
    }
    template <class Request, class Serve>
    static auto suffer(fault const& rule, Request const& request, Serve const& serve)
        -> decltype(serve(request))
    {
        switch (rule.effect) {
        case fault_effect::drop_after:
        case fault_effect::delay:
        case fault_effect::duplicate:
        case fault_effect::reorder: return serve(request);
        case fault_effect::refuse:
        case fault_effect::drop_before: break;
        }
        if constexpr (has_entries<Request const>) {
            if (!rule.entries.empty()) { return serve_in_part(rule, request, serve); }
        }
        return error_of(rule);
    }

    call make_call(moment when, caller const& who, effects& out);
    void settle_effects(call const& call);
    void set_timers(call const& call);
    void send_out(std::vector<posting> postings);
    void end_posting(moment when, std::uint64_t posting, posting_outcome const& outcome);
    void end_late_posting(moment when);
    bool policy_lets_in(delivery const& delivery);
    instant last_due(std::string_view queue_arn) const;
    void send_delivery(call const& call, delivery delivery);
    void deliver(call const& call, delivery const& delivery);
    void apply_options();
    void fire(moment when, timer_id id);
    void deliver_next(moment when);
    void park(parked_poll poll);
    bool ask(moment when, parked_poll const& poll, effects& out);
    void serve_waiting(moment when, std::uint64_t queue, effects& out);
    void ask_everybody(moment when);
    void finish(moment when, parked_poll const& poll, result<sqs::ReceiveMessageResult> answer);
    void forget(polls::iterator poll);
    bool let_go(ticket held);
    void mark_away(moment when, std::uint64_t queue, std::uint64_t client, bool ended_by_clock);

    engine_options options_;
    caller nobody_;
    state state_;
    event_log events_;
    delivery_counts deliveries_;
    std::vector<effects::timer_change> room_for_timers_;
    std::vector<std::uint64_t> room_for_queues_;
    faults faults_;
    polls polls_;
    std::unordered_map<std::uint64_t, absl::btree_set<ticket>> waiting_; // per queue, first come first served
    std::unordered_map<ticket, instant> held_back_;                      // answers, until then
    absl::btree_set<std::pair<instant, ticket>> poll_deadlines_;
    ticket last_ticket_ = 0;
    std::vector<completion> completions_;
    struct judgement {
        std::string policy;
        bool lets_in = true;
    };
    struct by_texts {
        using is_transparent = void;
        using texts = std::pair<std::string_view, std::string_view>;
        bool operator()(texts const& a, texts const& b) const noexcept { return a < b; }
    };
    std::map<std::pair<std::string, std::string>, judgement, by_texts>
        judgements_; // of policies, by queue and topic
    std::vector<errand> errands_;
    std::uint64_t last_errand_ = 0;
    struct open_errand {
        std::uint64_t posting;
        milliseconds latency; // of its end: a fault has its endpoint answer late
    };
    std::unordered_map<std::uint64_t, open_errand> open_errands_;
    std::multimap<instant, std::pair<std::uint64_t, posting_outcome>> late_outcomes_; // by posting
    std::map<std::pair<std::uint64_t, std::uint64_t>, away> away_;                    // by queue and client
};

} // namespace understudy
