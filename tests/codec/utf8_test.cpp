#include "codec/utf8.hpp"
#include "support/catch.hpp"

using understudy::codec::mend_utf8;

TEST_CASE("UTF-8 of every length passes untouched", "[codec][utf8]")
{
    for (auto const* text : {"", "plain", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                             "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        INFO(text);
        CHECK_FALSE(mend_utf8(text));
    }
}

TEST_CASE("Each byte that is not part of UTF-8 becomes U+FFFD", "[codec][utf8]")
{
    std::string const mark = "\xEF\xBF\xBD";
    CHECK(mend_utf8("a\xFFz") == "a" + mark + "z");
    CHECK(mend_utf8("\xC3") == mark);
    CHECK(mend_utf8("\xC0\xAF") == mark + mark);                       // overlong
    CHECK(mend_utf8("\xED\xA0\x80") == mark + mark + mark);            // half a surrogate pair
    CHECK(mend_utf8("\xF4\x90\x80\x80") == mark + mark + mark + mark); // beyond U+10FFFF
    CHECK(mend_utf8("\xE2\x82") == mark + mark);                       // cut short
    CHECK(mend_utf8("\x80\xC3\xA9") == mark + "\xC3\xA9");
}

TEST_CASE("What is no UTF-8 is found at every place in the text", "[codec][utf8]")
{
    for (std::size_t size = 0; size < 40; ++size) {
        for (std::size_t at = 0; at <= size; ++at) {
            std::string text(size, 'a');
            auto mended = text;
            text.insert(at, "\xFF");
            mended.insert(at, "\xEF\xBF\xBD");
            REQUIRE(mend_utf8(text) == mended);
            REQUIRE_FALSE(mend_utf8(mended));
        }
    }
}
