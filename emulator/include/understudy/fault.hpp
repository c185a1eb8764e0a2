// A fault that a test wants: calls that are refused with an error of its choice, answered late or not at all, or served in part.
//
//     aws.add_fault({.service = "dynamodb", .operation = "PutItem", .resource = "customers",
//                    .code = "ProvisionedThroughputExceededException", .status = 400, .times = 2});
//     aws.add_fault({.operation = "SendMessageBatch", .entries = {1}});
//     aws.add_fault({.operation = "Publish", .effect = fault_effect::drop_after, .times = 1});
#pragma once

#include <understudy/clock.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace understudy {

/// What becomes of a call that is struck.
enum class fault_effect {
    refuse,      // it gets the error, and changes nothing
    drop_before, // its connection closes without an answer, and nothing was done
    drop_after,  // its connection closes without an answer, and all was done
    delay,       // it is served, and the answer comes late
    duplicate,   // it is served, and what it sends to standard queues can be received twice, as AWS may do
    reorder,     // a ReceiveMessage is served, of a standard queue the newest messages first, as AWS may do
};

struct fault {
    // Which calls; empty: any.
    std::string service = {}; // "sqs", "sns", "dynamodb", "sts"
    std::string operation =
        {}; // "SendMessage"; "HttpDelivery" of sns: an attempt to reach an HTTP endpoint; "SqsDelivery": of a
            // message from a topic to a queue, which may fail, be late, or come twice
    std::string resource =
        {}; // name of the queue, topic or table; of an HttpDelivery the URL, of an SqsDelivery the queue
    std::string account = {};
    // What becomes of them.
    fault_effect effect = fault_effect::refuse;
    std::string code = "InternalFailure";
    std::string message = "A fault that was asked for";
    unsigned status = 500; // of an HttpDelivery: what the endpoint answers; 0: nothing
    /// Of a batch, counted from 0: only these entries are refused, and the others served. BatchWriteItem and BatchGetItem leave
    /// them unprocessed, in the order of their tables; a transaction is cancelled because of them, "TransactionConflict" for
    /// instance. Empty: the whole call.
    std::vector<std::size_t> entries = {};
    /// The answer comes so much later on the emulator's clock, and no later than that in real time. Of an HttpDelivery: what the
    /// endpoint answers, which has the request already; after the 15 seconds that SNS waits it is too late, and SNS tries again.
    milliseconds latency{0};
    // When.
    std::uint64_t from_call = 1; // the first of the calls that are meant which may fail
    std::uint64_t times = 0;     // how often it strikes; 0: always
    double probability = 1;      // of each call; drawn from the emulator's seed
};

/// A fault and what has become of it.
struct fault_report {
    std::uint64_t number = 0;
    fault rule = {};
    std::uint64_t calls = 0;   // that were meant
    std::uint64_t strikes = 0; // that failed
};

} // namespace understudy
