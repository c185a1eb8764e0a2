// A message as a queue keeps it, and the store that keeps them. Values; used inside sqs/ only.
#pragma once

#include <understudy/clock.hpp>
#include <understudy/events.hpp>
#include <understudy/model/describe.hpp>
#include <understudy/shared_text.hpp>

#include "model/expect.hpp"
#include "sqs/id_text.hpp"
#include "sqs/rarely_changed.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace understudy::sqs {

/// What only some messages have; kept apart so that the others stay small. Shared between copies, never
/// changed.
struct message_extras : boost::intrusive_ref_counter<message_extras> {
    message_attributes attributes = {};
    shared_text::md5_type attributes_md5 = {}; // when there are attributes
    shared_text trace_header = {};             // empty: none, as with the texts below
    shared_text group_id = {};   // in a standard queue; a FIFO queue has it in its message_groups
    shared_text source_arn = {}; // of the queue from which it was moved to this dead-letter queue
    instant retained_since = {}; // in a FIFO dead-letter queue: when it was moved there
};
using shared_extras = boost::intrusive_ptr<message_extras const>;

enum class message_state : std::uint8_t { visible, delayed, in_flight };

/// What only a message has that was received, or that is delayed.
struct message_handling {
    instant hidden_until = {}; // unless visible
    instant first_received = {};
    instant received = {};
    std::uint64_t received_event = 0; // 0: not received from this queue yet
    std::uint64_t received_event_before = 0;
    std::uint64_t holder = 0; // client that received it and has not finished; 0: nobody
    std::uint32_t receive_count = 0;
    std::uint32_t receipt = 0; // number of the newest receipt handle
};

/// Queues may hold millions of messages that wait: each takes 88 bytes here, and 64 more when it was received.
struct message {
    std::uint64_t place = 0; // in the order of the queue, from 1; 0: no message
    uuid id = {};
    shared_text body = {};
    shared_extras extras = {};
    id_text deduplication_id = {}; // in a FIFO queue
    instant sent = {};
    std::uint64_t sent_event = 0; // by which it came into this queue
    rarely_changed<message_handling> handling = {};
    // The group it stands in, and its neighbours there: slots, kept by message_groups.
    std::uint32_t group = 0;
    std::uint32_t before = 0;
    std::uint32_t behind = 0;
    message_state state = message_state::visible;
    bool from_topic = false;

    /// The event that last brought the message where it is.
    std::uint64_t last_event() const noexcept
    {
        auto const received = handling.read().received_event;
        return received != 0 ? received : sent_event;
    }
    /// The retention period counts from here.
    instant retained_since() const noexcept
    {
        return extras && extras->retained_since != instant{} ? extras->retained_since : sent;
    }
};

/// Messages by slot. A slot is reused; together with the message's place it is unique. Grows in pieces, so no
/// message ever waits for a million others to be copied.
class message_store {
public:
    using slot = std::uint32_t;
    static constexpr slot none = ~slot{0};

    slot insert(message message)
    {
        ++size_;
        if (!free_.empty()) {
            slot const reused = free_.back();
            free_.pop_back();
            (*this)[reused] = std::move(message);
            return reused;
        }
        if (pieces_.empty() || pieces_.back().size() == piece_size) { pieces_.emplace_back(); }
        pieces_.back().push_back(std::move(message));
        return static_cast<slot>((pieces_.size() - 1) * piece_size + pieces_.back().size() - 1);
    }

    void erase(slot which)
    {
        (*this)[which] = {};
        if (--size_ == 0) {
            clear();
        } else {
            free_.push_back(which);
        }
    }

    /// Nothing when the slot holds another message, or none.
    message* find(slot which, std::uint64_t place) noexcept
    {
        if (which / piece_size >= pieces_.size()
            || which % piece_size >= pieces_[which / piece_size].size()) {
            return nullptr;
        }
        auto& found = (*this)[which];
        return place != 0 && found.place == place ? &found : nullptr;
    }

    /// The message will be asked for soon, if there is one: memory may begin to bring it.
    void expect(slot which) const noexcept
    {
        if (which != none) expect_memory(&(*this)[which], sizeof(message));
    }
    message& operator[](slot which) noexcept { return pieces_[which / piece_size][which % piece_size]; }
    message const& operator[](slot which) const noexcept
    {
        return pieces_[which / piece_size][which % piece_size];
    }
    std::size_t size() const noexcept { return size_; }

    void clear()
    {
        // A queue that drains again and again keeps its one small piece.
        if (pieces_.size() > 1) {
            pieces_ = {};
        } else if (!pieces_.empty()) {
            pieces_.front().clear();
        }
        free_ = {};
        size_ = 0;
    }

private:
    static constexpr std::size_t piece_size = 256;

    std::vector<std::vector<message>> pieces_;
    std::vector<slot> free_;
    std::size_t size_ = 0;
};

} // namespace understudy::sqs
