// What topics send to HTTP endpoints: handed out as errands, and told to SNS when they have ended, or when a fault says.
#include "engine/engine.hpp"

#include "sns/limits.hpp"

namespace understudy {

void engine::send_out(std::vector<posting> postings)
{
    for (auto& request : postings) {
        auto& sent = errands_.emplace_back(errand{++last_errand_, std::move(request)});
        auto& open = open_errands_[sent.number] = {sent.request.id, milliseconds{0}};
        if (!faults_.any()) [[likely]] { continue; }
        auto const* struck = faults_.strike({"sns", "HttpDelivery", sent.request.url, {}});
        if (struck == nullptr) { continue; }
        open.latency = struck->latency;
        if (fails_delivery(*struck)) {
            sent.outcome = {.status = mishap_of(*struck).lost ? 0 : struck->status,
                            .failure = struck->message};
        }
    }
}

void engine::finish_errand(moment when, std::uint64_t number, posting_outcome const& outcome)
{
    auto const found = open_errands_.find(number);
    if (found == open_errands_.end()) { return; } // of a state that has been left behind
    auto const [posting, latency] = found->second;
    open_errands_.erase(found);
    advance_to(when);
    if (latency == milliseconds{0}) {
        end_posting(when, posting, outcome);
    } else if (latency < sns::limits::delivery_attempt_time) {
        late_outcomes_.emplace(when.now + latency, std::pair{posting, outcome});
    } else { // by then nobody listens any more
        late_outcomes_.emplace(when.now + sns::limits::delivery_attempt_time,
                               std::pair{posting, posting_outcome{.failure = "timed out"}});
    }
}

void engine::end_posting(moment when, std::uint64_t posting, posting_outcome const& outcome)
{
    effects out{.events = events_};
    call const call = make_call(when, nobody_, out);
    sns::posting_finished(state_.sns, call, posting, outcome);
    settle_effects(call);
}

void engine::end_late_posting(moment when)
{
    auto const next = late_outcomes_.begin();
    auto const [posting, outcome] = std::move(next->second);
    late_outcomes_.erase(next);
    end_posting(when, posting, outcome);
}

} // namespace understudy
