// The parts below a request, each by itself, with Google Benchmark: codecs, digests, expressions, keys, and a queue without an engine.
//     bench_micro [--benchmark_filter=REGEX ...]
#include "codec/base64.hpp"
#include "codec/form.hpp"
#include "codec/json.hpp"
#include "core/digest.hpp"
#include "dynamodb/expression/condition.hpp"
#include "dynamodb/expression/parser.hpp"
#include "dynamodb/expression/update.hpp"
#include "dynamodb/key.hpp"
#include "sqs/service.hpp"

#include <benchmark/benchmark.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace understudy;
using benchmark::DoNotOptimize;

void count_bytes(benchmark::State& state, std::size_t each)
{
    state.SetBytesProcessed(static_cast<std::int64_t>(each) * state.iterations());
}

std::string text_of(benchmark::State const& state)
{
    return std::string(static_cast<std::size_t>(state.range()), 'x');
}

/// Nothing but what is good is ever measured.
void expect(bool good, char const* what)
{
    if (!good) { throw std::runtime_error{what}; }
}

// Codecs

std::string const put_item =
    R"({"TableName":"orders","Item":{"id":{"S":"customer-1000000042"},"order":{"S":"1000000042"},"status":{"S":"active"},)"
    R"("visits":{"N":"42"},"tags":{"SS":["a","b","c"]},"address":{"M":{"street":{"S":"1 Main St"},"zip":{"S":"12345"}}},)"
    R"("notes":{"S":"one line\nand another \"quoted\""},"history":{"L":[{"N":"1"},{"N":"2"},{"BOOL":true},{"NULL":true}]}}})";

void json_in(benchmark::State& state)
{
    for (auto _ : state) {
        dynamodb::PutItemInput request;
        expect(!codec::read_json(put_item, request, codec::dialect::dynamodb), "JSON");
        DoNotOptimize(request);
    }
    count_bytes(state, put_item.size());
}

void json_out(benchmark::State& state)
{
    dynamodb::PutItemInput request;
    expect(!codec::read_json(put_item, request, codec::dialect::dynamodb), "JSON");
    std::string out;
    for (auto _ : state) {
        out.clear();
        codec::write_json(out, request, codec::dialect::dynamodb);
        DoNotOptimize(out);
    }
    count_bytes(state, out.size());
}

void form_in(benchmark::State& state)
{
    std::string form =
        "Action=SendMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2Flocalhost%3A4566%2F000000000000%2Fq&MessageBody=";
    form += text_of(state);
    for (int i = 1; i <= 3; ++i) {
        auto const name = "&MessageAttribute." + std::to_string(i);
        form += name + ".Name=a" + std::to_string(i) + name + ".Value.DataType=String" + name
                + ".Value.StringValue=b%20c";
    }
    for (auto _ : state) {
        sqs::SendMessageRequest request;
        auto const fields = codec::form::parse(form);
        expect(!codec::read_form(fields, request, codec::query_service::sqs), "form");
        DoNotOptimize(request);
    }
    count_bytes(state, form.size());
}

void base64_out(benchmark::State& state)
{
    auto const bytes = text_of(state);
    std::string out;
    for (auto _ : state) {
        out.clear();
        codec::write_base64(out, bytes);
        DoNotOptimize(out);
    }
    count_bytes(state, bytes.size());
}

void base64_in(benchmark::State& state)
{
    std::string text, bytes;
    codec::write_base64(text, text_of(state));
    for (auto _ : state) {
        expect(codec::read_base64(text, bytes).good, "base64");
        DoNotOptimize(bytes);
    }
    count_bytes(state, text.size());
}

template <auto Digest>
void digest(benchmark::State& state)
{
    auto const text = text_of(state);
    for (auto _ : state) {
        auto made = Digest(text);
        DoNotOptimize(made);
    }
    count_bytes(state, text.size());
}

BENCHMARK(json_in);
BENCHMARK(json_out);
BENCHMARK(form_in)->Arg(1024);
BENCHMARK(base64_out)->Arg(1024);
BENCHMARK(base64_in)->Arg(1024);
BENCHMARK_TEMPLATE(digest, md5)->Name("md5")->Arg(32)->Arg(1024)->Arg(256 * 1024);
BENCHMARK_TEMPLATE(digest, sha256_hex)->Name("sha256")->Arg(1024);
BENCHMARK_TEMPLATE(digest, crc32)->Name("crc32")->Arg(1024)->Arg(32 * 1024);

// Expressions

constexpr std::string_view condition_text =
    "attribute_exists(id) AND (#s = :active OR visits BETWEEN :low AND :high) AND NOT contains(tags, :tag)";
constexpr std::string_view update_text =
    "SET #s = :active, visits = visits + :low, address.city = if_not_exists(address.city, :tag) ADD tags :more REMOVE notes";

dynamodb::attribute_map const attributes_of_item{
    {"id", "customer-1000000042"},
    {"status", "idle"},
    {"visits", 42},
    {"notes", std::string(200, 'n')},
    {"tags", dynamodb::string_set{{"a", "b", "c"}}},
    {"address", dynamodb::attribute_map{{"street", "1 Main St"}, {"zip", "12345"}}}};

