// Operations a second on one thread, straight into an emulator of this process, as a test with a typed client does:
//     bench_in_process [ROUNDS [MILLISECONDS [TEXT]]] prints a line of JSON for each row whose name holds the text.
#include "bench/rates.hpp"

#include <understudy/emulator.hpp>
#include <understudy/model/dynamodb.hpp>
#include <understudy/model/sns.hpp>
#include <understudy/model/sqs.hpp>

#include <memory>
#include <stdexcept>
#include <string_view>

namespace {

using namespace understudy;

constexpr std::size_t kilobyte = 1024;
constexpr std::size_t item_count = 1000;

/// Typed requests to an emulator. Throws when one is refused: nothing but good answers is ever measured.
class session {
public:
    template <class Request>
    auto dynamodb(Request const& request)
    {
        return ask(dynamodb::service_name, request);
    }
    template <class Request>
    auto sqs(Request const& request)
    {
        return ask(sqs::service_name, request);
    }
    template <class Request>
    auto sns(Request const& request)
    {
        return ask(sns::service_name, request);
    }

private:
    template <class Request>
    typename Request::answer ask(std::string_view service, Request const& request)
    {
        result<typename Request::answer> answer{service_error{}};
        if (!way_in_->local()->call(service, Request::operation, &request, &answer)) {
            throw std::runtime_error{"no such operation: " + std::string{Request::operation}};
        }
        return std::move(answer).value();
    }

    emulator emulator_;
    std::shared_ptr<transport> way_in_ = emulator_.local_transport();
};

/// A table of a thousand items of a kilobyte.
class table {
public:
    explicit table(session& session) : session_{session}
    {
        session_.dynamodb(dynamodb::CreateTableInput{
            .AttributeDefinitions = {{{.AttributeName = "id", .AttributeType = "S"}}},
            .TableName = name,
            .KeySchema = {{{.AttributeName = "id", .KeyType = "HASH"}}},
            .BillingMode = "PAY_PER_REQUEST",
        });
        while (status() != "ACTIVE") {}
    }

    static dynamodb::PutItemInput put(std::size_t number)
    {
        return {.TableName = name, .Item = kilobyte_item(key(number))};
    }
    static dynamodb::GetItemInput get(std::size_t number)
    {
        return {.TableName = name, .Key = dynamodb::item{{"id", key(number)}}};
    }

private:
    static constexpr auto name = "customers";

    std::string status()
    {
        return session_.dynamodb(dynamodb::DescribeTableInput{.TableName = name}).Table.TableStatus;
    }

    static std::string key(std::size_t number) { return "customer-" + std::to_string(1'000'000 + number); }

    static dynamodb::item kilobyte_item(std::string const& key)
    {
        constexpr std::size_t others = 153; // what the attributes beside `notes` take, as DynamoDB counts
        return {
            {"id", key},
            {"status", "active"},
            {"name", "John Doe"},
            {"email", "john.doe@example.com"},
            {"visits", 42},
            {"verified", true},
            {"address", dynamodb::attribute_map{{"street", "1 Long Road"}, {"city", "Stockholm"}}},
            {"labels", dynamodb::list{"first", "second"}},
            {"notes", std::string(kilobyte - others, 'n')},
        };
    }

    session& session_;
};

struct get_item {
    static constexpr auto name = "GetItem of 1 KB";
    session aws = {};
    table customers{aws};
    std::vector<dynamodb::GetItemInput> requests = {};
    std::size_t turn = 0;

    get_item()
    {
        for (std::size_t number = 0; number < item_count; ++number) {
            aws.dynamodb(table::put(number));
            requests.push_back(table::get(number));
        }
    }

    void operator()()
    {
        auto const answer = aws.dynamodb(requests[turn]);
        if (!answer.Item || answer.Item->size() != 9) { throw std::runtime_error{"GetItem found no item"}; }
        turn = (turn + 1) % item_count;
    }
};

struct put_item {
    static constexpr auto name = "PutItem of 1 KB";
    session aws = {};
    table customers{aws};
    std::vector<dynamodb::PutItemInput> requests = {};
    std::size_t turn = 0;

    put_item()
    {
        for (std::size_t number = 0; number < item_count; ++number) {
            requests.push_back(table::put(number));
        }
    }

