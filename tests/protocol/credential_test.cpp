#include "protocol/credential.hpp"
#include "protocol/request_id.hpp"
#include "support/catch.hpp"

#include <set>

using namespace understudy::protocol;

TEST_CASE("A credential scope gives key, region and service", "[protocol]")
{
    auto const found = credential_of(
        "AWS4-HMAC-SHA256 Credential=AKIA/20261122/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=f");
    CHECK(found.access_key == "AKIA");
    CHECK(found.region == "eu-west-1");
    CHECK(found.service == "sqs");
}

TEST_CASE("Whatever stands in an Authorization header, nothing breaks", "[protocol]")
{
    for (auto const* text : {"", "Basic abc", "Credential=", "Credential=,", "Credential=a", "Credential=a/b",
                             "Credential=////", "Credential=a/b/c/d/e/f/g"}) {
        CAPTURE(text);
        CHECK_NOTHROW(credential_of(text));
    }
    CHECK(credential_of("AWS4 Credential=a").access_key == "a");
    CHECK(credential_of("AWS4 Credential=a").region.empty());
    CHECK(credential_of("AWS4 SignedHeaders=host,Credential=a/b/c").region == "c");
    CHECK(credential_of("AWS4 Signature=Credential=a").access_key.empty());
}

TEST_CASE("An account has twelve digits, and a region nothing that could mislead", "[protocol]")
{
    CHECK(is_account_id("123456789012"));
    CHECK_FALSE(is_account_id("12345678901"));
    CHECK_FALSE(is_account_id("12345678901x"));
    CHECK(is_region("us-gov-west-1"));
    CHECK_FALSE(is_region(""));
    CHECK_FALSE(is_region("us/east"));
    CHECK_FALSE(is_region("a\"b"));
}

TEST_CASE("DynamoDB's request ids differ as the UUIDs do", "[protocol]")
{
    understudy::id_source ids{7};
    std::set<std::string> seen;
    std::set<std::string> ends; // every quarter tells them apart
    for (int i = 0; i < 1000; ++i) {
        auto const id = dynamodb_request_id(ids.next_uuid());
        CHECK(id.size() == 52);
        seen.insert(id);
        ends.insert(id.substr(39));
    }
    CHECK(seen.size() == 1000);
    CHECK(ends.size() == 1000);
}
