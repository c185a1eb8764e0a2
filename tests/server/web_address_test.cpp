#include "server/web_address.hpp"
#include "support/catch.hpp"

using understudy::server::read_web_address;

TEST_CASE("A URL has a host, a port, and what is asked for there", "[server][http]")
{
    struct row {
        std::string_view url, host, port, authority, target;
    };
    row const rows[] = {
        {"http://example.com", "example.com", "80", "example.com", "/"},
        {"https://example.com/", "example.com", "443", "example.com", "/"},
        {"http://example.com:8080/a/b?c=d&e", "example.com", "8080", "example.com:8080", "/a/b?c=d&e"},
        {"http://example.com?c=d/e", "example.com", "80", "example.com", "/?c=d/e"},
        {"http://example.com/a#b", "example.com", "80", "example.com", "/a"},
        {"http://example.com:/a", "example.com", "80", "example.com:", "/a"},
        {"https://[::1]:8443/a", "::1", "8443", "[::1]:8443", "/a"},
        {"http://[fe80::1]", "fe80::1", "80", "[fe80::1]", "/"},
        {"http://ex%61mple.com/%41", "example.com", "80", "ex%61mple.com", "/%41"},
        {"http://u:p@example.com:81/@", "example.com", "81", "example.com:81", "/@"},
    };
    for (auto const& [url, host, port, authority, target] : rows) {
        INFO(url);
        auto const read = read_web_address(url);
        REQUIRE(read);
        CHECK(read->secure == url.starts_with("https"));
        CHECK(read->host == host);
        CHECK(read->port == port);
        CHECK(read->authority == authority);
        CHECK(read->target == target);
    }
}

TEST_CASE("A URL may name a user", "[server][http]")
{
    CHECK_FALSE(read_web_address("http://example.com/a@b")->user);
    auto const one = read_web_address("http://me%3a:pass:%20%@example.com").value();
    CHECK(one.user == "me:");
    CHECK(one.password == "pass: %");
    CHECK(one.host == "example.com");
    CHECK(read_web_address("http://me@example.com")->password.empty());
}

TEST_CASE("What is no URL is none", "[server][http]")
{
    for (std::string_view const text :
         {"", "example.com", "ftp://example.com", "http:example.com", "http://", "http:///path", "http://:80",
          "http://[::1", "http://[::1]x", "http://example.com:port", "http://example.com:65536",
          "http://example.com:1:2", "http://a b", "http://example.com/a b", "http://example.com/\r\nHost: x",
          "http://ex\xC3\xA4mple.com"}) {
        INFO(text);
        CHECK_FALSE(read_web_address(text));
    }
}
