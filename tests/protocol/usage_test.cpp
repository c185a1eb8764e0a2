#include "control/tally.hpp"
#include "protocol/transcript.hpp"
#include "support/catch.hpp"

#include <string>

using namespace understudy;
using namespace understudy::protocol;

TEST_CASE("Requests are counted by operation and status, over all threads that count", "[protocol][usage]")
{
    control::tally counts;
    auto& one = counts.make_counter();
    auto& other = counts.make_counter();
    one.add("sqs.SendMessage", 200, 0.0002);
    one.add("sqs.SendMessage", 400, 0.0002);
    other.add("sqs.SendMessage", 200, 30);
    other.add({}, 404, 0.0002);
    auto const rows = counts.requests();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].service == "other");
    CHECK(rows[0].status == 404);
    CHECK(rows[1].operation == "SendMessage");
    CHECK(rows[1].status == 200);
    CHECK(rows[1].count == 2);
    CHECK(rows[2].count == 1);
    CHECK(counts.was_asked("sqs"));
    CHECK_FALSE(counts.was_asked("sns"));
}

TEST_CASE("What a thread has counted stays when it ends, and the next one counts on", "[protocol][usage]")
{
    control::tally counts;
    auto& first = counts.make_counter();
    auto& other = counts.make_counter();
    first.add("sqs.SendMessage", 200, 0.0002);
    counts.give_back(first);
    CHECK(counts.requests().at(0).count == 1);
    auto& next = counts.make_counter();
    CHECK(&next == &first);
    CHECK(&counts.make_counter() != &other);
    next.add("sqs.SendMessage", 200, 0.0002);
    CHECK(counts.requests().at(0).count == 2);
}

TEST_CASE("Times are counted in parts, the last of which has no end", "[protocol][usage]")
{
    control::tally counts;
    auto& counter = counts.make_counter();
    for (double const seconds : {0.00005, 0.0001, 0.003, 100.0}) counter.add("sqs.SendMessage", 200, seconds);
    auto const times = counts.durations()[request_counter::service_of("sqs.SendMessage")];
    CHECK(times.parts.front() == 2);
    CHECK(times.parts.back() == 1);
    CHECK(times.sum > 100);
}

TEST_CASE("Of very many operations that there are not, some stand for all", "[protocol][usage]")
{
    control::tally counts;
    for (int i = 0; i < 1'000; ++i) counts.add_unknown("sqs", "Operation" + std::to_string(i));
    auto const unknown = counts.unknown_operations();
    CHECK(unknown.size() == 201);
    std::uint64_t sum = 0;
    for (auto const& each : unknown) sum += each.count;
    CHECK(sum == 1'000);
}

TEST_CASE("More operations and statuses than there is room for are counted together", "[protocol][usage]")
{
    control::tally counts;
    auto& counter = counts.make_counter();
    for (unsigned status = 0; status < 1'000; ++status) counter.add("sqs.SendMessage", status, 0);
    std::uint64_t sum = 0;
    for (auto const& row : counts.requests()) sum += row.count;
    CHECK(sum == 1'000);
}

TEST_CASE("An operation that is not there is counted by its service and name", "[protocol][usage]")
{
    control::tally counts;
    transcript aws{{.counts = &counts}};
    aws.sqs("MakeCoffee", "{}");
    aws.sqs("MakeCoffee", "{}");
    aws.dynamodb("ListBackups", "{}");
    auto const unknown = counts.unknown_operations();
    REQUIRE(unknown.size() == 2);
    CHECK(unknown[0].service == "dynamodb");
    CHECK(unknown[1].operation == "MakeCoffee");
    CHECK(unknown[1].count == 2);
}

TEST_CASE("What is asked of services that are not here counts as theirs", "[protocol][usage]")
{
    control::tally counts;
    transcript aws{{.counts = &counts}};
    auto const ask = [&](std::string_view service, std::string const& head, std::string const& body) {
        return aws.ask("POST /\n" + head
                       + "\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20261127/us-east-1/"
                       + std::string{service} + "/aws4_request, SignedHeaders=host, Signature=0\n\n" + body);
    };
    auto const secrets =
        ask("secretsmanager",
            "Content-Type: application/x-amz-json-1.1\nX-Amz-Target: secretsmanager.ListSecrets", "{}");
    CHECK(secrets.status == 404);
    CHECK(secrets.operation.empty());
    auto const state =
        ask("states",
            "Content-Type: application/x-amz-json-1.0\nX-Amz-Target: AWSStepFunctions.ListActivities", "{}");
    CHECK(state.status == 400);
    CHECK(state.operation.empty());
    ask("iam", "Content-Type: application/x-www-form-urlencoded", "Action=GetUser&Version=2010-05-08");
    ask("s3", "Content-Type: text/plain", "");
    auto const unknown = counts.unknown_operations();
    REQUIRE(unknown.size() == 4);
    auto const name = [&](std::size_t i) { return unknown[i].service + "." + unknown[i].operation; };
    CHECK(name(0) == "iam.GetUser");
    CHECK(name(1) == "s3.POST");
    CHECK(name(2) == "secretsmanager.ListSecrets");
    CHECK(name(3) == "states.ListActivities");
}
