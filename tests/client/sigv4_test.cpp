// The vectors are those of AWS's documentation and its Signature Version 4 test suite.
#include "sigv4.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace std::chrono;

namespace {

credentials const example{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}};
sys_seconds const example_time = sys_days{2015y / August / 30} + 12h + 36min;

std::string hex(std::string_view bytes)
{
    std::string out;
    for (char const c : bytes) {
        static constexpr std::string_view digits = "0123456789abcdef";
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string signature_of(wire_request request, std::string_view service)
{
    sigv4::sign(request, example, {example_time, "us-east-1", service});
    auto const& authorization = request.headers.back().second;
    return authorization.substr(authorization.rfind('=') + 1);
}

} // namespace

TEST_CASE("The signing key of AWS's example is derived", "[client][sigv4]")
{
    CHECK(hex(sigv4::signing_key(example.secret_access_key, {example_time, "us-east-1", "iam"}))
          == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST_CASE("The request of AWS's example gets the signature of the documentation", "[client][sigv4]")
{
    wire_request request{.method = "GET", .path = "/?Action=ListUsers&Version=2010-05-08"};
    request.headers = {{"Host", "iam.amazonaws.com"},
                       {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
    CHECK(signature_of(request, "iam") == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");

    sigv4::sign(request, example, {example_time, "us-east-1", "iam"});
    CHECK(request.headers.back().first == "Authorization");
    CHECK(request.headers.back().second
          == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
             "SignedHeaders=content-type;host;x-amz-date, "
             "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST_CASE("The plain request of the test suite gets its signature", "[client][sigv4]")
{
    wire_request get{.method = "GET"};
    get.headers = {{"Host", "example.amazonaws.com"}};
    CHECK(signature_of(get, "service") == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");

    wire_request post{.method = "POST"};
    post.headers = {{"Host", "example.amazonaws.com"}};
    CHECK(signature_of(post, "service")
          == "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
}

TEST_CASE("A form's body is part of the signature", "[client][sigv4]")
{
    wire_request request{.method = "POST", .body = "Param1=value1"};
    request.headers = {{"Host", "example.amazonaws.com"},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    CHECK(signature_of(request, "service")
          == "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

TEST_CASE("A query's parameters are signed in their order by name", "[client][sigv4]")
{
    wire_request one{.method = "GET", .path = "/?Param2=value2&Param1=value1"};
    one.headers = {{"Host", "example.amazonaws.com"}};
    CHECK(signature_of(one, "service") == "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
}

TEST_CASE("Blanks in a header count once, and not at its ends", "[client][sigv4]")
{
    wire_request request{.method = "GET"};
    request.headers = {{"My-Header2", "  a   b  c  "}, {"My-Header1", "value1"}};
    CHECK(sigv4::canonical_request(request)
          == "GET\n/\n\nmy-header1:value1\nmy-header2:a b c\n\nmy-header1;my-header2\n"
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("A path is percent-encoded once more than it is on the wire", "[client][sigv4]")
{
    wire_request request{.method = "GET", .path = "/a%20b/c"};
    CHECK(sigv4::canonical_request(request).starts_with("GET\n/a%2520b/c\n"));
}

TEST_CASE("The token of temporary credentials is sent and signed", "[client][sigv4]")
{
    wire_request request;
    request.headers = {{"Host", "sqs.us-east-1.amazonaws.com"}};
    auto temporary = example;
    temporary.session_token = "token";
    sigv4::sign(request, temporary, {example_time, "us-east-1", "sqs"});
    CHECK(request.headers[1] == std::pair<std::string, std::string>{"X-Amz-Security-Token", "token"});
    CHECK_THAT(request.headers.back().second,
               Catch::ContainsSubstring("SignedHeaders=host;x-amz-date;x-amz-security-token,"));
}

TEST_CASE("A time stamp has its zeros", "[client][sigv4]")
{
    CHECK(sigv4::timestamp(sys_days{2026y / January / 2} + 3h + 4min + 5s) == "20260102T030405Z");
}
