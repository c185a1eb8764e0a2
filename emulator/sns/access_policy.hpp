// The access policy of a topic: checked when it comes in and kept; not enforced. Pure functions.
// https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
#pragma once

#include <understudy/error.hpp>

#include "sns/errors.hpp"

#include <string>
#include <string_view>

namespace understudy::sns {

result<void> check_access_policy(origin from, std::string_view text);

/// The policy of a topic that was given none.
std::string default_access_policy(std::string_view topic_arn, std::string_view account);

} // namespace understudy::sns
