// Whether a queue's policy lets a topic send to it. A pure function; for the engine.
// https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
#pragma once

#include <string_view>

namespace understudy {

/// An empty policy lets nobody in. Conditions on other keys than the source's ARN and account count as not met.
bool lets_topic_send(std::string_view policy, std::string_view queue_arn, std::string_view topic_arn);

} // namespace understudy
