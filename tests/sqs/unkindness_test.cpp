// Standard queues that are as unkind as AWS may be, by their tags or by the emulator's options.
#include "world.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace understudy;
using namespace understudy::sqs;

namespace {

std::string unkind_queue(world& aws, std::string const& tag, std::string const& value)
{
    return aws(CreateQueueRequest{.QueueName = "q", .tags = {{"understudy:" + tag, value}}}).value().QueueUrl;
}

std::vector<std::string> bodies(std::vector<Message> const& messages)
{
    std::vector<std::string> all;
    for (auto const& message : messages) all.push_back(message.Body.str());
    return all;
}

void send(world& aws, int count)
{
    for (int i = 0; i < count; ++i) aws.send("q", std::string(1, static_cast<char>('a' + i)));
}

} // namespace

TEST_CASE("A queue that delivers later shows a message some time up to the limit after it was sent",
          "[sqs][unkind]")
{
    world aws;
    unkind_queue(aws, "delivery-delay-ms", "500");
    send(aws, 10);
    CHECK(aws.attribute("q", "ApproximateNumberOfMessages") < "10");
    auto early = aws.take("q", 10).size();
    aws.advance(milliseconds{250});
    early += aws.take("q", 10).size();
    CHECK(early > 0);
    CHECK(early < 10);
    aws.advance(milliseconds{250});
    CHECK(early + aws.take("q", 10).size() == 10);
}

TEST_CASE("A queue that duplicates delivers a message twice, and a delete ends one of the two",
          "[sqs][unkind]")
{
    world aws;
    unkind_queue(aws, "duplicates", "100");
    auto const id = aws.send("q", "x");
    auto const messages = aws.take("q", 10);
    REQUIRE(messages.size() == 2);
    CHECK(messages[0].MessageId == id);
    CHECK(messages[1].MessageId == id);
    CHECK(messages[0].ReceiptHandle != messages[1].ReceiptHandle);
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = messages[0].ReceiptHandle}));
    aws.advance(seconds{30});
    CHECK(aws.take("q", 10).size() == 1);
}

TEST_CASE("A queue that reorders loses nothing and shows nothing twice in one answer", "[sqs][unkind]")
{
    world aws;
    unkind_queue(aws, "reordering", "100");
    send(aws, 10);
    auto const shown =
        aws(ReceiveMessageRequest{.QueueUrl = "q", .MaxNumberOfMessages = 10, .VisibilityTimeout = 0})
            .value()
            .Messages;
    auto different = bodies(shown);
    std::sort(different.begin(), different.end());
    CHECK(std::unique(different.begin(), different.end()) == different.end());

    auto received = bodies(aws.take("q", 10));
    CHECK_FALSE(std::is_sorted(received.begin(), received.end()));
    CHECK(received.size() == 10);
    std::sort(received.begin(), received.end());
    CHECK(received == std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
}

TEST_CASE("A short poll may see a part of the messages, a long poll sees them all", "[sqs][unkind]")
{
    world aws;
    unkind_queue(aws, "partial-polls", "50");
    send(aws, 10);
    auto const part = aws.take("q", 10).size();
    CHECK(part < 10);
    auto const rest =
        aws(ReceiveMessageRequest{.QueueUrl = "q", .MaxNumberOfMessages = 10, .WaitTimeSeconds = 1}).value();
    CHECK(part + rest.Messages.size() == 10);
}

TEST_CASE("A receive may bring fewer messages than asked and there, but never none", "[sqs][unkind]")
{
    world aws;
    unkind_queue(aws, "short-receives", "100");
    send(aws, 10);
    std::size_t all = 0;
    while (all < 10) {
        auto const count = aws.take("q", 10).size();
        REQUIRE(count > 0);
        REQUIRE(count < 10);
        all += count;
    }
    CHECK(all == 10);
}

TEST_CASE("The same seed is unkind in the same way", "[sqs][unkind]")
{
    auto const life = [] {
        world aws;
        unkind_queue(aws, "reordering", "50");
        send(aws, 10);
        return bodies(aws.take("q", 10));
    };
    CHECK(life() == life());
}

TEST_CASE("Tags make a queue unkind and kind again; what they do not say is as it is for all",
          "[sqs][unkind]")
{
    world aws;
    aws.sqs.unkind.duplicates = 100;
    aws.create("q");
    CHECK(aws(TagQueueRequest{.QueueUrl = "q", .Tags = {{"understudy:duplicates", "0"}}}));
    aws.send("q", "once");
    CHECK(aws.take("q", 10).size() == 1);
    CHECK(aws(UntagQueueRequest{.QueueUrl = "q", .TagKeys = string_list{"understudy:duplicates"}}));
    aws.send("q", "twice");
    CHECK(aws.take("q", 10).size() == 2);
    CHECK(aws(TagQueueRequest{.QueueUrl = "q", .Tags = {{"understudy:duplicates", "nonsense"}}}));
    aws.send("q", "twice again");
    CHECK(aws.take("q", 10).size() == 2);
}

TEST_CASE("A FIFO queue keeps its promises, however unkind the others are", "[sqs][unkind]")
{
    world aws;
    aws.sqs.unkind = {.delivery_delay_max = milliseconds{1000},
                      .duplicates = 100,
                      .reordering = 100,
                      .partial_polls = 100,
                      .short_receives = 100};
    aws.create("q.fifo", {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
    for (auto const* body : {"a", "b", "c"}) {
        REQUIRE(aws(SendMessageRequest{.QueueUrl = "q.fifo", .MessageBody = body, .MessageGroupId = "g"}));
    }
    std::vector<std::string> received;
    for (int i = 0; i < 3 && received.size() < 3; ++i) {
        for (auto const& message : aws.take("q.fifo", 10)) {
            received.push_back(message.Body.str());
            REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q.fifo", .ReceiptHandle = message.ReceiptHandle}));
        }
    }
    CHECK(received == std::vector<std::string>{"a", "b", "c"});
}
