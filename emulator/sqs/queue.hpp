// A queue: its attributes, its messages, and the orders in which they are looked for. A value: nothing in it
// points into itself. What moves messages about is queue_work.hpp.
#pragma once

#include <understudy/unkindness.hpp>

#include "sqs/attributes.hpp"
#include "sqs/message.hpp"
#include "sqs/message_groups.hpp"
#include "sqs/names.hpp"
#include "sqs/receipts.hpp"
#include "sqs/recent.hpp"

#include <absl/container/btree_map.h>
#include <absl/container/btree_set.h>
#include <absl/container/inlined_vector.h>
#include <boost/unordered/unordered_flat_map.hpp>

#include <compare>
#include <optional>
#include <vector>

namespace understudy::sqs {

/// What only a FIFO queue has.
struct fifo_part {
    /// The answer to the first send with a deduplication id.
    struct first_send {
        uuid message_id;
        std::uint64_t place;
    };
    /// The answer to a receive with a ReceiveRequestAttemptId.
    struct receive_attempt {
        std::vector<receipt> receipts;
        instant hidden_until;
    };

    message_groups groups = {};
    recent<first_send> sends{limits::deduplication_window};
    recent<receive_attempt> attempts{limits::receive_attempt_window};
    bool deduplicates_per_group =
        false; // fixed when the queue was made; AWS does not follow later changes either
};

struct queue {
    using slot = message_store::slot;

    // In both orders a number modulo 2^32 tells apart what is of the same instant, and spares 8 bytes of each message.

    /// A message that is delayed or in flight, by the end of that; those of the same instant in the order in
    /// which it began.
    struct hidden_message {
        instant until;
        std::uint32_t event;
        slot which;
        friend auto operator<=>(hidden_message const&, hidden_message const&) = default;
    };
    /// Any message, by the beginning of its retention period; those of the same instant in the order of their places.
    struct aged_message {
        instant retained_since;
        std::uint32_t place;
        slot which;
        friend auto operator<=>(aged_message const&, aged_message const&) = default;
    };

    std::uint64_t id = 0; // never given twice
    queue_name name = {};
    shared_text arn = {};
    queue_attributes attributes = {};
    string_map tags = {};
    unkindness unkind = {}; // by its tags, else that of all queues
    instant created = {};
    instant modified = {};
    std::optional<instant> purged = {};

    message_store messages = {};
    absl::btree_map<std::uint64_t, slot> visible = {}; // by place; only in a standard queue
    absl::btree_set<hidden_message> hidden = {};
    absl::btree_set<aged_message> by_age = {};
    std::optional<fifo_part> fifo = {};
    std::uint64_t last_place = 0;
    std::size_t delayed = 0; // the other hidden messages are in flight

    /// What each client holds.
    boost::unordered_flat_map<std::uint64_t, absl::InlinedVector<slot, 1>> holdings = {};

    // As the engine was told last.
    std::optional<instant> visible_timer = {};
    std::optional<instant> expiry_timer = {};
    std::optional<instant> deduplication_timer = {};

    std::size_t in_flight() const noexcept { return hidden.size() - delayed; }
    std::size_t waiting() const noexcept
    {
        return messages.size() - hidden.size();
    } // also behind a locked group
    bool anything_to_receive() const noexcept
    {
        return fifo ? fifo->groups.anything_to_receive() : !visible.empty();
    }
    /// Empty: none.
    shared_text group_id_of(message const& message) const
    {
        if (fifo) { return fifo->groups.name(message.group); }
        return message.extras ? message.extras->group_id : shared_text{};
    }
    /// Of the message that is next to expire; there is one.
    instant next_expiry() const noexcept
    {
        return by_age.begin()->retained_since + seconds{attributes.retention};
    }
};

} // namespace understudy::sqs
