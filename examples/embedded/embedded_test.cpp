// The smallest test that embeds an emulator: no container, no port to choose, no waiting.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "support/catch.hpp"

using namespace understudy;

TEST_CASE("A message that nobody deletes comes back when its visibility timeout is over")
{
    emulator aws{{.clock = clock_mode::manual}};
    sqs_client const sqs{{.endpoint = aws.endpoint()}};

    auto const queue = sqs.create_queue({.QueueName = "jobs"}).value().QueueUrl;
    sqs.send_message({.QueueUrl = queue, .MessageBody = "paint the fence"}).value();
    auto const receive = [&] { return sqs.receive_message({.QueueUrl = queue}).value().Messages; };

    REQUIRE(receive().size() == 1);
    CHECK(receive().empty());
    aws.advance(30s); // of the emulator's time
    REQUIRE(receive().size() == 1);
}
