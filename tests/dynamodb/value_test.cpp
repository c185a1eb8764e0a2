#include "dynamodb/value.hpp"
#include "fixture.hpp"

namespace understudy::dynamodb::test {
namespace {

std::string refusal_of(attribute_value const& value)
{
    value_facts facts;
    auto const refused = check_value(value, facts);
    return refused ? refused->error.message : std::string{};
}

/// A scalar behind so many lists.
attribute_value nested(int lists)
{
    attribute_value value = 1;
    for (int i = 0; i < lists; ++i) value = attribute_value{list{std::move(value)}};
    return value;
}

TEST_CASE("Every illegal value is refused in its own words", "[dynamodb][value]")
{
    using fault = malformed::fault;
    CHECK(refusal_of(malformed{fault::no_member, {}})
          == "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    CHECK(
        refusal_of(malformed{fault::several_members, {"a", 1}})
        == "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
    CHECK(refusal_of(malformed{fault::null_is_false, {}})
          == invalid + "Null attribute value types must have the value of true");
    CHECK(refusal_of(malformed{fault::null_in_set, {}})
          == invalid + "An string set may not have a null string as a member");
    CHECK(refusal_of(string_set{}) == invalid + "An string set  may not be empty");
    CHECK(refusal_of(number_set{}) == invalid + "An number set  may not be empty");
    CHECK(refusal_of(binary_set{}) == invalid + "Binary sets should not be empty");
    CHECK(refusal_of(string_set{{"b", "a", "b"}})
          == invalid + "Input collection [\"a\", \"b\", \"b\"] contains duplicates.");
    CHECK(refusal_of(binary_set{{"\xff", std::string(1, '\0'), std::string(1, '\0')}})
          == invalid + "Input collection [\"AA==\",\"/w==\",\"AA==\"]of type BS contains duplicates.");
    CHECK(refusal_of(number_set{{"1", "1.0"}}) == invalid + "Input collection contains duplicates.");
    CHECK(refusal_of(number{""}) == "The parameter cannot be converted to a numeric value: ");
    CHECK(refusal_of(number{"abc"}) == "The parameter cannot be converted to a numeric value: abc");
    CHECK(refusal_of(number{std::string(39, '9')})
          == "Attempting to store more than 38 significant digits in a Number");
    CHECK(refusal_of(number{"1e126"})
          == "Number overflow. Attempting to store a number with magnitude larger than supported range");
    CHECK(refusal_of(number{"1e-131"})
          == "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    CHECK(refusal_of(list{attribute_map{{"a", string_set{}}}})
          == invalid + "An string set  may not be empty");
    CHECK(refusal_of(attribute_map{{"", 1}}) == "Empty attribute name");
}

TEST_CASE("A bad number is told before the second type beside it", "[dynamodb][value]")
{
    CHECK(refusal_of(malformed{malformed::fault::several_members, {"a", number{"x"}}})
          == "The parameter cannot be converted to a numeric value: x");
}

TEST_CASE("Empty strings, binaries, lists and maps are legal, also as members of sets", "[dynamodb][value]")
{
    CHECK(refusal_of("").empty());
    CHECK(refusal_of(binary{}).empty());
    CHECK(refusal_of(list{}).empty());
    CHECK(refusal_of(attribute_map{}).empty());
    CHECK(refusal_of(string_set{{""}}).empty());
    CHECK(refusal_of(binary_set{{""}}).empty());
}

TEST_CASE("A leaf may stand on level 32 and no deeper", "[dynamodb][value]")
{
    CHECK(refusal_of(nested(31)).empty());
    CHECK(refusal_of(nested(32))
          == "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
             "levels beyond supported limit");
    CHECK(refusal_of(nested(300)).starts_with("Nesting Levels"));
}

TEST_CASE("An empty name is told before a value too deep, an empty nested name after it", "[dynamodb][value]")
{
    value_facts facts;
    auto const top = check_item({{"", 1}, {"a", nested(40)}}, facts);
    REQUIRE(top);
    CHECK(top->error.message == "Empty attribute name");
    auto const below = check_item({{"a", attribute_map{{"", 1}}}, {"b", nested(40)}}, facts);
    REQUIRE(below);
    CHECK(below->error.message.starts_with("Nesting Levels"));
}

TEST_CASE("Attribute names have up to 65535 bytes", "[dynamodb][value]")
{
    value_facts facts;
    CHECK_FALSE(check_item({{std::string(65'535, 'a'), 1}}, facts));
    auto const refused = check_item({{std::string(65'536, 'a'), 1}}, facts);
    REQUIRE(refused);
    CHECK_THAT(refused->error.message, Catch::ContainsSubstring("Attribute name"));
}

TEST_CASE("Sizes are exact to the byte", "[dynamodb][value]")
{
    CHECK(size_of(attribute_value{"abc"}) == 3);
    CHECK(size_of(attribute_value{"\xc3\xbf"}) == 2);
    CHECK(size_of(attribute_value{binary{"1234"}}) == 4);
    CHECK(size_of(attribute_value{true}) == 1);
    CHECK(size_of(attribute_value{null{}}) == 1);
    CHECK(size_of(attribute_value{100}) == 2);
    CHECK(size_of(attribute_value{list{}}) == 3);
    CHECK(size_of(attribute_value{list{"ab", 1}}) == 3 + 1 + 2 + 1 + 2);
    CHECK(size_of(attribute_value{attribute_map{{"a", "x"}}}) == 6);
    CHECK(size_of(attribute_value{string_set{{"ab", "c"}}}) == 3);
    CHECK(size_of(attribute_value{number_set{{"1", "-5"}}}) == 5);
    CHECK(size_of(attribute_map{{"pk", "k"}, {"n", 100}}) == 6);

    value_facts facts;
    attribute_map const item{
        {"l", list{1, attribute_map{{"k", string_set{{"x", "yz"}}}}}}, {"s", "text"}, {"b", false}};
    REQUIRE_FALSE(check_item(item, facts));
    CHECK(facts.bytes == size_of(item));
}

TEST_CASE("Sets are equal whatever their order, at any depth", "[dynamodb][value]")
{
    CHECK(equal(string_set{{"a", "b"}}, string_set{{"b", "a"}}));
    CHECK_FALSE(equal(string_set{{"a", "b"}}, string_set{{"a", "c"}}));
    CHECK(equal(list{number_set{{"1", "2"}}}, list{number_set{{"2", "1"}}}));
    CHECK(equal(attribute_map{{"a", binary_set{{"x", "y"}}}}, attribute_map{{"a", binary_set{{"y", "x"}}}}));
    CHECK_FALSE(equal(list{1, 2}, list{2, 1}));
    CHECK_FALSE(equal("1", 1));
    CHECK_FALSE(equal("a", binary{"a"}));
}

TEST_CASE("Only strings, numbers and binaries have an order", "[dynamodb][value]")
{
    CHECK(order(attribute_value{9}, attribute_value{10}) == std::strong_ordering::less);
    CHECK(order(attribute_value{"9"}, attribute_value{"10"}) == std::strong_ordering::greater);
    CHECK(order(attribute_value{"\x7f"}, attribute_value{"\xc3\xbf"}) == std::strong_ordering::less);
    CHECK(order(attribute_value{binary{"a"}}, attribute_value{binary{"ab"}}) == std::strong_ordering::less);
    CHECK_FALSE(order(attribute_value{true}, attribute_value{false}));
    CHECK_FALSE(order(attribute_value{"1"}, attribute_value{1}));
}

} // namespace
} // namespace understudy::dynamodb::test
