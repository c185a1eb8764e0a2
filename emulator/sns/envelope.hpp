// The JSON in which a message travels to subscribers that did not ask for it raw. What is the same for all
// subscribers is written once. A value; for fan_out.cpp.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
#pragma once

#include "core/call.hpp"
#include "sns/publication.hpp"

#include <string>
#include <string_view>

namespace understudy::sns {

class envelope {
public:
    envelope(call const& call, publication const& message, std::string_view text);

    std::string addressed_to(std::string_view subscription_arn) const;

private:
    std::string head_; // up to the subscription's ARN, which ends the UnsubscribeURL
    std::string tail_;
};

/// "2026-11-22T10:15:30.123Z"
std::string iso_time(instant time);

} // namespace understudy::sns
