#include "settings.hpp"

#include "scripted_transport.hpp"

#include "support/catch.hpp"

using namespace understudy;
using understudy::testing::variables;

TEST_CASE("Without any setting a client goes to AWS itself, in us-east-1, unsigned", "[client][environment]")
{
    auto const found = resolve({.from = variables({})}, "sqs");
    CHECK(found.endpoint == "https://sqs.us-east-1.amazonaws.com");
    CHECK(found.region == "us-east-1");
    CHECK(!found.credentials);
}

TEST_CASE("The region comes from AWS_REGION before AWS_DEFAULT_REGION", "[client][environment]")
{
    CHECK(resolve({.from = variables({{"AWS_DEFAULT_REGION", "eu-north-1"}})}, "sns").endpoint
          == "https://sns.eu-north-1.amazonaws.com");
    CHECK(resolve({.from = variables({{"AWS_REGION", "eu-west-1"}, {"AWS_DEFAULT_REGION", "eu-north-1"}})},
                  "sns")
              .region
          == "eu-west-1");
    CHECK(resolve({.region = "us-west-2", .from = variables({{"AWS_REGION", "eu-west-1"}})}, "sns").region
          == "us-west-2");
    CHECK(
        resolve({.from = variables({{"AWS_REGION", ""}, {"AWS_DEFAULT_REGION", "eu-north-1"}})}, "sns").region
        == "eu-north-1");
}

TEST_CASE("Regions in China have endpoints of their own", "[client][environment]")
{
    CHECK(resolve({.region = "cn-north-1", .from = variables({})}, "dynamodb").endpoint
          == "https://dynamodb.cn-north-1.amazonaws.com.cn");
}

TEST_CASE("The endpoint of one service goes before the endpoint of all", "[client][environment]")
{
    auto const all = variables({{"AWS_ENDPOINT_URL", "http://all:1"}});
    CHECK(resolve({.from = all}, "sqs").endpoint == "http://all:1");

    auto const sqs =
        variables({{"AWS_ENDPOINT_URL", "http://all:1"}, {"AWS_SQS_ENDPOINT_URL", "http://sqs:2"}});
    CHECK(resolve({.from = sqs}, "sqs").endpoint == "http://sqs:2");
    CHECK(resolve({.from = sqs}, "sns").endpoint == "http://all:1");

    auto const both =
        variables({{"AWS_ENDPOINT_URL_SQS", "http://sdk:3"}, {"AWS_SQS_ENDPOINT_URL", "http://sqs:2"}});
    CHECK(resolve({.from = both}, "sqs").endpoint == "http://sdk:3");
    CHECK(resolve({.from = variables({{"AWS_DYNAMODB_ENDPOINT_URL", "http://db:4"}})}, "dynamodb").endpoint
          == "http://db:4");
    CHECK(resolve({.endpoint = "http://mine:5", .from = both}, "sqs").endpoint == "http://mine:5");
}

TEST_CASE("Credentials come from the environment, whole or not at all", "[client][environment]")
{
    auto const whole = variables(
        {{"AWS_ACCESS_KEY_ID", "key"}, {"AWS_SECRET_ACCESS_KEY", "secret"}, {"AWS_SESSION_TOKEN", "token"}});
    auto const found = resolve({.from = whole}, "sqs").credentials;
    REQUIRE(found);
    CHECK(found->access_key_id == "key");
    CHECK(found->secret_access_key == "secret");
    CHECK(found->session_token == "token");

    CHECK(!resolve({.from = variables({{"AWS_ACCESS_KEY_ID", "key"}})}, "sqs").credentials);
    CHECK(resolve({.credentials = credentials{"mine", "s", {}}, .from = whole}, "sqs")
              .credentials->access_key_id
          == "mine");
}

TEST_CASE("An endpoint that is not AWS's needs no credentials", "[client][environment]")
{
    CHECK(resolve({.endpoint = "http://127.0.0.1:4566", .from = variables({})}, "sqs").credentials);
}

TEST_CASE("A call to AWS without credentials says what is missing, and sends nothing",
          "[client][environment]")
{
    sqs_client const sqs{{.from = variables({})}};
    auto const answer = sqs.list_queues();
    REQUIRE(!answer);
    CHECK(answer.error().kind == client_errors::missing_credentials);
    CHECK_THAT(answer.error().message, Catch::ContainsSubstring("AWS_ACCESS_KEY_ID"));
}

TEST_CASE("The process's environment is read as it is when the client is made", "[client][environment]")
{
    CHECK(!process_environment("UNDERSTUDY_NOT_SET_ANYWHERE"));
    CHECK(process_environment("PATH"));
}
