#include "world.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

namespace {

struct refusal {
    std::string code, text;
    friend bool operator==(refusal const&, refusal const&) = default;
    friend std::ostream& operator<<(std::ostream& out, refusal const& r)
    {
        return out << r.code << ": " << r.text;
    }
};

template <class T>
refusal of(result<T> const& answer)
{
    return answer ? refusal{} : refusal{std::string{answer.error().kind.query_code}, answer.error().message};
}

refusal missing(std::string const& name)
{
    return {"MissingParameter", "The request must contain the parameter " + name + "."};
}

refusal invalid(std::string const& value, std::string const& name, std::string const& reason)
{
    return {"InvalidParameterValue",
            "Value " + value + " for parameter " + name + " is invalid. Reason: " + reason};
}

} // namespace

TEST_CASE("A message comes back as it was sent", "[sqs][messages]")
{
    world aws;
    aws.create("q");
    auto const sent = aws(SendMessageRequest{.QueueUrl = "q", .MessageBody = "hello"}).value();
    CHECK(sent.MD5OfMessageBody == "5d41402abc4b2a76b9719d911017c592");
    CHECK(sent.MessageId.size() == 36);
    CHECK_FALSE(sent.MD5OfMessageAttributes);
    CHECK_FALSE(sent.MD5OfMessageSystemAttributes);
    CHECK_FALSE(sent.SequenceNumber);
    auto const answer = aws(ReceiveMessageRequest{.QueueUrl = "q", .MaxNumberOfMessages = 10}).value();
    REQUIRE(answer.Messages.size() == 1);
    auto const& message = answer.Messages.front();
    CHECK(message.MessageId == sent.MessageId);
    CHECK(message.Body == "hello");
    CHECK(message.MD5OfBody == sent.MD5OfMessageBody);
    CHECK(message.Attributes.empty());
    CHECK(message.MessageAttributes.empty());
    CHECK_FALSE(message.MD5OfMessageAttributes);
}

TEST_CASE("System attributes are told when asked for, in milliseconds", "[sqs][messages]")
{
    world aws;
    aws.create("q");
    aws.send("q", "hi");
    aws.advance(milliseconds{250});
    auto const all = aws.take("q").front().Attributes;
    CHECK(all.size() == 4);
    CHECK(all.at("SentTimestamp") == "1795342500000");
    CHECK(all.at("ApproximateFirstReceiveTimestamp") == "1795342500250");
    CHECK(all.at("ApproximateReceiveCount") == "1");
    CHECK(all.at("SenderId").starts_with("AIDA"));
    aws.advance(seconds{30});
    auto const again = aws(ReceiveMessageRequest{
                               .QueueUrl = "q",
                               .AttributeNames = {"ApproximateReceiveCount"},
                               .MessageSystemAttributeNames = {"Colour", "ApproximateFirstReceiveTimestamp"}})
                           .value()
                           .Messages.front();
    CHECK(again.Attributes
          == string_map{{"ApproximateReceiveCount", "2"},
                        {"ApproximateFirstReceiveTimestamp", "1795342500250"}});
    aws.advance(seconds{30});
    CHECK(aws(ReceiveMessageRequest{.QueueUrl = "q",
                                    .MessageSystemAttributeNames = {"Colour", "SequenceNumber"}})
              .value()
              .Messages.front()
              .Attributes.empty());
}

