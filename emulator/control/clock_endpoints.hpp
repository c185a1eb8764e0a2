// What is asked of the clock. For control/ only.
#pragma once

#include "control/endpoints.hpp"

namespace understudy::control {

json::object clock_document(director const& emulator);

protocol::http_response show_clock(director& emulator, question const& asked);
protocol::http_response show_timers(director& emulator, question const& asked);
protocol::http_response advance(director& emulator, question const& asked);
template <clock_mode Mode>
protocol::http_response set_clock(director& emulator, question const& asked);
protocol::http_response hold(director& emulator, question const& asked);
protocol::http_response release(director& emulator, question const& asked);

} // namespace understudy::control
