#include "world.hpp"

#include "core/digest.hpp"
#include "sqs/message_attributes.hpp"

#include "support/catch.hpp"

using namespace understudy;
using namespace understudy::sqs;

namespace {

MessageAttributeValue text(std::string value, std::string type = "String")
{
    return {.StringValue = std::move(value), .DataType = std::move(type)};
}
MessageAttributeValue binary(std::string bytes, std::string type = "Binary")
{
    return {.BinaryValue = blob{std::move(bytes)}, .DataType = std::move(type)};
}

std::string refusal(message_attributes const& attributes)
{
    auto const answer = check_attributes(attributes);
    return answer ? "" : answer.error().message;
}

std::string digest_of(message_attributes const& attributes) { return hex(md5_of(attributes)); }

} // namespace

TEST_CASE("The MD5 of attributes is that of AWS", "[sqs][attributes][md5]")
{
    CHECK(digest_of({{"color", text("blue")}}) == "da1b33cc3cbfe8b1630921e78e6b9880");
    CHECK(digest_of({{"k", text("x")}}) == "a45daa70926828a2f0a1db3418e6feb4");
    CHECK(digest_of({{"timestamp", text("1493147359900", "Number")}}) == "235c5c510d26fb653d073faed50ae77c");
    CHECK(digest_of({{"attr1", text("99.12", "Number")}}) == "d302007e9aa062660afc85fd0a482472");
    CHECK(digest_of({{"MyAttribute", text("foobar")}}) == "adb59cd4678ea5a855436b949cd07ab6");
    CHECK(digest_of({{"attr1", binary("traceparent\x1e"
                                      "00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01")}})
          == "8cbe4db156db8a94db8b801b7addb984");
    CHECK(digest_of({{"test-key", text("test-value")}, {"test-key-alt", text("test-value-alt")}})
          == "2256c3b617e2b4b3ae4f2d455dcf54d0");
    CHECK(digest_of({{"test-key", text("test-value")}}) == "befa18540a897f7d022bf07057754a03");
    CHECK(
        digest_of({{"blob", binary("\x01\x02\x03")}, {"color", text("blue")}, {"count", text("3", "Number")}})
        == "d838729972a4b70e2d2acd9d59ac847c");
    CHECK(digest_of({{"General", text("Kenobi")}, {"Hello", text("There")}, {"Help.Me", text("Me")}})
          == "4c360f3fdafd970e05fae2f149d997f5");
    CHECK(digest_of({{"color", text("blue")}, {"tags", text(R"(["a","b"])", "String.Array")}})
          == "56a5bee3ed610a27fd04b2b195aee70b");
    CHECK(digest_of({{"AWSTraceHeader",
                      text("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1")}})
          == "5ae4d5d7636402d80f4eb6d213245a88");
}

TEST_CASE("The size of attributes is that of names, types and values", "[sqs][attributes]")
{
    CHECK(size_of({{"k", text("x")}, {"blob", binary("123")}}) == 1 + 6 + 1 + 4 + 6 + 3);
}

TEST_CASE("Attributes are selected by name, by prefix, or all", "[sqs][attributes]")
{
    for (auto const* all : {"All", ".*", "*"}) CHECK(is_selected("Hello", {all}));
    CHECK(is_selected("Hello", {"Hel.*"}));
    CHECK(is_selected("Help.Me", {"x", "Hel.*"}));
    CHECK(is_selected("Hello", {"Hello"}));
    CHECK_FALSE(is_selected("Hello", {"hello", "Hell", "Help.*", "all", "", "Hello*"}));
    CHECK_FALSE(is_selected("Hello", {}));
}

TEST_CASE("Names of attributes are checked", "[sqs][attributes][errors]")
{
    CHECK(refusal({{std::string(255, 'x'), text("v")}, {"a-b_c.d9", text("v")}, {"ä", text("v")}}).empty());
    CHECK(refusal({{"", text("v")}}) == "The request must contain non-empty message (user) attribute names.");
    CHECK(refusal({{std::string(256, 'x'), text("v")}})
          == "Message (user) attribute name must be shorter than 256 bytes.");
    for (auto const* bad : {"a b", "a/b", "a:b", "\xff"}) {
        CHECK(
            refusal({{bad, text("v")}})
            == "Message (user) attributes name can only contain upper and lower score characters, digits, periods, "
               "hyphens and underscores. ");
    }
    for (auto const* bad : {"AWS.x", "aws.x", "Amazon.x", "AMAZON.x"}) {
        CHECK(
            refusal({{bad, text("v")}})
            == "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved "
               "for internal use.");
    }
    for (auto const* bad : {".x", "x.", "a..b"}) CHECK_FALSE(refusal({{bad, text("v")}}).empty());
    CHECK(refusal({{"AWSx", text("v")}, {"amazonian", text("v")}}).empty());
}

