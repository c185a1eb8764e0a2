// What the application does besides the scenarios. No mocks: an emulator is made faster than one.
#include "stage.hpp"

using namespace customers;
using namespace understudy;

TEST_CASE("A bad body is refused, and nothing is stored or published", "[api]")
{
    stage on{in_process};
    auto const mark = on.aws.events().mark();
    for (auto const* body :
         {"", "no json", "[]", "{}", R"({"name":7})", R"({"name":null})", R"({"name":""})", R"("John")"}) {
        auto const refused = on.ask("POST", "/customer", body);
        CHECK(refused.status == 400);
        CHECK(refused.body.at("error") == "BAD_REQUEST");
        CHECK(!refused.body.at("message").as_string().empty());
    }
    on.aws.expect_none(item_put("customers"), mark);
    on.aws.expect_none(message_published("customer--created"), mark);
}

TEST_CASE("Both routes take a slash at the end", "[api]")
{
    stage on{in_process};
    auto const created = on.ask("POST", "/customer/", R"({"name":"John Doe"})");
    REQUIRE(created.status == 200);
    auto const id = std::string{created.body.at("customer_id").as_string()};
    CHECK(on.ask("GET", "/customer/" + id + "/").status == 200);
    CHECK(on.ask("GET", "/customer/" + id + "?x=1").status == 200);
}

TEST_CASE("Other routes and methods are refused", "[api]")
{
    stage on{in_process};
    CHECK(on.ask("GET", "/").status == 404);
    CHECK(on.ask("GET", "/customers").status == 404);
    CHECK(on.ask("GET", "/customer/a/b").status == 404);
    CHECK(on.ask("GET", "/customer").status == 405);
    CHECK(on.ask("DELETE", "/customer/a").status == 405);
}

TEST_CASE("A body that is too large is refused", "[api]")
{
    stage on{in_process};
    CHECK(on.ask("POST", "/customer", R"({"name":")" + std::string(2'000'000, 'x') + "\"}").status == 413);
}

TEST_CASE("A name in any language is kept as it is", "[api]")
{
    stage on{over_http};
    auto const name = "J\u00f6rg \"\u6f22\" \U0001f600";
    auto const created =
        on.ask("POST", "/customer", boost::json::serialize(boost::json::object{{"name", name}}));
    auto const id = std::string{created.body.at("customer_id").as_string()};
    CHECK(on.ask("GET", "/customer/" + id).body.at("name") == name);
}

TEST_CASE("Setting up what is there already changes nothing", "[setup]")
{
    stage on{in_process};
    auto const before = on.bus.get_queue_attributes("customer--order-created");
    auto const again = set_up(on.clients(), settings{}).value();
    CHECK(again.order_created_queue_url == on.bus.get_queue_url("customer--order-created"));
    CHECK(on.bus.get_queue_attributes("customer--order-created") == before);
    CHECK(before.at("VisibilityTimeout") == "30");
    CHECK_THAT(before.at("RedrivePolicy"), Catch::ContainsSubstring("\"maxReceiveCount\":3"));
    CHECK_THAT(before.at("Policy"), Catch::ContainsSubstring("sqs:SendMessage"));
}

TEST_CASE("A message that is no event is left for the dead-letter queue", "[consumer]")
{
    stage on{in_process};
    on.bus.send("customer--order-created", "nonsense", plain_json{});
    on.aws.await(message_received("customer--order-created"));
    on.aws.run_until(dead_lettered("customer--order-created--dlq"), 10min);
    CHECK(on.bus.receive("customer--order-created--dlq", plain_json{}).size() == 1);
}

TEST_CASE("The application stops at once, in the middle of a long poll", "[stop]")
{
    auto const way = GENERATE(in_process, over_http);
    stage on{way};
    on.aws.settle();
    auto const began = std::chrono::steady_clock::now();
    on.application.reset();
    CHECK(std::chrono::steady_clock::now() - began < 200ms);
}
