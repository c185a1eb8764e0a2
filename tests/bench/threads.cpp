// What several threads make of one emulator in their process, and how long a long Scan keeps the others waiting:
//     bench_threads [ROUNDS [MILLISECONDS]] prints a line of JSON for each row.
#include "bench/rates.hpp"

#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace {

using namespace understudy;
using bench::effort;
using steady = std::chrono::steady_clock;
using microseconds = std::chrono::duration<double, std::micro>;

using operations = std::vector<std::function<void()>>;

/// Operations a second of all threads together; each has one of the operations.
double rate_together(operations const& each, milliseconds length)
{
    std::vector<double> rates(each.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < each.size(); ++i) {
        threads.emplace_back([&, i] { rates[i] = bench::rate_of(each[i], length); });
    }
    for (auto& thread : threads) thread.join();
    return std::accumulate(rates.begin(), rates.end(), 0.0);
}

void measure_two_threads(std::string const& name, effort const& effort, operations const& two)
{
    std::vector<double> alone;
    std::vector<double> together;
    rate_together(two, effort.length); // to warm up
    for (unsigned round = 0; round < effort.rounds; ++round) {
        alone.push_back(rate_together({two.front()}, effort.length));
        together.push_back(rate_together(two, effort.length));
    }
    bench::print_growth(name, bench::middle(together), bench::middle(alone));
}

/// Sends to, receives from and deletes in a queue of its own.
std::function<void()> consumer(emulator& aws, std::string const& queue)
{
    sqs_client const sqs{aws.local_transport()};
    return [sqs, url = sqs.create_queue({.QueueName = queue}).value().QueueUrl] {
        sqs.send_message({.QueueUrl = url, .MessageBody = std::string(100, 'b')}).value();
        auto const received = sqs.receive_message({.QueueUrl = url}).value();
        sqs.delete_message({.QueueUrl = url, .ReceiptHandle = received.Messages.at(0).ReceiptHandle}).value();
    };
}

class items {
public:
    explicit items(emulator& aws, int count) : dynamodb_{aws.local_transport()}
    {
        dynamodb_
            .create_table({.AttributeDefinitions = {{{.AttributeName = "id", .AttributeType = "S"}}},
                           .TableName = table,
                           .KeySchema = {{{.AttributeName = "id", .KeyType = "HASH"}}},
                           .BillingMode = "PAY_PER_REQUEST"})
            .value();
        dynamodb::PutItemInput put{.TableName = table};
        for (int i = 0; i < count; ++i) {
            put.Item = {{"id", std::to_string(i)}, {"notes", std::string(1000, 'n')}};
            dynamodb_.put_item(put).value();
        }
    }

    void get() const
    {
        if (!dynamodb_.get_item(first_).value().Item) throw std::runtime_error{"GetItem found no item"};
    }

    /// Page by page, until it is told to stop.
    void scan(std::atomic<bool> const& stop) const
    {
        dynamodb::ScanInput page{.TableName = table};
        while (!stop) { page.ExclusiveStartKey = dynamodb_.scan(page).value().LastEvaluatedKey; }
    }

private:
    static constexpr auto table = "items";

    dynamodb_client dynamodb_;
    dynamodb::GetItemInput const first_{.TableName = table, .Key = dynamodb::item{{"id", "0"}}};
};

/// The slowest of a thousand GetItems.
double slowest(items const& all, effort const& effort)
{
    constexpr std::ptrdiff_t a_thousand = 1000;
    std::vector<double> times;
    auto const until = steady::now() + effort.length;
    for (auto began = steady::now(); began < until; began = steady::now()) {
        all.get();
        times.push_back(microseconds{steady::now() - began}.count());
    }
    auto const at = times.end() - 1 - std::ssize(times) / a_thousand;
    std::nth_element(times.begin(), at, times.end());
    return *at;
}

void measure_beside_scan(effort const& effort)
{
    emulator aws;
    items const all{aws, 100'000};
    std::vector<double> alone;
    std::vector<double> beside;
    for (unsigned round = 0; round < effort.rounds; ++round) {
        alone.push_back(slowest(all, effort));
        std::atomic<bool> stop = false;
        std::thread scanning{[&] { all.scan(stop); }};
        beside.push_back(slowest(all, effort));
        stop = true;
        scanning.join();
    }
    bench::print_time("The slowest of 1000 GetItems", bench::middle(alone));
    bench::print_time("... beside a Scan of 100 MB, again and again", bench::middle(beside));
}

} // namespace

int main(int count, char** arguments)
try {
    effort effort;
    bench::read_effort(count, arguments, effort);
    emulator aws;
    items const few{aws, 1};
    measure_two_threads("Send, receive, delete of 100 B on two threads", effort,
                        {consumer(aws, "first"), consumer(aws, "second")});
    measure_two_threads("GetItem of 1 KB on two threads", effort, {[&] { few.get(); }, [&] { few.get(); }});
    measure_beside_scan(effort);
} catch (std::exception const& problem) {
    std::fprintf(stderr, "bench_threads: %s\n", problem.what());
    return 1;
}
