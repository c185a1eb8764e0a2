// What is asked of the clock. For control/ only.
#pragma once

#include "control/endpoints.hpp"

namespace understudy::control {

/// "real", "manual", "auto"
std::string_view name_of(clock_mode mode);
/// Throws bad_request when no mode has that name.
clock_mode clock_named(std::string_view name);
json::object clock_document(director const& emulator);

protocol::http_response show_clock(director& emulator, question const& asked);
protocol::http_response show_timers(director& emulator, question const& asked);
protocol::http_response advance(director& emulator, question const& asked);
template <clock_mode Mode>
protocol::http_response set_clock(director& emulator, question const& asked);
protocol::http_response hold(director& emulator, question const& asked);
protocol::http_response release(director& emulator, question const& asked);

} // namespace understudy::control
