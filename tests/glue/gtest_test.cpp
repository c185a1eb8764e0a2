// The glue for GoogleTest. What is called failing does fail, to show what it prints.
#include <understudy/testing_gtest.hpp>

using namespace understudy;

namespace {

class orders : public emulator_test {
protected:
    void send() const { sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}).value(); }

    sqs_client sqs{aws.local_transport()};
    std::string url = sqs.create_queue({.QueueName = "orders"}).value().QueueUrl;
};

class failing : public orders {};

} // namespace

TEST_F(orders, what_happened_is_told_from_what_did_not)
{
    send();
    auto const mark = aws.events().mark();
    EXPECT_TRUE(happened(aws, message_sent("orders")));
    auto const nothing = happened(aws, message_sent("orders"), since(mark));
    EXPECT_FALSE(nothing);
    EXPECT_STREQ(nothing.message(), "sqs.message_sent on orders did not happen");
}

TEST_F(orders, begin_with_an_empty_emulator_whose_clock_stands_still)
{
    EXPECT_TRUE(aws.events().after().empty());
    auto const before = aws.now();
    aws.advance(milliseconds{1});
    EXPECT_EQ(aws.now() - before, milliseconds{1});
}

TEST_F(failing, prints_the_timeline)
{
    send();
    EXPECT_TRUE(happened(aws, message_deleted("orders")));
}

TEST(failing_without_a_fixture, prints_the_timeline)
{
    timeline_listener::install();
    emulator aws{{.clock = clock_mode::manual}};
    timeline_watch const watch{aws};
    sqs_client const sqs{aws.local_transport()};
    auto const url = sqs.create_queue({.QueueName = "orders"}).value().QueueUrl;
    sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}).value();
    EXPECT_TRUE(happened(aws, message_deleted("orders")));
}
