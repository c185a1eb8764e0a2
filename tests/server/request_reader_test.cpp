#include "server/request_reader.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>

using namespace understudy::server;
using enum request_reader::progress;

namespace {

void feed(request_reader& reader, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const room = reader.prepare();
        auto const count = std::min(room.size(), bytes.size());
        std::ranges::copy(bytes.substr(0, count), room.begin());
        reader.commit(count);
        bytes.remove_prefix(count);
    }
}

constexpr std::string_view simple =
    "POST /a?b HTTP/1.1\r\nHost: h:1\r\nX-Amz-Target: T.Op\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                     "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";

} // namespace

TEST_CASE("A request is read in whatever pieces it comes", "[server]")
{
    for (std::string_view const text : {simple, chunked}) {
        for (std::size_t split = 0; split <= text.size(); ++split) {
            request_reader reader{{}};
            feed(reader, text.substr(0, split));
            if (split < text.size()) { REQUIRE(reader.parse() == need_more); }
            feed(reader, text.substr(split));
            REQUIRE(reader.parse() == complete);
            auto const request = reader.request();
            REQUIRE(request.method == "POST");
            REQUIRE(request.body == (text == simple ? "hello" : "abc0123456789"));
            REQUIRE(request.host == (text == simple ? "h:1" : "h"));
            reader.next();
            REQUIRE(reader.empty());
        }
    }
}

TEST_CASE("A request is read byte by byte, and the next one follows", "[server]")
{
    request_reader reader{{}};
    std::string const both = std::string{simple} + std::string{chunked} + std::string{simple};
    int requests = 0;
    for (char const byte : both) {
        feed(reader, {&byte, 1});
        auto const progress = reader.parse();
        if (progress == complete) {
            ++requests;
            reader.next();
        } else {
            REQUIRE(progress == need_more);
        }
    }
    CHECK(requests == 3);
    CHECK(reader.empty());
}

TEST_CASE("Requests that come together are read one after the other", "[server]")
{
    request_reader reader{{}};
    std::string all;
    for (int i = 0; i < 200; ++i) { all += i % 2 == 0 ? simple : chunked; }
    feed(reader, all);
    for (int i = 0; i < 200; ++i) {
        REQUIRE(reader.parse() == complete);
        REQUIRE(reader.request().body == (i % 2 == 0 ? "hello" : "abc0123456789"));
        reader.next();
    }
    CHECK(reader.parse() == need_more);
}

TEST_CASE("A large body keeps its headers in sight", "[server]")
{
    std::string const body(3 * 1024 * 1024, 'x');
    request_reader reader{{}};
    feed(reader, "POST / HTTP/1.1\r\nHost: here\r\nUser-Agent: test\r\nContent-Length: "
                     + std::to_string(body.size()) + "\r\n\r\n");
    CHECK(reader.parse() == need_more);
    CHECK(reader.header_done());
    feed(reader, body);
    REQUIRE(reader.parse() == complete);
    CHECK(reader.request().host == "here");
    CHECK(reader.request().user_agent == "test");
    CHECK(reader.request().body == body);
}

