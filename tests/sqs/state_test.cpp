#include "world.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

TEST_CASE("A copy of the state lives a life of its own", "[sqs][state]")
{
    world aws;
    aws.create("q");
    aws.create("q.fifo", {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
    for (int i = 0; i < 1'000; ++i) {
        aws.send("q", std::to_string(i));
        REQUIRE(aws(SendMessageRequest{.QueueUrl = "q.fifo",
                                       .MessageBody = std::to_string(i),
                                       .MessageGroupId = std::to_string(i % 7)}));
    }
    aws.client = 5;
    auto const taken = aws.take("q", 10);
    world copy = aws;

    for (int i = 0; i < 99; ++i) aws.take("q", 10);
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = taken[0].ReceiptHandle}));
    REQUIRE(aws(DeleteQueueRequest{.QueueUrl = "q.fifo"}));

    CHECK(copy.attribute("q", "ApproximateNumberOfMessages") == "990");
    CHECK(copy.attribute("q", "ApproximateNumberOfMessagesNotVisible") == "10");
    CHECK(held_messages(copy.sqs).size() == 10);
    copy.advance(seconds{30});
    CHECK(copy.take("q").front().Body == "0");
    CHECK(copy.take("q.fifo", 10).size() == 10);

    aws = {};
    CHECK(copy.take("q", 10).size() == 10);
}

TEST_CASE("The same calls with the same seed give the same answers", "[sqs][state]")
{
    auto const run = [] {
        world aws;
        aws.create("q");
        auto text = aws.send("q", "hi");
        return text + aws.take("q").front().ReceiptHandle;
    };
    CHECK(run() == run());
}
