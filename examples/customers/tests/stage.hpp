// Where the scenarios play: an emulator, the application on it with its production settings, and the test's own view of
// topics and queues. The application reaches the emulator straight in process, or over HTTP.
#pragma once

#include "application.hpp"

#include <understudy/emulator.hpp>
#include <understudy/testing.hpp>

#include <boost/json.hpp>

#include "support/catch.hpp"

#include <ostream>

namespace customers {

namespace json = boost::json;
using namespace std::chrono_literals;

enum way { in_process, over_http };

inline std::ostream& operator<<(std::ostream& out, way const& way)
{
    return out << (way == in_process ? "in process" : "over HTTP");
}

struct answer {
    unsigned status;
    json::value body;
};

class stage {
public:
    explicit stage(way way, understudy::emulator_options options = {}) : aws{manual(options)}, way_{way}
    {
        bus.subscribe_to("customer--created", "customer--created");
    }

    /// Clients with a transport each, as the application wants them.
    aws_clients clients()
    {
        return {understudy::sns_client{transport()}, understudy::sqs_client{transport()},
                understudy::dynamodb_client{transport()}};
    }

    /// A request to the application.
    answer ask(std::string method, std::string path, std::string body = {}) const
    {
        auto const response = http_->send({std::move(method), std::move(path), {}, std::move(body)}, 10s);
        INFO("" << (response ? response->body : response.error().message));
        REQUIRE(response.has_value());
        return {response->status, json::parse(response->body)};
    }

    std::string create_customer(std::string const& name = "John Doe") const
    {
        auto const created = ask("POST", "/customer", json::serialize(json::object{{"name", name}}));
        REQUIRE(created.status == 200);
        return std::string{created.body.at("customer_id").as_string()};
    }

    answer get_customer(std::string const& id) const { return ask("GET", "/customer/" + id); }

    /// Publishes the event of an order, and returns when the application's consumer has taken it.
    void place_order(std::string const& order_id, std::string const& customer_id)
    {
        auto const mark = aws.events().mark();
        bus.publish("order--created", {{"order_id", order_id}, {"customer_id", customer_id}});
        aws.await(understudy::message_received("customer--order-created").containing(order_id), since(mark));
    }

private:
    static understudy::emulator_options manual(understudy::emulator_options options)
    {
        options.clock = understudy::clock_mode::manual;
        return options;
    }

    std::shared_ptr<understudy::transport> transport()
    {
        return way_ == in_process ? aws.local_transport() : understudy::open_transport(aws.endpoint());
    }

public:
    understudy::emulator aws;

private:
    way way_;

public:
    understudy::sns_sqs_test_client bus{transport()};
    std::optional<customers::application> application{std::in_place, clients(), settings{}};

private:
    std::shared_ptr<understudy::transport> http_ = understudy::open_transport(application->endpoint());
};

} // namespace customers
