#include "core/sixteen_bytes.hpp"
#include "support/catch.hpp"

#include <string>

using understudy::sixteen_bytes;

TEST_CASE("Of sixteen bytes each is marked for what it is, wherever it stands", "[core]")
{
    for (unsigned byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        for (std::size_t at = 0; at < sixteen_bytes::size; ++at) {
            std::string text(sixteen_bytes::size, 'a');
            text[at] = c;
            sixteen_bytes const bytes{text.data()};
            auto const there = 1U << at;
            REQUIRE(sixteen_bytes::bits(bytes.equal('%')) == (c == '%' ? there : 0U));
            REQUIRE(sixteen_bytes::bits(bytes.control()) == (byte < 0x20 ? there : 0U));
            REQUIRE(sixteen_bytes::bits(bytes.beyond_ascii()) == (byte >= 0x80 ? there : 0U));
            REQUIRE(sixteen_bytes::bits(escaped_in_json(bytes))
                    == (byte < 0x20 || c == '"' || c == '\\' ? there : 0U));
        }
    }
}

TEST_CASE("Before the first mark there are so many bytes, and without a mark all", "[core]")
{
    sixteen_bytes const bytes{"aaabaaaaaaaaaaac"};
    CHECK(sixteen_bytes::before(bytes.equal('b')) == 3);
    CHECK(sixteen_bytes::before(bytes.equal('c')) == 15);
    CHECK(sixteen_bytes::before(bytes.equal('d')) == 16);
    CHECK(sixteen_bytes::before(bytes.equal('c') | bytes.equal('b')) == 3);
}

TEST_CASE("One character takes the place of another in a copy", "[core]")
{
    std::string const text = "+a+b+c+d+e+f+g%+";
    std::string copy(text.size(), '?');
    sixteen_bytes{text.data()}.copy_replacing('+', ' ', copy.data());
    CHECK(copy == " a b c d e f g% ");
}

TEST_CASE("Behind a short end stand zeros, and nothing behind the end is read", "[core]")
{
    std::string const text = "\"bcdefghijklmnop, and more of it";
    for (std::size_t size = 0; size <= sixteen_bytes::size + 1; ++size) {
        CAPTURE(size);
        std::string const end{std::string_view{text}.substr(0, size)}; // of its own: the sanitizer watches
        std::string copy(sixteen_bytes::size, '?');
        sixteen_bytes{std::string_view{end}}.copy(copy.data());
        auto expected = end.substr(0, sixteen_bytes::size);
        expected.resize(sixteen_bytes::size, '\0');
        CHECK(copy == expected);
    }
}
