// What topics cost, and that it does not grow with subscribers who want something else: straight into an engine, on one
// thread.
//     bench_topics [ROUNDS [MILLISECONDS [SUBSCRIPTIONS [TEXT]]]] prints a line of JSON for each row whose name holds the text.
#include "bench/rates.hpp"
#include "engine/engine.hpp"

#include <memory>
#include <stdexcept>
#include <string_view>

namespace {

using namespace understudy;
using namespace understudy::bench;

constexpr std::size_t kilobyte = 1024;

enum class form { enveloped, raw };

/// An engine with one topic. Throws when a request is refused: nothing but good answers is ever measured.
class stage {
public:
    template <class Request>
    auto ask(Request const& request)
    {
        return std::move(engine_.step(now_, caller_, request).value).value();
    }

    stage() { message_.TopicArn = ask(sns::CreateTopicInput{.Name = "t"}).TopicArn; }

    void subscribe_queue(std::size_t number, form how, std::string filter = {})
    {
        auto const name = "q" + std::to_string(number);
        ask(sqs::CreateQueueRequest{.QueueName = name});
        subscribe(name, how, std::move(filter));
    }
    void subscribe(std::string const& queue, form how, std::string filter = {})
    {
        string_map attributes{{"RawMessageDelivery", how == form::raw ? "true" : "false"}};
        if (!filter.empty()) attributes["FilterPolicy"] = std::move(filter);
        ask(sns::SubscribeInput{.TopicArn = message_.TopicArn,
                                .Protocol = "sqs",
                                .Endpoint = "arn:aws:sqs:us-east-1:000000000000:" + queue,
                                .Attributes = std::move(attributes)});
    }
    void color(std::string value)
    {
        message_.MessageAttributes["color"] = {.StringValue = std::move(value), .DataType = "String"};
    }

    /// The text is made anew for each message, as an application does.
    void publish(std::size_t size = kilobyte)
    {
        message_.Message = std::string(size, 'b');
        ask(message_);
    }

private:
    moment now_{instant{milliseconds{1'795'342'500'000}}};
    caller caller_{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
    engine engine_{{.seed = 1}};
    sns::PublishInput message_ = {};
};

std::string filter_for(std::size_t number) { return R"({"color":["c)" + std::to_string(number) + "\"]}"; }

/// Each wants another color, and messages are of the first.
std::shared_ptr<stage> with_filters(std::size_t count)
{
    auto aws = std::make_shared<stage>();
    for (std::size_t i = 0; i < count; ++i) aws->subscribe_queue(i, form::raw, filter_for(i));
    aws->color("c0");
    return aws;
}

void measure_fan_out(effort const& effort, std::string_view only)
{
    for (auto const how : {form::raw, form::enveloped}) {
        for (std::size_t const queues : {1, 10, 100}) {
            auto const name = "Publish of 1 KB to " + std::to_string(queues)
                              + (queues == 1 ? " queue, " : " queues, ")
                              + (how == form::raw ? "raw" : "in envelopes that nobody reads");
            if (name.find(only) == std::string::npos) continue;
            std::vector<double> rates;
            for (unsigned round = 0; round < effort.rounds; ++round) {
                stage aws;
                for (std::size_t i = 0; i < queues; ++i) aws.subscribe_queue(i, how);
                rates.push_back(rate_of([&] { aws.publish(); }, effort.length));
            }
            print_rate(name, middle(rates));
        }
    }
}

void measure_filters(effort const& effort, std::string_view only, std::size_t subscriptions)
{
    std::string const name = "Publish to one of many filtered subscriptions, beside one of 10";
    if (name.find(only) == std::string::npos) return;
    auto const few = with_filters(10);
    auto const many = with_filters(subscriptions);
    measure_growth(
        name, effort, [&] { few->publish(100); }, [&] { many->publish(100); });
}

void measure_memory(std::string_view only, std::size_t subscriptions)
{
    for (bool const filtered : {false, true}) {
        std::string const name = filtered ? "Memory of a filtered subscription" : "Memory of a subscription";
        if (name.find(only) == std::string::npos) continue;
        stage aws;
        auto const before = heap_bytes();
        for (std::size_t i = 0; i < subscriptions; ++i) {
            aws.subscribe("q" + std::to_string(i), form::raw, filtered ? filter_for(i) : "");
        }
        print_bytes(name, (heap_bytes() - before) / static_cast<double>(subscriptions));
    }
}

} // namespace

int main(int count, char** arguments)
try {
    effort effort;
    std::size_t subscriptions = 10'000;
    std::string only;
    bench::read_effort(count, arguments, effort);
    if (count > 3) subscriptions = std::stoul(arguments[3]);
    if (count > 4) only = arguments[4];
    measure_fan_out(effort, only);
    measure_filters(effort, only, subscriptions);
    measure_memory(only, subscriptions);
} catch (std::exception const& problem) {
    std::fprintf(stderr, "bench_topics: %s\n", problem.what());
    return 1;
}
