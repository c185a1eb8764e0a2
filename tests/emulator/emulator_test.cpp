// The embedding API: life and death of an emulator, its clock, its state.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/result.hpp"

#include <future>

using namespace understudy;

namespace {

sqs_client local_sqs(emulator& aws) { return sqs_client{aws.local_transport()}; }

sqs_client remote_sqs(emulator& aws)
{
    return sqs_client{client_options{.endpoint = aws.endpoint(), .region = "us-east-1"}};
}

std::size_t count_messages(sqs_client const& sqs, std::string const& url)
{
    return sqs.receive_message({.QueueUrl = url, .MaxNumberOfMessages = 10}).value().Messages.size();
}

} // namespace

TEST_CASE("An emulator listens when its constructor returns", "[emulator]")
{
    emulator aws;
    CHECK(remote_sqs(aws).create_queue({.QueueName = "q"}).value().QueueUrl
          == aws.endpoint() + "/000000000000/q");
}

TEST_CASE("Clients in the process and clients behind a socket see the same queues", "[emulator]")
{
    emulator aws;
    auto const url = local_sqs(aws).create_queue({.QueueName = "q"}).value().QueueUrl;
    REQUIRE(remote_sqs(aws).send_message({.QueueUrl = url, .MessageBody = "hi"}));
    CHECK(count_messages(local_sqs(aws), url) == 1);
}

TEST_CASE("Two emulators share nothing", "[emulator]")
{
    emulator first;
    emulator second;
    CHECK(first.endpoint() != second.endpoint());
    REQUIRE(local_sqs(first).create_queue({.QueueName = "q"}));
    CHECK(local_sqs(second).get_queue_url({.QueueName = "q"}).error().kind.shape == "QueueDoesNotExist");
}

TEST_CASE("Account and region are those of the options", "[emulator]")
{
    emulator aws{{.account = "123456789012", .region = "eu-west-1"}};
    auto const sqs = local_sqs(aws);
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    auto const attributes =
        sqs.get_queue_attributes({.QueueUrl = url, .AttributeNames = {"QueueArn"}}).value();
    CHECK(attributes.Attributes.at("QueueArn") == "arn:aws:sqs:eu-west-1:123456789012:q");
}

TEST_CASE("A port that is taken is told by an exception that names it", "[emulator]")
{
    emulator aws;
    auto const text = aws.endpoint();
    auto const port = static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
    CHECK_THROWS_WITH((emulator{{.port = port}}), Catch::ContainsSubstring(std::to_string(port)));
}

TEST_CASE("A manual clock stands still until it is moved, and moves exactly that far", "[emulator][time]")
{
    emulator aws{{.clock = clock_mode::manual}};
    auto const start = aws.now();
    CHECK(aws.now() == start);
    aws.advance(90s);
    CHECK(aws.now() == start + 90s);
    aws.advance(0ms);
    CHECK(aws.now() == start + 90s);
}

TEST_CASE("A real clock runs on from where it was moved", "[emulator][time]")
{
    emulator aws;
    auto const start = aws.now();
    aws.advance(1h);
    CHECK(aws.now() >= start + 1h);
    CHECK(aws.now() < start + 2h);
}

TEST_CASE("A message returns when its visibility timeout lapses", "[emulator][time]")
{
    auto const mode = GENERATE(clock_mode::manual, clock_mode::real);
    emulator aws{{.clock = mode}};
    auto const sqs = local_sqs(aws);
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    REQUIRE(sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}));
    CHECK(count_messages(sqs, url) == 1);
    CHECK(count_messages(sqs, url) == 0);
    aws.advance(30s);
    CHECK(count_messages(sqs, url) == 1);
}

TEST_CASE("A long poll ends when the clock is moved past its deadline", "[emulator][time]")
{
    emulator aws{{.clock = clock_mode::manual}};
    auto const url = local_sqs(aws).create_queue({.QueueName = "q"}).value().QueueUrl;
    for (auto const& sqs : {local_sqs(aws), remote_sqs(aws)}) {
        auto poll = std::async(std::launch::async,
                               [&] { return sqs.receive_message({.QueueUrl = url, .WaitTimeSeconds = 20}); });
        while (aws.timeline().find("parked polls:\n  arn") == std::string::npos) {
            std::this_thread::yield();
        }
        aws.advance(20s);
        CHECK(poll.get().value().Messages.empty());
    }
}

TEST_CASE("A transport that is interrupted ends its long poll, and the message stays for others",
          "[emulator]")
{
    emulator aws;
    auto const transport = aws.local_transport();
    sqs_client const sqs{transport};
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    auto poll = std::async(std::launch::async,
                           [&] { return sqs.receive_message({.QueueUrl = url, .WaitTimeSeconds = 20}); });
    transport->interrupt();
    CHECK(poll.get().error().kind == interrupted);
    auto const other = local_sqs(aws);
    REQUIRE(other.send_message({.QueueUrl = url, .MessageBody = "hi"}));
    CHECK(count_messages(other, url) == 1);
}

TEST_CASE("An emulator that goes away ends the calls of its clients", "[emulator]")
{
    auto aws = std::make_unique<emulator>();
    auto const sqs = local_sqs(*aws);
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    auto poll = std::async(std::launch::async,
                           [&] { return sqs.receive_message({.QueueUrl = url, .WaitTimeSeconds = 20}); });
    aws.reset();
    CHECK(poll.get().has_error());
    CHECK(sqs.list_queues().has_error());
}

TEST_CASE("A snapshot brings everything back, any number of times", "[emulator]")
{
    emulator aws{{.clock = clock_mode::manual}};
    auto const sqs = local_sqs(aws);
    auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
    REQUIRE(sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}));
    auto const saved = aws.snapshot();
    for (int i = 0; i < 3; ++i) {
        CHECK(count_messages(sqs, url) == 1);
        CHECK(count_messages(sqs, url) == 0);
        aws.restore(saved);
    }
    aws.reset();
    CHECK(sqs.list_queues().value().QueueUrls.empty());
    aws.restore(saved);
    CHECK(count_messages(sqs, url) == 1);
}

TEST_CASE("The same seed gives the same ids", "[emulator]")
{
    auto message_id = [](std::uint64_t seed) {
        emulator aws{{.seed = seed}};
        auto const sqs = local_sqs(aws);
        auto const url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
        return sqs.send_message({.QueueUrl = url, .MessageBody = "hi"}).value().MessageId;
    };
    CHECK(message_id(1) == message_id(1));
    CHECK(message_id(1) != message_id(2));
}
