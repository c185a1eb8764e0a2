// The emulator's own endpoints under /_understudy/: the clock, events and waits, faults, snapshots. Stands in front of the router
// and passes on what is not its own. What takes real time waits in a room of its own. Thread-safe.
#pragma once

#include <understudy/clock.hpp>

#include "control/template_keeper.hpp"
#include "control/waiting_room.hpp"
#include "control/world_keeper.hpp"
#include "engine/director.hpp"
#include "protocol/handler.hpp"
#include "protocol/origin.hpp"

#include <optional>
#include <string_view>

namespace understudy::control {

class panel final : public protocol::handler {
public:
    /// `worlds` are kept by somebody else, if anybody, and so are `templates`.
    panel(protocol::handler& next, director& emulator, protocol::origin_rules origins = {},
          world_keeper* worlds = nullptr, template_keeper* templates = nullptr)
        : next_{next}, emulator_{emulator}, origins_{std::move(origins)}, worlds_{worlds},
          templates_{templates}, waiting_{[&emulator] { emulator.wake_waiters(); }}
    {}

    protocol::answer handle(protocol::http_request const& request,
                            protocol::late_answer const& later) override;
    void cancel(ticket poll) override
    {
        if (!waiting_.cancel(poll)) { next_.cancel(poll); }
    }

private:
    protocol::answer serve(protocol::http_request const& request, protocol::late_answer const& later);

    protocol::handler& next_;
    director& emulator_;
    protocol::origin_rules origins_;
    world_keeper* worlds_;
    template_keeper* templates_;
    waiting_room waiting_;
};

/// "30s", "5m", "1500ms", "1h", "4d". Nothing when the text is none of these, negative or beyond a hundred years.
std::optional<milliseconds> parse_duration(std::string_view text);

} // namespace understudy::control
