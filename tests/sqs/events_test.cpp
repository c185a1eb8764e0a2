#include "world.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

TEST_CASE("The events of a message's life name its queue, its body and their causes", "[sqs][events]")
{
    world aws;
    aws.create("q", {{"VisibilityTimeout", "30"}});
    auto const id = aws.send("q", "hi");
    aws.take("q");
    aws.advance(seconds{30});
    auto const handle = aws.take("q").front().ReceiptHandle;
    REQUIRE(aws(
        ChangeMessageVisibilityRequest{.QueueUrl = "q", .ReceiptHandle = handle, .VisibilityTimeout = 60}));
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = handle}));

    auto const& events = aws.events.events();
    std::vector<event_type> types;
    for (auto const& event : events) {
        types.push_back(event.type);
        CHECK(event.resource == aws.arn("q"));
        CHECK(to_string(event.message_id) == id);
        CHECK(event.body == "hi");
    }
    REQUIRE(types
            == std::vector{event_type::message_sent, event_type::message_received,
                           event_type::message_visible, event_type::message_received,
                           event_type::visibility_changed, event_type::message_deleted});
    CHECK(events[0].cause == 0);
    CHECK(events[1].cause == events[0].sequence);
    CHECK(events[1].receive_count == 1);
    CHECK(events[2].cause == events[1].sequence);
    CHECK(events[2].time == events[0].time + seconds{30});
    CHECK(events[3].cause == events[0].sequence);
    CHECK(events[3].receive_count == 2);
    CHECK(events[4].cause == events[3].sequence);
    CHECK(events[4].detail == "60");
    CHECK(events[5].cause == events[3].sequence);
}

TEST_CASE("A dead-lettered message is traced from queue to queue", "[sqs][events][dlq]")
{
    world aws;
    aws.create("dlq");
    aws.create(
        "q", {{"VisibilityTimeout", "1"},
              {"RedrivePolicy", R"({"maxReceiveCount":1,"deadLetterTargetArn":")" + aws.arn("dlq") + "\"}"}});
    aws.send("q", "hi");
    aws.take("q");
    aws.advance(seconds{1});
    CHECK(aws.take("q").empty());
    aws.take("dlq");
    auto const moved = aws.last_event(event_type::message_dead_lettered);
    CHECK(moved.resource == aws.arn("dlq"));
    CHECK(moved.detail == aws.arn("q"));
    CHECK(moved.receive_count == 1);
    auto const received = aws.events_of(event_type::message_received);
    CHECK(moved.cause == received[0].sequence);
    CHECK(received[1].cause == moved.sequence);
}

TEST_CASE("Expiry, return and purge are events", "[sqs][events]")
{
    world aws;
    aws.create("q", {{"MessageRetentionPeriod", "60"}});
    aws.send("q", "hi");
    aws.give_back("q", aws.take("q"));
    auto const received = aws.last_event(event_type::message_received);
    CHECK(aws.last_event(event_type::message_returned).cause == received.sequence);
    aws.advance(seconds{60});
    auto const expired = aws.last_event(event_type::message_expired);
    CHECK(expired.body == "hi");
    CHECK(expired.cause == aws.last_event(event_type::message_sent).sequence); // the receive was undone
    REQUIRE(aws(PurgeQueueRequest{.QueueUrl = "q"}));
    CHECK(aws.last_event(event_type::queue_purged).resource == aws.arn("q"));
}

TEST_CASE("A queue without messages has no timers", "[sqs][time]")
{
    world aws;
    aws.create("q");
    CHECK(aws.timers.empty());
    aws.send("q", "hi");
    CHECK(aws.timers.size() == 1); // its retention
    auto const handle = aws.take("q").front().ReceiptHandle;
    CHECK(aws.timers.size() == 2);
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = handle}));
    CHECK(aws.timers.empty());
}

TEST_CASE("Holders and depths can be told", "[sqs][held]")
{
    world aws;
    aws.create("b");
    aws.create("a");
    aws.client = 9;
    auto const id = aws.send("b", "1");
    aws.send("b", "2");
    REQUIRE(aws(SendMessageRequest{.QueueUrl = "a", .MessageBody = "3", .DelaySeconds = 5}));
    CHECK_FALSE(anything_held(aws.sqs));
    aws.take("b");
    CHECK(anything_held(aws.sqs));
    auto const held = held_messages(aws.sqs);
    REQUIRE(held.size() == 1);
    CHECK(held[0].queue_arn == aws.arn("b"));
    CHECK(held[0].message_id == id);
    CHECK(held[0].client == 9);
    CHECK(held[0].until == aws.now + seconds{30});
    auto const depths = queue_depths(aws.sqs);
    REQUIRE(depths.size() == 2);
    CHECK(depths[0].arn == aws.arn("a"));
    CHECK(depths[0].delayed == 1);
    CHECK(depths[0].visible == 0);
    CHECK(depths[1].visible == 1);
    CHECK(depths[1].in_flight == 1);
    CHECK(queue_arn(aws.sqs, depths[1].queue) == aws.arn("b"));
    CHECK(queue_arn(aws.sqs, 99).empty());
}

TEST_CASE(
    "Messages of one instant become visible in the order of their receives, and expire in that of their sends",
    "[sqs][events][time]")
{
    world aws;
    aws.create("q", {{"VisibilityTimeout", "30"}, {"MessageRetentionPeriod", "60"}});
    aws.send("q", "gone");
    auto const first = aws.send("q", "first");
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = aws.take("q").front().ReceiptHandle}));
    auto const second = aws.send("q", "second"); // stands where the one that is gone stood
    aws.take("q", 2);
    auto const ids = [&](event_type type) {
        std::vector<std::string> all;
        for (auto const& event : aws.events_of(type)) all.push_back(to_string(event.message_id));
        return all;
    };
    aws.advance(seconds{30});
    CHECK(ids(event_type::message_visible) == std::vector{first, second});
    aws.advance(seconds{30});
    CHECK(ids(event_type::message_expired) == std::vector{first, second});
}