TEST_CASE("Types and values of attributes are checked", "[sqs][attributes][errors]")
{
    auto const type_error =
        "The type of message (user) attribute 'x' is invalid. You must use only the following "
        "supported type prefixes: Binary, Number, String.";
    for (auto const* bad : {"Colour", "string", "Stringx", "String.", ".String"}) {
        CHECK(refusal({{"x", text("v", bad)}}) == type_error);
    }
    CHECK(refusal({{"x", text("v", "")}}) == "Missing required parameter DataType");
    CHECK(refusal({{"x", text("v", "String." + std::string(249, 'l'))}})
          == "Message (user) attribute type must be shorter than 256 bytes.");
    CHECK(refusal({{"x", text("v", "String.Array")},
                   {"y", text("1", "Number.int")},
                   {"z", binary("b", "Binary.png")}})
              .empty());
    CHECK(refusal({{"x", text("")}})
          == "Message (user) attribute 'x' must contain a non-empty value of type 'String'.");
    CHECK(refusal({{"x", binary("")}})
          == "Message (user) attribute 'x' must contain a non-empty value of type 'Binary'.");
    CHECK(refusal({{"x", text("v", "Binary")}})
          == "Message (user) attribute 'x' must contain a non-empty value of type 'Binary'.");
    CHECK(refusal({{"x", {.DataType = "String"}}})
          == "The message (user) attribute 'x' must contain a non-empty message attribute value.");
    CHECK_FALSE(refusal({{"x", text("a\x01")}}).empty());
    CHECK_FALSE(
        refusal({{"x", {.StringValue = "v", .BinaryValue = blob{"v"}, .DataType = "String"}}}).empty());
    auto list = text("v");
    list.StringListValues = {"a"};
    auto const answer = check_attributes({{"x", list}});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind.shape == "UnsupportedOperation");
}

TEST_CASE("Numbers have up to 38 digits", "[sqs][attributes][errors]")
{
    auto const error = "Can't cast the value of message (user) attribute 'x' to a number.";
    for (std::string good :
         {"0", "-1", "+1", "1.50", ".5", "5.", "1e10", "1E-10", "1e+126", "0001",
          "12345678901234567890123456789012345678", "1234567890123456789012345678.9012345678",
          "100000000000000000000000000000000000000000", "0e999"}) {
        CHECK(refusal({{"x", text(good, "Number")}}) == "");
    }
    for (std::string bad : {"x", "1x", "-", ".", "1 ", " 1", "1e", "1e+", "1e+-1", "0x1", "1e127", "1e-129",
                            "NaN", "1e99999999999", "123456789012345678901234567890123456789"}) {
        CHECK(refusal({{"x", text(bad, "Number")}}) == error);
    }
}

TEST_CASE("A message has at most ten attributes", "[sqs][attributes][errors]")
{
    message_attributes attributes;
    for (char c = 'a'; c <= 'j'; ++c) attributes.emplace(std::string{c}, text("v"));
    CHECK(refusal(attributes).empty());
    attributes.emplace("k", text("v"));
    CHECK(refusal(attributes) == "Number of message attributes [11] exceeds the allowed maximum [10].");
}

TEST_CASE("The trace header is the only system attribute a sender may give", "[sqs][attributes][errors]")
{
    CHECK(check_system_attributes({{"AWSTraceHeader", text("Root=1")}}));
    auto const other = check_system_attributes({{"Colour", text("x")}});
    REQUIRE_FALSE(other);
    CHECK(other.error().message == "Message system attribute name 'Colour' is invalid.");
    CHECK_FALSE(check_system_attributes({{"AWSTraceHeader", text("1", "Number")}}));
    CHECK_FALSE(check_system_attributes({{"AWSTraceHeader", text("")}}));
}
