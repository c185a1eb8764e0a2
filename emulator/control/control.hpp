// The emulator's own endpoints under /_understudy/: health, clock, outbox, reset. Stands in front of the router and passes on what
// is not its own. Thread-safe.
#pragma once

#include <understudy/clock.hpp>

#include "protocol/handler.hpp"
#include "protocol/origin.hpp"
#include "sns/outbox.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

/// What the endpoints can ask of an emulator. Thread-safe.
class clock_control {
public:
    virtual ~clock_control() = default;
    virtual instant now() const = 0;
    virtual void advance(milliseconds by) = 0; // by >= 0
    virtual void reset() = 0;                  // forgets all that the services know
    virtual std::string_view mode() const = 0; // "real", "manual"
    /// What topics have sent to places outside, the oldest first.
    virtual std::vector<sns::outbox_entry> outbox() const = 0;
};

namespace control {

class panel final : public protocol::handler {
public:
    panel(protocol::handler& next, clock_control& clock, protocol::origin_rules origins = {})
        : next_{next}, clock_{clock}, origins_{std::move(origins)}
    {}

    protocol::answer handle(protocol::http_request const& request,
                            protocol::late_answer const& later) override;
    void cancel(ticket poll) override { next_.cancel(poll); }

private:
    protocol::http_response serve(protocol::http_request const& request);
    protocol::http_response advance(std::string_view body);
    protocol::http_response describe_clock() const;
    protocol::http_response show_outbox(std::string_view query) const;

    protocol::handler& next_;
    clock_control& clock_;
    protocol::origin_rules origins_;
};

/// "30s", "5m", "1500ms", "1h", "4d". Nothing when the text is none of these, negative or beyond a hundred years.
std::optional<milliseconds> parse_duration(std::string_view text);

} // namespace control
} // namespace understudy
