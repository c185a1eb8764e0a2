// The endpoints of templates. For control/ only.
#pragma once

#include "control/endpoints.hpp"

namespace understudy::control {

protocol::http_response show_templates(director&, question const& asked);
protocol::http_response apply_template(director&, question const& asked);
protocol::http_response export_resources(director&, question const& asked);

} // namespace understudy::control
