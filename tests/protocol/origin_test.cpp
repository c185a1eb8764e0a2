#include "protocol/origin.hpp"
#include "protocol/transcript.hpp"
#include "support/catch.hpp"

using namespace understudy::protocol;

namespace {

unsigned status_of(http_request const& request, origin_rules const& rules = {})
{
    auto const refused = check_origin(request, rules);
    return refused ? refused->status : 200;
}

} // namespace

TEST_CASE("A request without an origin passes when its host is a local one", "[protocol][origin]")
{
    for (auto const* host :
         {"localhost:4566", "LOCALHOST", "127.0.0.1:4566", "[::1]:4566", "10.0.0.7", "172.17.0.2:80",
          "192.168.1.5", "aws.localhost", "sqs.us-east-1.localhost.localstack.cloud:4566", "emulator.local",
          "host.docker.internal:4566", "sqs.eu-west-1.amazonaws.com", ""}) {
        CAPTURE(host);
        CHECK(status_of({.host = host}) == 200);
    }
}

TEST_CASE("A server on a loopback address does not answer to foreign names", "[protocol][origin]")
{
    for (auto const* host : {"attacker.example", "attacker.example:4566", "8.8.8.8", "notlocalhost",
                             "localhost.attacker.example", "[2001:db8::1]", "emulator", "[", "[]"}) {
        CAPTURE(host);
        CHECK(status_of({.host = host})
              == (std::string_view{host} == "[]" || std::string_view{host} == "[" ? 200U : 403U));
    }
    CHECK(status_of({.host = "build.example.com"}, {.allowed_hosts = {"build.example.com"}}) == 200);
    auto const refused = check_origin({.host = "attacker.example"}, {});
    REQUIRE(refused.has_value());
    CHECK_THAT(refused->body, Catch::ContainsSubstring("--allow-host"));
}

TEST_CASE(
    "A server in a container answers to the names of its neighbours, but not to a browser on a foreign name",
    "[protocol][origin]")
{
    origin_rules const container{.loopback = false};
    CHECK(status_of({.host = "emulator:4566"}, container) == 200);
    CHECK(status_of({.host = "emulator.team.example"}, container) == 200);
    CHECK(status_of({.host = "8.8.8.8"}, container) == 200);
    CHECK(status_of({.host = "attacker.example", .sec_fetch_site = "same-origin"}, container) == 403);
    CHECK(status_of({.host = "attacker.example", .origin = "http://attacker.example"}, container) == 403);
}

TEST_CASE("Names of AWS are taken from programs, not from browsers", "[protocol][origin]")
{
    CHECK(status_of({.host = "sqs.us-east-1.amazonaws.com"}) == 200);
    CHECK(status_of({.host = "sqs.us-east-1.amazonaws.com", .sec_fetch_site = "none"}) == 403);
    CHECK(status_of({.host = "amazonaws.com.attacker.example"}) == 403);
}

TEST_CASE("A page of another origin is refused, and so is one that hides where it comes from",
          "[protocol][origin]")
{
    for (auto const* origin :
         {"http://attacker.example", "https://attacker.example", "null", "file://", "http://localhost:3000",
          "http://localhost", "http://localhost:4566.attacker.example", "chrome-extension://abc"}) {
        CAPTURE(origin);
        CHECK(status_of({.host = "localhost:4566", .origin = origin}) == 403);
    }
    CHECK(status_of({.host = "localhost:4566", .referer = "http://attacker.example/page"}) == 403);
    CHECK(status_of({.host = "localhost:4566", .referer = "http://localhost:4566/page"}) == 200);
}

TEST_CASE("The emulator's own origin and those that were allowed pass", "[protocol][origin]")
{
    for (auto const* origin : {"http://localhost:4566", "https://localhost:4566", "http://127.0.0.1:4566",
                               "http://localhost.localstack.cloud:4566"}) {
        CAPTURE(origin);
        CHECK(status_of({.host = "127.0.0.1:4566", .origin = origin}) == 200);
    }
    CHECK(status_of({.host = "localhost:4566", .origin = "https://app.example"},
                    {.allowed_origins = {"https://app.example"}})
          == 200);
    CHECK(status_of({.host = "localhost:4566", .origin = "http://any.example"}, {.allowed_origins = {"*"}})
          == 200);
    CHECK(status_of({.host = "attacker.example", .origin = "null"}, {.check_origins = false}) == 200);
}

TEST_CASE("What another site's page has a browser fetch is refused where the page does not show itself",
          "[protocol][origin]")
{
    for (auto const* site : {"cross-site", "same-site"}) {
        CAPTURE(site);
        CHECK(status_of({.method = "GET",
                         .target = "/?Action=CreateQueue&QueueName=q",
                         .host = "localhost:4566",
                         .sec_fetch_site = site})
              == 403);
        CHECK(status_of({.host = "localhost:4566", .origin = "https://app.example", .sec_fetch_site = site},
                        {.allowed_origins = {"https://app.example"}})
              == 200);
    }
    for (auto const* site : {"none", "same-origin", ""}) { // a bookmark, the emulator's own page, a program
        CAPTURE(site);
        CHECK(status_of({.method = "GET", .host = "localhost:4566", .sec_fetch_site = site}) == 200);
    }
}

