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
    std::uint64_t sequence = 0;
    std::string deduplication_id = {};
    instant time = {};
    std::uint64_t event = 0; // by which it was published
};

struct archive {
    milliseconds kept_for{0}; // zero: nothing is kept
    instant since = {};
    std::deque<std::shared_ptr<archived_message const>> messages = {}; // the oldest first
};

/// The value of ArchivePolicy, which is well-formed, has been set.
void keep_archive_policy(topic& topic, std::string_view policy, instant now);
/// Keeps the message, which has been sent, if the topic has an archive.
void keep_in_archive(topic& topic, publication const& message, std::uint64_t sequence);

/// From when to when a ReplayPolicy asks for messages.
struct replay_range {
    instant from = {};
    instant to = {};
};
result<replay_range> parse_replay_policy(origin from, std::string_view text);

/// What a subscription gets out of the archive, step by step. What is published meanwhile waits behind it, so that no group
/// is overtaken.
struct replay {
    shared_text subscription_arn = {};
    std::string endpoint = {}; // at which it was asked for: the links of its envelopes lead there
    replay_range range = {};
    std::uint64_t next = 0;     // sequence number from which to look on
    std::uint64_t new_from = 0; // what has this number or a greater one is sent for the first time
};

/// Does what the subscription's ReplayPolicy asks for from now on, in place of what it asked for before.
void start_replay(state& sns, call const& call, topic const& topic, subscription& subscription);
/// There is no ReplayPolicy any more: what is new waits no longer.
void stop_replay(state& sns, call const& call, topic& topic, subscription& subscription);
/// The same for all subscriptions of a topic whose archive is about to go.
void fail_replays(state& sns, call const& call, topic& topic);
/// Its timer has come due.
void continue_replay(state& sns, call const& call, std::uint64_t subscription);

} // namespace understudy::sns
