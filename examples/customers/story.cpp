// customers_story --emulator URL --application URL: plays the story of the application against a running one, step by step,
// each step printed and timed. It speaks HTTP only; the emulator may be any endpoint, AWS's too, but only Understudy moves
// its clock instead of waiting.
#include "customer.hpp"

#include <understudy/testing.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdio>
#include <iostream>

namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using understudy::require;

constexpr auto patience = 30s;
constexpr auto probe_interval = 5ms;

struct answer {
    unsigned status;
    json::value body;
};

class story {
public:
    story(std::string const& emulator, std::string const& application)
        : emulator_{understudy::open_transport(emulator)},
          application_{understudy::open_transport(application)}, bus_{understudy::client_options{
                                                                     .endpoint = emulator}}
    {}

    void play()
    {
        step("A test queue listens to customer--created", [&] { return listen(); });
        step("POST /customer creates a customer", [&] { return create_customer(); });
        step("CustomerCreatedEvent is on the queue", [&] { return see_customer_created(); });
        step("Two orders appear in GET /customer/<id>", [&] { return place_two_orders(); });
        step("A duplicate of an order changes nothing", [&] { return repeat_an_order(); });
        step("GET of an unknown customer is a 404", [&] { return get_unknown_customer(); });
        step("A bad body is a 400", [&] { return post_nonsense(); });
        step("An order for an unknown customer ends in the dead-letter queue",
             [&] { return lose_an_order(); });
    }

private:
    template <class Action>
    void step(char const* what, Action&& action)
    {
        auto const began = std::chrono::steady_clock::now();
        auto const detail = action();
        std::chrono::duration<double, std::milli> const took = std::chrono::steady_clock::now() - began;
        std::printf("  %d. %-64s %8.1f ms   %s\n", ++steps_, what, took.count(), detail.c_str());
        std::fflush(stdout);
    }

    answer ask(understudy::transport& whom, std::string method, std::string path, std::string body = {}) const
    {
        understudy::wire_headers headers;
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        auto const response =
            whom.send({std::move(method), std::move(path), std::move(headers), std::move(body)}, patience);
        if (!response) throw std::runtime_error{response.error().message};
        boost::system::error_code ec;
        auto parsed = json::parse(response->body, ec);
        return {response->status, ec ? json::value{} : std::move(parsed)};
    }

    std::string listen()
    {
        bus_.subscribe_to("customer--created", test_queue);
        bus_.purge_queue(test_queue);
        return {};
    }

    std::string create_customer()
    {
        auto const created = ask(*application_, "POST", "/customer", R"({"name":"John Doe"})");
        require(created.status == 200, "POST /customer answered " + std::to_string(created.status));
        customer_id_ = std::string{created.body.at("customer_id").as_string()};
        require(created.body
                    == json::value{{"customer_id", customer_id_},
                                   {"name", "John Doe"},
                                   {"orders", json::array{}}},
                "an unexpected customer: " + json::serialize(created.body));
        return customer_id_;
    }

    std::string see_customer_created()
    {
        auto const event =
            understudy::the_only(bus_.receive(test_queue, understudy::json_base_envelope{}, 10, 20s));
        require(event.payload == json::value{{"customer_id", customer_id_}, {"name", "John Doe"}},
                "an unexpected event: " + json::serialize(event.payload));
        return json::serialize(event.payload);
    }

    std::string place_two_orders()
    {
        for (auto const& order : orders_) { place(order, customer_id_); }
        understudy::probe_until([&] { require_both_orders(); }, probe_interval, patience);
        return "2 orders";
    }

    std::string repeat_an_order()
    {
        place(orders_.front(), customer_id_);
        understudy::probe_during(
            [&] {
                require_both_orders();
                require(bus_.receive(test_queue).empty(), "a message was published");
            },
            probe_interval, 50ms);
        return {};
    }

    std::string get_unknown_customer()
    {
        auto const found = ask(*application_, "GET", "/customer/" + understudy::make_uuid() + "/");
        require(found.status == 404 && found.body == json::value{{"error", "CUSTOMER_NOT_FOUND"}},
                "answered " + std::to_string(found.status));
        return json::serialize(found.body);
    }

    std::string post_nonsense()
    {
        auto const refused = ask(*application_, "POST", "/customer", R"({"nombre":7})");
        require(refused.status == 400, "answered " + std::to_string(refused.status));
        return json::serialize(refused.body);
    }

    /// Three receives and three visibility timeouts; the fourth receive moves the message.
    std::string lose_an_order()
    {
        auto const order = understudy::make_uuid();
        auto const nobody = understudy::make_uuid();
        place(order, nobody);
        for (int round = 1; round <= rounds_max; ++round) {
            bool const moved =
                ask(*emulator_, "POST", "/_understudy/clock/advance", R"({"by":"30s"})").status == 200;
            auto const wait = !moved ? 20s : round < 3 ? 0s : 1s;
            auto const found = bus_.receive(dead_letters, understudy::json_base_envelope{}, 10, wait);
            for (auto const& one : found) {
                if (one.payload == json::value{{"order_id", order}, {"customer_id", nobody}}) {
                    return std::to_string(round) + (moved ? " x 30 s of the emulator's time" : " long polls");
                }
            }
        }
        throw std::runtime_error{"the message did not reach " + std::string{dead_letters}};
    }

    void place(std::string const& order, std::string const& customer) const
    {
        bus_.publish("order--created", {{"order_id", order}, {"customer_id", customer}});
    }

    void require_both_orders() const
    {
        auto const found = ask(*application_, "GET", "/customer/" + customer_id_);
        require(found.status == 200, "answered " + std::to_string(found.status));
        customers::customer expected{customer_id_, "John Doe", orders_};
        std::sort(expected.order_ids.begin(), expected.order_ids.end());
        require(found.body == customers::to_json(expected), "found " + json::serialize(found.body));
    }

    static constexpr auto test_queue = "story--customer-created";
    static constexpr auto dead_letters = "customer--order-created--dlq";
    static constexpr int rounds_max = 10;

    std::shared_ptr<understudy::transport> emulator_;
    std::shared_ptr<understudy::transport> application_;
    understudy::sns_sqs_test_client bus_;
    std::string customer_id_;
    std::vector<std::string> orders_{understudy::make_uuid(), understudy::make_uuid()};
    int steps_ = 0;
};

std::optional<std::string> argument(int argc, char** argv, std::string_view name)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (argv[i] == name) return argv[i + 1];
    }
    return std::nullopt;
}

} // namespace

int main(int argc, char** argv)
{
    auto const emulator = argument(argc, argv, "--emulator");
    auto const application = argument(argc, argv, "--application");
    if (argc != 5 || !emulator || !application) {
        std::cerr << "usage: customers_story --emulator URL --application URL\n";
        return 2;
    }
    try {
        std::cout << "The story of a customer, told over HTTP" << std::endl;
        story{*emulator, *application}.play();
        std::cout << "It went as it should." << std::endl;
    } catch (std::exception const& e) {
        std::cout << std::flush;
        std::cerr << "customers_story: " << e.what() << '\n';
        return 1;
    }
}
