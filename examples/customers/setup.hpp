// What the application needs at AWS before it can start: topics, queues, subscription, table. Creating what is there
// already changes nothing.
#pragma once

#include "settings.hpp"

#include <understudy/client.hpp>

namespace customers {

/// The three services, however they are reached.
struct aws_clients {
    understudy::sns_client sns;
    understudy::sqs_client sqs;
    understudy::dynamodb_client dynamodb;
};

struct resources {
    std::string customer_created_topic_arn = {};
    std::string order_created_topic_arn = {};
    std::string order_created_queue_url = {};
    std::string dead_letter_queue_url = {};
};

understudy::result<resources> set_up(aws_clients const& aws, settings const& settings);

} // namespace customers
