// A message that a topic has accepted, and what becomes of it. For publish.cpp and service.cpp.
#pragma once

#include <understudy/model/sns.hpp>

#include "core/call.hpp"
#include "sns/prepared.hpp"
#include "sns/state.hpp"

#include <string>

namespace understudy::sns {

/// It looks into the request, what was worked out of it, and the topic; none changes while it lives.
struct publication {
    sns::topic const& topic;
    prepared_message const& prepared;
    PublishInput const& request;
    shared_text body = {}; // the request's Message
    uuid id = {};
    std::string id_text = {};
    std::string sequence_number = {};  // FIFO topics
    std::string deduplication_id = {}; // FIFO topics
    instant time = {};                 // when it was published
    bool replayed = false;             // sent again out of the archive
    std::uint64_t event = 0;           // sequence of its message_published

    protocol_texts const& texts() const { return prepared.texts.value(); }
    /// What subscribers of this protocol, or phones of this platform, get to read.
    shared_text text_for(std::string_view protocol) const;
};

/// Why a text message to the phone did not leave.
std::string opted_out(std::string_view phone_number);

/// Leaves a delivery among the call's effects for each subscription that wants the message.
void fan_out(state& sns, call const& call, publication const& message);
/// The same for one subscription.
void send_to(state& sns, call const& call, publication const& message, subscription const& subscription);

/// A delivery that cannot be made: it goes to the subscription's dead-letter queue if it has one, or is lost
/// and an event says so.
void divert(call const& call, subscription const* subscription, delivery failed, std::string_view why);

} // namespace understudy::sns
