// Receipt handles: texts that mean nothing to clients and name one receive of one message to the queue.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::sqs {

struct receipt {
    std::uint64_t queue;
    std::uint64_t place;   // of the message in its queue
    std::uint32_t slot;    // where it is stored
    std::uint32_t number;  // of the receive, from 1
    std::uint64_t message; // half of its id, so that a handle from another life of the state fits nothing
};

std::string make_receipt_handle(receipt const& receipt);
/// Nothing unless the text was made by the function above.
std::optional<receipt> parse_receipt_handle(std::string_view handle);

} // namespace understudy::sqs
