// The eight scenarios of the Customers application. Each has an emulator of its own, each plays in process and over HTTP,
// with the production settings: a visibility timeout of 30 seconds, three receives. Nothing here waits for time to pass.
#include "stage.hpp"

using namespace customers;
using namespace understudy;

namespace {

constexpr auto created_queue = "customer--created";
constexpr auto dead_letters = "customer--order-created--dlq";

json::value customer_json(std::string const& id, std::vector<std::string> orders)
{
    return to_json({id, "John Doe", std::move(orders)});
}

json::value created_event(std::string const& id) { return {{"customer_id", id}, {"name", "John Doe"}}; }

/// The test that looks right and is a race: it reads the queue at once after the request.
bool reads_the_event_at_once(way way, std::uint64_t seed, milliseconds delay_max)
{
    stage on{way, {.seed = seed, .delivery_delay_max = delay_max}};
    on.create_customer();
    return on.bus.receive(created_queue).size() == 1;
}

} // namespace

TEST_CASE("1. Reading the queue at once works when delivery takes no time, and is a race when it does",
          "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    CHECK(reads_the_event_at_once(way, 1, 0ms));

    std::uint64_t seed = 1;
    while (seed <= 5 && reads_the_event_at_once(way, seed, 500ms)) { ++seed; }
    CHECK(seed <= 5);
}

// 2. To sleep for a second between request and read works as well, and wastes the second: of all tests, every time.

TEST_CASE("3. A probe finds exactly one CustomerCreatedEvent", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    auto const id = on.create_customer();
    auto const event =
        probe_until([&] { return the_only(on.bus.receive(created_queue)); }, {.pace = wake_on(on.aws)});
    CHECK(event.payload == created_event(id));
    CHECK(on.bus.receive(created_queue).empty());
}

TEST_CASE("3. A probe in virtual time finds the event however late it is delivered", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way, {.seed = 1, .delivery_delay_max = 2s}};
    auto const id = on.create_customer();
    auto const event = probe_until([&] { return the_only(on.bus.receive(created_queue)); },
                                   {.pace = in_virtual_time(on.aws)});
    CHECK(event.payload == created_event(id));
}

TEST_CASE("3. Awaiting the event needs no polling and takes nothing from the queue", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    auto const mark = on.aws.events().mark();
    auto const id = on.create_customer();
    auto const sent = on.aws.await(message_sent(created_queue).containing(id), since(mark), 3s);
    CHECK(sent.resource_name() == created_queue);
    CHECK(the_only(on.bus.receive(created_queue)).payload == created_event(id));
}

TEST_CASE("4. Two orders placed for a customer are the orders of that customer", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    auto const id = on.create_customer();
    auto const other = on.create_customer();
    on.place_order("order-2", id);
    on.place_order("order-1", id);

    auto const found = probe_until(
        [&] {
            auto const customer = on.get_customer(id);
            require(customer.body.at("orders").as_array().size() == 2, "not all orders are there");
            return customer;
        },
        {.pace = wake_on(on.aws)});
    CHECK(found.body == customer_json(id, {"order-1", "order-2"}));
    CHECK(on.get_customer(other).body == customer_json(other, {}));
}

TEST_CASE("5. An order for an unknown customer reaches the dead-letter queue after three receives",
          "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    on.aws.settle();
    auto const began = on.aws.now();
    on.place_order("order-1", "nobody");
    auto const moved = on.aws.run_until(dead_lettered(dead_letters), 10min);

    CHECK(moved.time - began == 90s); // 3 visibility timeouts; the fourth receive moves it
    CHECK(the_only(on.bus.receive(dead_letters)).payload
          == json::value{{"order_id", "order-1"}, {"customer_id", "nobody"}});
}

TEST_CASE("6. An unknown customer is not found, a created one is", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    auto const missing = on.get_customer("nobody");
    CHECK(missing.status == 404);
    CHECK(missing.body == json::value{{"error", "CUSTOMER_NOT_FOUND"}});

    auto const id = on.create_customer();
    auto const found = on.get_customer(id);
    CHECK(found.status == 200);
    CHECK(found.body == customer_json(id, {}));
}

TEST_CASE("7. A duplicate of an order changes nothing and publishes nothing", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    auto const id = on.create_customer();
    on.place_order("order-1", id);
    on.aws.settle();
    REQUIRE(on.get_customer(id).body == customer_json(id, {"order-1"}));

    auto const mark = on.aws.events().mark();
    on.place_order("order-1", id);
    on.aws.await(message_deleted("customer--order-created"), since(mark)); // it was handled
    on.aws.settle();
    on.aws.expect_none(message_published("customer--created"), since(mark));
    on.aws.expect_none(message_sent(created_queue), since(mark));
    on.aws.expect_none(dead_lettered(dead_letters), since(mark));
    CHECK(on.get_customer(id).body == customer_json(id, {"order-1"}));
}

TEST_CASE("7. The same can be watched for three seconds of virtual time", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    auto const id = on.create_customer();
    CHECK(on.bus.receive(created_queue).size() == 1);
    on.place_order("order-1", id);
    on.place_order("order-1", id);
    on.aws.settle();
    probe_during([&] { require(on.bus.receive(created_queue).empty(), "a message was published"); },
                 {.interval = 500ms, .pace = in_virtual_time(on.aws)});
    CHECK(on.get_customer(id).body == customer_json(id, {"order-1"}));
}

TEST_CASE("8. A purged queue brings nothing into the next test", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    on.create_customer();
    on.bus.purge_queue(created_queue);
    CHECK(on.bus.receive(created_queue).empty());
    auto const id = on.create_customer();
    CHECK(the_only(on.bus.receive(created_queue)).payload == created_event(id));
}

TEST_CASE("8. A restored state knows nothing of the test before, and the application goes on", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    auto const kept = on.create_customer();
    CHECK(on.bus.receive(created_queue).size() == 1);
    on.aws.settle();
    auto const clean = on.aws.snapshot();
    for (int test = 0; test < 2; ++test) {
        auto const id = on.create_customer();
        on.place_order("order-1", kept);
        on.aws.settle();
        CHECK(on.get_customer(kept).body == customer_json(kept, {"order-1"}));

        on.aws.restore(clean);
        CHECK(on.get_customer(id).status == 404);
        CHECK(on.get_customer(kept).body == customer_json(kept, {}));
        CHECK(on.bus.receive(created_queue).empty());
    }
}

TEST_CASE("8. Emulators share nothing", "[scenario]")
{
    auto const way = GENERATE(in_process, over_http);
    stage one{way};
    stage other{way};
    auto const id = one.create_customer();
    CHECK(other.get_customer(id).status == 404);
    CHECK(other.bus.receive(created_queue).empty());
    CHECK(one.bus.receive(created_queue).size() == 1);
}