TEST_CASE("The MD5 of received attributes covers those that are told", "[sqs][messages][md5]")
{
    world aws;
    aws.create("q", {{"VisibilityTimeout", "0"}});
    message_attributes const attributes{
        {"test-key", {.StringValue = "test-value", .DataType = "String"}},
        {"test-key-alt", {.StringValue = "test-value-alt", .DataType = "String"}}};
    auto const sent =
        aws(SendMessageRequest{.QueueUrl = "q", .MessageBody = "hi", .MessageAttributes = attributes})
            .value();
    CHECK(sent.MD5OfMessageAttributes == "2256c3b617e2b4b3ae4f2d455dcf54d0");
    auto const receive = [&](string_list names) {
        return aws(ReceiveMessageRequest{.QueueUrl = "q", .MessageAttributeNames = std::move(names)})
            .value()
            .Messages.front();
    };
    CHECK(receive({"All"}).MessageAttributes == attributes);
    CHECK(receive({"All"}).MD5OfMessageAttributes == sent.MD5OfMessageAttributes);
    CHECK(receive({"test-key"}).MessageAttributes.size() == 1);
    CHECK(receive({"test-key"}).MD5OfMessageAttributes == "befa18540a897f7d022bf07057754a03");
    CHECK(receive({"other"}).MessageAttributes.empty());
    CHECK_FALSE(receive({"other"}).MD5OfMessageAttributes);
    CHECK_FALSE(receive({}).MD5OfMessageAttributes);
}

TEST_CASE("A trace header counts neither in the size nor in the MD5 of the user's attributes",
          "[sqs][messages]")
{
    world aws;
    aws.create("q", {{"MaximumMessageSize", "1024"}});
    auto const header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    auto const sent =
        aws(SendMessageRequest{.QueueUrl = "q",
                               .MessageBody = std::string(1024, 'x'),
                               .MessageSystemAttributes = {{"AWSTraceHeader",
                                                            {.StringValue = header, .DataType = "String"}}}})
            .value();
    CHECK_FALSE(sent.MD5OfMessageAttributes);
    CHECK(sent.MD5OfMessageSystemAttributes == "5ae4d5d7636402d80f4eb6d213245a88");
    CHECK(aws.take("q").front().Attributes.at("AWSTraceHeader") == header);
}

TEST_CASE("The size limit is inclusive and counts attributes", "[sqs][messages]")
{
    world aws;
    aws.create("q", {{"MaximumMessageSize", "1024"}});
    auto const send = [&](std::size_t bytes, message_attributes attributes = {}) {
        return of(aws(SendMessageRequest{.QueueUrl = "q",
                                         .MessageBody = std::string(bytes, 'x'),
                                         .MessageAttributes = std::move(attributes)}));
    };
    refusal const too_long{
        "InvalidParameterValue",
        "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes."};
    CHECK(send(1024) == refusal{});
    CHECK(send(1025) == too_long);
    message_attributes const eight{{"k", {.StringValue = "x", .DataType = "String"}}};
    CHECK(send(1016, eight) == refusal{});
    CHECK(send(1017, eight) == too_long);
    CHECK(aws.attribute("q", "ApproximateNumberOfMessages") == "2");
}

