// The application's HTTP API as a function from request to response.
//   POST /customer        {"name"}   -> 200 the customer | 400
//   GET  /customer/<id>              -> 200 the customer | 404
#pragma once

#include "repository.hpp"

namespace customers {

struct request {
    std::string method = "GET";
    std::string path = "/";
    std::string body = {};
};

struct response {
    unsigned status = 200;
    std::string body = {}; // JSON
};

/// Thread-safe.
class api {
public:
    api(repository customers, understudy::sns_client sns, std::string customer_created_topic_arn)
        : customers_{std::move(customers)}, sns_{std::move(sns)}, topic_arn_{
                                                                      std::move(customer_created_topic_arn)}
    {}

    response handle(request const& request) const;

private:
    response create_customer(std::string const& body) const;
    response get_customer(std::string const& customer_id) const;
    understudy::result<void> publish_created(customer const& customer) const;

    repository customers_;
    understudy::sns_client sns_;
    std::string topic_arn_;
};

} // namespace customers
