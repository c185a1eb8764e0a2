#include "core/event_log.hpp"

#include "support/catch.hpp"

using namespace understudy;

namespace {

event sent(std::string_view queue, std::string_view body = {}, std::uint64_t cause = 0)
{
    return {.type = event_type::message_sent,
            .resource = "arn:aws:sqs:us-east-1:000000000000:" + std::string{queue},
            .body = body,
            .cause = cause};
}

} // namespace

TEST_CASE("Events are numbered from one, and a mark hides what came before it", "[events]")
{
    event_log log;
    CHECK(log.last() == 0);
    CHECK(log.append(sent("q")) == 1);
    event_mark const mark{log.last()};
    CHECK(log.first_match(message_sent("q"), 0)->sequence == 1);
    CHECK(log.first_match(message_sent("q"), mark.sequence) == nullptr);
    CHECK(log.append(sent("q")) == 2);
    CHECK(log.first_match(message_sent("q"), mark.sequence)->sequence == 2);
}

TEST_CASE("A pattern names a resource by name or ARN, and nothing means any", "[events]")
{
    event_log log;
    log.append(sent("orders"));
    CHECK(log.first_match(message_sent("orders"), 0) != nullptr);
    CHECK(log.first_match(message_sent("arn:aws:sqs:us-east-1:000000000000:orders"), 0) != nullptr);
    CHECK(log.first_match(message_sent(""), 0) != nullptr);
    CHECK(log.first_match(message_sent("order"), 0) == nullptr);
    CHECK(log.first_match(message_deleted("orders"), 0) == nullptr);
}

TEST_CASE("A pattern is narrowed by text, by message and by a condition of the test", "[events]")
{
    event_log log;
    auto event = sent("q", R"({"name":"John"})");
    event.message_id = {1, 2};
    log.append(event);
    CHECK(log.first_match(message_sent("q").containing("John"), 0) != nullptr);
    CHECK(log.first_match(message_sent("q").containing("Jane"), 0) == nullptr);
    CHECK(log.first_match(message_sent("q").message(to_string(uuid{1, 2})), 0) != nullptr);
    CHECK(log.first_match(message_sent("q").message(to_string(uuid{1, 3})), 0) == nullptr);
    CHECK(log.first_match(message_sent("q").where([](auto const& e) { return e.body.size() > 3; }), 0)
          != nullptr);
    CHECK(log.first_match(message_sent("q").where([](auto const& e) { return e.body.empty(); }), 0)
          == nullptr);
}

TEST_CASE("Causes are followed through other events", "[events]")
{
    event_log log;
    auto const first = log.append(sent("a"));
    auto const second = log.append(sent("b", "", first));
    log.append(sent("c", "", second));
    log.append(sent("d"));
    auto const cause = *log.find(first);
    CHECK(log.first_match(message_sent("b").caused_by(cause), 0) != nullptr);
    CHECK(log.first_match(message_sent("c").caused_by(cause), 0) != nullptr);
    CHECK(log.first_match(message_sent("d").caused_by(cause), 0) == nullptr);
}

TEST_CASE("The log is a ring: it forgets the oldest events, and their bodies count", "[events]")
{
    event_log log;
    auto const megabyte = std::string(1024 * 1024, 'x');
    for (int i = 0; i < 40; ++i) { log.append(sent("q", megabyte)); }
    CHECK(log.events().size() == 16);
    CHECK(log.last() == 40);
    CHECK(log.find(24) == nullptr);
    CHECK(log.find(25)->sequence == 25);
    CHECK(log.first_match(message_sent("q"), 0)->sequence == 25);
    CHECK(log.first_match(message_sent("q"), 40) == nullptr);
    CHECK(log.first_match(message_sent("q"), 4000) == nullptr);
}

TEST_CASE("A pattern reads the body as JSON, and goes on inside texts that are JSON", "[events]")
{
    event_log log;
    log.append(sent("q", R"({"Message":"{\"data\":{\"name\":\"John\",\"n\":1,\"tags\":[\"a\",\"b\"]}}"})"));
    auto const matches = [&](std::string path, std::string value) {
        return log.first_match(message_sent("q").json(std::move(path), std::move(value)), 0) != nullptr;
    };
    CHECK(matches("Message.data.name", "John"));
    CHECK(matches("Message.data.n", "1"));
    CHECK(matches("Message.data.tags.1", "b"));
    CHECK_FALSE(matches("Message.data.name", "Jane"));
    CHECK_FALSE(matches("Message.data.tags.2", "b"));
    CHECK_FALSE(matches("Message.data.tags.x", "b"));
    CHECK_FALSE(matches("Message.data.name.first", "John"));
    CHECK_FALSE(matches("", "John"));
    log.append(sent("plain", "no JSON"));
    CHECK(log.first_match(message_sent("plain").json("a", "b"), 0) == nullptr);
}

TEST_CASE("What concerns a message is also what came of it", "[events]")
{
    event_log log;
    auto const published = log.append({.type = event_type::message_published, .message_id = {1, 1}});
    auto copy = sent("q", "copy", published);
    copy.message_id = {2, 2};
    auto const arrived = log.append(copy);
    log.append({.type = event_type::message_deleted, .message_id = {2, 2}, .cause = arrived});
    log.append({.type = event_type::message_deleted, .message_id = {3, 3}});
    CHECK(log.first_match(handled(to_string(uuid{1, 1})), 0)->sequence == 3);
    CHECK(log.first_match(handled(to_string(uuid{2, 2})), 0)->sequence == 3);
    CHECK(log.first_match(handled(to_string(uuid{3, 3})), 0)->sequence == 4);
    CHECK(log.first_match(handled(to_string(uuid{4, 4})), 0) == nullptr);
    CHECK(log.matches(event_pattern{}.concerning(to_string(uuid{1, 1})), 0, 10).size() == 3);
    CHECK(log.matches(event_pattern{}, 1, 2).size() == 2);
}

TEST_CASE("An event knows account and region of its resource, and its type has a name", "[events]")
{
    auto const event = sent("q");
    CHECK(event.account() == "000000000000");
    CHECK(event.region() == "us-east-1");
    CHECK(understudy::event{}.account().empty());
    CHECK(event_type_named("sqs.message_sent") == event_type::message_sent);
    CHECK(event_type_named(name_of(event_type::clock_moved)) == event_type::clock_moved);
    CHECK_FALSE(event_type_named("sqs.message"));
}
