// Headers of an answer, found whatever the case of their letters. Private to the client.
#pragma once

#include <understudy/transport.hpp>

#include <optional>

namespace understudy {

std::optional<std::string_view> find_header(wire_headers const& headers,
                                            std::string_view lower_case_name) noexcept;

} // namespace understudy
