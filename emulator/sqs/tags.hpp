// The tags of queues: their rules, and those that this emulator reads. Used inside sqs/ only.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html
#pragma once

#include <understudy/error.hpp>
#include <understudy/model/describe.hpp>
#include <understudy/unkindness.hpp>

#include <string_view>

namespace understudy::sqs {

/// All the tags that a queue would have.
result<void> check_tags(string_map const& tags, std::string_view queue_name);

/// How unkind the tags want the queue to be; what they do not say is as it is for all queues.
unkindness unkindness_of(string_map const& tags, unkindness const& usual);

} // namespace understudy::sqs
