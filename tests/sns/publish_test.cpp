#include "stage.hpp"

using namespace understudy;
using namespace understudy::sns;

namespace {

std::vector<event> events_of(stage const& aws, event_type type)
{
    std::vector<event> found;
    for (auto const& event : aws.events.events()) {
        if (event.type == type) { found.push_back(event); }
    }
    return found;
}

} // namespace

TEST_CASE("A published message is an event and a delivery to each queue", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const first = aws.queue(arn, "a");
    aws.queue(arn, "b", {{"RawMessageDelivery", "true"}});
    auto const sent = aws.send(arn, "hello").value();
    CHECK_FALSE(sent.SequenceNumber);
    auto const published = events_of(aws, event_type::message_published);
    REQUIRE(published.size() == 1);
    CHECK(published[0].resource == arn);
    CHECK(published[0].body == "hello");
    CHECK(to_string(published[0].message_id) == sent.MessageId);
    REQUIRE(aws.out.deliveries.size() == 2);
    auto const& delivery = aws.out.deliveries[0];
    CHECK(delivery.queue_arn == stage::queue_arn("a"));
    CHECK(delivery.topic_arn == arn);
    CHECK(delivery.subscription_arn == first);
    CHECK(delivery.message_id == published[0].message_id);
    CHECK(delivery.cause == published[0].sequence);
    CHECK_FALSE(delivery.to_dead_letter_queue);
    CHECK(aws.out.deliveries[1].body == "hello");
}

TEST_CASE("Raw delivery carries the text and the attributes and shares the text among queues",
          "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    for (auto const* name : {"a", "b"}) { aws.queue(arn, name, {{"RawMessageDelivery", "true"}}); }
    message_attributes const attributes{{"bytes", bytes_attribute("\x01")},
                                        {"list", text_attribute("[1,\"x\"]", "String.Array")}};
    PublishInput const request{
        .TopicArn = arn, .Message = "m", .Subject = "lost", .MessageAttributes = attributes};
    REQUIRE(aws.send(request));
    REQUIRE(aws.out.deliveries.size() == 2);
    CHECK(aws.out.deliveries[0].attributes == attributes);
    CHECK(aws.out.deliveries[0].body.view().data() == request.Message->view().data());
    CHECK(aws.out.deliveries[1].body.view().data() == request.Message->view().data());
}

TEST_CASE("A topic without subscriptions takes messages, and pending ones get nothing", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    CHECK(aws.send(arn, "m"));
    REQUIRE(aws.subscribe_to(arn, "http", "http://a"));
    CHECK(aws.send(arn, "m"));
    CHECK(aws.out.deliveries.empty());
    CHECK(events_of(aws, event_type::delivery_failed).empty());
}

TEST_CASE("What leaves for places outside is kept in the outbox", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    REQUIRE(aws.subscribe_to(arn, "sms", "+15551234567"));
    REQUIRE(aws.subscribe_to(arn, "firehose", "arn:aws:firehose:us-east-1:000000000000:deliverystream/s",
                             {{"SubscriptionRoleArn", "arn:aws:iam::000000000000:role/r"}}));
    auto const structured = R"({"default":"for all","sms":"for phones"})";
    REQUIRE(aws.send({.TopicArn = arn, .Message = structured, .MessageStructure = "json"}));
    auto const& kept = aws.sns.outbox.entries();
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].protocol == "sms");
    CHECK(kept[0].endpoint == "+15551234567");
    CHECK(kept[0].body == "for phones");
    CHECK(kept[1].protocol == "firehose");
    CHECK(kept[1].body.view().find("\"Message\" : \"for all\"") != std::string_view::npos);
    auto const delivered = events_of(aws, event_type::message_delivered);
    REQUIRE(delivered.size() == 2);
    CHECK(delivered[0].detail == "+15551234567");
    CHECK(delivered[0].cause == 1);
}

