// What a FIFO queue remembers for five minutes: deduplication ids and receive attempts. A value.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
#pragma once

#include <understudy/clock.hpp>

#include "sqs/id_text.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <cstdint>
#include <deque>
#include <functional>
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
        auto const found = newest_.find(sought{key, hash_of(key), this});
        if (found == newest_.end()) return nullptr;
        auto& newest = at(found->number);
        return expired(newest, now) ? nullptr : &newest.value;
    }
    void note(id_text const& key, Value value, instant now)
    {
        auto const number = forgotten_ + static_cast<std::uint32_t>(entries_.size());
        auto const hash = hash_of(key.view());
        if (auto const before = newest_.find(sought{key.view(), hash, this}); before != newest_.end()) {
            newest_.erase(before);
        }
        newest_.insert({hash, number});
        entries_.push_back({key, now, std::move(value)});
    }
    void forget_expired(instant now)
    {
        for (; !entries_.empty() && expired(entries_.front(), now); entries_.pop_front(), ++forgotten_) {
            auto const key = entries_.front().key.view();
            auto const found = newest_.find(sought{key, hash_of(key), this});
            if (found->number == forgotten_) newest_.erase(found); // it was not noted anew since
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

    /// An entry by its number, modulo 2^32: there are never so many.
    struct numbered {
        std::uint32_t hash;
        std::uint32_t number;
    };
    struct sought {
        std::string_view key;
        std::uint32_t hash;
        recent const* among;
    };
    struct by_hash {
        using is_transparent = void;
        std::size_t operator()(auto const& each) const noexcept { return each.hash; }
    };
    struct same {
        using is_transparent = void;
        bool operator()(numbered a, numbered b) const noexcept { return a.number == b.number; }
        bool operator()(sought const& wanted, numbered each) const { return is(wanted, each); }
        bool operator()(numbered each, sought const& wanted) const { return is(wanted, each); }

    private:
        static bool is(sought const& wanted, numbered each)
        {
            return wanted.hash == each.hash && wanted.among->at(each.number).key.view() == wanted.key;
        }
    };

    static std::uint32_t hash_of(std::string_view key) noexcept
    {
        return static_cast<std::uint32_t>(std::hash<std::string_view>{}(key));
    }
    entry const& at(std::uint32_t number) const { return entries_[number - forgotten_]; }
    entry& at(std::uint32_t number) { return entries_[number - forgotten_]; }
    bool expired(entry const& each, instant now) const { return each.noted + window_ <= now; }

    milliseconds window_;
    std::deque<entry> entries_; // by age, numbered from forgotten_ on
    std::uint32_t forgotten_ = 0;
    boost::unordered_flat_set<numbered, by_hash, same> newest_; // of each key
};

} // namespace understudy::sqs
