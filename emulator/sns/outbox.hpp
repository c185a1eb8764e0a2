// What topics have sent to places outside the emulator: functions, streams, addresses, phones and apps. Nothing goes
// there; it is kept here for tests to read. A value of bounded size.
#pragma once

#include <understudy/clock.hpp>
#include <understudy/events.hpp>
#include <understudy/shared_text.hpp>

#include <cstdint>
#include <deque>
#include <string>

namespace understudy::sns {

struct outbox_entry {
    std::uint64_t number = 0; // counts from 1
    instant time = {};
    std::string protocol = {}; // "lambda", "email"
    std::string endpoint = {}; // ARN, address or phone number
    std::string type = {};     // "Notification", "SubscriptionConfirmation"
    std::string topic_arn = {};
    std::string subscription_arn = {};
    uuid message_id = {};
    std::string subject = {};
    shared_text body = {}; // what the receiver would have got
};

class outbox {
public:
    void put(outbox_entry entry)
    {
        entry.number = ++last_;
        entries_.push_back(std::move(entry));
        if (entries_.size() > entries_max) { entries_.pop_front(); }
    }
    std::deque<outbox_entry> const& entries() const noexcept { return entries_; }

private:
    static constexpr std::size_t entries_max = 10'000;

    std::deque<outbox_entry> entries_;
    std::uint64_t last_ = 0;
};

} // namespace understudy::sns
