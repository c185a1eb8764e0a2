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
    aws.advance(seconds{1});
    REQUIRE(aws(ChangeMessageVisibilityRequest{
        .QueueUrl = "q", .ReceiptHandle = taken[1].ReceiptHandle, .VisibilityTimeout = 0}));

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

TEST_CASE("What few messages have takes room in those alone, and a copy of it is another one", "[sqs][state]")
{
    STATIC_REQUIRE(sizeof(message) <= 88);
    rarely_changed<message_handling> value;
    CHECK(value.read().receive_count == 0);
    CHECK(&value.read() == &rarely_changed<message_handling>{}.read());
    value.change().receive_count = 1;
    auto copy = value;
    value.change().receive_count = 2;
    CHECK(copy.read().receive_count == 1);
    copy = value;
    CHECK(copy.read().receive_count == 2);
    CHECK(&copy.read() != &value.read());
}

TEST_CASE("Ids are shared by their copies", "[sqs][state]")
{
    id_text const id{"order-7"};
    auto const copy = id;
    CHECK(copy.view().data() == id.view().data());
    CHECK(copy.str() == "order-7");
    CHECK(id_text{""}.empty());
    CHECK(id_text{}.view().empty());
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
