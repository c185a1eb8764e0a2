// Finds the topics and subscriptions that requests name, and refuses as AWS does. For the files of this
// folder.
#pragma once

#include "core/call.hpp"
#include "sns/state.hpp"

namespace understudy::sns {

/// An ARN is checked for its number of elements, then for its region; whether the thing exists comes after.
result<void> check_arn(call const& call, std::string_view arn, std::string_view parameter);

/// A required parameter that names a topic.
result<topic*> find_topic(state& sns, call const& call, std::optional<std::string> const& arn);
/// The same by a parameter of another name, already known to be there.
result<topic*> find_topic(state& sns, call const& call, std::string const& arn, std::string_view parameter);

struct found_subscription {
    sns::topic* topic = nullptr;
    sns::subscription* subscription = nullptr;
};

/// Both null when there is no such subscription.
found_subscription find_subscription(state& sns, std::string_view arn);
/// The same, refused unless it is there.
result<found_subscription> require_subscription(state& sns, call const& call,
                                                std::optional<std::string> const& arn);

/// An endpoint of an app; nothing unless it is there and takes messages.
platform_endpoint const* find_enabled_endpoint(state const& sns, std::string_view arn);
/// Whether the owner of a phone wants no text messages of the account.
bool is_opted_out(state const& sns, std::string_view region, std::string_view account,
                  std::string_view phone_number);
/// "GCM", out of the ARN of an application or an endpoint.
std::string_view platform_of(std::string_view arn) noexcept;

/// The parts of an ARN that are counted: those between colons.
std::size_t arn_elements(std::string_view arn) noexcept;

/// "us-east-1:000000000000"; see state::subscriptions.
std::string place_of(std::string_view region, std::string_view account);

} // namespace understudy::sns
