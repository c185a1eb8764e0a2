// What queues cost, and that it does not grow with what is in them: straight into an engine, on one thread.
//     bench_queues [ROUNDS [MILLISECONDS [MESSAGES [TEXT]]]] prints a line of JSON for each row whose name holds the text.
#include "bench/rates.hpp"
#include "engine/engine.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace understudy;
using namespace understudy::bench;
using steady = std::chrono::steady_clock;

constexpr std::size_t kilobyte = 1024;

struct queue_effort : effort {
    unsigned messages = 1'000'000;
    std::string only = {}; // rows whose names hold this

    bool wants(std::string_view name) const { return name.find(only) != std::string_view::npos; }
};

/// An engine with one queue. Throws when a request is refused: nothing but good answers is ever measured.
class stage {
public:
    template <class Request>
    auto ask(Request const& request)
    {
        auto answer = engine_.step(now_, caller_, request);
        if constexpr (std::is_same_v<Request, sqs::ReceiveMessageRequest>) {
            return std::get<receive_reply>(std::move(answer)).value.value();
        } else if constexpr (!std::is_void_v<typename Request::answer>) {
            return std::move(answer.value).value();
        } else {
            answer.value.value();
        }
    }

    explicit stage(bool is_fifo = false) : fifo_{is_fifo}
    {
        sqs::CreateQueueRequest request{.QueueName = url_, .Attributes = {{"VisibilityTimeout", "43200"}}};
        if (is_fifo) request.Attributes.emplace("FifoQueue", "true");
        ask(request);
    }

    void send(std::size_t size = 100)
    {
        sqs::SendMessageRequest request{.QueueUrl = url_, .MessageBody = std::string(size, 'b')};
        if (fifo_) {
            request.MessageGroupId = std::to_string(sent_ % groups);
            request.MessageDeduplicationId = std::to_string(sent_);
        }
        ++sent_;
        ask(request);
    }
    void send_ten(std::size_t size)
    {
        sqs::SendMessageBatchRequest request{.QueueUrl = url_};
        auto& entries = request.Entries.emplace();
        for (int i = 0; i < 10; ++i) {
            entries.push_back({.Id = std::to_string(i), .MessageBody = std::string(size, 'b')});
        }
        if (!ask(request).Failed.empty()) throw std::runtime_error{"an entry was refused"};
    }
    std::vector<sqs::Message> receive(int count, std::optional<std::int64_t> visibility = {})
    {
        auto messages =
            ask(sqs::ReceiveMessageRequest{
                    .QueueUrl = url_, .MaxNumberOfMessages = count, .VisibilityTimeout = visibility})
                .Messages;
        if (std::ssize(messages) != count) throw std::runtime_error{"too few messages"};
        return messages;
    }
    void remove(sqs::Message const& message)
    {
        ask(sqs::DeleteMessageRequest{.QueueUrl = url_, .ReceiptHandle = message.ReceiptHandle});
    }
    sqs::DeleteMessageBatchRequest removal(std::vector<sqs::Message> const& messages) const
    {
        sqs::DeleteMessageBatchRequest request{.QueueUrl = url_};
        auto& entries = request.Entries.emplace();
        for (auto const& message : messages) {
            entries.push_back({.Id = std::to_string(entries.size()), .ReceiptHandle = message.ReceiptHandle});
        }
        return request;
    }
    void park()
    {
        auto const answer =
            engine_.step(now_, caller_, sqs::ReceiveMessageRequest{.QueueUrl = url_, .WaitTimeSeconds = 20});
        if (!std::holds_alternative<ticket>(answer)) throw std::runtime_error{"a poll did not wait"};
    }
    /// What a parked poll got.
    sqs::Message completed()
    {
        auto done = engine_.take_completions();
        return std::move(done.at(0).answer.value.value().Messages.at(0));
    }
    void cycle()
    {
        send();
        remove(receive(1).front());
    }

