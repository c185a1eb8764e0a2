// The client tokens of transactions: within ten minutes the same token brings the same answer and nothing else. A value.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#pragma once

#include <understudy/clock.hpp>

#include "dynamodb/limits.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <deque>
#include <string>
#include <utility>

namespace understudy::dynamodb {

class transaction_tokens {
public:
    struct request {
        std::string payload;
        instant since;
    };

    /// What came with the token; null: the token is new.
    request const* find(std::string const& token, instant now)
    {
        forget_older(now);
        auto const found = requests_.find(token);
        return found == requests_.end() ? nullptr : &found->second;
    }

    void remember(std::string const& token, std::string payload, instant now)
    {
        requests_.insert_or_assign(token, request{std::move(payload), now});
        ages_.emplace_back(now, token);
    }

private:
    void forget_older(instant now)
    {
        auto const is_old = [&](auto const& age) {
            return age.first + limits::transaction_token_lifetime <= now
                   || ages_.size() > limits::transaction_tokens_max;
        };
        for (; !ages_.empty() && is_old(ages_.front()); ages_.pop_front())
            requests_.erase(ages_.front().second);
    }

    boost::unordered_flat_map<std::string, request> requests_;
    std::deque<std::pair<instant, std::string>> ages_; // oldest first
};

} // namespace understudy::dynamodb
