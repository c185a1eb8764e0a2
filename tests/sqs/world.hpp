// A world in which there is nothing but SQS: its state, a time that moves when told, and a tiny loop that
// runs timers and asks parked polls again, as the engine does.
#pragma once

#include "core/digest.hpp"
#include "sqs/service.hpp"

#include "support/catch.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace understudy::sqs {

class world {
public:
    struct waiting_poll {
        parked waits;
        instant arrived;
        std::uint64_t client;
        ReceiveMessageRequest request;
        std::optional<result<ReceiveMessageResult>> answer = {};
    };

    /// One step of the engine.
    template <class Function>
    auto step(Function&& function)
    {
        effects out{.events = events};
        call const call = make_call(out, now, client);
        auto answer = function(call);
        settle(out);
        return answer;
    }

    /// Any operation that answers at once.
    template <class Request>
    result<typename Request::answer> operator()(Request const& request)
    {
        return step([&](call const& call) {
            return find_operation<Request>(operations).function(sqs, call, request);
        });
    }
    /// The answer, or the number of the poll among `polls`.
    std::variant<result<ReceiveMessageResult>, std::size_t> receive(ReceiveMessageRequest const& request);
    /// The answer; a poll that would wait fails the test by exception.
    result<ReceiveMessageResult> operator()(ReceiveMessageRequest const& request);

    result<void> deliver(delivery const& delivery)
    {
        return step([&](call const& call) { return sqs::deliver(sqs, call, delivery); });
    }
    void give_back(std::string_view queue, std::vector<Message> const& messages);
    /// Visits every due instant in order and ends exactly there.
    void advance(milliseconds by);

    // Short ways.
    std::string url(std::string_view queue) const
    {
        return std::string{queue};
    } // a bare name is the caller's own
    std::string arn(std::string_view queue) const;
    std::uint64_t id(std::string_view queue) const;
    std::string create(std::string_view queue, string_map attributes = {}); // its URL
    std::string send(std::string_view queue, std::string_view body);        // its id
    std::vector<Message> take(std::string_view queue, int count = 1);
    std::string attribute(std::string_view queue, std::string_view name); // empty: not told
    std::vector<event> events_of(event_type type) const;
    event last_event(event_type type) const { return events_of(type).back(); }

    state sqs = {};
    event_log events = {};
    id_source ids{1};
    instant now{std::chrono::milliseconds{1'795'342'500'000}};
    std::uint64_t client = 0;
    std::string account = "000000000000";
    std::string region = "us-east-1";
    std::vector<waiting_poll> polls = {};
    std::map<timer_id, instant> timers = {};

private:
    call make_call(effects& out, instant arrived, std::uint64_t who);
    void settle(effects& out);
    void ask(waiting_poll& poll);
};

} // namespace understudy::sqs

/// What a failing check tells of an answer.
template <class T>
struct Catch::StringMaker<boost::system::result<T, understudy::service_error>> {
    static std::string convert(boost::system::result<T, understudy::service_error> const& answer)
    {
        return answer ? "an answer" : std::string{answer.error().kind.shape} + ": " + answer.error().message;
    }
};