    void operator()()
    {
        aws.dynamodb(requests[turn]);
        turn = (turn + 1) % item_count;
    }
};

/// The body is made anew for each message, as an application does.
template <std::size_t size>
struct send_receive_delete {
    static constexpr auto name =
        size == kilobyte ? "Send, receive, delete of 1 KB" : "Send, receive, delete of 100 B";
    session aws = {};
    std::string url = aws.sqs(sqs::CreateQueueRequest{.QueueName = "orders"}).QueueUrl;
    sqs::ReceiveMessageRequest const receive{.QueueUrl = url};

    void operator()()
    {
        aws.sqs(sqs::SendMessageRequest{.QueueUrl = url, .MessageBody = std::string(size, 'b')});
        auto const received = aws.sqs(receive);
        aws.sqs(sqs::DeleteMessageRequest{.QueueUrl = url,
                                          .ReceiptHandle = received.Messages.at(0).ReceiptHandle});
    }
};

/// A topic with so many queues; with filters each of them wants another color, and the messages are of the first.
class publication {
public:
    publication(int queues, bool raw, bool filters)
    {
        for (int i = 0; i < queues; ++i) {
            auto const name = "created" + std::to_string(i);
            aws_.sqs(sqs::CreateQueueRequest{.QueueName = name});
            string_map attributes{{"RawMessageDelivery", raw ? "true" : "false"}};
            if (filters) { attributes["FilterPolicy"] = R"({"color":["c)" + std::to_string(i) + "\"]}"; }
            aws_.sns(sns::SubscribeInput{.TopicArn = message_.TopicArn,
                                         .Protocol = "sqs",
                                         .Endpoint = "arn:aws:sqs:us-east-1:000000000000:" + name,
                                         .Attributes = std::move(attributes)});
        }
        if (filters) { message_.MessageAttributes["color"] = {.StringValue = "c0", .DataType = "String"}; }
    }

    void operator()() { aws_.sns(message_); }

private:
    session aws_;
    sns::PublishInput message_{.TopicArn = aws_.sns(sns::CreateTopicInput{.Name = "created"}).TopicArn,
                               .Message = std::string(100, 'b')};
};

struct publish_signed : publication {
    static constexpr auto name = "Publish of 100 B to one queue, in a signed envelope";
    publish_signed() : publication{1, false, false} {}
};
struct publish_raw : publication {
    static constexpr auto name = "Publish of 100 B to one queue, raw";
    publish_raw() : publication{1, true, false} {}
};
struct publish_to_many : publication {
    static constexpr auto name = "Publish of 100 B to 100 queues, raw";
    publish_to_many() : publication{100, true, false} {}
};
struct publish_past_few : publication {
    static constexpr auto name = "Publish to one of 10 filtered queues, raw";
    publish_past_few() : publication{10, true, true} {}
};
struct publish_past_thousands : publication {
    static constexpr auto name = "Publish to one of 10,000 filtered queues, raw";
    publish_past_thousands() : publication{10'000, true, true} {}
};

/// Each round has an emulator of its own, so that what one leaves behind does not weigh on the next.
template <class Row>
void measure(bench::effort const& effort, std::string_view only)
{
    if (std::string_view{Row::name}.find(only) == std::string_view::npos) return;
    std::vector<double> rates;
    for (unsigned round = 0; round < effort.rounds + 1; ++round) {
        Row row;
        rates.push_back(bench::rate_of(std::ref(row), effort.length));
    }
    rates.erase(rates.begin()); // it warmed up the allocator
    bench::print_rate(Row::name, bench::middle(rates));
}

} // namespace

int main(int count, char** arguments)
try {
    bench::effort effort;
    bench::read_effort(count, arguments, effort);
    std::string_view const only = count > 3 ? arguments[3] : "";
    measure<get_item>(effort, only);
    measure<put_item>(effort, only);
    measure<send_receive_delete<100>>(effort, only);
    measure<send_receive_delete<kilobyte>>(effort, only);
    measure<publish_signed>(effort, only);
    measure<publish_raw>(effort, only);
    measure<publish_to_many>(effort, only);
    measure<publish_past_few>(effort, only);
    measure<publish_past_thousands>(effort, only);
} catch (std::exception const& problem) {
    std::fprintf(stderr, "bench_in_process: %s\n", problem.what());
    return 1;
}
