// Transactions that are told to take their time: until one is over, nobody else may write to its items. A value.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
#pragma once

#include <understudy/clock.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace understudy::dynamodb {

class running_transactions {
public:
    bool hold(std::uint64_t table, std::string_view key, instant now) const
    {
        if (items_.empty()) return false;
        auto const found = items_.find({table, std::string{key}});
        return found != items_.end() && now < found->second;
    }

    void begin(std::uint64_t table, std::string_view key, instant end)
    {
        items_[{table, std::string{key}}] = end;
    }

    void forget_ended(instant now)
    {
        std::erase_if(items_, [&](auto const& entry) { return entry.second <= now; });
    }

private:
    std::map<std::pair<std::uint64_t, std::string>, instant> items_;
};

} // namespace understudy::dynamodb