TEST_CASE("SendMessage checks what it is given, in the order of AWS", "[sqs][messages][errors]")
{
    world aws;
    aws.create("q");
    SendMessageRequest const good{.QueueUrl = "q", .MessageBody = "hi"};
    auto const send = [&](auto change) {
        auto request = good;
        change(request);
        return of(aws(request));
    };
    CHECK(send([](auto& r) { r.MessageBody = {}; }) == missing("MessageBody"));
    for (int delay : {-1, 901}) {
        CHECK(send([&](auto& r) { r.DelaySeconds = delay; })
              == invalid(std::to_string(delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."));
    }
    CHECK(send([](auto& r) { r.MessageDeduplicationId = "x"; })
          == invalid("x", "MessageDeduplicationId",
                     "The request includes a parameter that is not valid for this queue type."));
    for (std::string bad : {std::string{}, std::string{"a b"}, std::string(129, 'g')}) {
        CHECK(
            send([&](auto& r) { r.MessageGroupId = bad; })
            == invalid(
                bad, "MessageGroupId",
                "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length."));
    }
    CHECK(
        send([](auto& r) { r.MessageBody = "a\x01"; })
        == refusal{
            "InvalidMessageContents",
            "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 "
            "to #xFFFD | #x10000 to #x10FFFF"});
    CHECK(send([](auto& r) { r.MessageAttributes["x"] = {.StringValue = "\x01", .DataType = "String"}; }).code
          == "InvalidParameterValue");
    CHECK(send([](auto& r) { r.MessageSystemAttributes["x"] = {.StringValue = "x", .DataType = "String"}; })
          == refusal{"InvalidParameterValue", "Message system attribute name 'x' is invalid."});
    CHECK(aws.take("q").empty());
    CHECK(aws.events.last() == 0);
}

TEST_CASE("A FIFO queue wants a group and something to tell duplicates by", "[sqs][messages][fifo][errors]")
{
    world aws;
    aws.create("q.fifo", {{"FifoQueue", "true"}});
    SendMessageRequest const good{
        .QueueUrl = "q.fifo", .MessageBody = "hi", .MessageDeduplicationId = "d", .MessageGroupId = "g"};
    auto const send = [&](auto change) {
        auto request = good;
        change(request);
        return of(aws(request));
    };
    CHECK(send([](auto& r) { r.MessageGroupId.reset(); }) == missing("MessageGroupId"));
    CHECK(
        send([](auto& r) { r.MessageGroupId = ""; })
        == invalid(
            "", "MessageGroupId",
            "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length."));
    CHECK(send([](auto& r) { r.MessageDeduplicationId.reset(); })
          == refusal{"InvalidParameterValue",
                     "The queue should either have ContentBasedDeduplication enabled or "
                     "MessageDeduplicationId provided explicitly"});
    CHECK(send([](auto& r) { r.MessageDeduplicationId = "a b"; })
          == invalid(
              "a b", "MessageDeduplicationId",
              "MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in "
              "length."));
    CHECK(send([](auto& r) { r.DelaySeconds = 2; })
          == invalid("2", "DelaySeconds",
                     "The request include parameter that is not valid for this queue type."));
    CHECK(send([](auto& r) { r.DelaySeconds = 0; }) == refusal{});
}

TEST_CASE("A group id on a standard queue is kept and told", "[sqs][messages]")
{
    world aws;
    aws.create("q");
    auto const sent =
        aws(SendMessageRequest{.QueueUrl = "q", .MessageBody = "hi", .MessageGroupId = "tenant"}).value();
    CHECK_FALSE(sent.SequenceNumber);
    auto const told = aws.take("q").front().Attributes;
    CHECK(told.at("MessageGroupId") == "tenant");
    CHECK_FALSE(told.contains("SequenceNumber"));
}

TEST_CASE("ReceiveMessage checks its numbers", "[sqs][messages][errors]")
{
    world aws;
    aws.create("q");
    for (int bad : {0, 11, -1}) {
        CHECK(
            of(aws(ReceiveMessageRequest{.QueueUrl = "q", .MaxNumberOfMessages = bad}))
            == invalid(std::to_string(bad), "MaxNumberOfMessages", "Must be between 1 and 10, if provided."));
    }
    for (int bad : {-1, 21}) {
        CHECK(of(aws(ReceiveMessageRequest{.QueueUrl = "q", .WaitTimeSeconds = bad}))
              == invalid(std::to_string(bad), "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided."));
    }
    for (int bad : {-1, 43201}) {
        CHECK(
            of(aws(ReceiveMessageRequest{.QueueUrl = "q", .VisibilityTimeout = bad}))
            == invalid(std::to_string(bad), "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided."));
    }
    CHECK(of(aws(ReceiveMessageRequest{.QueueUrl = "q", .ReceiveRequestAttemptId = "x"})).code
          == "InvalidParameterValue");
}

TEST_CASE("Receipt handles are checked", "[sqs][messages][errors]")
{
    world aws;
    aws.create("q");
    aws.create("other");
    aws.send("other", "hi");
    auto const foreign = aws.take("other").front().ReceiptHandle;
    auto const remove = [&](std::string handle) {
        return of(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = std::move(handle)}));
    };
    auto const hide = [&](std::string handle, std::optional<std::int64_t> timeout) {
        return of(aws(ChangeMessageVisibilityRequest{
            .QueueUrl = "q", .ReceiptHandle = std::move(handle), .VisibilityTimeout = timeout}));
    };
    auto const garbage = [](std::string const& handle) {
        return refusal{"ReceiptHandleIsInvalid",
                       "The input receipt handle \"" + handle + "\" is not a valid receipt handle."};
    };
    CHECK(remove("") == missing("ReceiptHandle"));
    CHECK(remove("garbage") == garbage("garbage"));
    CHECK(remove(foreign) == garbage(foreign));
    CHECK(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = "garbage"}).error().kind.status == 404);
    CHECK(hide("", 1) == missing("ReceiptHandle"));
    CHECK(hide("garbage", std::nullopt) == missing("VisibilityTimeout"));
    CHECK(hide("garbage", 1) == garbage("garbage"));
    for (int bad : {-10, 43201}) {
        CHECK(hide("garbage", bad)
              == invalid(std::to_string(bad), "VisibilityTimeout", "Must be between 0 and 43200."));
    }
}

