// The forms in which a message travels to subscribers that did not ask for it raw. An envelope is written, and its
// message signed, when somebody first reads it; how long it will be is known at once. For fan_out.cpp and confirmation.cpp.
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
#pragma once

#include <understudy/late.hpp>

#include "core/call.hpp"
#include "sns/publication.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace understudy::sns {

/// What is the same for all subscribers. It does not change; to be read from any thread.
class notification {
public:
    notification(call const& call, publication const& message, shared_text text, bool is_signed);

    enum class form { envelope, lambda_event }; // the latter has the same in the members of an event
    std::string write(form, std::string_view subscription_arn) const;
    std::size_t size(form, std::string_view subscription_arn) const;
    /// Whatever is written is made of characters that queues take.
    bool is_message_text() const noexcept { return is_message_text_; }

private:
    template <class Out>
    void write_envelope(Out& out, std::string_view subscription_arn, std::string_view signature) const;
    template <class Out>
    void write_lambda_event(Out& out, std::string_view subscription_arn, std::string_view signature) const;
    std::string_view signature() const;

    shared_text topic_arn_;
    shared_text text_;
    std::string endpoint_;
    std::string message_id_;
    std::string sequence_number_; // none of a standard topic
    std::optional<std::string> subject_;
    std::string time_;
    message_attributes attributes_;
    std::string signature_version_;
    bool fifo_; // then an envelope bears no signature
    bool replayed_;
    bool is_signed_;
    bool is_message_text_;
    std::size_t envelope_size_; // but for the subscription's ARN
    late<std::string> signature_;
};

/// As one subscriber gets it.
shared_text addressed(std::shared_ptr<notification const> message, notification::form form,
                      shared_text subscription_arn);

/// The message that asks for a confirmation; `type` is "SubscriptionConfirmation" or "UnsubscribeConfirmation".
std::string confirmation_envelope(call const& call, topic const& topic, std::string_view type,
                                  std::string_view message_id, std::string_view text, std::string_view token,
                                  bool is_signed);

/// Where a visit confirms the subscription.
std::string subscribe_url(call const& call, std::string_view topic_arn, std::string_view token);

/// "2026-11-22T10:15:30.123Z"
std::string iso_time(instant time);

} // namespace understudy::sns
