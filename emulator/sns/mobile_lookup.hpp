// Finds applications and their endpoints, and refuses as AWS does. For applications.cpp, platform_endpoints.cpp and
// phone_numbers.cpp.
#pragma once

#include "core/call.hpp"
#include "sns/state.hpp"

namespace understudy::sns {

mobile_account& mobile_of(state& sns, call const& call);

/// The ARN of an application has 2 slashes in its last part, that of an endpoint 3.
result<void> check_mobile_arn(call const& call, std::string_view arn, std::string_view parameter,
                              std::size_t slashes);

result<platform_application*> find_application(state& sns, call const& call,
                                               std::optional<std::string> const& arn);

} // namespace understudy::sns
