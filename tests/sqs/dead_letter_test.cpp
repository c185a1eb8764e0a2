#include "transcript.hpp"
#include "world.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

TEST_CASE("A message received too often is found in the dead-letter queue after the next receive",
          "[sqs][dlq]")
{
    CHECK(play(R"(
        create dlq
        create q VisibilityTimeout=30 dead_letter=dlq:2
        send q "1"                -> m1
        receive q                 -> m1
        advance 30s ; receive q   -> m1
        advance 30s
        count q                   -> 1 0 0
        count dlq                 -> 0 0 0
        receive q                 -> nothing
        count q                   -> 0 0 0
        receive dlq               -> m1 ApproximateReceiveCount=3 DeadLetterQueueSourceArn=arn:aws:sqs:us-east-1:000000000000:q
    )") == "");
}

TEST_CASE("The receive that finds an exhausted message goes on to the next", "[sqs][dlq]")
{
    CHECK(play(R"(
        create dlq
        create q VisibilityTimeout=1 dead_letter=dlq:1
        send q "1" -> m1 ; receive q -> m1
        advance 1s
        send q "2" -> m2
        receive q max=10 -> m2
        receive dlq      -> m1
    )") == "");
}

TEST_CASE("A poll on the source waits on, one on the dead-letter queue is woken", "[sqs][dlq][poll]")
{
    CHECK(play(R"(
        create dlq
        create q VisibilityTimeout=30 dead_letter=dlq:1
        send q "1"            -> m1
        receive q             -> m1
        receive dlq wait=20   -> waits
        receive q wait=20     -> waits
        advance 10s
        receive q wait=20     -> waits
        advance 20s
        poll 1                -> nothing
        poll 3                -> nothing
        count dlq             -> 1 0 0
    )") == "");
    CHECK(play(R"(
        create dlq
        create q VisibilityTimeout=5 dead_letter=dlq:1
        send q "1"            -> m1
        receive q             -> m1
        receive dlq wait=20   -> waits
        receive q wait=20     -> waits
        advance 5s
        poll 1                -> m1
        poll 2                -> waits
        send q "2"            -> m2
        poll 2                -> m2
    )") == "");
}

TEST_CASE("What a message was it stays in the dead-letter queue", "[sqs][dlq]")
{
    world aws;
    aws.create("dlq");
    aws.create("q", {{"RedrivePolicy",
                      R"({"deadLetterTargetArn":")" + aws.arn("dlq") + R"(","maxReceiveCount":"1"})"}});
    auto const id = aws(SendMessageRequest{
                            .QueueUrl = "q",
                            .MessageBody = "hi",
                            .MessageAttributes = {{"color", {.StringValue = "blue", .DataType = "String"}}},
                            .MessageSystemAttributes = {{"AWSTraceHeader",
                                                         {.StringValue = "Root=1", .DataType = "String"}}},
                            .MessageGroupId = "tenant"})
                        .value()
                        .MessageId;
    auto const before = aws.take("q").front();
    aws.advance(seconds{30});
    CHECK(aws.take("q").empty());
    auto const after = aws.take("dlq").front();
    CHECK(after.MessageId == id);
    CHECK(after.Body == before.Body);
    CHECK(after.MessageAttributes == before.MessageAttributes);
    CHECK(after.MD5OfMessageAttributes == "da1b33cc3cbfe8b1630921e78e6b9880");
    for (auto const* same :
         {"SentTimestamp", "AWSTraceHeader", "MessageGroupId", "ApproximateFirstReceiveTimestamp"}) {
        CHECK(after.Attributes.at(same) == before.Attributes.at(same));
    }
    CHECK(after.Attributes.at("ApproximateReceiveCount") == "2");
    CHECK(after.Attributes.at("DeadLetterQueueSourceArn") == aws.arn("q"));

    // The old handle is harmless.
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = before.ReceiptHandle}));
    CHECK(aws.attribute("dlq", "ApproximateNumberOfMessagesNotVisible") == "1");
}

TEST_CASE("Retention goes on in a standard dead-letter queue and begins anew in a FIFO one",
          "[sqs][dlq][retention]")
{
    CHECK(play(R"(
        create dlq MessageRetentionPeriod=100
        create q VisibilityTimeout=1 dead_letter=dlq:1
        send q "1" -> m1 ; receive q -> m1
        advance 60s ; receive q      -> nothing
        count dlq                    -> 1 0 0
        advance 39999ms ; count dlq  -> 1 0 0
        advance 1ms ; count dlq      -> 0 0 0
        # too old already on arrival
        send q "2" -> m2 ; receive q -> m2
        advance 100s ; receive q     -> nothing
        count dlq                    -> 0 0 0
    )") == "");
    CHECK(play(R"(
        create d.fifo FifoQueue=true MessageRetentionPeriod=100
        create q.fifo FifoQueue=true VisibilityTimeout=1 dead_letter=d.fifo:1
        send q.fifo "1" group=g id=1 -> m1 ; receive q.fifo -> m1
        advance 60s ; receive q.fifo      -> nothing
        advance 99999ms ; count d.fifo    -> 1 0 0
        advance 1ms ; count d.fifo        -> 0 0 0
    )") == "");
}

TEST_CASE("Moving the head of a group lets the next message of the group pass", "[sqs][dlq][fifo]")
{
    CHECK(play(R"(
        create d.fifo FifoQueue=true
        create q.fifo FifoQueue=true VisibilityTimeout=30 dead_letter=d.fifo:1
        send q.fifo "1" group=g id=1 -> m1
        send q.fifo "2" group=g id=2 -> m2
        receive q.fifo               -> m1
        advance 30s
        receive q.fifo max=10        -> m2
        receive d.fifo               -> m1 MessageGroupId=g MessageDeduplicationId=1 ApproximateReceiveCount=2
    )") == "");
}

TEST_CASE("Without its dead-letter queue a message stays and is delivered on", "[sqs][dlq]")
{
    CHECK(play(R"(
        create dlq
        create q VisibilityTimeout=1 dead_letter=dlq:1
        drop dlq
        send q "1" -> m1 ; receive q -> m1
        advance 1s ; receive q       -> m1 ApproximateReceiveCount=2
        create dlq
        advance 1s ; receive q       -> nothing
        receive dlq                  -> m1 ApproximateReceiveCount=3
    )") == "");
}

TEST_CASE("Queues may be their own or each other's dead-letter queues, and every step ends", "[sqs][dlq]")
{
    CHECK(play(R"(
        create q VisibilityTimeout=1
        set q dead_letter=q:1
        send q "1" -> m1 ; receive q -> m1
        advance 1s
        receive q                    -> nothing
        receive q                    -> m1 ApproximateReceiveCount=2
    )") == "");
    CHECK(play(R"(
        create a VisibilityTimeout=1
        create b VisibilityTimeout=1 dead_letter=a:1
        set a dead_letter=b:1
        send a "1" -> m1 ; receive a -> m1
        receive b wait=20            -> waits
        receive a wait=20            -> waits
        advance 1s
        poll 1                       -> m1
        poll 2                       -> waits
        receive a wait=20            -> waits
        advance 1s
        count b                      -> 1 0 0
        receive b                    -> nothing
        poll 2                       -> m1 ApproximateReceiveCount=3
    )") == "");
}

TEST_CASE("A change of visibility counts toward nothing", "[sqs][dlq]")
{
    CHECK(play(R"(
        create dlq
        create q dead_letter=dlq:2
        send q "1" -> m1 ; receive q -> m1
        hide q m1 0 ; hide q m1 0 ; hide q m1 5 ; hide q m1 0
        receive q  -> m1 ApproximateReceiveCount=2
        # nor does a receive that was undone
        return q m1
        receive q  -> m1 ApproximateReceiveCount=2
        hide q m1 0
        receive q  -> nothing
        receive dlq -> m1
    )") == "");
}

namespace {

std::string refusal(world& aws, std::string_view queue, std::string const& policy)
{
    auto const answer =
        aws(SetQueueAttributesRequest{.QueueUrl = aws.url(queue), .Attributes = {{"RedrivePolicy", policy}}});
    if (answer) return "";
    CHECK(answer.error().kind.query_code == "InvalidParameterValue");
    CHECK(aws.attribute(queue, "RedrivePolicy").empty());
    auto const& message = answer.error().message;
    auto const reason = message.find("Reason: ");
    if (message.starts_with("Value ")) {
        CHECK(message.substr(0, reason) == "Value " + policy + " for parameter RedrivePolicy is invalid. ");
    }
    return message.substr(reason + 8);
}

std::string policy(std::string const& target, std::string const& count)
{
    return R"({"deadLetterTargetArn":")" + target + R"(","maxReceiveCount":)" + count + "}";
}

} // namespace

TEST_CASE("A redrive policy is checked from its form to its target", "[sqs][dlq][errors]")
{
    world aws;
    aws.create("dlq");
    aws.create("q");
    aws.create("d.fifo", {{"FifoQueue", "true"}});
    auto const arn = aws.arn("dlq");
    for (auto const* malformed : {"{", "[]", "1", "nonsense"}) {
        CHECK(refusal(aws, "q", malformed) == "Redrive policy is not a valid JSON map.");
    }
    CHECK(refusal(aws, "q", "{}") == "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
    CHECK(refusal(aws, "q", R"({"maxReceiveCount":1})")
          == "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
    CHECK(refusal(aws, "q", R"({"maxReceiveCount":1,"deadLetterTargetArn":")" + arn + R"(","x":1})")
          == "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].");
    for (auto const* count : {"0", "1001", "-1", "1.5", "true", R"("x")", R"("")", R"(" 1")", "1e400"}) {
        CHECK(!refusal(aws, "q", policy(arn, count)).empty());
    }
    CHECK(refusal(aws, "q", policy(arn, "1001"))
          == "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.");
    CHECK(refusal(aws, "q", policy("arn:aws:sns:us-east-1:000000000000:t", "1"))
          == "Only SQS queues are valid resources for deadLetterTargetArn.");
    CHECK(refusal(aws, "q", policy(aws.arn("missing"), "1")) == "Dead letter target does not exist.");
    CHECK(refusal(aws, "q", policy(aws.arn("d.fifo"), "1"))
          == "Dead-letter queue must be same type of queue as the source..");
    CHECK(!refusal(aws, "q", policy("arn:aws:sqs:eu-west-1:000000000000:dlq", "1")).empty());
    CHECK(!refusal(aws, "q", policy("arn:aws:sqs:us-east-1:111111111111:dlq", "1")).empty());

    CHECK(refusal(aws, "q", policy(arn, "1000")).empty());
    CHECK(aws.attribute("q", "RedrivePolicy") == policy(arn, "1000"));
}

TEST_CASE("A redrive policy is told compactly, with its count as a number, and is removed by an empty text",
          "[sqs][dlq]")
{
    world aws;
    aws.create("dlq");
    aws.create("q", {{"RedrivePolicy",
                      R"({ "maxReceiveCount" : "5", "deadLetterTargetArn" : ")" + aws.arn("dlq") + "\" }"}});
    CHECK(aws.attribute("q", "RedrivePolicy") == policy(aws.arn("dlq"), "5"));
    REQUIRE(aws(SetQueueAttributesRequest{.QueueUrl = "q", .Attributes = {{"RedrivePolicy", ""}}}));
    CHECK(aws.attribute("q", "RedrivePolicy").empty());
}

TEST_CASE("A dead-letter queue may choose its sources", "[sqs][dlq]")
{
    world aws;
    aws.create("dlq");
    aws.create("q");
    auto const allow = [&](std::string const& text) {
        auto const answer =
            aws(SetQueueAttributesRequest{.QueueUrl = "dlq", .Attributes = {{"RedriveAllowPolicy", text}}});
        if (answer) return std::string{};
        CHECK(answer.error().kind.query_code == "InvalidParameterValue");
        return answer.error().message;
    };
    auto const link = [&] { return refusal(aws, "q", policy(aws.arn("dlq"), "1")); };

    CHECK(allow(R"({"redrivePermission":"denyAll"})").empty());
    CHECK(!link().empty());
    CHECK(allow(R"({"redrivePermission" : "byQueue", "sourceQueueArns" : [")" + aws.arn("other") + "\"]}")
              .empty());
    CHECK(!link().empty());
    CHECK(
        allow(R"({"redrivePermission" : "byQueue", "sourceQueueArns" : [")" + aws.arn("q") + "\"]}").empty());
    CHECK(aws.attribute("dlq", "RedriveAllowPolicy")
          == R"({"redrivePermission":"byQueue","sourceQueueArns":[")" + aws.arn("q") + "\"]}");
    CHECK(link().empty());
    CHECK(allow(R"({"redrivePermission":"allowAll"})").empty());
    CHECK(aws.attribute("dlq", "RedriveAllowPolicy") == R"({"redrivePermission":"allowAll"})");
    CHECK(allow("").empty());
    CHECK(aws.attribute("dlq", "RedriveAllowPolicy").empty());

    auto const malformed =
        "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the "
        "redrive allow policy, as it’s in an unsupported format.";
    CHECK(allow("x") == malformed);
    CHECK(allow(R"({"redrivePermission":"some"})") == malformed);
    CHECK_THAT(allow(R"({"redrivePermission":"byQueue"})"),
               Catch::ContainsSubstring("you must also specify one or more sourceQueueArns values."));
    CHECK_THAT(
        allow(
            R"({"redrivePermission":"byQueue","sourceQueueArns":["1","2","3","4","5","6","7","8","9","10","11"]})"),
        Catch::ContainsSubstring("The maximum number of source queue ARNs you can specify is 10."));
    CHECK_THAT(allow(R"({"redrivePermission":"denyAll","sourceQueueArns":["1"]})"),
               Catch::ContainsSubstring("you must set redrivePermission to byQueue."));
}
