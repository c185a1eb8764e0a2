// What an emulator holds, in numbers: for metrics, and for those who list resources without being a client. Values.
#pragma once

#include <understudy/shared_text.hpp>

#include "engine/delivery_counts.hpp"

#include <string>
#include <vector>

namespace understudy {

class engine;

struct inventory {
    struct queue {
        shared_text arn;
        std::size_t visible;
        std::size_t in_flight;
        std::size_t delayed;
    };
    struct table {
        shared_text arn;
        std::size_t items;
        std::size_t bytes;
    };

    std::vector<queue> queues = {}; // in the order of their ARNs
    std::vector<std::string> topics = {};
    std::vector<table> tables = {};
    std::vector<delivery_count> deliveries = {};
    std::size_t parked_polls = 0;
};

inventory take_inventory(engine const& engine);

} // namespace understudy
