// The forms in which a message travels to subscribers that did not ask for it raw. What is the same for all subscribers
// is written, and signed, once. A value; for fan_out.cpp and confirmations.cpp.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
#pragma once

#include "core/call.hpp"
#include "sns/publication.hpp"

#include <string>
#include <string_view>

namespace understudy::sns {

class envelope {
public:
    envelope(call const& call, publication const& message, shared_text text, bool is_signed);

    std::string addressed_to(std::string_view subscription_arn) const;
    /// What a function gets: the same in the members of an event.
    std::string lambda_event(std::string_view subscription_arn) const;

private:
    publication const& message_;
    shared_text text_;
    std::string unsubscribe_url_; // up to the subscription's ARN
    std::string certificate_url_;
    std::string signature_; // none of a FIFO topic
    std::string head_;      // up to the UnsubscribeURL
    std::string tail_;
};

/// The message that asks for a confirmation; `type` is "SubscriptionConfirmation" or "UnsubscribeConfirmation".
std::string confirmation_envelope(call const& call, topic const& topic, std::string_view type,
                                  std::string_view message_id, std::string_view text, std::string_view token,
                                  bool is_signed);

/// Where a visit confirms the subscription.
std::string subscribe_url(call const& call, std::string_view topic_arn, std::string_view token);

/// "2026-11-22T10:15:30.123Z"
std::string iso_time(instant time);

} // namespace understudy::sns
