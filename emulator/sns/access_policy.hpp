// The access policy of a topic: checked when it comes in and kept; not enforced. Pure functions.
// https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
#pragma once

#include <understudy/error.hpp>

#include "sns/errors.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace understudy::sns {

result<void> check_access_policy(origin from, std::string_view text);

/// The policy of a topic that was given none.
std::string default_access_policy(std::string_view topic_arn, std::string_view account);

/// Whether a statement of the policy, which is well-formed, has this Sid.
bool has_statement(std::string_view policy, std::string_view label);
/// The policy with a statement that lets these accounts do that to the topic.
std::string with_statement(std::string_view policy, std::string_view topic_arn, std::string_view label,
                           std::vector<std::string> const& accounts, std::vector<std::string> const& actions);
std::string without_statement(std::string_view policy, std::string_view label);

} // namespace understudy::sns
