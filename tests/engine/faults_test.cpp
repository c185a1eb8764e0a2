// Scripted faults: which calls fail, how often, and that the others do not notice.
#include "engine/engine.hpp"
#include "engine/faults.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace understudy;

namespace {

constexpr struck_call send_to_q{"sqs", "SendMessage", "q", "000000000000"};

std::string pattern_of(faults& rules, int calls)
{
    std::string pattern;
    for (int i = 0; i < calls; ++i) { pattern += rules.strike(send_to_q) ? 'x' : '.'; }
    return pattern;
}

} // namespace

TEST_CASE("A fault means calls by service, operation, resource and account", "[faults]")
{
    auto const strikes = [](fault rule) {
        faults rules{1};
        rules.add(std::move(rule));
        return rules.strike(send_to_q) != nullptr;
    };
    CHECK(strikes({}));
    CHECK(
        strikes({.service = "sqs", .operation = "SendMessage", .resource = "q", .account = "000000000000"}));
    CHECK_FALSE(strikes({.service = "sns"}));
    CHECK_FALSE(strikes({.operation = "SendMessageBatch"}));
    CHECK_FALSE(strikes({.resource = "qq"}));
    CHECK_FALSE(strikes({.account = "111111111111"}));
}

TEST_CASE("A fault strikes from the n-th call on, and so many times", "[faults]")
{
    faults rules{1};
    rules.add({.from_call = 3, .times = 2});
    CHECK(pattern_of(rules, 6) == "..xx..");
    CHECK(rules.list().front().calls == 6);
    CHECK(rules.list().front().strikes == 2);
}

TEST_CASE("Chance comes from the seed: the same seed, the same run", "[faults]")
{
    auto const run = [](std::uint64_t seed) {
        faults rules{seed};
        rules.add({.probability = 0.3});
        return pattern_of(rules, 1000);
    };
    CHECK(run(1) == run(1));
    CHECK(run(1) != run(2));
    auto const struck = std::ranges::count(run(1), 'x');
    CHECK(struck > 200);
    CHECK(struck < 400);
    faults never{1};
    never.add({.probability = 0});
    CHECK(pattern_of(never, 10) == "..........");
}

TEST_CASE("Of several faults the first that fires speaks, and each counts its calls", "[faults]")
{
    faults rules{1};
    auto const first = rules.add({.code = "First", .times = 1});
    auto const second = rules.add({.code = "Second", .message = "again", .status = 503});
    CHECK(error_of(*rules.strike(send_to_q)).kind.shape == "First");
    auto const error = error_of(*rules.strike(send_to_q));
    CHECK(error.kind.query_code == "Second");
    CHECK(error.kind.status == 503);
    CHECK(error.message == "again");
    CHECK(rules.list()[1].calls == 2);
    CHECK(rules.remove(second));
    CHECK_FALSE(rules.remove(second));
    CHECK(rules.strike(send_to_q) == nullptr);
    CHECK(rules.remove(first));
    CHECK_FALSE(rules.any());
}

