#include "world.hpp"

#include "sqs/lookup.hpp"

#include <algorithm>
#include <stdexcept>

namespace understudy::sqs {

call world::make_call(effects& out, instant arrived, std::uint64_t who)
{
    return {.now = now,
            .arrived = arrived,
            .real = {},
            .account = account,
            .region = region,
            .default_region = "us-east-1",
            .endpoint = "http://127.0.0.1:4566",
            .client = who,
            .request_id = ids.next_uuid(),
            .ids = ids,
            .out = out};
}

void world::settle(effects& out)
{
    for (auto const& [id, due] : out.timers) {
        if (due && *due < now) throw std::logic_error{"a timer in the past"};
        if (due) {
            timers.insert_or_assign(id, *due);
        } else {
            timers.erase(id);
        }
    }
    std::set<std::uint64_t> const changed{out.changed_queues.begin(), out.changed_queues.end()};
    for (auto& poll : polls) {
        if (!poll.answer && changed.contains(poll.waits.queue)) ask(poll);
    }
}

void world::ask(waiting_poll& poll)
{
    effects out{.events = events};
    call const call = make_call(out, poll.arrived, poll.client);
    auto answer = receive_message(sqs, call, poll.request);
    if (!answer) {
        poll.answer = answer.error();
    } else if (auto* const got = std::get_if<ReceiveMessageResult>(&answer.value())) {
        poll.answer = std::move(*got);
    }
    settle(out);
}

std::variant<result<ReceiveMessageResult>, std::size_t> world::receive(ReceiveMessageRequest const& request)
{
    auto answer = step([&](call const& call) { return receive_message(sqs, call, request); });
    if (!answer) { return result<ReceiveMessageResult>{answer.error()}; }
    if (auto const* waits = std::get_if<parked>(&answer.value())) {
        polls.push_back({*waits, now, client, request});
        return polls.size() - 1;
    }
    return result<ReceiveMessageResult>{std::get<ReceiveMessageResult>(std::move(answer.value()))};
}

result<ReceiveMessageResult> world::operator()(ReceiveMessageRequest const& request)
{
    return std::get<result<ReceiveMessageResult>>(receive(request));
}

void world::give_back(std::string_view queue, std::vector<Message> const& messages)
{
    step([&](call const& call) {
        sqs::give_back(sqs, call, id(queue), messages);
        return 0;
    });
}

void world::advance(milliseconds by)
{
    instant const end = now + by;
    for (;;) {
        auto const timer = std::min_element(timers.begin(), timers.end(), [](auto const& a, auto const& b) {
            return std::pair{a.second, a.first} < std::pair{b.second, b.first};
        });
        auto const poll = std::find_if(polls.begin(), polls.end(), [&](auto const& p) {
            return !p.answer && p.waits.deadline <= end
                   && (timer == timers.end() || p.waits.deadline < timer->second);
        });
        if (poll != polls.end()) {
            now = poll->waits.deadline;
            ask(*poll);
        } else if (timer != timers.end() && timer->second <= end) {
            auto const id = timer->first;
            now = timer->second;
            timers.erase(timer);
            step([&](call const& call) {
                on_timer(sqs, call, id);
                return 0;
            });
        } else {
            break;
        }
    }
    now = end;
}

std::string world::arn(std::string_view queue) const { return make_queue_arn({account, region, queue}); }

std::uint64_t world::id(std::string_view queue) const
{
    return sqs.names.find({account, region, queue}).value_or(0);
}

std::string world::create(std::string_view queue, string_map attributes)
{
    return (*this)(CreateQueueRequest{.QueueName = std::string{queue}, .Attributes = std::move(attributes)})
        .value()
        .QueueUrl;
}

std::string world::send(std::string_view queue, std::string_view body)
{
    return (*this)(SendMessageRequest{.QueueUrl = url(queue), .MessageBody = body}).value().MessageId;
}

std::vector<Message> world::take(std::string_view queue, int count)
{
    return (*this)(ReceiveMessageRequest{.QueueUrl = url(queue),
                                         .MessageSystemAttributeNames = {"All"},
                                         .MessageAttributeNames = {"All"},
                                         .MaxNumberOfMessages = count})
        .value()
        .Messages;
}

std::string world::attribute(std::string_view queue, std::string_view name)
{
    auto const told =
        (*this)(GetQueueAttributesRequest{.QueueUrl = url(queue), .AttributeNames = {std::string{name}}})
            .value();
    return told.Attributes.empty() ? std::string{} : told.Attributes.begin()->second;
}

std::vector<event> world::events_of(event_type type) const
{
    std::vector<event> found;
    std::copy_if(events.events().begin(), events.events().end(), std::back_inserter(found),
                 [&](event const& event) { return event.type == type; });
    return found;
}

} // namespace understudy::sqs
