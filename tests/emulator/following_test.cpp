// Followers: events as they happen, over a connection that stays.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "server/raw_client.hpp"
#include "support/result.hpp"

using namespace understudy;

namespace {

struct stage {
    explicit stage(clock_mode mode = clock_mode::manual)
        : aws{std::make_unique<emulator>(emulator_options{.clock = mode})}
    {}

    std::string send(std::string body, int delay = 0) const
    {
        return sqs.send_message({.QueueUrl = url, .MessageBody = std::move(body), .DelaySeconds = delay})
            .value()
            .MessageId;
    }

    /// Follows when it returns.
    server::raw_client follow(std::string const& query = "", std::string const& headers = "") const
    {
        auto const endpoint = aws->endpoint();
        auto const port = std::stoul(endpoint.substr(endpoint.rfind(':') + 1));
        server::raw_client follower{static_cast<std::uint16_t>(port)};
        follower.send("GET /_understudy/events/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                      + "\r\n");
        auto const head = follower.receive();
        CHECK_THAT(head, Catch::ContainsSubstring("200 OK") && Catch::ContainsSubstring("text/event-stream"));
        CHECK(follower.receive_until("\n\n") == ": events follow\n\n");
        return follower;
    }

    std::unique_ptr<emulator> aws;
    sqs_client sqs{aws->local_transport()};
    std::string url = sqs.create_queue({.QueueName = "q"}).value().QueueUrl;
};

} // namespace

TEST_CASE("A follower hears of each event that it means as it happens, from then on", "[control][events]")
{
    stage s;
    s.send("before");
    auto follower = s.follow("?type=sqs.message_sent&resource=q");
    auto const id = s.send("first");
    auto const first = follower.receive_until("\n\n");
    CHECK_THAT(first, Catch::ContainsSubstring("id: 2\ndata: {") && Catch::ContainsSubstring(id));
    REQUIRE(s.sqs.receive_message({.QueueUrl = s.url}));
    s.send("second");
    CHECK_THAT(follower.receive_until("\n\n"), Catch::ContainsSubstring("\"body\":\"second\""));
}

TEST_CASE("A follower that comes back goes on where it was", "[control][events]")
{
    stage s;
    for (auto const* body : {"a", "b", "c"}) s.send(body);
    auto again = s.follow("?after=1", "Last-Event-ID: 2\r\n");
    CHECK_THAT(again.receive_until("\n\n"), Catch::ContainsSubstring("\"body\":\"c\""));
    auto anew = s.follow("?after=1");
    CHECK_THAT(anew.receive_until("\n\n"), Catch::ContainsSubstring("\"body\":\"b\""));
}

TEST_CASE("A follower moves no clock", "[control][events][time]")
{
    stage s{clock_mode::automatic};
    auto follower = s.follow("?type=sqs.message_visible");
    s.send("later", 900);
    auto const before = s.aws->now();
    CHECK_THROWS_AS(s.aws->await(message_deleted("q"), {}, 0ms), wait_failed);
    CHECK(s.aws->now() == before);
    s.aws->await(event_pattern{event_type::message_visible, "q"});
    CHECK_THAT(follower.receive_until("\n\n"), Catch::ContainsSubstring("sqs.message_visible"));
}

TEST_CASE("When the emulator ends, so does what follows it", "[control][events]")
{
    stage s;
    auto follower = s.follow();
    s.aws.reset();
    CHECK(follower.receive_all().empty());
}

TEST_CASE("A follower that has gone leaves its place to others", "[control][events]")
{
    stage s;
    for (int i = 0; i < 300; ++i) s.follow(); // more than may wait at a time
    auto follower = s.follow();
    s.send("hi");
    CHECK_THAT(follower.receive_until("\n\n"), Catch::ContainsSubstring("\"body\":\"hi\""));
}
