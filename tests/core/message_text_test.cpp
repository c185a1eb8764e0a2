#include "core/message_text.hpp"

#include "support/catch.hpp"

#include <string>

using namespace understudy;

TEST_CASE("A message is made of the characters that XML allows", "[core][text]")
{
    for (std::string good :
         {"", "hello", "\t\n\r", "0123456789abcdef\n0123456789", "ü", "漢字", "😀", "\xef\xbf\xbd", "\x7f",
          "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "12345678ü12345678"}) {
        CHECK(is_message_text(good));
    }
    CHECK_FALSE(is_message_text(std::string_view{"a\0b", 3}));
    for (std::string bad :
         {"\x01", "12345678\x1f", "1234567\x0b", "\xef\xbf\xbe", "\xef\xbf\xbf", "\xed\xa0\x80", "\x80",
          "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
          "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "abcdefg\xc3", "\xc3("}) {
        CHECK_FALSE(is_message_text(bad));
    }
}
