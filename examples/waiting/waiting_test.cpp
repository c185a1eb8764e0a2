// The hard cases of testing event-driven code, none with a sleep. The page docs/testing-without-sleeping.md shows these lines.
#include <understudy/emulator.hpp>
#include <understudy/testing.hpp>

#include "support/catch.hpp"

#include <set>

using namespace understudy;
using namespace std::chrono_literals;

namespace {

/// A queue with the settings of production, behind a topic.
struct stage {
    stage()
    {
        sqs.create_queue({.QueueName = "orders--dlq"}).value();
        orders = sqs.create_queue({.QueueName = "orders",
                                   .Attributes = {{"VisibilityTimeout", "30"},
                                                  {"RedrivePolicy",
                                                   R"({"deadLetterTargetArn":)"
                                                   R"("arn:aws:sqs:us-east-1:000000000000:orders--dlq",)"
                                                   R"("maxReceiveCount":3})"}}})
                     .value()
                     .QueueUrl;
        topic = sns.create_topic({.Name = "order--created"}).value().TopicArn;
        sns.subscribe({.TopicArn = topic,
                       .Protocol = "sqs",
                       .Endpoint = "arn:aws:sqs:us-east-1:000000000000:orders"})
            .value();
    }

    std::string publish(std::string event) const
    {
        return sns.publish({.TopicArn = topic, .Message = std::move(event)}).value().MessageId;
    }

    emulator aws{{.clock = clock_mode::manual}};
    sqs_client sqs{{.endpoint = aws.endpoint()}};
    sns_client sns{{.endpoint = aws.endpoint()}};
    std::string orders;
    std::string topic;
};

} // namespace

TEST_CASE("What happens is waited for, not slept for")
{
    stage s;
    auto& aws = s.aws;
    // wait
    auto const mark = aws.events().mark();
    s.publish(R"({"order_id":"o1"})");
    auto const sent = aws.await(message_sent("orders").json("Message.order_id", "o1"), since(mark));
    // end
    CHECK(sent.resource_name() == "orders");
}

TEST_CASE("A message reaches its dead-letter queue with the timeouts of production")
{
    stage s;
    auto& aws = s.aws;
    // dead letter
    consumer const failing{{.endpoint = aws.endpoint()}, s.orders, [](auto const&) { return false; }};
    auto const id = s.publish(R"({"order_id":"unknown"})");
    aws.await(message_received("orders"));
    auto const dead = aws.run_until(dead_lettered("orders--dlq").concerning(id), 10min);
    CHECK(dead.receive_count == 3);
    CHECK_THAT(aws.explain(id), Catch::ContainsSubstring("visible in orders after 30.000 s"));
    // end
}

TEST_CASE("A consumer is idempotent")
{
    stage s;
    auto& aws = s.aws;
    auto const confirmed = s.sqs.create_queue({.QueueName = "confirmed"}).value().QueueUrl;
    std::set<std::string> seen;
    consumer const confirming{
        {.endpoint = aws.endpoint()}, s.orders, [&](sqs::Message const& message) {
            auto const order = message.Body.str();
            auto const at = order.find("\"Message\"");
            if (seen.insert(order.substr(at, order.find(',', at) - at)).second) {
                s.sqs.send_message({.QueueUrl = confirmed, .MessageBody = "yes"}).value();
            }
            return true;
        }};
    // nothing happens
    aws.await(handled(s.publish(R"({"order_id":"o1"})")));
    auto const mark = aws.events().mark();
    aws.await(handled(s.publish(R"({"order_id":"o1"})")));
    aws.expect_none(message_sent("confirmed"), since(mark));
    // end
    aws.await(message_sent("confirmed"), {}, 0ms);
}

TEST_CASE("A fault is asked for")
{
    stage s;
    auto& aws = s.aws;
    // fault
    aws.add_fault({.service = "sqs",
                   .operation = "SendMessage",
                   .resource = "orders",
                   .code = "ServiceUnavailable",
                   .status = 503,
                   .times = 1});
    // end
    CHECK(s.sqs.send_message({.QueueUrl = s.orders, .MessageBody = "hi"}).has_value());
    CHECK(aws.faults().front().strikes == 1); // the client tried again
}
