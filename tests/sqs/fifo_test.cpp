#include "transcript.hpp"
#include "world.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

namespace {

std::string fifo(std::string_view rest)
{
    return play("create q.fifo FifoQueue=true ContentBasedDeduplication=true VisibilityTimeout=30\n"
                + std::string{rest});
}

} // namespace

TEST_CASE("A receive brings several messages of one group in order, then those of others", "[sqs][fifo]")
{
    CHECK(fifo(R"(
        send q.fifo "1" group=g1   -> a1
        send q.fifo "2" group=g2   -> b1
        send q.fifo "3" group=g1   -> a2
        send q.fifo "4" group=g2   -> b2
        receive q.fifo max=3       -> a1 a2 b1
        receive q.fifo             -> nothing
        # only what was received is in flight, what is blocked counts as visible
        count q.fifo               -> 1 3 0
    )") == "");
}

TEST_CASE("A group is locked until its messages in flight are deleted or visible again", "[sqs][fifo]")
{
    CHECK(fifo(R"(
        send q.fifo "1" group=g -> m1 ; send q.fifo "2" group=g -> m2 ; send q.fifo "3" group=g -> m3
        receive q.fifo max=2    -> m1 m2
        delete q.fifo m1
        receive q.fifo          -> nothing
        delete q.fifo m2
        receive q.fifo          -> m3
    )") == "");
    CHECK(fifo(R"(
        send q.fifo "1" group=g -> m1 ; send q.fifo "2" group=g -> m2 ; send q.fifo "3" group=g -> m3
        receive q.fifo max=2    -> m1 m2
        delete q.fifo m2
        receive q.fifo          -> nothing
        hide q.fifo m1 0
        receive q.fifo max=10   -> m1 m3
    )") == "");
}

TEST_CASE("What a group offers ends before the first invisible message", "[sqs][fifo]")
{
    CHECK(fifo(R"(
        send q.fifo "1" group=g -> m1 ; send q.fifo "2" group=g -> m2 ; send q.fifo "3" group=g -> m3
        receive q.fifo max=2    -> m1 m2
        hide q.fifo m1 0
        receive q.fifo max=10   -> m1
    )") == "");
    // The first of three is extended: it blocks the others. The third is: the first two are free.
    CHECK(fifo(R"(
        send q.fifo "1" group=g -> m1 ; send q.fifo "2" group=g -> m2 ; send q.fifo "3" group=g -> m3
        receive q.fifo max=3    -> m1 m2 m3
        hide q.fifo m1 60
        advance 30s
        receive q.fifo max=10   -> nothing
    )") == "");
    CHECK(fifo(R"(
        send q.fifo "1" group=g -> m1 ; send q.fifo "2" group=g -> m2 ; send q.fifo "3" group=g -> m3
        receive q.fifo max=3    -> m1 m2 m3
        hide q.fifo m3 60
        advance 30s
        receive q.fifo max=10   -> m1 m2
    )") == "");
}

TEST_CASE("After a timeout the same messages come first and in order", "[sqs][fifo][time]")
{
    CHECK(fifo(R"(
        send q.fifo "1" group=g -> m1 ; send q.fifo "2" group=g -> m2 ; send q.fifo "3" group=g -> m3
        receive q.fifo max=2 -> m1 m2
        advance 30s
        receive q.fifo max=10 -> m1 ApproximateReceiveCount=2 m2 m3
    )") == "");
}

TEST_CASE("A group that was served queues up behind those that wait", "[sqs][fifo]")
{
    std::string_view const five = R"(
        send q.fifo "1" group=g1 -> a1 ; send q.fifo "2" group=g1 -> a2
        send q.fifo "3" group=g2 -> b1 ; send q.fifo "4" group=g2 -> b2
        send q.fifo "5" group=g3 -> c1
    )";
    CHECK(fifo(std::string{five} + R"(
        receive q.fifo max=3 visibility=0   -> a1 a2 b1
        receive q.fifo max=10               -> c1 a1 a2 b1 b2
    )") == "");
    CHECK(fifo(std::string{five} + R"(
        receive q.fifo max=3                -> a1 a2 b1
        advance 30s
        receive q.fifo max=10               -> c1 a1 a2 b1 b2
    )") == "");
    CHECK(fifo(std::string{five} + R"(
        receive q.fifo                      -> a1
        hide q.fifo a1 0
        receive q.fifo                      -> b1
    )") == "");
}

TEST_CASE("A poll is woken by the end of a lock, not by a message behind it", "[sqs][fifo][poll]")
{
    CHECK(fifo(R"(
        send q.fifo "1" group=g   -> m1
        receive q.fifo            -> m1
        receive q.fifo wait=20    -> waits
        send q.fifo "2" group=g   -> m2
        poll 1                    -> waits
        delete q.fifo m1
        poll 1                    -> m2
        delete q.fifo m2
        receive q.fifo            -> nothing
        send q.fifo "3" group=g   -> m3
        receive q.fifo            -> m3
    )") == "");
}

TEST_CASE("A handle of a FIFO queue expires with the visibility timeout", "[sqs][fifo][time]")
{
    CHECK(fifo(R"(
        send q.fifo "1" group=g   -> m1
        receive q.fifo            -> m1
        hide q.fifo m1 60
        advance 59s
        hide q.fifo m1 10
        advance 10s
        delete q.fifo m1          -> InvalidParameterValueException
        hide q.fifo m1 10         -> InvalidParameterValueException
        receive q.fifo            -> m1
        delete q.fifo m1#1        -> InvalidParameterValueException
        delete q.fifo m1
        delete q.fifo m1          -> done
    )") == "");
}

TEST_CASE("The delay of a FIFO queue is the queue's, and a change holds for what is there",
          "[sqs][fifo][time]")
{
    CHECK(fifo(R"(
        set q.fifo DelaySeconds=10
        send q.fifo "1" group=g delay=2   -> InvalidParameterValueException
        send q.fifo "1" group=g delay=0   -> m1
        count q.fifo                      -> 0 0 1
        advance 4s
        send q.fifo "2" group=g           -> m2
        set q.fifo DelaySeconds=5
        receive q.fifo max=10             -> nothing
        advance 1s ; receive q.fifo max=10 -> m1
        advance 4s ; delete q.fifo m1
        receive q.fifo max=10             -> m2
    )") == "");
}

TEST_CASE("A delayed message holds up those of its group", "[sqs][fifo][time]")
{
    CHECK(fifo(R"(
        set q.fifo DelaySeconds=10
        send q.fifo "1" group=g           -> m1
        set q.fifo DelaySeconds=900
        advance 10s ; receive q.fifo      -> nothing
        set q.fifo DelaySeconds=0
        send q.fifo "2" group=g           -> m2
        receive q.fifo max=10             -> m1 m2
    )") == "");
}

TEST_CASE("A duplicate within five minutes answers as the first send did, and is not enqueued",
          "[sqs][fifo][dedup]")
{
    CHECK(play(R"(
        create q.fifo FifoQueue=true
        send q.fifo "1" group=g id=x     -> m1
        send q.fifo "other" group=h id=x -> m1
        receive q.fifo max=10            -> m1
        delete q.fifo m1
        send q.fifo "1" group=g id=x     -> m1
        advance 299999ms
        send q.fifo "1" group=g id=x     -> m1
        # the window is not extended by duplicates
        advance 1ms
        send q.fifo "1" group=g id=x     -> m2
        receive q.fifo max=10            -> m2
        # even while the first is still there
        advance 5min
        send q.fifo "1" group=g id=x     -> m3
        count q.fifo                     -> 2 0 0
    )") == "");
}

TEST_CASE("With the scope messageGroup the same id in another group is another message", "[sqs][fifo][dedup]")
{
    CHECK(play(R"(
        create q.fifo FifoQueue=true DeduplicationScope=messageGroup
        send q.fifo "1" group=g id=x -> m1
        send q.fifo "1" group=h id=x -> m2
        send q.fifo "1" group=g id=x -> m1
    )") == "");
}

TEST_CASE("A purge forgets messages, locks and deduplication ids", "[sqs][fifo][dedup]")
{
    CHECK(play(R"(
        create q.fifo FifoQueue=true
        send q.fifo "1" group=g id=x -> m1
        receive q.fifo               -> m1
        purge q.fifo
        count q.fifo                 -> 0 0 0
        send q.fifo "1" group=g id=x -> m2
        receive q.fifo               -> m2
    )") == "");
}

TEST_CASE("Content-based deduplication takes the SHA-256 of the body", "[sqs][fifo][dedup]")
{
    CHECK(fifo(R"(
        send q.fifo "Test" group=g -> m1
        send q.fifo "Test" group=h -> m1
        send q.fifo "x" group=h id=532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25 -> m1
        receive q.fifo -> m1 MessageDeduplicationId=532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25 MessageGroupId=g
    )") == "");
}

TEST_CASE("Sequence numbers have 20 digits, grow, and stay with their messages", "[sqs][fifo]")
{
    world aws;
    aws.create("q.fifo", {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
    auto const send = [&](std::string body) {
        return *aws(SendMessageRequest{.QueueUrl = "q.fifo", .MessageBody = body, .MessageGroupId = "g"})
                    .value()
                    .SequenceNumber;
    };
    auto const first = send("1");
    auto const second = send("2");
    CHECK(first.size() == 20);
    CHECK(first < second);
    CHECK(send("1") == first);
    CHECK(aws.take("q.fifo").front().Attributes.at("SequenceNumber") == first);
    aws.advance(seconds{30});
    CHECK(aws.take("q.fifo").front().Attributes.at("SequenceNumber") == first);
}

TEST_CASE("A repeated receive attempt brings the same messages and handles", "[sqs][fifo]")
{
    world aws;
    aws.create("q.fifo", {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
    for (auto const* body : {"1", "2", "3"}) {
        REQUIRE(aws(SendMessageRequest{.QueueUrl = "q.fifo", .MessageBody = body, .MessageGroupId = "g"}));
    }
    ReceiveMessageRequest const receive{
        .QueueUrl = "q.fifo", .MaxNumberOfMessages = 2, .ReceiveRequestAttemptId = "attempt"};
    auto const first = aws(receive).value().Messages;
    aws.advance(seconds{20});
    auto const again = aws(receive).value().Messages;
    REQUIRE(again.size() == 2);
    CHECK(again[0].ReceiptHandle == first[0].ReceiptHandle);
    CHECK(again[1].ReceiptHandle == first[1].ReceiptHandle);

    // Its visibility began anew.
    aws.advance(seconds{20});
    CHECK(aws.attribute("q.fifo", "ApproximateNumberOfMessagesNotVisible") == "2");

    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q.fifo", .ReceiptHandle = first[0].ReceiptHandle}));
    CHECK(aws(receive).value().Messages.empty());
}

TEST_CASE("What is given back stands where it stood, and so does its group", "[sqs][fifo][give_back]")
{
    CHECK(fifo(R"(
        send q.fifo "1" group=g -> a1 ; send q.fifo "2" group=h -> b1 ; send q.fifo "3" group=g -> a2
        receive q.fifo          -> a1
        return q.fifo a1
        receive q.fifo max=10   -> a1 ApproximateReceiveCount=1 a2 b1
    )") == "");
}
