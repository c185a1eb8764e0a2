// Sending: what is asked of a message, whoever sends it, and how it gets into its queue. Used inside sqs/ only.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
#pragma once

#include <understudy/model/sqs.hpp>

#include "core/call.hpp"
#include "sqs/prepared.hpp"
#include "sqs/state.hpp"

namespace understudy::sqs {

/// A message on its way into a queue, whoever sends it.
struct outgoing {
    shared_text const& body;
    message_attributes const& attributes;
    message_attributes const& system_attributes;
    std::optional<std::string> const& group_id;
    std::optional<std::string> const& deduplication_id;
    prepared_message const& prepared;
    std::optional<std::int64_t> delay = {};
    bool in_batch = false; // a size above the queue's limit is then told in other words
    std::uint64_t cause = 0;
    bool from_topic = false;
    bool twice = false; // two are to be received of it, unless the queue is FIFO
};

/// Refuses what AWS refuses, in the order in which AWS looks at things.
result<void> check(queue const& queue, outgoing const& sent);

/// Puts a message that was checked into the queue, unless it is a duplicate.
SendMessageResult enqueue(state& sqs, call const& call, queue& queue, outgoing const& sent);

} // namespace understudy::sqs