/// What the two expressions mention.
class expression_values {
public:
    dynamodb::expression::binding bind(dynamodb::expression::references const& mentioned) const
    {
        dynamodb::expression::binding bound;
        for (std::string_view const name : mentioned.names)
            bound.names.push_back(name == "#s" ? "status" : name);
        for (auto const& value : mentioned.values) bound.values.push_back(&values_.at(value));
        return bound;
    }

private:
    dynamodb::attribute_map values_{{":active", "active"},
                                    {":low", 1},
                                    {":high", 100},
                                    {":tag", "z"},
                                    {":more", dynamodb::string_set{{"d"}}}};
};

void parse_condition(benchmark::State& state)
{
    for (auto _ : state) {
        auto made = dynamodb::expression::parse_condition(condition_text);
        DoNotOptimize(made);
    }
}

void parse_update(benchmark::State& state)
{
    for (auto _ : state) {
        auto made = dynamodb::expression::parse_update(update_text);
        DoNotOptimize(made);
    }
}

void evaluate_condition(benchmark::State& state)
{
    expression_values const values;
    auto const parsed = dynamodb::expression::parse_condition(condition_text);
    auto const bound = values.bind(parsed.tree);
    expect(parsed.fault.empty() && check(parsed.tree, bound).empty(), "condition");
    for (auto _ : state) { expect(holds(parsed.tree, bound, attributes_of_item), "condition"); }
}

void apply_update(benchmark::State& state)
{
    expression_values const values;
    auto const parsed = dynamodb::expression::parse_update(update_text);
    auto const bound = values.bind(parsed.tree);
    expect(parsed.fault.empty() && check(parsed.tree, bound).empty(), "update");
    for (auto _ : state) {
        auto after = apply(parsed.tree, bound, attributes_of_item, true);
        expect(after.has_value(), "update");
        DoNotOptimize(after);
    }
}

BENCHMARK(parse_condition);
BENCHMARK(parse_update);
BENCHMARK(evaluate_condition);
BENCHMARK(apply_update);

// Keys

void key_of_texts(benchmark::State& state)
{
    dynamodb::attribute_value const hash{"customer-1000000042"}, range{"1000000042"};
    for (auto _ : state) {
        auto made = dynamodb::key_bytes::of(hash, &range);
        DoNotOptimize(made);
    }
}

void key_of_numbers(benchmark::State& state)
{
    dynamodb::attribute_value const hash{dynamodb::number{"1000000042"}},
        range{dynamodb::number{"-12345.678"}};
    for (auto _ : state) {
        auto made = dynamodb::key_bytes::of(hash, &range);
        DoNotOptimize(made);
    }
}

BENCHMARK(key_of_texts);
BENCHMARK(key_of_numbers);

// A queue

class queue_stage {
public:
    explicit queue_stage(bool is_fifo) : is_fifo_{is_fifo}
    {
        string_map attributes;
        if (is_fifo) { attributes = {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "false"}}; }
        ask(sqs::CreateQueueRequest{.QueueName = name(), .Attributes = attributes});
    }

    void send_receive_delete()
    {
        sqs::SendMessageRequest send{.QueueUrl = name(), .MessageBody = body_};
        if (is_fifo_) {
            send.MessageGroupId = "group";
            send.MessageDeduplicationId = std::to_string(++sent_);
        }
        ask(send);
        auto const call = make_call();
        auto received = sqs::receive_message(state_, call, {.QueueUrl = name()});
        clear();
        auto const& answer = std::get<sqs::ReceiveMessageResult>(*received);
        ask(sqs::DeleteMessageRequest{.QueueUrl = name(),
                                      .ReceiptHandle = answer.Messages.at(0).ReceiptHandle});
    }

private:
    std::string name() const { return is_fifo_ ? "q.fifo" : "q"; }

    template <class Request>
    void ask(Request const& request)
    {
        auto const call = make_call();
        auto const answer = find_operation<Request>(sqs::operations).function(state_, call, request);
        expect(answer.has_value(), "SQS");
        clear();
    }
    /// What the engine would have carried out.
    void clear()
    {
        out_.timers.clear();
        out_.changed_queues.clear();
    }
    call make_call()
    {
        return {.now = now_,
                .arrived = now_,
                .real = {},
                .account = "000000000000",
                .region = "us-east-1",
                .default_region = "us-east-1",
                .endpoint = "http://127.0.0.1:4566",
                .ids = ids_,
                .out = out_};
    }

    bool is_fifo_;
    std::uint64_t sent_ = 0;
    shared_text body_{std::string(1024, 'x')};
    sqs::state state_ = {};
    event_log events_ = {};
    effects out_{.events = events_};
    id_source ids_{1};
    instant now_{milliseconds{1'795'342'500'000}};
};

void send_receive_delete(benchmark::State& state)
{
    queue_stage stage{state.range() != 0};
    for (auto _ : state) { stage.send_receive_delete(); }
}

BENCHMARK(send_receive_delete)->ArgName("fifo")->Arg(0)->Arg(1);

} // namespace

BENCHMARK_MAIN();
