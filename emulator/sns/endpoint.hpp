// What can be subscribed: the protocols and what their endpoints look like. Pure functions.
// https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
#pragma once

#include <understudy/error.hpp>

#include "sns/subscription.hpp"

#include <string>
#include <string_view>

namespace understudy::sns {

/// The endpoint in the form in which it is kept.
result<std::string> parse_endpoint(protocol protocol, std::string_view endpoint);

/// '+' and digits, as a phone number is kept; nothing when the text is no phone number.
std::optional<std::string> parse_phone_number(std::string_view text);

/// Whether an endpoint has to confirm before it gets messages.
constexpr bool needs_confirmation(protocol protocol) noexcept
{
    using enum sns::protocol;
    return protocol == http || protocol == https || protocol == email || protocol == email_json;
}

/// Whether messages beyond 256 KiB can be sent there.
constexpr bool takes_large_messages(protocol protocol) noexcept
{
    using enum sns::protocol;
    return protocol == sqs || protocol == firehose || protocol == lambda;
}

constexpr bool takes_raw_messages(protocol protocol) noexcept
{
    using enum sns::protocol;
    return protocol == sqs || protocol == http || protocol == https || protocol == firehose;
}

bool is_queue_arn(std::string_view arn) noexcept;
bool is_fifo_queue(std::string_view arn) noexcept;

} // namespace understudy::sns
