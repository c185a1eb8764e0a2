// What a service function is told besides its request, and where it leaves what it brings about.
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/describe.hpp>
#include <understudy/shared_text.hpp>

#include "core/event_log.hpp"
#include "core/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

/// A service timer: what shall happen, and to which of the service's things. The engine keeps one due time for each.
enum class timer_kind : std::uint8_t {
    message_visible,   // SQS: the earliest visibility timeout or delay of a queue ends; whose: queue
    message_expired,   // SQS: the oldest message of a queue has reached its retention period; whose: queue
    deduplication_end, // SQS: the oldest deduplication id of a queue is five minutes old; whose: queue
    move_task,         // SQS: a task moves its next messages; whose: task
    topic_deduplication_end, // SNS; whose: topic
    delivery_attempt,        // SNS: an HTTP delivery is tried again; whose: delivery
    subscription_lapse,      // SNS: nobody has confirmed a subscription; whose: subscription
    replay,                  // SNS: a replay sends its next messages; whose: subscription
    table_status,            // DynamoDB: a table leaves CREATING, UPDATING or DELETING; whose: table
};

struct timer_id {
    timer_kind kind;
    std::uint64_t whose;
    friend auto operator<=>(timer_id const&, timer_id const&) = default;
};

/// A message on its way from a topic to a queue, complete as the queue shall hold it.
struct delivery {
    std::string queue_arn;
    shared_text body;
    bool is_message_text = false; // its characters are known to be such as queues take: nobody has to read it
    message_attributes attributes = {};
    message_attributes system_attributes = {}; // AWSTraceHeader
    std::optional<std::string> group_id = {};
    std::optional<std::string> deduplication_id = {};
    shared_text topic_arn = {};
    shared_text subscription_arn = {};
    uuid message_id = {};              // of SNS
    std::uint64_t cause = 0;           // sequence of the message_published event
    bool to_dead_letter_queue = false; // this is the subscription's last resort
    bool twice = false;                // a standard queue gets two of it
};

/// An HTTP request that shall be made: POST. Whoever makes it tells the engine how it ended.
struct posting {
    std::uint64_t id = 0; // of the delivery it is an attempt of
    std::string url = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    shared_text body = {};
};

/// How an HTTP request ended.
struct posting_outcome {
    unsigned status = 0;      // 0: there was no answer
    std::string failure = {}; // why not
    bool permanent = false;   // trying again cannot help
};

/// What a step brings about besides its answer.
struct effects {
    struct timer_change {
        timer_id id;
        std::optional<instant> due; // nothing: no longer wanted
    };

    event_log& events;
    std::vector<timer_change> timers = {};
    std::vector<std::uint64_t> changed_queues = {}; // a poll parked there may have something to receive now
    std::vector<delivery> deliveries = {};
    std::vector<posting> postings = {};
};

/// One request, or one timer, being served at one instant. Views are valid during the step only.
struct call {
    instant now;     // the instant of this step
    instant arrived; // when the request came; earlier than now for a poll that was parked
    std::chrono::sys_time<std::chrono::microseconds> real; // for the events
    std::string_view account;                              // 12 digits
    std::string_view region;
    std::string_view default_region; // the emulator's own; shapes QueueUrl
    std::string_view endpoint;       // "http://host:port" by which the caller reached the emulator
    std::uint64_t client = 0;        // who asks, as far as the edge can tell; 0: nobody in particular
    std::string_view trace_header =
        {};                 // what a message that a topic sends on shall carry as AWSTraceHeader; empty: none
    bool anonymous = false; // a link was followed: a GET without a signature
    bool duplicates = false; // what is sent to standard queues is there twice
    bool reorders = false;   // of standard queues the newest is received first
    uuid request_id = {};
    id_source& ids;
    effects& out;

    void set_timer(timer_kind kind, std::uint64_t whose, std::optional<instant> due) const
    {
        out.timers.push_back({{kind, whose}, due});
    }
    void queue_changed(std::uint64_t queue) const { out.changed_queues.push_back(queue); }
    /// Stamps the event with time, request and sequence number, and returns the latter.
    std::uint64_t emit(event event) const;
};

/// A request that has to wait: until something changes in the queue, or the deadline comes.
struct parked {
    std::uint64_t queue;
    instant deadline;
};

} // namespace understudy
