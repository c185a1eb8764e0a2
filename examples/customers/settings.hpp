// What the application is told by its environment. A value.
#pragma once

#include <understudy/credentials.hpp>

#include <string>

namespace customers {

struct settings {
    std::string topic_prefix = {};
    std::string queue_prefix = {};
    std::string table = "customers";
    std::string visibility_timeout = "30"; // seconds
    std::string max_receive_count = "3";

    std::string customer_created_topic() const { return topic_prefix + "customer--created"; }
    std::string order_created_topic() const { return topic_prefix + "order--created"; }
    std::string order_created_queue() const { return queue_prefix + "customer--order-created"; }
    std::string dead_letter_queue() const { return order_created_queue() + "--dlq"; }
};

/// AWS_SNS_TOPIC_PREFIX, AWS_SQS_QUEUE_NAME_PREFIX, DYNAMODB_TABLE_NAME, AWS_SQS_VISIBILITY_TIMEOUT,
/// AWS_SQS_MAX_RECEIVE_COUNT.
settings read_settings(understudy::environment const& from = understudy::process_environment);

} // namespace customers
