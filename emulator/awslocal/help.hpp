// What the AWS CLI tells those who ask, or who have mistyped. Private to awslocal/.
#pragma once

#include "awslocal/services.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace understudy::awslocal {

std::string usage_text();
std::string version_text();
/// Of what is known so far: both, the service, or neither may be null.
std::string help_text(service const* service, command const* command);

std::vector<std::string> service_names();
std::vector<std::string> command_names(service const& service);
std::vector<std::string> waiter_names();
bool has_waiters(service const& service) noexcept;

/// "argument command: Invalid choice, valid choices are: ...", and those that are like it.
std::string invalid_choice(std::string_view argument, std::string_view given,
                           std::vector<std::string> const& choices);

} // namespace understudy::awslocal
