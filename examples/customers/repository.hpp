// Where customers are kept: one DynamoDB table. PK is CUSTOMER#<id>; Orders is a string set. Thread-safe.
#pragma once

#include "customer.hpp"

#include <understudy/client.hpp>

namespace customers {

class repository {
public:
    repository(understudy::dynamodb_client dynamodb, std::string table)
        : dynamodb_{std::move(dynamodb)}, table_{std::move(table)}
    {}

    understudy::result<void> create(customer const& customer) const;
    /// Nothing: there is no such customer.
    understudy::result<std::optional<customer>> find(std::string const& customer_id) const;
    /// False: there is no such customer. Adding an order twice is the same as adding it once.
    understudy::result<bool> add_order(std::string const& customer_id, std::string const& order_id) const;

private:
    understudy::dynamodb_client dynamodb_;
    std::string table_;
};

} // namespace customers
