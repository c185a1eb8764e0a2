#include "server/answer_reader.hpp"
#include "support/catch.hpp"

using understudy::server::answer_reader;
using progress = answer_reader::progress;

namespace {

/// How it ends, byte by byte; the rest of the bytes if they are not wanted any more.
progress read(answer_reader& reader, std::string_view text)
{
    while (!text.empty()) {
        auto const read = reader.take(text.substr(0, 1));
        text.remove_prefix(1);
        if (read != progress::need_more) { return read; }
    }
    return progress::need_more;
}

} // namespace

TEST_CASE("An answer is whole when its head says so", "[server][http]")
{
    struct row {
        std::string_view text;
        unsigned status;
    };
    row const rows[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200},
        {"HTTP/1.0 404\r\nContent-Length: 3\r\n\r\nabc", 404},
        {"HTTP/1.1 500 \r\ncontent-LENGTH:\t2 \r\nX: y\r\n\r\nab", 500},
        {"HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", 204},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n", 200},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 202 Accepted\r\n"
         "Content-Length: 1\r\n\r\n!",
         202},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n!", 200},
    };
    for (auto const& [text, status] : rows) {
        INFO(text);
        answer_reader split;
        CHECK(read(split, text.substr(0, text.size() - 1)) == progress::need_more);
        CHECK(split.end() == progress::malformed);
        CHECK(split.take(text.substr(text.size() - 1)) == progress::complete);
        CHECK(split.status() == status);
        answer_reader at_once;
        CHECK(at_once.take(text) == progress::complete);
        CHECK(at_once.status() == status);
    }
}

TEST_CASE("An answer that announces no end ends with its connection", "[server][http]")
{
    answer_reader reader;
    CHECK_FALSE(reader.has_begun());
    CHECK(read(reader, "HTTP/1.1 200 OK\r\n\r\nas much as there is") == progress::need_more);
    CHECK(reader.has_begun());
    CHECK(reader.end() == progress::complete);
    CHECK(reader.status() == 200);
}

TEST_CASE("Of a body that is too large the rest is not waited for", "[server][http]")
{
    std::string const much(1024 * 1024 + 1, 'x');
    answer_reader counted, chunked, open_ended;
    CHECK(counted.take("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n") == progress::complete);
    CHECK(chunked.take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n")
          == progress::complete);
    CHECK(open_ended.take("HTTP/1.1 200 OK\r\n\r\n") == progress::need_more);
    CHECK(open_ended.take(much) == progress::complete);
}

TEST_CASE("What is no answer is told apart", "[server][http]")
{
    for (std::string_view const text : {
             "no HTTP at all\r\n\r\n",
             "HTTP/2 200 OK\r\n\r\n",
             "HTTP/1.1 20 OK\r\n\r\n",
             "HTTP/1.1 2000 OK\r\n\r\n",
             "HTTP/1.1 099 OK\r\n\r\n",
             "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n",
             "\r\n\r\n",
         }) {
        INFO(text);
        answer_reader reader;
        CHECK(read(reader, text) == progress::malformed);
    }
    answer_reader endless;
    CHECK(endless.take(std::string(65 * 1024, 'x')) == progress::malformed);
}