    static constexpr std::size_t groups = 100'000;

private:
    bool fifo_;
    std::string url_ = fifo_ ? "q.fifo" : "q";
    std::size_t sent_ = 0;
    moment now_{instant{milliseconds{1'795'342'500'000}}};
    caller caller_{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
    engine engine_{{.seed = 1}};
};

/// Each round has a stage of its own, so that what one leaves behind does not weigh on the next.
void measure(char const* name, queue_effort const& effort, std::function<std::function<void()>()> const& make)
{
    if (!effort.wants(name)) return;
    std::vector<double> rates;
    for (unsigned round = 0; round < effort.rounds; ++round) rates.push_back(rate_of(make(), effort.length));
    print_rate(name, middle(rates));
}

void measure_operations(queue_effort const& effort)
{
    measure("SendMessage of 1 KB", effort, [] {
        auto aws = std::make_shared<stage>();
        return [aws] { aws->send(kilobyte); };
    });
    measure("SendMessageBatch of 10 x 1 KB", effort, [] {
        auto aws = std::make_shared<stage>();
        return [aws] { aws->send_ten(kilobyte); };
    });
    measure("ReceiveMessage of 10 x 1 KB", effort, [] {
        auto aws = std::make_shared<stage>();
        aws->send_ten(kilobyte);
        return [aws] { aws->receive(10, 0); };
    });
    measure("Send, receive, delete of 100 B", effort, [] {
        auto aws = std::make_shared<stage>();
        return [aws] { aws->cycle(); };
    });
    measure("Send, receive, delete 10 x 1 KB in batches", effort, [] {
        auto aws = std::make_shared<stage>();
        return [aws] {
            aws->send_ten(kilobyte);
            aws->ask(aws->removal(aws->receive(10)));
        };
    });
}

/// DeleteMessageBatch needs messages that were received; only the deleting is timed.
void measure_delete_batch(queue_effort const& effort)
{
    constexpr auto name = "DeleteMessageBatch of 10";
    if (!effort.wants(name)) return;
    std::vector<double> rates;
    for (unsigned round = 0; round < effort.rounds; ++round) {
        stage aws;
        std::vector<sqs::DeleteMessageBatchRequest> removals;
        for (int i = 0; i < 5'000; ++i) {
            aws.send_ten(100);
            removals.push_back(aws.removal(aws.receive(10)));
        }
        auto const began = steady::now();
        for (auto const& removal : removals) aws.ask(removal);
        std::chrono::duration<double> const spent = steady::now() - began;
        rates.push_back(static_cast<double>(removals.size()) / spent.count());
    }
    print_rate(name, middle(rates));
}

void measure_full_queue(queue_effort const& effort, bool fifo)
{
    auto const* const name = fifo ? "... FIFO, many messages in 100,000 groups" : "... many messages waiting";
    if (!effort.wants(name)) return;
    stage small{fifo};
    stage large{fifo};
    small.send();
    auto const first = effort.messages / 10; // then the ring of events is full and takes no more memory
    for (unsigned i = 0; i < first; ++i) large.send();
    auto const before = heap_bytes();
    for (unsigned i = first; i < effort.messages; ++i) large.send();
    auto const bytes = heap_bytes() - before;
    measure_growth(
        name, effort, [&] { small.cycle(); }, [&] { large.cycle(); });
    print_bytes(std::string{"Memory beside the body of a message"} + (fifo ? " in a FIFO queue" : ""),
                bytes / (effort.messages - first) - 100);
}

void measure_in_flight(queue_effort const& effort)
{
    constexpr auto name = "... 100,000 messages in flight";
    if (!effort.wants(name)) return;
    stage small;
    stage large;
    constexpr int count = 100'000;
    constexpr int first = count / 2; // then the ring of events is full
    double before = 0;
    for (int i = 0; i < count; ++i) {
        if (i == first) { before = heap_bytes(); }
        large.send();
        large.receive(1);
    }
    auto const bytes = heap_bytes() - before;
    measure_growth(
        name, effort, [&] { small.cycle(); }, [&] { large.cycle(); });
    print_bytes("Memory beside the body of a message in flight", bytes / (count - first) - 100);
}

/// A message is sent, a poll gets it, it is deleted, and the poll waits again.
void measure_parked_polls(queue_effort const& effort)
{
    constexpr auto name = "... 10,000 polls parked";
    if (!effort.wants(name)) return;
    stage small;
    stage large;
    small.park();
    for (int i = 0; i < 10'000; ++i) large.park();
    auto const cycle = [](stage& aws) {
        aws.send();
        aws.remove(aws.completed());
        aws.park();
    };
    measure_growth(
        name, effort, [&] { cycle(small); }, [&] { cycle(large); });
}

} // namespace

int main(int count, char** arguments)
try {
    queue_effort effort;
    bench::read_effort(count, arguments, effort);
    if (count > 3) effort.messages = static_cast<unsigned>(std::stoul(arguments[3]));
    if (count > 4) effort.only = arguments[4];
    measure_operations(effort);
    measure_delete_batch(effort);
    measure_full_queue(effort, false);
    measure_full_queue(effort, true);
    measure_in_flight(effort);
    measure_parked_polls(effort);
} catch (std::exception const& problem) {
    std::fprintf(stderr, "bench_queues: %s\n", problem.what());
    return 1;
}