TEST_CASE("A call that a fault strikes changes nothing, and a reset takes the fault away", "[faults]")
{
    engine engine;
    moment const now{instant{milliseconds{1}}};
    caller const me{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
    auto const url = engine.step(now, me, sqs::CreateQueueRequest{.QueueName = "q"}).value->QueueUrl;
    auto const send = [&] {
        return engine.step(now, me, sqs::SendMessageRequest{.QueueUrl = url, .MessageBody = "hi"}).value;
    };
    engine.scripted_faults().add({.operation = "SendMessage", .resource = "q", .code = "Busy"});
    engine.scripted_faults().add({.operation = "ReceiveMessage", .code = "Busy"});
    CHECK(send().error().kind.shape == "Busy");
    CHECK(engine.events().last() == 0);
    auto const received =
        engine.step(now, me, sqs::ReceiveMessageRequest{.QueueUrl = url, .WaitTimeSeconds = 5});
    CHECK(std::get<receive_reply>(received).value.error().kind.shape == "Busy");
    CHECK(engine.parked_polls().empty());
    engine.reset(now);
    CHECK_FALSE(engine.scripted_faults().any());
}

namespace {

/// An engine that is asked at one instant.
struct desk_of_one {
    template <class Request>
    auto operator()(Request const& request)
    {
        return engine.step(now, me, request);
    }
    void fault(understudy::fault rule) { engine.scripted_faults().add(std::move(rule)); }

    understudy::engine engine{};
    moment now{instant{milliseconds{1'000}}};
    caller me{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
};

sqs::SendMessageBatchRequest batch_of(std::string const& url, std::vector<std::string> const& ids)
{
    sqs::SendMessageBatchRequest batch{.QueueUrl = url};
    auto& entries = batch.Entries.emplace();
    for (auto const& id : ids) entries.push_back({.Id = id, .MessageBody = id});
    return batch;
}

void create_table(desk_of_one& ask, std::string const& name)
{
    ask(dynamodb::CreateTableInput{.AttributeDefinitions = {{{.AttributeName = "PK", .AttributeType = "S"}}},
                                   .TableName = name,
                                   .KeySchema = {{{.AttributeName = "PK", .KeyType = "HASH"}}},
                                   .BillingMode = "PAY_PER_REQUEST"})
        .value.value();
}

dynamodb::item key(std::string const& value) { return {{"PK", value}}; }

dynamodb::WriteRequest put(std::string const& value)
{
    return {.PutRequest = dynamodb::PutRequest{.Item = key(value)}};
}

} // namespace

TEST_CASE("Of a batch to a queue only the struck entries fail, and the others are sent", "[faults]")
{
    desk_of_one ask;
    auto const url = ask(sqs::CreateQueueRequest{.QueueName = "q"}).value->QueueUrl;
    ask.fault({.operation = "SendMessageBatch",
               .code = "InternalError",
               .message = "no",
               .entries = {0, 2},
               .times = 1});
    auto const partly = ask(batch_of(url, {"a", "b", "c"})).value.value();
    REQUIRE(partly.Successful.size() == 1);
    CHECK(partly.Successful[0].Id == "b");
    REQUIRE(partly.Failed.size() == 2);
    CHECK(partly.Failed[0].Id == "a");
    CHECK(partly.Failed[1].Id == "c");
    CHECK(partly.Failed[1].Code == "InternalError");
    CHECK(partly.Failed[1].Message == "no");
    CHECK_FALSE(partly.Failed[1].SenderFault);
    CHECK(ask.engine.events().last() == 1);
    CHECK(ask(batch_of(url, {"a", "b", "c"})).value->Failed.empty());
}

TEST_CASE("All entries of a batch may fail", "[faults]")
{
    desk_of_one ask;
    auto const url = ask(sqs::CreateQueueRequest{.QueueName = "q"}).value->QueueUrl;
    ask.fault({.operation = "SendMessageBatch", .status = 400, .entries = {0}});
    auto const answer = ask(batch_of(url, {"a"})).value.value();
    CHECK(answer.Successful.empty());
    REQUIRE(answer.Failed.size() == 1);
    CHECK(answer.Failed[0].SenderFault);
    CHECK(ask.engine.events().last() == 0);
}

TEST_CASE("Of a batch to a topic only the struck entries fail", "[faults]")
{
    desk_of_one ask;
    auto const topic = ask(sns::CreateTopicInput{.Name = "t"}).value->TopicArn;
    ask.fault({.operation = "PublishBatch", .resource = "t", .entries = {1}});
    auto const answer =
        ask(sns::PublishBatchInput{
                .TopicArn = topic,
                .PublishBatchRequestEntries = {{.Id = "a", .Message = "a"}, {.Id = "b", .Message = "b"}}})
            .value.value();
    REQUIRE(answer.Successful.size() == 1);
    CHECK(answer.Successful[0].Id == "a");
    REQUIRE(answer.Failed.size() == 1);
    CHECK(answer.Failed[0].Id == "b");
}

TEST_CASE("What a fault strikes of a batch to tables stays unprocessed", "[faults]")
{
    desk_of_one ask;
    create_table(ask, "table-a");
    create_table(ask, "table-b");
    ask.fault({.operation = "BatchWriteItem", .entries = {1, 2}});
    auto const written =
        ask(dynamodb::BatchWriteItemInput{
                .RequestItems = {{{"table-a", {put("1"), put("2")}}, {"table-b", {put("3")}}}}})
            .value.value();
    REQUIRE(written.UnprocessedItems.size() == 2);
    CHECK(written.UnprocessedItems.at("table-a").size() == 1);
    CHECK(written.UnprocessedItems.at("table-a")[0].PutRequest->Item == key("2"));
    CHECK(written.UnprocessedItems.at("table-b")[0].PutRequest->Item == key("3"));
    CHECK(ask.engine.events().last() == 1);

    ask.fault({.operation = "BatchGetItem", .entries = {0}});
    auto const read =
        ask(dynamodb::BatchGetItemInput{.RequestItems = {{{"table-a", {.Keys = {{key("2"), key("1")}}}}}}})
            .value.value();
    REQUIRE(read.UnprocessedKeys.contains("table-a"));
    CHECK(read.UnprocessedKeys.at("table-a").Keys == std::vector{key("2")});
    CHECK(read.Responses.at("table-a") == std::vector{key("1")});
}

TEST_CASE("A transaction is cancelled because of the struck actions", "[faults]")
{
    desk_of_one ask;
    create_table(ask, "table-a");
    ask.fault({.operation = "TransactWriteItems", .code = "TransactionConflict", .entries = {1}});
    dynamodb::TransactWriteItem const one{.Put = dynamodb::Put{.Item = key("1"), .TableName = "table-a"}};
    dynamodb::TransactWriteItem const two{.Put = dynamodb::Put{.Item = key("2"), .TableName = "table-a"}};
    auto const refused = ask(dynamodb::TransactWriteItemsInput{.TransactItems = {{one, two}}}).value.error();
    CHECK(refused.kind.shape == "TransactionCanceledException");
    REQUIRE(refused.reasons != nullptr);
    CHECK((*refused.reasons)[0].Code == "None");
    CHECK((*refused.reasons)[1].Code == "TransactionConflict");
    CHECK(ask.engine.events().last() == 0);
}

TEST_CASE("An answer may be lost, before anything is done or after", "[faults]")
{
    desk_of_one ask;
    auto const url = ask(sqs::CreateQueueRequest{.QueueName = "q"}).value->QueueUrl;
    ask.fault({.operation = "SendMessage", .effect = fault_effect::drop_before, .times = 1});
    ask.fault({.operation = "SendMessage", .effect = fault_effect::drop_after});
    sqs::SendMessageRequest const send{.QueueUrl = url, .MessageBody = "hi"};
    CHECK(ask(send).on_the_way.lost);
    CHECK(ask.engine.events().last() == 0);
    auto const done = ask(send);
    CHECK(done.on_the_way.lost);
    CHECK(done.value.has_value());
    CHECK(ask.engine.events().last() == 1);
}

TEST_CASE("An answer that is held back is let go when its time has come", "[faults][time]")
{
    desk_of_one ask;
    auto const held = ask.engine.hold_back(ask.now, milliseconds{200});
    CHECK(ask.engine.next_deadline() == ask.now.now + milliseconds{200});
    CHECK_FALSE(ask.engine.next_timer());
    ask.engine.advance_to({ask.now.now + milliseconds{199}});
    CHECK(ask.engine.take_completions().empty());
    ask.engine.advance_to({ask.now.now + milliseconds{200}});
    auto const done = ask.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(done[0].poll == held);
    ask.engine.cancel(ask.engine.hold_back(ask.now, milliseconds{200}));
    CHECK_FALSE(ask.engine.next_deadline());
}

namespace {

std::vector<std::string> received_from(desk_of_one& ask, std::string const& url)
{
    auto const answer = ask(sqs::ReceiveMessageRequest{.QueueUrl = url, .MaxNumberOfMessages = 10});
    std::vector<std::string> bodies;
    for (auto const& message : std::get<receive_reply>(answer).value.value().Messages) {
        bodies.push_back(message.Body.str());
    }
    return bodies;
}

std::string queue_made(desk_of_one& ask, std::string const& name)
{
    return ask(sqs::CreateQueueRequest{.QueueName = name}).value->QueueUrl;
}

std::string subscribed(desk_of_one& ask, sns::CreateTopicInput const& topic, sns::SubscribeInput subscription)
{
    auto const arn = ask(topic).value->TopicArn;
    subscription.TopicArn = arn;
    ask(subscription).value.value();
    return arn;
}

/// ARN of a topic with a subscription of the queue "q" whose dead-letter queue is "dlq".
std::string topic_made(desk_of_one& ask)
{
    return subscribed(
        ask, {.Name = "t"},
        {.Protocol = "sqs",
         .Endpoint = "arn:aws:sqs:us-east-1:000000000000:q",
         .Attributes = {
             {"RawMessageDelivery", "true"},
             {"RedrivePolicy", R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dlq"})"}}});
}

} // namespace

TEST_CASE("A message may be there twice, in a standard queue", "[faults]")
{
    desk_of_one ask;
    auto const url = queue_made(ask, "q");
    ask.fault({.operation = "SendMessage", .effect = fault_effect::duplicate, .times = 1});
    ask(sqs::SendMessageRequest{.QueueUrl = url, .MessageBody = "one"}).value.value();
    ask(sqs::SendMessageRequest{.QueueUrl = url, .MessageBody = "two"}).value.value();
    CHECK(received_from(ask, url) == std::vector<std::string>{"one", "one", "two"});
}

TEST_CASE("The newest messages may be received first", "[faults]")
{
    desk_of_one ask;
    auto const url = queue_made(ask, "q");
    ask(batch_of(url, {"1", "2", "3"})).value.value();
    ask.fault({.operation = "ReceiveMessage", .effect = fault_effect::reorder, .times = 1});
    CHECK(received_from(ask, url) == std::vector<std::string>{"3", "2", "1"});
    CHECK(received_from(ask, url).empty());
}

TEST_CASE("What a topic delivers may come twice, late, or not at all", "[faults][time]")
{
    desk_of_one ask;
    auto const url = queue_made(ask, "q");
    auto const dead_letters = queue_made(ask, "dlq");
    sns::PublishInput const publish{.TopicArn = topic_made(ask), .Message = "hi"};

    ask.fault({.operation = "SqsDelivery", .resource = "q", .effect = fault_effect::duplicate, .times = 1});
    ask(publish).value.value();
    CHECK(received_from(ask, url) == std::vector<std::string>{"hi", "hi"});

    ask.fault({.operation = "SqsDelivery",
               .resource = "q",
               .effect = fault_effect::delay,
               .latency = milliseconds{200},
               .times = 1});
    ask(publish).value.value();
    CHECK(received_from(ask, url).empty());
    CHECK(ask.engine.next_timer() == ask.now.now + milliseconds{200});
    ask.now.now += milliseconds{200};
    CHECK(received_from(ask, url) == std::vector<std::string>{"hi"});

    ask.fault({.operation = "SqsDelivery", .resource = "q"});
    ask(publish).value.value();
    CHECK(received_from(ask, url).empty());
    CHECK(received_from(ask, dead_letters) == std::vector<std::string>{"hi"});
}

TEST_CASE("What is late on its way to a FIFO queue is not overtaken", "[faults][time]")
{
    desk_of_one ask;
    auto const url =
        ask(sqs::CreateQueueRequest{.QueueName = "q.fifo", .Attributes = {{"FifoQueue", "true"}}})
            .value->QueueUrl;
    sns::PublishInput publish{
        .TopicArn = subscribed(
            ask,
            {.Name = "t.fifo", .Attributes = {{"FifoTopic", "true"}, {"ContentBasedDeduplication", "true"}}},
            {.Protocol = "sqs",
             .Endpoint = "arn:aws:sqs:us-east-1:000000000000:q.fifo",
             .Attributes = {{"RawMessageDelivery", "true"}}}),
        .MessageGroupId = "g"};
    ask.fault({.operation = "SqsDelivery",
               .effect = fault_effect::delay,
               .latency = milliseconds{200},
               .times = 1});
    for (auto const* text : {"one", "two"}) {
        publish.Message = text;
        ask(publish).value.value();
    }
    CHECK(received_from(ask, url).empty());
    ask.now.now += milliseconds{200};
    CHECK(received_from(ask, url) == std::vector<std::string>{"one", "two"});
}

TEST_CASE("Only faults that keep a call from being answered well keep an HTTP delivery from arriving",
          "[faults]")
{
    auto const is_decided = [](fault_effect effect) {
        desk_of_one ask;
        ask.fault({.operation = "HttpDelivery", .effect = effect});
        subscribed(ask, {.Name = "t"}, {.Protocol = "http", .Endpoint = "http://localhost/hook"});
        return ask.engine.take_errands().back().outcome.has_value();
    };
    for (auto const effect : {fault_effect::refuse, fault_effect::drop_before, fault_effect::drop_after}) {
        CHECK(is_decided(effect));
    }
    for (auto const effect : {fault_effect::delay, fault_effect::duplicate, fault_effect::reorder}) {
        CHECK_FALSE(is_decided(effect));
    }
}

TEST_CASE("A slow HTTP endpoint is heard late, and asked again when it is too slow", "[faults][time]")
{
    auto const ends_of = [](milliseconds latency) {
        desk_of_one ask;
        ask.fault(
            {.operation = "HttpDelivery", .effect = fault_effect::delay, .latency = latency, .times = 1});
        subscribed(ask, {.Name = "t"}, {.Protocol = "http", .Endpoint = "http://localhost/hook"});
        auto const mark = ask.engine.events().last();
        auto const began = ask.now.now;
        ask.engine.finish_errand(ask.now, ask.engine.take_errands().back().number, {.status = 200});
        CHECK(ask.engine.errands_pending() == 0);
        CHECK(ask.engine.deliveries_pending() == 1);
        CHECK(ask.engine.events().last() == mark);
        ask.now.now = *ask.engine.next_timer();
        ask.engine.advance_to(ask.now);
        CHECK(ask.engine.deliveries_pending() == 0);
        return std::pair{ask.now.now - began, ask.engine.events().find(mark + 1)->detail};
    };
    CHECK(ends_of(milliseconds{14'999})
          == std::pair{milliseconds{14'999}, std::string{"http://localhost/hook"}});
    CHECK(ends_of(milliseconds{20'000})
          == std::pair{milliseconds{15'000}, std::string{"http://localhost/hook: timed out"}});
}