TEST_CASE("Publishing names exactly one target", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    CHECK(text_of(aws.send({.Message = "m"}))
          == "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
    CHECK(code_of(aws.send({.TopicArn = arn, .TargetArn = arn, .Message = "m"})) == "InvalidParameter");
    CHECK(aws.send({.TargetArn = arn, .Message = "m"}));
    CHECK(text_of(
              aws.send({.TargetArn = "arn:aws:sns:us-east-1:000000000000:endpoint/GCM/a/b", .Message = "m"}))
          == "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified");
    CHECK(text_of(aws.send(stage::topic_arn("x"), "m")) == "Topic does not exist");
    CHECK(text_of(aws.send("arn:aws:sns:eu-west-1:000000000000:t", "m")) == "Invalid parameter: TopicArn");
    CHECK(
        text_of(aws.send({.TopicArn = arn}))
        == "1 validation error detected: Value null at 'message' failed to satisfy constraint: Member must not be null");
    CHECK(aws.send({.PhoneNumber = "+15551234567", .Message = "m"}));
    CHECK(text_of(aws.send({.PhoneNumber = "+1a234", .Message = "m"}))
          == "Invalid parameter: PhoneNumber Reason: +1a234 is not valid to publish to");
}

TEST_CASE("Message and subject have limits, and an unknown topic comes first", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    CHECK(text_of(aws.send(arn, "")) == "Invalid parameter: Empty message");
    CHECK(text_of(aws.send(stage::topic_arn("x"), "")) == "Topic does not exist");
    CHECK(aws.send(arn, std::string(262'144, 'x')));
    CHECK(text_of(aws.send(arn, std::string(262'145, 'x'))) == "Invalid parameter: Message too long");
    message_attributes const ten_bytes{{"a", text_attribute("123")}};
    CHECK(aws.send(arn, std::string(262'134, 'x'), ten_bytes));
    CHECK(text_of(aws.send(arn, std::string(262'135, 'x'), ten_bytes))
          == "Invalid parameter: Message too long");
    REQUIRE(aws.set(arn, "MaximumMessageSize", "1024"));
    CHECK(text_of(aws.send(arn, std::string(1'025, 'x'))) == "Invalid parameter: Message too long");
    for (std::string const& bad :
         {std::string{}, std::string(101, 's'), std::string{"a\nb"}, std::string{"a\x7F"}}) {
        CHECK(text_of(aws.send({.TopicArn = arn, .Message = "m", .Subject = bad}))
              == "Invalid parameter: Subject");
    }
    CHECK(aws.send({.TopicArn = arn, .Message = "m", .Subject = std::string(100, 's')}));
}

TEST_CASE("A structured message gives each protocol its text", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    aws.queue(arn, "q", {{"RawMessageDelivery", "true"}});
    auto send = [&](std::string body) {
        return aws.send({.TopicArn = arn, .Message = std::move(body), .MessageStructure = "json"});
    };
    REQUIRE(send(R"({"default":"d","sqs":"s"})"));
    CHECK(aws.out.deliveries.at(0).body == "s");
    REQUIRE(send(R"({"default":"d","lambda":"l"})"));
    CHECK(aws.out.deliveries.at(0).body == "d");
    REQUIRE(send(R"({"default":"d","sqs":{"a":1}})"));
    CHECK(aws.out.deliveries.at(0).body == "d");
    REQUIRE(send(R"({"default":"d","sqs":"1","sqs":"2"})"));
    CHECK(aws.out.deliveries.at(0).body == "2");
    constexpr auto no_default =
        "Invalid parameter: Message Structure - No default entry in JSON message body";
    constexpr auto not_json = "Invalid parameter: Message Structure - JSON message body failed to parse";
    CHECK(text_of(send(R"({"sqs":"s"})")) == no_default);
    CHECK(text_of(send(R"({"default":{}})")) == no_default);
    CHECK(text_of(send("x")) == not_json);
    CHECK(text_of(send(R"({"default":"d"} x)")) == not_json);
    CHECK(text_of(send(std::string(200'000, '['))) == not_json);
    CHECK(text_of(aws.send({.TopicArn = arn, .Message = "m", .MessageStructure = "xml"}))
          == "Invalid parameter: MessageStructure");
    CHECK(aws.send({.TopicArn = arn, .Message = "m", .MessageStructure = ""}));
}

TEST_CASE("Message attributes are refused in AWS's words", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    auto refusal = [&](std::string name, MessageAttributeValue value) {
        auto const refused = aws.send(arn, "m", {{std::move(name), std::move(value)}});
        CHECK(code_of(refused) == "ParameterValueInvalid");
        return text_of(refused);
    };
    CHECK(
        refusal("attr1", {.DataType = "String"})
        == "The message attribute 'attr1' must contain non-empty message attribute value for message attribute type "
           "'String'.");
    CHECK(
        refusal("attr1", bytes_attribute(""))
        == "The message attribute 'attr1' must contain non-empty message attribute value for message attribute type "
           "'Binary'.");
    CHECK(refusal("attr1", bytes_attribute("x", "String"))
          == "The message attribute 'attr1' with type 'String' must use field 'String'.");
    CHECK(refusal("attr1", bytes_attribute("x", "Number"))
          == "The message attribute 'attr1' with type 'Number' must use field 'String'.");
    CHECK(refusal("attr1", text_attribute("x", "Binary"))
          == "The message attribute 'attr1' with type 'Binary' must use field 'Binary'.");
    for (std::string const type : {"String.", "Stringx", "string", "Boolean"}) {
        CHECK(
            refusal("attr1", text_attribute("x", type))
            == "The message attribute 'attr1' has an invalid message attribute type, the set of supported type prefixes "
               "is Binary, Number, and String.");
    }
    CHECK(refusal(std::string(257, 'a'), text_attribute("x"))
          == "Length of message attribute name must be less than 256 bytes.");
    CHECK(
        refusal("a^b", text_attribute("x"))
        == "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include "
           "alphanumeric characters, hyphens, underscores, or dots.");
    CHECK(refusal(".a", text_attribute("x"))
          == "Invalid message attribute name starting with character '.' was found.");
    CHECK(refusal("a.", text_attribute("x"))
          == "Invalid message attribute name ending with character '.' was found.");
    CHECK(refusal("a..b", text_attribute("x"))
          == "Message attribute name can not have successive '.' character.");
    CHECK(refusal("n", text_attribute("x", "Number"))
          == "Could not cast message attribute 'n' value to number.");
    refusal("n", text_attribute("x", "String.Array"));
    auto const untyped = aws.send(arn, "m", {{"attr1", {.StringValue = "x"}}});
    CHECK(code_of(untyped) == "ValidationError");
    CHECK(
        text_of(untyped)
        == "1 validation error detected: Value null at 'messageAttributes.attr1.member.dataType' failed to satisfy "
           "constraint: Member must not be null");
    for (std::string const type : {"String.custom", "String.  x.", "Number.int"}) {
        CHECK(aws.send(arn, "m", {{"attr1", text_attribute("1", type)}}));
    }
}

TEST_CASE("A group id passes through a standard topic, a deduplication id does not", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    aws.queue(arn, "q");
    REQUIRE(aws.send({.TopicArn = arn, .Message = "m", .MessageGroupId = "g"}));
    CHECK(aws.out.deliveries.at(0).group_id == "g");
    CHECK(
        text_of(aws.send({.TopicArn = arn, .Message = "m", .MessageDeduplicationId = "d"}))
        == "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that "
           "is not valid for this topic type");
}

TEST_CASE("A trace header travels as a system attribute", "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    aws.queue(arn, "q");
    aws.trace_header = "Root=1-2-3";
    REQUIRE(aws.send(arn, "m"));
    CHECK(aws.out.deliveries.at(0).system_attributes.at("AWSTraceHeader") == text_attribute("Root=1-2-3"));
}

TEST_CASE("Raw delivery of more than ten attributes is a failure, in an envelope it is none",
          "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const raw = aws.queue(arn, "raw", {{"RawMessageDelivery", "true"}});
    aws.queue(arn, "enveloped");
    message_attributes attributes;
    for (int i = 0; i < 10; ++i) { attributes["a" + std::to_string(i)] = text_attribute("x"); }
    REQUIRE(aws.send(arn, "m", attributes));
    CHECK(aws.out.deliveries.size() == 2);
    attributes["b"] = text_attribute("x");
    REQUIRE(aws.send(arn, "m", attributes));
    CHECK(aws.out.deliveries.size() == 1);
    CHECK(events_of(aws, event_type::delivery_failed).size() == 1);
    REQUIRE(aws.set(raw, "RedrivePolicy", R"({"deadLetterTargetArn":")" + stage::queue_arn("dlq") + "\"}"));
    REQUIRE(aws.send(arn, "m", attributes));
    REQUIRE(aws.out.deliveries.size() == 2);
    CHECK(aws.out.deliveries[0].queue_arn == stage::queue_arn("dlq"));
    CHECK(aws.out.deliveries[0].to_dead_letter_queue);
    CHECK(aws.out.deliveries[0].attributes == attributes);
}

TEST_CASE("A delivery that a queue refuses goes to the subscription's dead-letter queue or is lost",
          "[sns][publish]")
{
    stage aws;
    auto const arn = aws.topic();
    auto const subscription = aws.queue(arn, "q");
    REQUIRE(aws.send(arn, "m"));
    auto const lost = aws.out.deliveries.at(0);
    delivery_failed(aws.sns, aws.here(), lost, "why");
    CHECK(aws.out.deliveries.empty());
    auto const failed = events_of(aws, event_type::delivery_failed);
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].message_id == lost.message_id);
    CHECK(failed[0].cause == lost.cause);

    REQUIRE(aws.set(subscription, "RedrivePolicy",
                    R"({"deadLetterTargetArn":")" + stage::queue_arn("dlq") + "\"}"));
    REQUIRE(aws.send(arn, "m"));
    auto call = aws.here();
    aws.out.deliveries.push_back(lost);
    delivery_failed(aws.sns, call, aws.out.deliveries.front(), "why");
    REQUIRE(aws.out.deliveries.size() == 2);
    auto const rescued = aws.out.deliveries[1];
    CHECK(rescued.queue_arn == stage::queue_arn("dlq"));
    CHECK(rescued.to_dead_letter_queue);
    CHECK(rescued.body.view().data() == lost.body.view().data());
    delivery_failed(aws.sns, aws.here(), rescued, "why");
    CHECK(aws.out.deliveries.empty());
    CHECK(events_of(aws, event_type::delivery_failed).size() == 2);
}
