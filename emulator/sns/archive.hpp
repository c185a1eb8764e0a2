// What a FIFO topic keeps of its messages to send them again: a value. The messages are shared, so a copy is cheap.
// https://docs.aws.amazon.com/sns/latest/dg/fifo-message-archiving-replay.html
#pragma once

#include <understudy/clock.hpp>
#include <understudy/events.hpp>
#include <understudy/model/sns.hpp>

#include "core/call.hpp"
#include "sns/errors.hpp"

#include <deque>
#include <memory>
#include <string>

namespace understudy::sns {

struct state;
struct topic;
struct subscription;
struct publication;

struct archived_message {
    PublishInput request = {};
    uuid id = {};
    std::string sequence_number = {};
    std::string deduplication_id = {};
    instant time = {};
};

struct archive {
    milliseconds kept_for{0}; // zero: nothing is kept
    instant since = {};
    std::deque<std::shared_ptr<archived_message const>> messages = {}; // the oldest first
};

/// The value of ArchivePolicy, which is well-formed, has been set.
void keep_archive_policy(topic& topic, std::string_view policy, instant now);
/// Keeps the message if the topic has an archive.
void keep_in_archive(topic& topic, publication const& message, instant now);

/// From when to when a ReplayPolicy asks for messages.
struct replay_range {
    instant from = {};
    instant to = {};
};
result<replay_range> parse_replay_policy(origin from, std::string_view text);

/// Sends the subscription what its ReplayPolicy asks for.
void replay(state& sns, call const& call, topic& topic, subscription& subscription);

} // namespace understudy::sns
