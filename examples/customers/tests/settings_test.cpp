#include "settings.hpp"

#include "support/catch.hpp"

#include <map>

TEST_CASE("Without an environment the settings are those of production", "[settings]")
{
    auto const settings = customers::read_settings([](char const*) { return std::nullopt; });
    CHECK(settings.table == "customers");
    CHECK(settings.visibility_timeout == "30");
    CHECK(settings.max_receive_count == "3");
    CHECK(settings.customer_created_topic() == "customer--created");
    CHECK(settings.order_created_topic() == "order--created");
    CHECK(settings.order_created_queue() == "customer--order-created");
    CHECK(settings.dead_letter_queue() == "customer--order-created--dlq");
}

TEST_CASE("The environment names table, timeouts and prefixes", "[settings]")
{
    std::map<std::string, std::string> const all{{"AWS_SNS_TOPIC_PREFIX", "a-"},
                                                 {"AWS_SQS_QUEUE_NAME_PREFIX", "b-"},
                                                 {"DYNAMODB_TABLE_NAME", "t"},
                                                 {"AWS_SQS_VISIBILITY_TIMEOUT", "3"},
                                                 {"AWS_SQS_MAX_RECEIVE_COUNT", "1"}};
    auto const settings =
        customers::read_settings([&](char const* name) { return std::optional{all.at(name)}; });
    CHECK(settings.customer_created_topic() == "a-customer--created");
    CHECK(settings.dead_letter_queue() == "b-customer--order-created--dlq");
    CHECK(settings.table == "t");
    CHECK(settings.visibility_timeout == "3");
    CHECK(settings.max_receive_count == "1");
}
