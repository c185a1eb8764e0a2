// Signatures, verified: each fault with its text, in the order in which DynamoDB looks for them.
#include "codec/sigv4.hpp"
#include "protocol/signature.hpp"
#include "support/catch.hpp"

#include <string>

using namespace understudy;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 12h;

struct signed_request {
    std::string body = R"({"TableName":"orders"})";
    std::string target = "/";
    std::string host = "localhost";
    std::string date = sigv4::timestamp(now);
    std::string algorithm = "AWS4-HMAC-SHA256";
    std::string access_key = "AKID";
    std::string secret = "secret";
    std::string authorization = sign();

    std::string sign() const
    {
        sigv4::scope const scope{now, "us-east-1", "dynamodb"};
        wire_request const request{
            .path = target, .headers = {{"host", host}, {"x-amz-date", date}}, .body = body};
        auto const text = sigv4::string_to_sign(sigv4::canonical_request(request), scope);
        return algorithm + " Credential=" + access_key + "/" + sigv4::credential_scope(scope)
               + ", SignedHeaders=host;x-amz-date, Signature=" + sigv4::signature(secret, text, scope);
    }
};

/// What the request is refused for; empty: nothing.
std::string refusal(signed_request const& request)
{
    auto const head = "POST " + request.target + " HTTP/1.1\r\nHost:   " + request.host + "\r\n"
                      + (request.date.empty() ? "" : "X-AMZ-Date: " + request.date + "\r\n")
                      + "Authorization: " + request.authorization + "\r\n\r\n";
    auto const fault = protocol::signature_fault(
        {.target = request.target,
         .authorization = request.authorization,
         .head = head,
         .body = request.body},
        {.access_key = "AKID", .secret_key = "secret", .clock = [] { return now; }});
    return fault ? std::string{fault->kind.shape} + ": " + fault->message : std::string{};
}

std::string without(std::string text, std::string_view part)
{
    return text.replace(text.find(part), part.size(), "");
}

/// A URL to be got, with a signature that is good for a minute.
struct presigned_url {
    std::string query = "Action=ListTopics&Version=2010-03-31";
    std::string expires = "60";
    std::chrono::sys_seconds when = now;
    std::string access_key = "AKID";
    std::string secret = "secret";
    std::string target = sign();

    std::string sign() const
    {
        sigv4::scope const scope{when, "eu-west-1", "sns"};
        auto scope_text = sigv4::credential_scope(scope);
        for (auto at = scope_text.find('/'); at != std::string::npos; at = scope_text.find('/', at)) {
            scope_text.replace(at, 1, "%2F");
        }
        auto const url = "/?" + query + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + access_key
                         + "%2F" + scope_text + "&X-Amz-Date=" + sigv4::timestamp(when) + "&X-Amz-Expires="
                         + expires + "&X-Amz-SignedHeaders=host&X-Amz-Security-Token=a%2Bb%2F%3D";
        wire_request const request{
            .method = "GET", .path = url, .headers = {{"host", "localhost"}}, .body = ""};
        auto const text = sigv4::string_to_sign(sigv4::canonical_request(request), scope);
        return url + "&X-Amz-Signature=" + sigv4::signature(secret, text, scope);
    }
};

std::string url_refusal(presigned_url const& url, std::string_view method = "GET", std::string_view body = "")
{
    auto const head = std::string{method} + " " + url.target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    auto const fault = protocol::signature_fault(
        {.method = method, .target = url.target, .head = head, .body = body},
        {.access_key = "AKID", .secret_key = "secret", .clock = [] { return now; }});
    return fault ? std::string{fault->kind.shape} + ": " + fault->message : std::string{};
}

constexpr auto mismatch =
    "InvalidSignatureException: The request signature we calculated does not match the signature you provided. Check "
    "your AWS Secret Access Key and signing method. Consult the service documentation for details.";

} // namespace

TEST_CASE("A good signature passes, whatever the request", "[protocol][sigv4]")
{
    CHECK(refusal({}).empty());
    CHECK(refusal({.target = "/000000000000/q%20?b=2&a=1"}).empty());
    CHECK(refusal({.body = ""}).empty());
    CHECK(refusal({.host = "localhost:4566"}).empty());
}

TEST_CASE("A signature with another secret, or of something else, does not match", "[protocol][sigv4]")
{
    CHECK(refusal({.secret = "guess"}) == mismatch);
    signed_request request;
    SECTION("the body") { request.body += ' '; }
    SECTION("the target") { request.target = "/other"; }
    SECTION("a header") { request.host = "other"; }
    SECTION("the signature")
    {
        request.authorization.back() = request.authorization.back() == '0' ? '1' : '0';
    }
    SECTION("its length") { request.authorization.pop_back(); }
    CHECK(refusal(request) == mismatch);
}

TEST_CASE("Who has another key is not recognized", "[protocol][sigv4]")
{
    CHECK(refusal({.access_key = "OTHER"})
          == "UnrecognizedClientException: The security token included in the request is invalid.");
}

TEST_CASE("Who does not sign is told that the token is missing", "[protocol][sigv4]")
{
    for (auto const* authorization : {"", "Basic dGVzdDp0ZXN0", "aws4-hmac-sha256"}) {
        signed_request request;
        request.authorization = authorization;
        CHECK(refusal(request)
              == "MissingAuthenticationTokenException: Request is missing Authentication Token");
    }
}

