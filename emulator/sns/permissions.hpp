// Data protection policies: kept and shown, and not applied. For permissions.cpp and topics.cpp.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-data-protection-policies.html
#pragma once

#include <understudy/error.hpp>

#include <string_view>

namespace understudy::sns {

result<void> check_data_protection_policy(std::string_view text);

} // namespace understudy::sns