TEST_CASE("What is no HTTP is malformed", "[server]")
{
    for (std::string const text :
         {"\x16\x03\x01\x02",
          "GET\r\n\r\n",
          "GET / HTTP/2.0\r\n\r\n",
          "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1x\r\na\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;a\nb\r\na\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno field\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: a\nb\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n",
          "GET  / HTTP/1.1\r\n\r\n",
          "GET /a b HTTP/1.1\r\n\r\n",
          "GET /\x01 HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
          "GET / HTTP/1.1\r\n: a\r\n\r\n",
          "GET / HTTP/1.1\r\nX(Y): a\r\n\r\n",
          "GET / HTTP/1.1\r\nX\tY: a\r\n\r\n",
          "GET / HTTP/1.1\r\nX: a\x01\r\n\r\n",
          "GET / HTTP/1.1\r\nX: this one is of several blocks\x7f, as they are looked at\r\n\r\n",
          "GET / HTTP/1.1\r\nHost\r\n\r\n",
          "GET / HTTP/1.1\r\nAccept: a\r\n b\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}) {
        CAPTURE(text);
        request_reader reader{{}};
        feed(reader, text);
        CHECK(reader.parse() == malformed);
    }
}

TEST_CASE("A field holds blanks, tabs and what is beyond ASCII", "[server]")
{
    for (std::size_t size = 0; size <= 40; ++size) {
        request_reader reader{{}};
        feed(reader, "GET / HTTP/1.1\r\nX: " + std::string(size, 'x') + "\t \xe5\r\nHost: here\r\n\r\n");
        REQUIRE(reader.parse() == complete);
        CHECK(reader.request().host == "here");
    }
}

TEST_CASE("Limits on headers and body hold, with and without chunks", "[server]")
{
    reader_limits const limits{.header_bytes_max = 256, .body_bytes_max = 10};
    auto const outcome = [&](std::string const& text) {
        request_reader reader{limits};
        feed(reader, text);
        return reader.parse();
    };
    CHECK(outcome("POST / HTTP/1.1\r\nX: " + std::string(300, 'a') + "\r\n\r\n") == header_too_large);
    CHECK(outcome("POST / HTTP/1.1\r\nX: " + std::string(300, 'a')) == header_too_large);
    CHECK(outcome("POST /" + std::string(300, 'a')) == header_too_large);
    CHECK(outcome("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n") == body_too_large);
    CHECK(outcome("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n0123456789") == complete);
    CHECK(outcome("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nB\r\n01234567890\r\n0\r\n\r\n")
          == body_too_large);
    CHECK(outcome(
              "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n")
          == body_too_large);
    CHECK(outcome("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n")
          == body_too_large);
    CHECK(outcome("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n")
          == body_too_large);
    std::string trailers = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    for (int i = 0; i < 1'000; ++i) trailers += "Trailer: 0123456789\r\n";
    CHECK(outcome(trailers) == malformed);
    CHECK(outcome("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(20'000, 'x'))
          == malformed);
}

TEST_CASE("Blank lines between requests are overlooked", "[server]")
{
    request_reader reader{{}};
    feed(reader, "\r\n\r\n" + std::string{simple} + "\r\n" + std::string{simple});
    for (int i = 0; i < 2; ++i) {
        REQUIRE(reader.parse() == complete);
        reader.next();
    }
}

TEST_CASE("Old clients and those that say close are not kept", "[server]")
{
    auto const keeps = [](std::string const& head) {
        request_reader reader{{}};
        feed(reader, head + "\r\n\r\n");
        REQUIRE(reader.parse() == complete);
        return reader.keep_alive();
    };
    CHECK(keeps("GET / HTTP/1.1"));
    CHECK_FALSE(keeps("GET / HTTP/1.1\r\nConnection: close"));
    CHECK_FALSE(keeps("GET / HTTP/1.0"));
    CHECK(keeps("GET / HTTP/1.0\r\nConnection: keep-alive"));
    CHECK_FALSE(keeps("GET / HTTP/1.1\r\nConnection: foo , Close"));
    CHECK_FALSE(keeps("GET / HTTP/1.1\r\nConnection: close, keep-alive"));
    CHECK_FALSE(keeps("GET / HTTP/1.0\r\nConnection: close\r\nConnection: keep-alive"));
}

TEST_CASE("Of several Accept-Encoding headers the first counts", "[server]")
{
    request_reader reader{{}};
    feed(reader, "GET / HTTP/1.1\r\nHost: h\r\naccept-encoding: deflate\r\nAccept-Encoding: gzip\r\n\r\n");
    REQUIRE(reader.parse() == complete);
    CHECK(reader.request().accept_encoding == "deflate");
    reader.next();
    feed(reader, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    REQUIRE(reader.parse() == complete);
    CHECK(reader.request().accept_encoding.empty());
}
