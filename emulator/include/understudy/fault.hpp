// A fault that a test wants: some calls are refused with an error of its choice, and change nothing.
//
//     aws.add_fault({.service = "dynamodb", .operation = "PutItem", .resource = "customers",
//                    .code = "ProvisionedThroughputExceededException", .times = 2});
#pragma once

#include <cstdint>
#include <string>

namespace understudy {

struct fault {
    // Which calls; empty: any.
    std::string service = {};   // "sqs", "sns", "dynamodb", "sts"
    std::string operation = {}; // "SendMessage"; "HttpDelivery" of sns: an attempt to reach an HTTP endpoint
    std::string resource = {};  // name of the queue, topic or table; of an HttpDelivery the URL
    std::string account = {};
    // What they get.
    std::string code = "InternalFailure";
    std::string message = "A fault that was asked for";
    unsigned status = 500;
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
