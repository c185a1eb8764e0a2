#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;
using namespace std::chrono_literals;

namespace {

PublishInput message(std::string arn, std::string body, std::string group, std::optional<std::string> id = {})
{
    return {.TopicArn = std::move(arn),
            .Message = std::move(body),
            .MessageDeduplicationId = std::move(id),
            .MessageGroupId = std::move(group)};
}

std::string fifo_topic(stage& aws, string_map attributes = {})
{
    attributes["FifoTopic"] = "true";
    return aws.topic("t.fifo", std::move(attributes));
}

} // namespace

TEST_CASE("A FIFO topic shows that it is one", "[sns][fifo]")
{
    stage aws;
    auto const shown = aws.attributes(fifo_topic(aws));
    CHECK(shown.at("FifoTopic") == "true");
    CHECK(shown.at("ContentBasedDeduplication") == "false");
}

TEST_CASE("A FIFO topic takes messages with a group and a deduplication id", "[sns][fifo]")
{
    stage aws;
    auto const arn = fifo_topic(aws);
    CHECK(text_of(aws.send(arn, "m"))
          == "Invalid parameter: The MessageGroupId parameter is required for FIFO topics");
    CHECK(text_of(aws.send(message(arn, "m", "g")))
          == "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or "
             "MessageDeduplicationId provided explicitly");
    CHECK(code_of(aws.send(message(arn, "m", "g g", "d"))) == "InvalidParameter");
    auto const sent = aws.send(message(arn, "m", "g", "d"));
    REQUIRE(sent);
    CHECK(sent->SequenceNumber.value_or("").size() == 20);
}

TEST_CASE("FIFO queues behind a FIFO topic get the ids, standard queues get none", "[sns][fifo]")
{
    stage aws;
    auto const arn = fifo_topic(aws, {{"ContentBasedDeduplication", "true"}});
    aws.queue(arn, "q.fifo");
    aws.queue(arn, "q");
    auto const sent = aws.send(message(arn, "hello", "g"));
    REQUIRE(aws.out.deliveries.size() == 2);
    auto const& fifo = aws.out.deliveries[0];
    CHECK(fifo.group_id == "g");
    CHECK(fifo.deduplication_id == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    CHECK_FALSE(aws.out.deliveries[1].group_id);
    CHECK_FALSE(aws.out.deliveries[1].deduplication_id);
    auto const text = aws.out.deliveries[1].body.str();
    CHECK(text.find("\"SequenceNumber\" : \"" + *sent.value().SequenceNumber + "\",\n  \"TopicArn\"")
          != std::string::npos);
    CHECK(text.find("Sign") == std::string::npos);
}

TEST_CASE("A repetition within five minutes has the first answer and is not delivered", "[sns][fifo]")
{
    stage aws;
    auto const arn = fifo_topic(aws);
    aws.queue(arn, "q.fifo");
    auto const first = aws.send(message(arn, "one", "g", "d")).value();
    REQUIRE(aws.out.timers.size() == 1);
    CHECK(aws.out.timers[0].due == aws.now + 5min);
    aws.now += 5min - 1ms;
    auto const again = aws.send(message(arn, "two", "other", "d")).value();
    CHECK(again.MessageId == first.MessageId);
    CHECK(again.SequenceNumber == first.SequenceNumber);
    CHECK(aws.out.deliveries.empty());
    aws.now += 1ms;
    auto const fresh = aws.send(message(arn, "two", "g", "d")).value();
    CHECK(fresh.MessageId != first.MessageId);
    CHECK(*fresh.SequenceNumber > *first.SequenceNumber);
    CHECK(aws.out.deliveries.size() == 1);
}

TEST_CASE("With the scope MessageGroup the same id in another group is another message", "[sns][fifo]")
{
    stage aws;
    auto const arn = fifo_topic(aws, {{"FifoThroughputScope", "MessageGroup"}});
    auto const first = aws.send(message(arn, "m", "a", "d")).value();
    CHECK(aws.send(message(arn, "m", "b", "d")).value().MessageId != first.MessageId);
    CHECK(aws.send(message(arn, "m", "a", "d")).value().MessageId == first.MessageId);
}

TEST_CASE("A filtered message still uses up its deduplication id", "[sns][fifo]")
{
    stage aws;
    auto const arn = fifo_topic(aws);
    auto const subscription = aws.queue(arn, "q", {{"FilterPolicy", R"({"a":["b"]})"}});
    REQUIRE(aws.send(message(arn, "m", "g", "d")));
    REQUIRE(aws.set(subscription, "FilterPolicy", ""));
    REQUIRE(aws.send(message(arn, "m", "g", "d")));
    CHECK(aws.out.deliveries.empty());
}

TEST_CASE("The timer of a FIFO topic forgets what is five minutes old and asks for the next",
          "[sns][fifo][time]")
{
    stage aws;
    auto const arn = fifo_topic(aws);
    REQUIRE(aws.send(message(arn, "m", "g", "1")));
    auto const timer = aws.out.timers.at(0).id;
    aws.now += 1min;
    REQUIRE(aws.send(message(arn, "m", "g", "2")));
    aws.now += 4min;
    on_timer(aws.sns, aws.here(), timer);
    REQUIRE(aws.out.timers.size() == 1);
    CHECK(aws.out.timers[0].due == aws.now + 1min);
    aws.now += 1min;
    on_timer(aws.sns, aws.here(), timer);
    CHECK(aws.out.timers.empty());
    CHECK_FALSE(aws.sns.topics.at(arn).published.next());
    REQUIRE(aws(delete_topic, DeleteTopicInput{.TopicArn = arn}));
    on_timer(aws.sns, aws.here(), timer);
}

TEST_CASE("A FIFO topic is for queues only", "[sns][fifo]")
{
    stage aws;
    CHECK(text_of(aws.subscribe_to(fifo_topic(aws), "sms", "+123"))
          == "Invalid parameter: Invalid protocol type: sms");
}

TEST_CASE("The dead-letter queue of a subscription to a FIFO topic is of the kind of its queue",
          "[sns][fifo]")
{
    stage aws;
    auto const arn = fifo_topic(aws);
    auto const fifo = aws.queue(arn, "q.fifo");
    auto const standard = aws.queue(arn, "q");
    auto policy = [](std::string name) {
        return R"({"deadLetterTargetArn":")" + stage::queue_arn(name) + "\"}";
    };
    CHECK(
        text_of(aws.set(fifo, "RedrivePolicy", policy("dlq")))
        == "Invalid parameter: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.");
    CHECK(aws.set(fifo, "RedrivePolicy", policy("dlq.fifo")));
    CHECK(aws.set(standard, "RedrivePolicy", policy("dlq")));
    CHECK(code_of(aws.set(standard, "RedrivePolicy", policy("dlq.fifo"))) == "InvalidParameter");
}

TEST_CASE("A topic with an archive is not deleted", "[sns][fifo]")
{
    stage aws;
    auto const arn = fifo_topic(aws, {{"ArchivePolicy", R"({"MessageRetentionPeriod":"30"})"}});
    CHECK(code_of(aws(delete_topic, DeleteTopicInput{.TopicArn = arn})) == "InvalidState");
    CHECK(code_of(aws.set(arn, "ArchivePolicy", R"({"MessageRetentionPeriod":366})")) == "InvalidParameter");
    REQUIRE(aws.set(arn, "ArchivePolicy", "{}"));
    CHECK(aws(delete_topic, DeleteTopicInput{.TopicArn = arn}));
}
