#include "control/control.hpp"
#include "protocol/transcript.hpp"
#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::protocol;

namespace {

class scripted_clock final : public clock_control {
public:
    instant now() const override { return now_; }
    void advance(milliseconds by) override { now_ += by; }
    void reset() override { ++resets; }
    std::string_view mode() const override { return "manual"; }
    std::vector<sns::outbox_entry> outbox() const override { return entries; }
    std::vector<sns::outbox_entry> entries = {};

    int resets = 0;

private:
    instant now_{milliseconds{1'795'342'500'123}};
};

struct station {
    transcript aws;
    scripted_clock clock;
    control::panel panel{aws.router, clock};

    http_response operator()(std::string text)
    {
        raw_request const request{std::move(text)};
        return std::get<http_response>(panel.handle(request.view(), [](late_response) {}));
    }
    http_response advance(std::string const& body)
    {
        return (*this)("POST /_understudy/clock/advance\nContent-Type: application/json\n\n" + body);
    }
};

} // namespace

TEST_CASE("The health endpoint says that all services run", "[control]")
{
    station ask;
    auto const answer = ask("GET /_understudy/health\n\n");
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "application/json");
    CHECK_THAT(answer.body, Catch::ContainsSubstring(R"("status":"running")")
                                && Catch::ContainsSubstring(R"("sqs":"running")"));
    CHECK(ask("HEAD /_understudy/health\n\n").status == 200);
    CHECK(ask("POST /_understudy/health\n\n").status == 405);
}

TEST_CASE("What is not under /_understudy/ goes to the services", "[control]")
{
    station ask;
    CHECK(ask("POST /\nX-Amz-Target: AmazonSQS.ListQueues\n\n{}").body == "{}");
    CHECK(ask("GET /_understudy/nothing\n\n").status == 404);
    CHECK(ask("GET /_understudyx\n\n").body == "<UnknownOperationException/>\n");
}

TEST_CASE("The clock can be read and advanced", "[control][time]")
{
    station ask;
    CHECK(ask("GET /_understudy/clock\n\n").body
          == "{\"mode\":\"manual\",\"now\":\"2026-11-22T10:15:00.123Z\",\"now_ms\":1795342500123}\n");
    CHECK_THAT(ask.advance(R"({"by":"30s"})").body, Catch::ContainsSubstring("2026-11-22T10:15:30.123Z"));
    CHECK_THAT(ask.advance(R"({"by":500})").body, Catch::ContainsSubstring("2026-11-22T10:15:30.623Z"));
    CHECK(ask.advance(R"({"by":0})").status == 200);
}

TEST_CASE("A bad duration is refused with 400 and moves nothing", "[control][time]")
{
    station ask;
    auto const before = ask.clock.now();
    for (auto const* body : {"", "{", "[]", "30", "{}", R"({"by":null})", R"({"by":"soon"})", R"({"by":-1})",
                             R"({"by":"-5s"})", R"({"by":"30"})", R"({"by":"30 s"})", R"({"by":1e300})",
                             R"({"by":"nan s"})", R"({"by":"1e9d"})", R"({"by":true})", R"({"by":"infs"})"}) {
        CAPTURE(body);
        auto const answer = ask.advance(body);
        CHECK(answer.status == 400);
        CHECK_THAT(answer.body, Catch::ContainsSubstring(R"({"error":)"));
    }
    CHECK(ask.clock.now() == before);
}

TEST_CASE("Durations are written as people write them", "[control][time]")
{
    CHECK(control::parse_duration("1500ms") == milliseconds{1500});
    CHECK(control::parse_duration("30s") == milliseconds{30'000});
    CHECK(control::parse_duration("1.5s") == milliseconds{1500});
    CHECK(control::parse_duration("5m") == std::chrono::minutes{5});
    CHECK(control::parse_duration("1h") == std::chrono::hours{1});
    CHECK(control::parse_duration("4d") == std::chrono::days{4});
    CHECK_FALSE(control::parse_duration("4w"));
    CHECK_FALSE(control::parse_duration(""));
    CHECK_FALSE(control::parse_duration("s"));
}

TEST_CASE("What changes something needs the JSON type, POST and a caller who is no foreign page",
          "[control][origin]")
{
    station ask;
    CHECK(ask("POST /_understudy/reset\n\n").status == 415);
    CHECK(ask("POST /_understudy/reset\nContent-Type: text/plain\n\n{}").status == 415);
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/jsonx\n\n{}").status == 415);
    CHECK(ask("GET /_understudy/reset\nContent-Type: application/json\n\n").status == 405);
    CHECK(
        ask("POST /_understudy/reset\nContent-Type: application/json\nOrigin: http://attacker.example\n\n{}")
            .status
        == 403);
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/json\nSec-Fetch-Site: cross-site\n\n{}")
              .status
          == 403);
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/json\nHost: attacker.example\n\n{}").status
          == 403);
    CHECK(ask.clock.resets == 0);
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/json; charset=utf-8\n\n{}").status == 200);
    CHECK(ask.clock.resets == 1);
}
