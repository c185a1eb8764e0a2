#include "core/arn.hpp"

#include "support/catch.hpp"

using namespace understudy;

TEST_CASE("An ARN has six parts, the last of which may hold colons", "[core]")
{
    auto const arn = parse_arn("arn:aws:sns:us-east-1:123456789012:topic:6b0c6f0e");
    REQUIRE(arn);
    CHECK(arn->service == "sns");
    CHECK(arn->region == "us-east-1");
    CHECK(arn->account == "123456789012");
    CHECK(arn->resource == "topic:6b0c6f0e");
}

TEST_CASE("What has fewer parts or another beginning is no ARN", "[core]")
{
    CHECK_FALSE(parse_arn(""));
    CHECK_FALSE(parse_arn("arn:aws:sqs:us-east-1:123456789012"));
    CHECK_FALSE(parse_arn("urn:aws:sqs:us-east-1:123456789012:q"));
    CHECK_FALSE(parse_arn("http://localhost/000000000000/q"));
}

TEST_CASE("An ARN is made in the partition of its region", "[core]")
{
    CHECK(make_arn("sqs", "us-east-1", "000000000000", "q") == "arn:aws:sqs:us-east-1:000000000000:q");
    CHECK(make_arn("sqs", "cn-north-1", "000000000000", "q") == "arn:aws-cn:sqs:cn-north-1:000000000000:q");
    CHECK(make_arn("sqs", "us-gov-west-1", "000000000000", "q")
          == "arn:aws-us-gov:sqs:us-gov-west-1:000000000000:q");
}
