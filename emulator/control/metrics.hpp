// What is counted, for Prometheus and for people. For control/ only.
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
#pragma once

#include "control/endpoints.hpp"

namespace understudy::control {

/// GET /metrics
protocol::http_response show_metrics(director& emulator, question const& asked);
/// GET /_understudy/usage
protocol::http_response show_usage(director& emulator, question const& asked);

} // namespace understudy::control
