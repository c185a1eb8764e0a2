#include "codec/base64.hpp"
#include "support/catch.hpp"

using namespace understudy;

static std::string encoded(std::string_view bytes)
{
    std::string text;
    codec::write_base64(text, bytes);
    return text;
}

static std::string refusal(std::string_view text)
{
    std::string bytes;
    auto const read = codec::read_base64(text, bytes);
    CHECK(read.good == read.message.empty());
    return read.message;
}

TEST_CASE("Base64 is written with padding, as RFC 4648 shows it", "[codec][base64]")
{
    CHECK(encoded("") == "");
    CHECK(encoded("f") == "Zg==");
    CHECK(encoded("fo") == "Zm8=");
    CHECK(encoded("foo") == "Zm9v");
    CHECK(encoded("foobar") == "Zm9vYmFy");
    CHECK(encoded("\xFB\xFF\xFE") == "+//+");
}

TEST_CASE("All bytes come back from base64, at every length", "[codec][base64]")
{
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        std::string read;
        CHECK(codec::read_base64(encoded(bytes), read).good);
        CHECK(read == bytes);
        bytes += static_cast<char>(255 - i);
    }
}

TEST_CASE("Base64 whose length is no multiple of four is refused with its length", "[codec][base64]")
{
    CHECK(refusal("Zg=") == "Base64 encoded length is expected a multiple of 4 bytes but found: 3");
    CHECK(refusal("Z") == "Base64 encoded length is expected a multiple of 4 bytes but found: 1");
}

TEST_CASE("Base64 with foreign characters, inner padding or stray bits is refused", "[codec][base64]")
{
    for (auto const* text : {"Z!==", "Zm9-", "====", "Z===", "Zg==Zg==", "Zm=v", "Zh==", "Zm9=", "Zm9\n",
                             "\xC3\xA9==", "Zm9_"}) {
        INFO(text);
        CHECK(refusal(text) == "Invalid last non-pad Base64 character dectected");
    }
}