TEST_CASE("Refusals about single messages have the texts of AWS", "[sqs][messages][errors]")
{
    world aws;
    aws.create("q");
    aws.send("q", "hi");
    auto const handle = aws.take("q").front().ReceiptHandle;
    auto const hide = [&](std::string url, std::string receipt, int timeout) {
        return of(aws(ChangeMessageVisibilityRequest{
            .QueueUrl = std::move(url), .ReceiptHandle = std::move(receipt), .VisibilityTimeout = timeout}));
    };
    aws.advance(seconds{10});
    CHECK(hide("q", handle, 43200)
          == invalid("43200", "VisibilityTimeout",
                     "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]."));
    CHECK(hide("q", handle, 43190) == refusal{});
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = handle}));
    CHECK(hide("q", handle, 1)
          == invalid(handle, "ReceiptHandle",
                     "Message does not exist or is not available for visibility timeout change."));

    aws.create("q.fifo", {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
    REQUIRE(aws(SendMessageRequest{.QueueUrl = "q.fifo", .MessageBody = "hi", .MessageGroupId = "g"}));
    auto const old = aws.take("q.fifo").front().ReceiptHandle;
    aws.advance(seconds{30});
    auto const expired = invalid(old, "ReceiptHandle", "The receipt handle has expired.");
    CHECK(of(aws(DeleteMessageRequest{.QueueUrl = "q.fifo", .ReceiptHandle = old})) == expired);
    CHECK(hide("q.fifo", old, 1) == expired);
}

TEST_CASE("With 120000 messages in flight a short poll is refused, and a long one waits",
          "[sqs][messages][poll]")
{
    world aws;
    aws.create("q", {{"VisibilityTimeout", "43200"}});
    for (int i = 0; i < 120'001; ++i) aws.send("q", "x");
    std::string handle;
    for (int i = 0; i < 12'000; ++i) {
        auto const answer = aws(ReceiveMessageRequest{.QueueUrl = "q", .MaxNumberOfMessages = 10}).value();
        REQUIRE(answer.Messages.size() == 10);
        handle = answer.Messages.front().ReceiptHandle;
    }
    auto const refused = aws(ReceiveMessageRequest{.QueueUrl = "q"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind.shape == "OverLimit");
    CHECK(refused.error().kind.status == 403);
    CHECK(refused.error().message == "The maximum number of in flight messages is reached: 120000.");
    auto const poll = aws.receive({.QueueUrl = "q", .WaitTimeSeconds = 20});
    REQUIRE(std::holds_alternative<std::size_t>(poll));
    CHECK_FALSE(aws.polls.front().answer);
    REQUIRE(aws(DeleteMessageRequest{.QueueUrl = "q", .ReceiptHandle = handle}));
    REQUIRE(aws.polls.front().answer);
    CHECK(aws.polls.front().answer->value().Messages.size() == 1);
}

TEST_CASE("With 120000 messages in flight a FIFO queue gives no more, and refuses nothing",
          "[sqs][messages][fifo]")
{
    world aws;
    aws.create("q.fifo", {{"FifoQueue", "true"}, {"VisibilityTimeout", "43200"}});
    SendMessageRequest sent{.QueueUrl = "q.fifo", .MessageBody = "x"};
    for (int i = 0; i < 120'001; ++i) {
        sent.MessageGroupId = std::to_string(i / 10); // each receive takes one group
        sent.MessageDeduplicationId = std::to_string(i);
        REQUIRE(aws(sent));
    }
    ReceiveMessageRequest const ten{.QueueUrl = "q.fifo", .MaxNumberOfMessages = 10};
    std::string handle;
    for (int i = 0; i < 12'000; ++i) {
        auto const answer = aws(ten).value();
        REQUIRE(answer.Messages.size() == 10);
        if (i == 0) { handle = answer.Messages.front().ReceiptHandle; }
    }
    CHECK(aws(ten).value().Messages.empty());
    REQUIRE(aws(ChangeMessageVisibilityRequest{
        .QueueUrl = "q.fifo", .ReceiptHandle = handle, .VisibilityTimeout = 0}));
    CHECK(aws(ten).value().Messages.size() == 1); // there is room for one
}

TEST_CASE("A topic's delivery stands in the queue as a message", "[sqs][messages][deliver]")
{
    world aws;
    aws.create("q", {{"MaximumMessageSize", "1024"}});
    delivery sent{.queue_arn = aws.arn("q"),
                  .body = "hi",
                  .attributes = {{"color", {.StringValue = "blue", .DataType = "String"}}},
                  .system_attributes = {{"AWSTraceHeader", {.StringValue = "Root=1", .DataType = "String"}}},
                  .group_id = "g",
                  .deduplication_id = "d",
                  .cause = 77};
    REQUIRE(aws.deliver(sent));
    CHECK(aws.last_event(event_type::message_sent).cause == 77);
    auto const message = aws.take("q").front();
    CHECK(message.Body == "hi");
    CHECK(message.MD5OfMessageAttributes == "da1b33cc3cbfe8b1630921e78e6b9880");
    CHECK(message.Attributes.at("AWSTraceHeader") == "Root=1");
    CHECK(message.Attributes.at("MessageGroupId") == "g");
    CHECK_FALSE(message.Attributes.contains("MessageDeduplicationId"));
    CHECK(message.Attributes.at("SenderId").size() == 21);

    sent.body = std::string(1025, 'x');
    CHECK_FALSE(aws.deliver(sent));
    sent.body = "hi";
    for (char c = 'a'; c <= 'j'; ++c) sent.attributes[{c}] = {.StringValue = "v", .DataType = "String"};
    CHECK_FALSE(aws.deliver(sent));
    sent.to_dead_letter_queue = true;
    CHECK(aws.deliver(sent));
    sent.attributes.clear();
    for (auto const* gone :
         {"", "q", "arn:aws:sqs:us-east-1:000000000000:gone", "arn:aws:sns:us-east-1:000000000000:q"}) {
        sent.queue_arn = gone;
        CHECK(of(aws.deliver(sent)).code == "AWS.SimpleQueueService.NonExistentQueue");
    }

    aws.create("q.fifo", {{"FifoQueue", "true"}});
    sent.queue_arn = aws.arn("q.fifo");
    REQUIRE(aws.deliver(sent));
    REQUIRE(aws.deliver(sent)); // a duplicate is taken, and not enqueued
    CHECK(aws.take("q.fifo", 10).size() == 1);
    sent.group_id.reset();
    CHECK(of(aws.deliver(sent)) == missing("MessageGroupId"));
}