TEST_CASE("A browser that tells nothing is taken at the worst", "[protocol][origin]")
{
    // At names that no browser trusts there is no Sec-Fetch-Site, and a page may forbid the Referer.
    auto const asked = [](std::string_view method, std::string_view target, std::string_view user_agent) {
        return status_of({.method = method,
                          .target = target,
                          .host = "localhost.localstack.cloud:4566",
                          .user_agent = user_agent});
    };
    constexpr auto browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36";
    CHECK(asked("GET", "/?Action=CreateQueue&QueueName=q", browser) == 403);
    CHECK(asked("GET", "/000000000000/q?%41ction=PurgeQueue", browser) == 403);
    CHECK(asked("POST", "/", browser) == 403);
    CHECK(asked("GET", "/_localstack/health", browser) == 200);
    CHECK(asked("GET", "/_aws/sqs/messages?QueueUrl=q", browser) == 200);
    CHECK(asked("GET", "/?Action=CreateQueue&QueueName=q", "curl/8.5.0") == 200);
    CHECK(asked("POST", "/", "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1")
          == 200);
}

TEST_CASE("A browser that tells nothing is not answered under a name that may have been rebound",
          "[protocol][origin]")
{
    http_request const asked{.method = "GET",
                             .target = "/_localstack/health",
                             .host = "rebound.example:4566",
                             .referer = "http://rebound.example:4566/page",
                             .user_agent = "Mozilla/5.0"};
    CHECK(status_of(asked, {.loopback = false}) == 403);
    CHECK(status_of(asked, {.loopback = false, .allowed_hosts = {"rebound.example"}}) == 200);
}

TEST_CASE("A page of another site is told apart, with and without the browser's help", "[protocol][origin]")
{
    CHECK(is_asked_by_other_site({.host = "localhost:4566", .sec_fetch_site = "cross-site"}));
    CHECK(is_asked_by_other_site({.host = "10.0.0.7:4566", .origin = "http://friend.example"}));
    CHECK(!is_asked_by_other_site(
        {.host = "localhost:4566", .origin = "http://localhost:3000", .sec_fetch_site = "same-site"}));
    CHECK(!is_asked_by_other_site({.host = "10.0.0.7:4566", .origin = "http://10.0.0.7:4566"}));
    CHECK(!is_asked_by_other_site({.host = "localhost:4566"}));
}

TEST_CASE("Where nothing is checked a preflight is answered, too", "[protocol][origin]")
{
    auto const answer =
        check_origin({.method = "OPTIONS", .host = "localhost:4566", .origin = "http://friend.example"},
                     {.check_origins = false});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 204);
    CHECK(header(*answer, "Access-Control-Allow-Origin") == "http://friend.example");
    CHECK_THAT(header(*answer, "Access-Control-Allow-Headers"), Catch::ContainsSubstring("x-amz-target"));
}

TEST_CASE("Pages may send further headers when told so, and may be told nothing at all", "[protocol][origin]")
{
    http_request const preflight{
        .method = "OPTIONS", .host = "localhost:4566", .origin = "http://localhost:4566"};
    auto const answer = check_origin(preflight, {.allowed_headers = {"x-mine", "x-yours"}});
    REQUIRE(answer.has_value());
    CHECK(header(*answer, "Access-Control-Allow-Headers").ends_with(",x-mine,x-yours"));
    auto const silent = check_origin(preflight, {.tells_browsers = false});
    REQUIRE(silent.has_value());
    CHECK(header(*silent, "Access-Control-Allow-Origin").empty());
}

TEST_CASE("A preflight of an allowed page is answered without a body", "[protocol][origin]")
{
    auto const answer =
        check_origin({.method = "OPTIONS", .host = "localhost:4566", .origin = "http://localhost:4566"}, {});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 204);
    CHECK(answer->body.empty());
    CHECK(header(*answer, "Access-Control-Allow-Origin") == "http://localhost:4566");
    CHECK(header(*answer, "Vary") == "Origin");
    CHECK_THAT(header(*answer, "Access-Control-Allow-Headers"), Catch::ContainsSubstring("x-amz-target"));
}

TEST_CASE("What is refused for its origin has no effect", "[protocol][origin]")
{
    transcript aws;
    std::string const create =
        "POST /\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: AmazonSQS.CreateQueue\n";
    CHECK(aws.ask(create + "Origin: http://attacker.example\n\n{\"QueueName\":\"orders\"}").status == 403);
    CHECK(aws.ask(create + "Host: attacker.example\n\n{\"QueueName\":\"orders\"}").status == 403);
    CHECK(aws.sqs("ListQueues", "{}").body == "{}");
    auto const allowed = aws.ask(create + "Origin: http://localhost:4566\n\n{\"QueueName\":\"orders\"}");
    CHECK(allowed.status == 200);
    CHECK(header(allowed, "Access-Control-Allow-Origin") == "http://localhost:4566");
}
