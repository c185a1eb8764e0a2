#include "sns/service.hpp"

#include "sns/lookup.hpp"
#include "sns/publication.hpp"

namespace understudy::sns {

void on_timer(state& sns, call const& call, timer_id const& timer)
{
    if (timer.kind == timer_kind::delivery_attempt) { return try_again(sns, call, timer.whose); }
    if (timer.kind == timer_kind::replay) { return continue_replay(sns, call, timer.whose); }
    if (timer.kind == timer_kind::subscription_lapse) { return lapse(sns, timer.whose); }
    auto const arn = sns.fifo_topics.find(timer.whose);
    if (arn == sns.fifo_topics.end()) { return; }
    auto& topic = sns.topics.find(arn->second.view())->second;
    topic.published.forget_until(call.now);
    if (auto const next = topic.published.next()) {
        call.set_timer(timer_kind::topic_deduplication_end, topic.number, *next);
    }
}

void delivery_failed(state& sns, call const& call, delivery const& failed, std::string_view why)
{
    auto copy = failed; // the original may stand among the effects, which are about to grow
    auto const found = find_subscription(sns, copy.subscription_arn);
    auto const place = copy.queue_arn;
    divert(call, found.subscription, std::move(copy), place + ": " + std::string{why});
}

} // namespace understudy::sns
