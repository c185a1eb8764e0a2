// A customer, and the events that tell of one. Values.
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace customers {

struct customer {
    std::string customer_id = {};
    std::string name = {};
    std::vector<std::string> order_ids = {}; // sorted
};

/// {"customer_id", "name", "orders": [{"order_id"}]}
boost::json::value to_json(customer const& customer);

/// Topic customer--created: somebody has become a customer.
boost::json::value customer_created_event(customer const& customer);

/// Topic order--created: a customer has placed an order.
struct order_created_event {
    std::string order_id = {};
    std::string customer_id = {};
};
/// Nothing when a member is missing or no string.
std::optional<order_created_event> read_order_created_event(boost::json::value const& data);

} // namespace customers
