// What eventually consistent reads see when they are told to lag: a second table that takes over every write some time
// after it was made. A value; it is read in place of the table itself.
#pragma once

#include <understudy/clock.hpp>

#include "dynamodb/table.hpp"

#include <deque>

namespace understudy::dynamodb {

class follower {
public:
    explicit follower(shared_table leader) : table_{std::move(leader)} {}

    /// The item that stands under the key now, or that none does, is to be seen from then on; never before an earlier write.
    void follow(key_bytes const& key, stored_item item, instant seen);
    /// The table as it is seen now.
    table const& at(instant now);

private:
    struct write {
        instant seen;
        key_bytes key;
        stored_item item; // or nothing
    };

    shared_table table_;
    std::deque<write> coming_;
};

} // namespace understudy::dynamodb
