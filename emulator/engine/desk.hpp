// Where requests are handed in: the engine behind its lock, and the clock. server/driver is the one that real time and
// real threads use; a test may bring another. Thread-safe.
#pragma once

#include "engine/engine.hpp"

#include <concepts>
#include <functional>
#include <optional>
#include <variant>

namespace understudy {

/// What a parked poll has got, and the way back: whoever cannot hand the answer to its client says undeliverable().
struct late_reply {
    receive_reply answer;
    std::function<void()> undeliverable;
};

/// What takes the lock several times, and briefly each time.
template <class Request>
concept in_turns = std::same_as<Request, dynamodb::QueryInput> || std::same_as<Request, dynamodb::ScanInput>;

/// What its service works something out of before it is served, under no lock.
template <class Request>
concept is_worked_out_ahead = requires(Request const& request)
{
    requires !std::is_void_v<decltype(prepare(request))>;
};

class desk {
public:
    desk() = default;
    desk(desk const&) = delete;
    desk& operator=(desk const&) = delete;
    virtual ~desk() = default;

    /// Serves the request now. Out of line: it costs nothing that can be measured, and the binary has it once for all who hand in.
    template <class Request>
    [[gnu::noinline]] reply<typename Request::answer> serve(caller const& who, Request const& request)
    {
        std::optional<reply<typename Request::answer>> answer;
        if constexpr (is_worked_out_ahead<Request>) {
            auto const prepared = prepare(request);
            auto visit = [&](engine& engine, moment when) {
                answer.emplace(engine.step(when, who, request, prepared));
            };
            enter(visit);
        } else if constexpr (in_turns<Request>) {
            reading so_far;
            auto visit = [&](engine& engine, moment when) {
                answer = engine.step(when, who, request, so_far);
            };
            while (!answer) enter(visit);
        } else {
            if constexpr (requires { prepare(request); }) { prepare(request); }
            auto visit = [&](engine& engine, moment when) {
                answer.emplace(engine.step(when, who, request));
            };
            enter(visit);
        }
        return std::move(*answer);
    }

    /// Answers now, or keeps `later` and returns the ticket of the parked poll. `later` is then called exactly once, on
    /// any thread and under no lock, unless the poll is cancelled first.
    std::variant<receive_reply, ticket> receive(caller const& who, sqs::ReceiveMessageRequest const& request,
                                                std::function<void(late_reply)> later)
    {
        std::optional<std::variant<receive_reply, ticket>> answer;
        auto visit = [&](engine& engine, moment when) {
            answer.emplace(engine.step(when, who, request));
            if (auto const* waiting = std::get_if<ticket>(&*answer)) {
                keep(*waiting, [later = std::move(later)](late_reply late) {
                    complete(late.answer);
                    later(std::move(late));
                });
            }
        };
        enter(visit);
        if (auto* const at_once = std::get_if<receive_reply>(&*answer)) { complete(*at_once); }
        return std::move(*answer);
    }

    /// `release` is called, as `later` above, when the emulator's clock has moved by the latency, or the machine's has.
    ticket hold_back(milliseconds latency, std::function<void()> release)
    {
        ticket held = 0;
        auto visit = [&](engine& engine, moment when) {
            held = engine.hold_back(when, latency);
            keep(held, [release = std::move(release)](late_reply const&) { release(); });
        };
        enter(visit);
        return held;
    }

    /// The client of a parked poll has gone: nothing is received in its name, `later` is never called. Harmless when the
    /// poll has been answered meanwhile.
    virtual void cancel(ticket poll) = 0;

    /// The clock as health checks and control endpoints see it.
    virtual instant now() const = 0;

protected:
    /// What shall be done under the lock; a reference to a callable, so that a request costs no allocation.
    class visitor {
    public:
        template <class Visit>
        requires std::invocable<Visit&, engine&, moment> visitor(Visit& visit)
            : visit_{&visit}, run_{[](void* self, engine& e, moment when) {
                  (*static_cast<Visit*>(self))(e, when);
              }}
        {}
        void operator()(engine& engine, moment when) const { run_(visit_, engine, when); }

    private:
        void* visit_;
        void (*run_)(void*, engine&, moment);
    };

    /// Runs the visit under the lock at the present moment, then hands out what parked polls got.
    virtual void enter(visitor visit) = 0;
    /// Called during a visit.
    virtual void keep(ticket poll, std::function<void(late_reply)> later) = 0;

private:
    static void complete(receive_reply& reply)
    {
        if (reply.value) { sqs::complete(*reply.value); }
    }
};

} // namespace understudy
