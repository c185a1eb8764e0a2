// What can be observed of an emulator, as values in one order. Every event has a sequence number; a mark remembers a
// place in that order, so that a wait started late misses nothing. Events and patterns are values; any thread may use them.
#pragma once

#include <understudy/clock.hpp>
#include <understudy/shared_text.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

/// 128 bits that name a request or a message.
struct uuid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend auto operator<=>(uuid const&, uuid const&) = default;
};

/// "8d3a5a2c-0000-4000-8000-000000000000", lower case.
std::string to_string(uuid const& id);

enum class event_type : std::uint8_t {
    message_sent,          // resource: queue
    message_received,      // resource: queue; receive_count
    message_visible,       // resource: queue; a visibility timeout or a delay ended
    visibility_changed,    // resource: queue; detail: the new timeout in seconds
    message_deleted,       // resource: queue
    message_dead_lettered, // resource: the dead-letter queue; detail: ARN of the source queue; receive_count
    message_redriven,      // resource: the queue it was moved to; detail: ARN of the dead-letter queue
    message_expired,       // resource: queue; its retention period ended
    message_returned,      // resource: queue; a receive whose client had gone was undone
    queue_purged,          // resource: queue
    message_published,     // resource: topic
    message_delivered,     // resource: topic; detail: the endpoint
    delivery_failed,       // resource: topic; detail: the endpoint and why
    delivery_attempt_failed, // resource: topic; detail: the endpoint and why; receive_count: of how many attempts
    message_filtered,        // resource: topic; detail: the subscription, and the key of its filter policy
    confirmation_delivered, // resource: topic; body: the message with the token; detail: the endpoint
    item_put,               // resource: table; body: the key as JSON
    item_updated,           // resource: table
    item_deleted,           // resource: table
    item_expired,           // resource: table; its time to live was over
    condition_failed,       // resource: table
    clock_moved,            // detail: by how many milliseconds
};

/// "sqs.message_sent" and the like.
std::string_view name_of(event_type type) noexcept;
/// Nothing when no type has that name.
std::optional<event_type> event_type_named(std::string_view name) noexcept;

struct event {
    std::uint64_t sequence = 0; // from 1
    event_type type = event_type::message_sent;
    instant time = {};                                          // of the emulator's clock
    std::chrono::sys_time<std::chrono::microseconds> real = {}; // of the machine's clock
    shared_text resource = {};                                  // ARN of the queue, topic or table
    uuid message_id = {};                                       // of SQS or SNS; zero: not about a message
    shared_text body = {};
    uuid request_id = {};    // of the request that brought it; zero: none did
    std::uint64_t cause = 0; // sequence of the event that brought it about; 0: none
    int receive_count = 0;
    std::string detail = {};

    /// The last part of the ARN: the name of queue, topic or table.
    std::string_view resource_name() const noexcept;
    /// Parts of the ARN; empty when there is none.
    std::string_view account() const noexcept;
    std::string_view region() const noexcept;
};

/// One line for people: time, what, where, which message.
std::string to_string(event const& event);

/// A place in the order of events. mark() of an emulator's events() gives one.
struct event_mark {
    std::uint64_t sequence = 0; // of the last event before the mark
};

/// Only what comes after the mark: await(message_sent("q"), since(mark), 3s).
constexpr event_mark since(event_mark mark) noexcept { return mark; }

/// Which events are meant. Built by the functions below and narrowed with containing(), json(), caused_by() and the like.
class event_pattern {
public:
    /// Events of any type on any resource.
    event_pattern() = default;
    event_pattern(event_type type, std::string_view resource) : types_{type}, resource_{resource} {}
    event_pattern(std::vector<event_type> types, std::string_view resource)
        : types_{std::move(types)}, resource_{resource}
    {}

    /// Events whose body holds the text.
    event_pattern containing(std::string text) const;
    /// Events whose body is JSON with this value at this path: json("data.customer_id", "c1"). Strings stand without their
    /// quotes, other values as JSON writes them. Where the path leads into a string that is JSON itself, as the Message
    /// of an SNS notification, it goes on inside; array elements are numbers: "Records.0.id".
    event_pattern json(std::string path, std::string value) const;
    /// Events about the message with this id.
    event_pattern message(std::string_view id) const;
    /// The same, and events that came of one about it: "concerning" an SNS message are its copies in the queues too.
    event_pattern concerning(std::string_view id) const;
    /// Events that the given one brought about, directly or through others. Needs the log; see emulator::await.
    event_pattern caused_by(event const& cause) const { return caused_by(cause.sequence); }
    event_pattern caused_by(std::uint64_t sequence) const;
    event_pattern where(std::function<bool(event const&)> condition) const;

    /// All but causes, for which the log is needed.
    bool matches(event const& event) const;
    std::uint64_t cause() const noexcept { return cause_; }
    std::string const& origin() const noexcept { return origin_; } // of concerning(); empty: none
    std::string const& resource() const noexcept { return resource_; }
    /// "message_sent on customer--created containing ..."
    std::string describe() const;

private:
    std::vector<event_type> types_; // empty: any
    std::string resource_;          // name or ARN; empty: any
    std::string message_id_;
    std::string origin_;
    std::string text_;
    std::vector<std::pair<std::string, std::string>> values_; // path and value
    std::uint64_t cause_ = 0;
    std::vector<std::function<bool(event const&)>> conditions_;
};

/// The first time that a consumer is done with the message, or with a copy of it that a topic sent: it is deleted, given
/// up into a dead-letter queue, or expired.
inline event_pattern handled(std::string_view message_id)
{
    return event_pattern{
        {event_type::message_deleted, event_type::message_dead_lettered, event_type::message_expired}, ""}
        .concerning(message_id);
}
inline event_pattern message_sent(std::string_view queue) { return {event_type::message_sent, queue}; }
inline event_pattern message_received(std::string_view queue)
{
    return {event_type::message_received, queue};
}
inline event_pattern message_deleted(std::string_view queue) { return {event_type::message_deleted, queue}; }
inline event_pattern dead_lettered(std::string_view dead_letter_queue)
{
    return {event_type::message_dead_lettered, dead_letter_queue};
}
inline event_pattern message_expired(std::string_view queue) { return {event_type::message_expired, queue}; }
inline event_pattern message_published(std::string_view topic)
{
    return {event_type::message_published, topic};
}
inline event_pattern message_delivered(std::string_view topic)
{
    return {event_type::message_delivered, topic};
}
inline event_pattern message_filtered(std::string_view topic)
{
    return {event_type::message_filtered, topic};
}
inline event_pattern delivery_failed(std::string_view topic) { return {event_type::delivery_failed, topic}; }
inline event_pattern item_put(std::string_view table) { return {event_type::item_put, table}; }
inline event_pattern item_updated(std::string_view table) { return {event_type::item_updated, table}; }
inline event_pattern item_deleted(std::string_view table) { return {event_type::item_deleted, table}; }
inline event_pattern item_expired(std::string_view table) { return {event_type::item_expired, table}; }
inline event_pattern condition_failed(std::string_view table)
{
    return {event_type::condition_failed, table};
}

} // namespace understudy
