#include "sqs/service.hpp"

#include "sqs/lookup.hpp"
#include "sqs/queue_work.hpp"

#include <algorithm>

namespace understudy::sqs {

void on_timer(state& sqs, call const& call, timer_id const& timer)
{
    if (timer.kind == timer_kind::move_task) { return run_move_task(sqs, call, timer.whose); }
    auto const found = sqs.queues.find(timer.whose);
    if (found == sqs.queues.end()) { return; }
    auto& queue = found->second;
    queue_work work{sqs, call, queue};
    switch (timer.kind) {
    case timer_kind::message_visible: queue.visible_timer.reset(); break;
    case timer_kind::message_expired: queue.expiry_timer.reset(); break;
    case timer_kind::deduplication_end: queue.deduplication_timer.reset(); break;
    default: return;
    }
    // A message that expires at the very instant at which it would appear does not appear.
    work.expire();
    work.reveal_due();
    if (queue.fifo) queue.fifo->sends.forget_expired(call.now);
    work.settle();
}

bool anything_held(state const& sqs) noexcept { return sqs.held != 0; }

bool anything_held_since(state const& sqs, std::uint64_t event) noexcept
{
    if (sqs.held == 0 || sqs.last_hold <= event) { return false; }
    for (auto const& [id, queue] : sqs.queues) {
        for (auto const& [client, slots] : queue.holdings) {
            for (auto const which : slots) {
                if (queue.messages[which].handling.read().received_event > event) { return true; }
            }
        }
    }
    return false;
}

std::vector<held_message> held_messages(state const& sqs)
{
    std::vector<held_message> all;
    all.reserve(sqs.held);
    for (auto const& [id, queue] : sqs.queues) {
        for (auto const& [client, slots] : queue.holdings) {
            for (auto const which : slots) {
                auto const& message = queue.messages[which];
                all.push_back(
                    {queue.arn, to_string(message.id), client, message.handling.read().hidden_until});
            }
        }
    }
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
        return std::tuple{a.queue_arn.view(), a.until, std::string_view{a.message_id}}
               < std::tuple{b.queue_arn.view(), b.until, std::string_view{b.message_id}};
    });
    return all;
}

std::vector<queue_depth> queue_depths(state const& sqs)
{
    std::vector<queue_depth> all;
    all.reserve(sqs.queues.size());
    for (auto const& [id, queue] : sqs.queues) {
        all.push_back({id, queue.arn, queue.waiting(), queue.in_flight(), queue.delayed});
    }
    std::sort(all.begin(), all.end(),
              [](auto const& a, auto const& b) { return a.arn.view() < b.arn.view(); });
    return all;
}

shared_text queue_arn(state const& sqs, std::uint64_t id)
{
    auto const found = sqs.queues.find(id);
    return found == sqs.queues.end() ? shared_text{} : found->second.arn;
}

} // namespace understudy::sqs
