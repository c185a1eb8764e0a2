#include "world.hpp"

#include "core/digest.hpp"
#include "sqs/message_attributes.hpp"
#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

namespace {

message_attributes const color{{"color", {.StringValue = "red", .DataType = "String"}}};

} // namespace

TEST_CASE("What a request to send tells by itself is worked out ahead", "[sqs][prepared]")
{
    SendMessageRequest const request{.MessageBody = "hi", .MessageAttributes = color};
    auto const message = prepare(request).message;
    CHECK(message.content);
    CHECK(message.bytes == 2 + size_of(color));
    CHECK(message.attributes_md5 == md5_of(color));
    CHECK(message.content_id.empty());
    SendMessageRequest const in_group{.MessageBody = "hi", .MessageGroupId = "g"};
    CHECK(prepare(in_group).message.content_id == sha256_hex("hi"));
}

TEST_CASE("A bad character in a body is found ahead, and told when all that comes before it is good",
          "[sqs][prepared][errors]")
{
    world aws;
    aws.create("q");
    SendMessageRequest request{.QueueUrl = "nowhere", .MessageBody = "\x01", .DelaySeconds = 901};
    auto const serve = [&](auto const& asked) {
        auto const prepared = prepare(asked);
        return aws.step([&](call const& call) { return serve_prepared(aws.sqs, call, prepared); });
    };
    auto const found_ahead = prepare(request).message.content;
    REQUIRE_FALSE(found_ahead);
    CHECK(serve(request).error().kind.shape == "QueueDoesNotExist");
    request.QueueUrl = "q";
    CHECK(serve(request).error().message.find("DelaySeconds") != std::string::npos);
    request.DelaySeconds = 0;
    CHECK(serve(request).error().message == found_ahead.error().message);
    request.MessageBody = "hi";
    CHECK(serve(request).value().MD5OfMessageBody == md5_hex("hi"));
}

TEST_CASE("Each entry of a batch is looked at ahead, also where there are too many of them or none",
          "[sqs][prepared]")
{
    world aws;
    aws.create("q");
    SendMessageBatchRequest request{.QueueUrl = "q"};
    CHECK(prepare(request).messages.empty());
    CHECK_FALSE(aws(request));
    auto& entries = request.Entries.emplace();
    entries.push_back({.Id = "good", .MessageBody = "hi", .MessageAttributes = color});
    entries.push_back({.Id = "bad", .MessageBody = "\x01"});
    auto const prepared = prepare(request);
    REQUIRE(prepared.messages.size() == 2);
    CHECK(prepared.messages[0].content);
    CHECK_FALSE(prepared.messages[1].content);
    auto const answer =
        aws.step([&](call const& call) { return serve_prepared(aws.sqs, call, prepared); }).value();
    REQUIRE(answer.Successful.size() == 1);
    CHECK(answer.Successful[0].MD5OfMessageAttributes == hex(md5_of(color)));
    REQUIRE(answer.Failed.size() == 1);
    CHECK(answer.Failed[0].Id == "bad");
}
