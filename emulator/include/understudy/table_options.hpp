// How tables of DynamoDB behave where AWS leaves room. By itself everything is done at once, seen by every read, and never
// throttled. All times are on the emulator's clock, all chance comes from its seed.
#pragma once

#include <understudy/clock.hpp>

#include <cstdint>

namespace understudy {

struct table_options {
    /// How long tables and indexes stay CREATING, UPDATING and DELETING. Zero: the next request finds them done.
    milliseconds delay{0};
    /// Tables and global indexes refuse what exceeds their throughput.
    bool throttle = false;
    /// Reads that are not consistent, those of global indexes among them, may miss the writes of so long a time.
    milliseconds read_lag_max{0};
    /// A transaction keeps others from its items for so long after it was made: they meet a TransactionConflict.
    milliseconds transaction_time{0};
    /// How large the items of one partition key may grow together in a table with local indexes.
    std::uint64_t collection_bytes_max = 10'737'418'240; // 10 GB
};

} // namespace understudy
