// The emulator's own endpoints under /_understudy/: the clock, events and waits, faults, snapshots; and those that people know
// from other emulators. Stands in front of the router and passes on what is none of them. What takes real time waits in a room
// of its own. Thread-safe.
#pragma once

#include <understudy/clock.hpp>

#include "control/template_keeper.hpp"
#include "control/waiting_room.hpp"
#include "control/world_keeper.hpp"
#include "engine/director.hpp"
#include "protocol/handler.hpp"
#include "protocol/origin.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace understudy::control {

struct endpoint;
struct question;
class process;

/// The endpoint at a path, or the methods by which another is to be had there.
struct found_endpoint {
    endpoint const* match = nullptr;
    std::string argument = {}; // what stands in the place of '*'
    std::string methods = {};
};

class panel final : public protocol::handler {
public:
    /// `worlds` and `templates` are kept by somebody else, if anybody; `house` is the process, for those who ask about it.
    panel(protocol::handler& next, director& emulator, protocol::origin_rules origins = {},
          world_keeper* worlds = nullptr, template_keeper* templates = nullptr, process* house = nullptr)
        : next_{next}, emulator_{emulator}, origins_{std::move(origins)}, worlds_{worlds},
          templates_{templates}, house_{house}, waiting_{[&emulator] { emulator.wake_waiters(); }}
    {}

    protocol::answer handle(protocol::http_request const& request,
                            protocol::late_answer const& later) override;
    void cancel(ticket poll) override
    {
        if (!waiting_.cancel(poll)) { next_.cancel(poll); }
    }

private:
    protocol::answer serve(protocol::http_request const& request, found_endpoint const& found,
                           protocol::late_answer const& later);
    protocol::answer serve_foreign(protocol::http_request const& request, found_endpoint const& found,
                                   protocol::late_answer const& later);
    protocol::answer perform(protocol::http_request const& request, endpoint const& endpoint, question asked,
                             protocol::late_answer const& later);
    question question_in(protocol::http_request const& request, found_endpoint const& found) const;

    protocol::handler& next_;
    director& emulator_;
    protocol::origin_rules origins_;
    world_keeper* worlds_;
    template_keeper* templates_;
    process* house_;
    waiting_room waiting_;
};

/// "30s", "5m", "1500ms", "1h", "4d". Nothing when the text is none of these, negative or beyond a hundred years.
std::optional<milliseconds> parse_duration(std::string_view text);

} // namespace understudy::control
