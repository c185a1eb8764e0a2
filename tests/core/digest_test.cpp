#include "core/base64.hpp"
#include "core/digest.hpp"

#include "core/ids.hpp"
#include "support/catch.hpp"

using namespace understudy;

TEST_CASE("Digests are those of the RFCs", "[core]")
{
    CHECK(md5_hex("") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(md5_hex("hello") == "5d41402abc4b2a76b9719d911017c592");
    CHECK(sha256_hex("Test") == "532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25");
    CHECK(hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?"))
          == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(crc32("") == 0);
    CHECK(crc32("123456789") == 3421780262);
    CHECK(crc32(R"({"__type":"com.amazon.coral.service#SerializationException"})") == 3948637019);
}

TEST_CASE("Base64 is that of RFC 4648", "[core]")
{
    for (auto const& [plain, encoded] : {std::pair<std::string_view, std::string_view>{"", ""},
                                         {"f", "Zg=="},
                                         {"fo", "Zm8="},
                                         {"foo", "Zm9v"},
                                         {"foob", "Zm9vYg=="},
                                         {"fooba", "Zm9vYmE="},
                                         {"foobar", "Zm9vYmFy"}}) {
        CHECK(base64_encode(plain) == encoded);
        CHECK(base64_decode(encoded) == std::string{plain});
    }
}

TEST_CASE("Only canonical base64 is decoded", "[core]")
{
    for (auto const* text :
         {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "====", "Zg==Zg==", "Zm 9", "Zm9v\n", "Zm-_"}) {
        INFO(text);
        CHECK_FALSE(base64_decode(text));
    }
}

TEST_CASE("What base64 encodes it decodes", "[core]")
{
    id_source chance{42};
    for (std::size_t size = 0; size < 200; ++size) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) { bytes.push_back(static_cast<char>(chance.next() & 0xff)); }
        CHECK(base64_decode(base64_encode(bytes)) == bytes);
    }
}

TEST_CASE("Base64 is decoded into room of just its size, and into no other", "[core]")
{
    std::array<char, 4> room{};
    CHECK(base64_decode("aGV5IQ==", room));
    CHECK(std::string_view{room.data(), room.size()} == "hey!");
    CHECK_FALSE(base64_decode("aGV5", room));
    CHECK_FALSE(base64_decode("aGV5IQE=", room));
    CHECK_FALSE(base64_decode("aGV5IR==", room));
    CHECK_FALSE(base64_decode("", room));
}
