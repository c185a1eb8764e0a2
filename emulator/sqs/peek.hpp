// A look at the messages of a queue, of which nothing changes by it. For the engine.
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/sqs.hpp>

#include "sqs/state.hpp"

namespace understudy::sqs {

struct peek_options {
    bool in_flight = false; // those too
    bool delayed = false;   // those too
    std::size_t count_max = 10'000;
};

/// Messages as a receive would tell of them, in the order of the queue. Each says whether it is in sight, in the attributes IsVisible
/// and IsDelayed that LocalStack's endpoint for developers has. https://docs.localstack.cloud/aws/services/sqs/
result<ReceiveMessageResult> peek(state const&, queue_name_view queue, peek_options const& options);

} // namespace understudy::sqs
