// What answers requests. server/ calls it from its threads; the router is one, and control/ puts itself in front of it.
#pragma once

#include "engine/engine.hpp"
#include "protocol/http.hpp"

#include <functional>
#include <variant>

namespace understudy::protocol {

/// The answer of a poll that was parked. Whoever cannot hand it to its client says undeliverable().
struct late_response {
    http_response response;
    std::function<void()> undeliverable;
    bool more =
        false; // a piece of an answer that goes on until its connection ends: bodies in order, the first with its headers
};

/// A poll is parked: its answer comes later. `nothing` is what to send instead when the server has to stop.
struct waiting {
    ticket poll = 0;
    http_response nothing = {};
};

using answer = std::variant<http_response, waiting>;
using late_answer = std::function<void(late_response)>;

class handler {
public:
    virtual ~handler() = default;

    /// Answers now, or says that the poll waits: then a copy of `later` is called exactly once, on any thread and after as many
    /// pieces as it likes, unless the poll is cancelled first. Thread-safe; throws nothing.
    virtual answer handle(http_request const& request, late_answer const& later) = 0;

    /// The client of a poll has gone. Harmless when the poll has been answered meanwhile.
    virtual void cancel(ticket poll) = 0;
};

} // namespace understudy::protocol
