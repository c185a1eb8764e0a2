// The message groups of a FIFO queue: which messages may be received now, and whose turn it is. A value.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
//
// What a group offers is its messages up to the first that is in flight or delayed. A group that begins to
// offer something queues up behind those that already do; so does one that was served.
#pragma once

#include "core/hash_index.hpp"
#include "sqs/message.hpp"

#include <absl/container/btree_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::sqs {

/// The SequenceNumber of the message at this place: 20 digits, growing, with gaps.
std::string sequence_number(std::uint64_t place);

class message_groups {
public:
    using slot = message_store::slot;
    using group = std::uint32_t;
    static constexpr group none = ~group{0};

    // A message for the group of that name will be inserted soon: memory may begin to bring what tells where the group's line
    // is, and once that is there, the line.
    void expect(std::string_view name) const noexcept { names_.expect(hash_index::hash_of(name)); }
    void expect_line(std::string_view name) const noexcept;
    /// The message has been put into the store, whatever its state: the last of the group of that name.
    void insert(message_store& store, slot which, std::string_view name);
    /// The message is about to leave the store.
    void erase(message_store& store, slot which);
    /// The message's state in the store has changed. With `in_its_old_turn` the group goes where it stood
    /// before it was last served, as if that had not happened.
    void changed(message_store const& store, slot which, bool in_its_old_turn = false);
    /// The group was served: if it still offers something, it queues up again.
    void served(group which);

    bool anything_to_receive() const noexcept { return !ready_.empty(); }
    /// The next group to be served whose turn came before `end`, or none.
    group next(std::uint64_t end) const noexcept
    {
        return ready_.empty() || ready_.begin()->first >= end ? none : ready_.begin()->second;
    }
    /// Every turn given out from now on is at or after this.
    std::uint64_t turns() const noexcept { return turns_; }
    /// The first message of the group, or none. Each knows the one behind it.
    slot first(group which) const noexcept { return lines_[which].first; }
    shared_text const& name(group which) const noexcept { return lines_[which].name; }

private:
    struct group_line {
        shared_text name = {};
        slot first = message_store::none; // none: nobody uses the line
        slot last = message_store::none;
        std::uint64_t turn = 0; // 0: nothing to offer
        std::uint64_t last_turn = 0;
    };

    group find_or_make(std::string_view name);
    void update(message_store const& store, group which, bool in_its_old_turn);
    void leave_ready(group_line& line);
    void enter_ready(group which, std::uint64_t turn);

    hash_index names_; // of the lines in use
    std::vector<group_line> lines_;
    std::vector<group> unused_;
    absl::btree_map<std::uint64_t, group> ready_; // by turn
    std::uint64_t turns_ = 1;
};

} // namespace understudy::sqs
