// What a FIFO queue remembers for five minutes: deduplication ids and receive attempts. A value.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
#pragma once

#include <understudy/clock.hpp>
#include <understudy/shared_text.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

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
        auto const found = entries_.find(key);
        return found == entries_.end() || expired(found->second.first, now) ? nullptr : &found->second.second;
    }
    void note(shared_text const& key, Value value, instant now)
    {
        entries_.insert_or_assign(key, std::pair{now, std::move(value)});
        order_.emplace_back(now, key);
    }
    void forget_expired(instant now)
    {
        for (; !order_.empty() && expired(order_.front().first, now); order_.pop_front()) {
            auto const found = entries_.find(order_.front().second.view());
            if (found != entries_.end() && expired(found->second.first, now)) { // not if noted anew since
                entries_.erase(found);
            }
        }
    }
    std::optional<instant> next_expiry() const
    {
        return order_.empty() ? std::nullopt : std::optional<instant>{order_.front().first + window_};
    }
    void clear()
    {
        entries_.clear();
        order_.clear();
    }

private:
    bool expired(instant noted, instant now) const { return noted + window_ <= now; }

    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>{}(text);
        }
    };
    struct equal {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const noexcept { return a == b; }
    };

    milliseconds window_;
    boost::unordered_flat_map<shared_text, std::pair<instant, Value>, hash, equal> entries_;
    std::deque<std::pair<instant, shared_text>> order_; // by age
};

} // namespace understudy::sqs
