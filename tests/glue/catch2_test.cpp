// The glue for Catch2. What is tagged [fails] does so to show what a failing test prints.
#include <understudy/testing_catch2.hpp>

using namespace understudy;

UNDERSTUDY_CATCH2_TIMELINES

namespace {

struct orders : emulator_fixture {
    void send() const { sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}).value(); }

    sqs_client sqs{aws.local_transport()};
    std::string url = sqs.create_queue({.QueueName = "orders"}).value().QueueUrl;
};

} // namespace

TEST_CASE_METHOD(orders, "What happened is matched, and what did not is not")
{
    send();
    auto const mark = aws.events().mark();
    CHECK_THAT(aws, happened(message_sent("orders")));
    CHECK_THAT(aws, !happened(message_sent("orders"), since(mark)));
    CHECK(happened(message_sent("orders")).describe() == "in which happened: sqs.message_sent on orders");
}

TEST_CASE_METHOD(emulator_fixture, "Each test begins with an empty emulator whose clock stands still")
{
    CHECK(aws.events().after().empty());
    auto const before = aws.now();
    aws.advance(milliseconds{1});
    CHECK(aws.now() - before == milliseconds{1});
}

TEST_CASE_METHOD(orders, "A failing test prints the timeline", "[.][fails]")
{
    send();
    CHECK_THAT(aws, happened(message_deleted("orders")));
}
