// What a FIFO queue remembers for five minutes: deduplication ids and receive attempts. A value.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
#pragma once

#include <understudy/clock.hpp>

#include "core/hash_index.hpp"
#include "sqs/id_text.hpp"

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

    void expect(std::string_view key) const noexcept { newest_.expect(hash_index::hash_of(key)); }
    /// Nothing when it was never noted, or is forgotten.
    Value* find(std::string_view key, instant now)
    {
        auto const found = newest_of(key, hash_index::hash_of(key));
        return found && !expired(at(*found), now) ? &at(*found).value : nullptr;
    }
    void note(id_text const& key, Value value, instant now)
    {
        auto const hash = hash_index::hash_of(key.view());
        if (auto const before = newest_of(key.view(), hash)) newest_.erase(hash, *before);
        newest_.insert(hash, forgotten_ + static_cast<std::uint32_t>(entries_.size()));
        entries_.push_back({key, now, std::move(value)});
    }
    void forget_expired(instant now)
    {
        for (; !entries_.empty() && expired(entries_.front(), now); entries_.pop_front(), ++forgotten_) {
            auto const key = entries_.front().key.view();
            auto const hash = hash_index::hash_of(key);
            if (newest_of(key, hash) == forgotten_)
                newest_.erase(hash, forgotten_); // it was not noted anew since
        }
    }
    std::optional<instant> next_expiry() const
    {
        return entries_.empty() ? std::nullopt : std::optional<instant>{entries_.front().noted + window_};
    }
    void clear()
    {
        forgotten_ += static_cast<std::uint32_t>(entries_.size());
        newest_.clear();
        entries_.clear();
    }

private:
    struct entry {
        id_text key;
        instant noted;
        Value value;
    };

    std::optional<std::uint32_t> newest_of(std::string_view key, hash_index::hash hash) const
    {
        return newest_.find(hash, [&](std::uint32_t number) { return at(number).key.view() == key; });
    }
    entry const& at(std::uint32_t number) const { return entries_[number - forgotten_]; }
    entry& at(std::uint32_t number) { return entries_[number - forgotten_]; }
    bool expired(entry const& each, instant now) const { return each.noted + window_ <= now; }

    milliseconds window_;
    std::deque<entry> entries_; // by age, numbered from forgotten_ on, modulo 2^32: there are never so many
    std::uint32_t forgotten_ = 0;
    hash_index newest_; // of each key
};

} // namespace understudy::sqs
