// Resets that leave something: resources, or what belongs to others.
#include "engine/engine.hpp"

#include "support/result.hpp"

using namespace understudy;

namespace {

constexpr auto ours = "000000000000";
constexpr auto theirs = "111111111111";

/// Two accounts with the same resources: a queue behind a topic, and a table.
struct stage {
    stage()
    {
        for (auto const* account : {ours, theirs}) set_up(account);
    }

    template <class Request>
    auto ask(std::string const& account, Request const& request)
    {
        return engine.step(now, {.account = account, .region = "us-east-1", .endpoint = "http://localhost"},
                           request);
    }
    static std::string topic(std::string const& account) { return "arn:aws:sns:us-east-1:" + account + ":t"; }

    void set_up(std::string const& account)
    {
        REQUIRE(ask(account, sqs::CreateQueueRequest{.QueueName = "q"}).value);
        REQUIRE(ask(account, sns::CreateTopicInput{.Name = "t"}).value);
        REQUIRE(ask(account, sns::SubscribeInput{.TopicArn = topic(account),
                                                 .Protocol = "sqs",
                                                 .Endpoint = "arn:aws:sqs:us-east-1:" + account + ":q"})
                    .value);
        REQUIRE(ask(account,
                    dynamodb::CreateTableInput{
                        .AttributeDefinitions = {{{.AttributeName = "PK", .AttributeType = "S"}}},
                        .TableName = "orders",
                        .KeySchema = {{{.AttributeName = "PK", .KeyType = "HASH"}}},
                        .BillingMode = "PAY_PER_REQUEST"})
                    .value);
    }
    void fill(std::string const& account)
    {
        REQUIRE(ask(account, sns::PublishInput{.TopicArn = topic(account), .Message = "hi"}).value);
        REQUIRE(
            ask(account, dynamodb::PutItemInput{.TableName = "orders", .Item = dynamodb::item{{"PK", "a"}}})
                .value);
    }

    std::size_t messages(std::string const& account)
    {
        auto const reply = ask(
            account,
            sqs::ReceiveMessageRequest{.QueueUrl = "q", .MaxNumberOfMessages = 10, .VisibilityTimeout = 0});
        return std::get<receive_reply>(reply).value->Messages.size();
    }
    bool has_item(std::string const& account)
    {
        auto const got =
            ask(account, dynamodb::GetItemInput{.TableName = "orders", .Key = dynamodb::item{{"PK", "a"}}});
        return got.value->Item.has_value();
    }
    std::size_t resources(std::string const& account)
    {
        return ask(account, sqs::ListQueuesRequest{}).value->QueueUrls.size()
               + ask(account, sns::ListTopicsInput{}).value->Topics.size()
               + ask(account, sns::ListSubscriptionsInput{}).value->Subscriptions.size()
               + ask(account, dynamodb::ListTablesInput{}).value->TableNames.size();
    }

    understudy::engine engine{{.strict_timers = true}};
    moment now{instant{milliseconds{1'000}}};
};

} // namespace

TEST_CASE("A reset may keep resources, which are empty then", "[reset]")
{
    stage s;
    s.fill(ours);
    s.engine.scripted_faults().add({.operation = "Publish"});
    s.engine.reset(s.now, {.keep_resources = true});
    CHECK(s.resources(ours) == 4);
    CHECK(s.messages(ours) == 0);
    CHECK_FALSE(s.has_item(ours));
    CHECK(s.engine.scripted_faults().list().empty());
    s.fill(ours); // all is as it was
    CHECK(s.messages(ours) == 1);
    CHECK(s.has_item(ours));
    CHECK(s.ask(ours, sqs::PurgeQueueRequest{.QueueUrl = "q"}).value); // strict timers mind what users do
}

TEST_CASE("A reset may be of one account", "[reset]")
{
    stage s;
    s.fill(ours);
    s.fill(theirs);
    s.engine.scripted_faults().add({.operation = "Publish", .account = theirs});
    s.engine.scripted_faults().add({.operation = "DeleteMessage", .account = ours});
    s.engine.reset(s.now, {.account = theirs});
    CHECK(s.resources(theirs) == 0);
    CHECK(s.resources(ours) == 4);
    CHECK(s.messages(ours) == 1);
    CHECK(s.has_item(ours));
    REQUIRE(s.engine.scripted_faults().list().size() == 1);
    CHECK(s.engine.scripted_faults().list()[0].rule.account == ours);
    s.set_up(theirs); // at once, in spite of strict timers
    CHECK(s.messages(theirs) == 0);
    CHECK_FALSE(s.has_item(theirs));
}

TEST_CASE("A reset of one account may keep its resources", "[reset]")
{
    stage s;
    s.fill(ours);
    s.fill(theirs);
    s.engine.reset(s.now, {.account = theirs, .keep_resources = true});
    CHECK(s.resources(theirs) == 4);
    CHECK(s.messages(theirs) == 0);
    CHECK_FALSE(s.has_item(theirs));
    CHECK(s.messages(ours) == 1);
    CHECK(s.has_item(ours));
}

TEST_CASE("A FIFO queue that was emptied has forgotten its deduplication ids", "[reset]")
{
    stage s;
    REQUIRE(s.ask(ours, sqs::CreateQueueRequest{.QueueName = "q.fifo", .Attributes = {{"FifoQueue", "true"}}})
                .value);
    auto const send = [&] {
        return s
            .ask(ours, sqs::SendMessageRequest{.QueueUrl = "q.fifo",
                                               .MessageBody = "hi",
                                               .MessageDeduplicationId = "d",
                                               .MessageGroupId = "g"})
            .value.value()
            .MessageId;
    };
    auto const before = send();
    s.engine.reset(s.now, {.keep_resources = true});
    CHECK(send() != before);
}

TEST_CASE("A poll of a queue that a reset takes away hears of it", "[reset]")
{
    stage s;
    auto const poll = s.ask(theirs, sqs::ReceiveMessageRequest{.QueueUrl = "q", .WaitTimeSeconds = 20});
    REQUIRE(std::holds_alternative<ticket>(poll));
    s.engine.reset(s.now, {.account = theirs});
    auto const done = s.engine.take_completions();
    REQUIRE(done.size() == 1);
    CHECK(done[0].answer.value.has_error());
}
