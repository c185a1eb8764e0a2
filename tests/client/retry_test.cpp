#include "retry.hpp"

#include "scripted_transport.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace std::chrono_literals;
using understudy::testing::scripted;
using understudy::testing::test_options;

namespace {

service_error error_of(std::string_view shape, unsigned status = 400) { return {{shape, shape, status}, {}}; }

constexpr auto throttled =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow"})";

} // namespace

TEST_CASE("Throttling and transient errors are told apart from all others", "[client][retry]")
{
    for (auto const* code :
         {"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
          "RequestThrottledException", "TooManyRequestsException", "ProvisionedThroughputExceededException",
          "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
          "PriorRequestNotComplete", "TransactionInProgressException", "EC2ThrottledException"}) {
        CHECK(classify(error_of(code)) == retry_class::throttling);
    }
    for (auto const* code :
         {"RequestTimeout", "RequestTimeoutException", "InternalError", "ConnectionError", "TimeoutError"}) {
        CHECK(classify(error_of(code)) == retry_class::transient);
    }
    for (unsigned const status : {500u, 502u, 503u, 504u}) {
        CHECK(classify(error_of("Whatever", status)) == retry_class::transient);
    }
    for (auto const* code :
         {"OverLimit", "PurgeQueueInProgress", "QueueDeletedRecently", "ConditionalCheckFailedException",
          "ValidationException", "Interrupted", "MissingCredentials"}) {
        CHECK(classify(error_of(code)) == retry_class::never);
    }
    CHECK(classify({{"KmsThrottled", "Throttling", 400}, {}}) == retry_class::throttling);
    CHECK(classify(error_of("NotImplemented", 501)) == retry_class::never);
}

TEST_CASE("The delay doubles from attempt to attempt, is random below that, and never above 20 seconds",
          "[client][retry]")
{
    for (int round = 0; round < 60; ++round) {
        retry_policy policy{20, 50ms};
        CHECK(policy.delay_after(1, error_of("InternalError", 500)).value() <= 50ms);
        CHECK(policy.delay_after(3, error_of("InternalError", 500)).value() <= 200ms);
        CHECK(policy.delay_after(1, error_of("Throttling")).value() <= 1s);
        CHECK(policy.delay_after(19, error_of("Throttling")).value() <= 20s);
    }
}

TEST_CASE("There are three attempts and no more", "[client][retry]")
{
    retry_policy policy{3, 50ms};
    CHECK(policy.delay_after(2, error_of("Throttling")));
    CHECK(!policy.delay_after(3, error_of("Throttling")));
}

TEST_CASE("Retries end when too many calls in a row need them, and come back with success", "[client][retry]")
{
    retry_policy policy{3, 1ms};
    int granted = 0;
    while (policy.delay_after(1, error_of("InternalError", 500))) { ++granted; }
    CHECK(granted == 100); // 500 tokens, five each
    for (int i = 0; i < 5; ++i) { policy.note_success(); }
    CHECK(policy.delay_after(1, error_of("InternalError", 500)));
    CHECK(!policy.delay_after(1, error_of("InternalError", 500)));
}

TEST_CASE("A call that fails for a moment succeeds at its second attempt", "[client][retry]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.answer("oops", 503);
    dynamodb.answer(R"({"TableNames":["t"]})");
    CHECK(dynamodb.client.list_tables().value().TableNames == string_list{"t"});
    CHECK(dynamodb.wire->sent.size() == 2);
}

TEST_CASE("A connection that breaks is a transient error", "[client][retry]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.wire->script.push_back(wire_failure{wire_failure_reason::closed, "gone"});
    dynamodb.answer(R"({"TableNames":[]})");
    CHECK(dynamodb.client.list_tables());
}

TEST_CASE("After the last attempt the service's own error comes out", "[client][retry]")
{
    scripted<dynamodb_client> dynamodb;
    auto options = test_options();
    options.attempts_max = 1;
    dynamodb.client = dynamodb_client{dynamodb.wire, options};
    dynamodb.answer(throttled, 400);
    auto const answer = dynamodb.client.list_tables();
    REQUIRE(!answer);
    CHECK(answer.error().kind.shape == "ProvisionedThroughputExceededException");
    CHECK(answer.error().message == "slow");
    CHECK(dynamodb.wire->sent.size() == 1);
}

TEST_CASE("What no second attempt can mend is not tried again", "[client][retry]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.answer(R"({"__type":"com.amazon.coral.validate#ValidationException","message":"no"})", 400);
    dynamodb.answer(R"({"TableNames":[]})");
    CHECK(dynamodb.client.list_tables().error().kind.shape == "ValidationException");
    CHECK(dynamodb.wire->sent.size() == 1);
}

TEST_CASE("An interrupted call is not tried again", "[client][retry]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.wire->script.push_back(wire_failure{wire_failure_reason::interrupted, "stop"});
    CHECK(dynamodb.client.list_tables().error().kind == client_errors::interrupted);
    CHECK(dynamodb.wire->sent.size() == 1);
}

TEST_CASE("An interrupted client gives up instead of waiting for its next attempt", "[client][retry]")
{
    scripted<dynamodb_client> dynamodb;
    dynamodb.client.interrupt();
    CHECK(dynamodb.wire->was_interrupted);
    dynamodb.answer(throttled, 400);
    dynamodb.answer(R"({"TableNames":[]})");
    CHECK(!dynamodb.client.list_tables());
    CHECK(dynamodb.wire->sent.size() == 1);
}