TEST_CASE("What a signature lacks is named part by part", "[protocol][sigv4]")
{
    signed_request request;
    request.authorization = "AWS4-HMAC-SHA256 nothing";
    request.date = "";
    CHECK(
        refusal(request)
        == "IncompleteSignatureException: Authorization header requires 'Credential' parameter. Authorization header "
           "requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization "
           "header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 "
           "nothing");
    signed_request other;
    other.authorization = without(other.authorization, "SignedHeaders=host;x-amz-date, ");
    CHECK(
        refusal(other)
        == "IncompleteSignatureException: Authorization header requires 'SignedHeaders' parameter. Authorization="
               + other.authorization);
}

TEST_CASE("A signature holds for fifteen minutes, before and after", "[protocol][sigv4]")
{
    CHECK(refusal({.date = "20261126T114500Z"}) == mismatch); // signed for another instant, but not too old
    CHECK(
        refusal({.date = "20261126T114459Z"})
        == "InvalidSignatureException: Signature expired: 20261126T114459Z is now earlier than 20261126T114500Z "
           "(20261126T120000Z - 15 min.)");
    CHECK(refusal({.date = "20261126T121501Z"})
          == "InvalidSignatureException: Signature not yet current: 20261126T121501Z is still later than "
             "20261126T121500Z (20261126T120000Z + 15 min.)");
    for (auto const* date :
         {"2026-11-26T12:00:00Z", "20261126T120000", "20261326T120000Z", "2026112xT120000Z"}) {
        CHECK(refusal({.date = date})
              == std::string{"IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got '"}
                     + date + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }
}

TEST_CASE("The host has to be signed, by the one algorithm, for a whole scope", "[protocol][sigv4]")
{
    signed_request request;
    request.authorization = without(request.authorization, "host;");
    CHECK(refusal(request)
          == "InvalidSignatureException: 'Host' must be a 'SignedHeader' in the AWS Authorization.");
    CHECK(refusal({.algorithm = "AWS4-ECDSA-P256-SHA256"})
          == "IncompleteSignatureException: Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only "
             "AWS4-HMAC-SHA256 for now). ");
    signed_request other;
    other.authorization = without(other.authorization, "/us-east-1");
    CHECK(refusal(other)
          == "IncompleteSignatureException: Credential must have exactly 5 slash-delimited elements, e.g. "
             "keyid/date/region/service/term, got 'AKID/20261126/dynamodb/aws4_request'");
}

TEST_CASE("A presigned URL is good as it is, and for one request only", "[protocol][sigv4]")
{
    CHECK(url_refusal(presigned_url{}).empty());
    CHECK(url_refusal(presigned_url{}, "POST") == mismatch);
    CHECK(url_refusal(presigned_url{}, "GET", "Action=DeleteTopic") == mismatch);
    CHECK(url_refusal(presigned_url{.secret = "guess"}) == mismatch);
    CHECK(url_refusal(presigned_url{.access_key = "OTHER"})
          == "UnrecognizedClientException: The security token included in the request is invalid.");
    presigned_url changed;
    SECTION("another operation") { changed.target.replace(changed.target.find("List"), 4, "Drop"); }
    SECTION("one parameter more") { changed.target += "&NextToken=x"; }
    SECTION("a longer life") { changed.target.replace(changed.target.find("=60"), 3, "=61"); }
    SECTION("another token") { changed.target.replace(changed.target.find("a%2Bb"), 1, "x"); }
    CHECK(url_refusal(changed) == mismatch);
}

TEST_CASE("The order of a presigned URL's parameters does not matter", "[protocol][sigv4]")
{
    presigned_url moved;
    std::string const front = "Action=ListTopics&";
    moved.target = without(moved.target, front) + "&" + front.substr(0, front.size() - 1);
    CHECK(url_refusal(moved).empty());
}

TEST_CASE("A presigned URL says for how long it is good", "[protocol][sigv4]")
{
    CHECK(url_refusal(presigned_url{.when = now - 60s}).empty());
    CHECK(
        url_refusal(presigned_url{.when = now - 61s})
        == "InvalidSignatureException: Signature expired: 20261126T115859Z is now earlier than 20261126T115900Z "
           "(20261126T120000Z - 1 min.)");
    CHECK(url_refusal(presigned_url{.expires = "604800", .when = now - std::chrono::days{7}}).empty());
    CHECK_FALSE(url_refusal(presigned_url{.expires = "9999999", .when = now - std::chrono::days{8}}).empty());
    CHECK(url_refusal(presigned_url{.expires = "", .when = now - 15min}).empty());
    CHECK_FALSE(url_refusal(presigned_url{.expires = "", .when = now - 16min}).empty());
    CHECK_FALSE(url_refusal(presigned_url{.expires = "604800", .when = now + 16min}).empty());
}

TEST_CASE("What a presigned URL lacks is named part by part", "[protocol][sigv4]")
{
    presigned_url bare;
    bare.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261126T120000Z";
    CHECK(
        url_refusal(bare)
        == "IncompleteSignatureException: AWS query-string parameters must include 'X-Amz-Credential'. AWS "
           "query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include "
           "'X-Amz-SignedHeaders'. Re-examine the query-string parameters.");
}
