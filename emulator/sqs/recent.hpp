// What a FIFO queue remembers for five minutes: deduplication ids and receive attempts. A value.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
#pragma once

#include <understudy/clock.hpp>

#include "core/text_map.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <utility>

namespace understudy::sqs {

template <class Value>
class recent {
public:
    explicit recent(milliseconds window) : window_{window} {}

    /// Nothing when it was never noted, or is forgotten.
    Value* find(std::string_view key, instant now)
    {
        auto const found = newest_.find(key);
        if (found == newest_.end()) return nullptr;
        auto& newest = entries_[static_cast<std::size_t>(found->second - forgotten_)];
        return expired(newest, now) ? nullptr : &newest.value;
    }
    void note(shared_text const& key, Value value, instant now)
    {
        newest_.insert_or_assign(key, forgotten_ + entries_.size());
        entries_.push_back({key, now, std::move(value)});
    }
    void forget_expired(instant now)
    {
        for (; !entries_.empty() && expired(entries_.front(), now); entries_.pop_front(), ++forgotten_) {
            auto const found = newest_.find(entries_.front().key.view());
            if (found->second == forgotten_) newest_.erase(found); // it was not noted anew since
        }
    }
    std::optional<instant> next_expiry() const
    {
        return entries_.empty() ? std::nullopt : std::optional<instant>{entries_.front().noted + window_};
    }
    void clear()
    {
        forgotten_ += entries_.size();
        newest_.clear();
        entries_.clear();
    }

private:
    struct entry {
        shared_text key;
        instant noted;
        Value value;
    };

    bool expired(entry const& each, instant now) const { return each.noted + window_ <= now; }

    milliseconds window_;
    std::deque<entry> entries_; // by age, numbered from forgotten_ on
    std::uint64_t forgotten_ = 0;
    text_map<std::uint64_t> newest_; // the numbers of these
};

} // namespace understudy::sqs
