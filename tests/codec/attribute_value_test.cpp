#include "codec/json.hpp"
#include "model/stored_item.hpp"
#include "support/catch.hpp"

#include <understudy/model/dynamodb.hpp>

#include <algorithm>

using namespace understudy;
using namespace understudy::dynamodb;
using codec::dialect;
using fault = malformed::fault;

static attribute_map read_item(std::string_view text)
{
    INFO(text);
    PutItemInput request;
    auto const error = codec::read_json("{\"Item\":" + std::string{text} + "}", request, dialect::dynamodb);
    REQUIRE_FALSE(error);
    return request.Item.value().attributes();
}

static attribute_value read_value(std::string_view text)
{
    return read_item("{\"a\":" + std::string{text} + "}").at("a");
}

static std::string written(attribute_value const& value)
{
    std::string text;
    codec::write_json(text, value, codec::dialect::dynamodb);
    return text;
}

TEST_CASE("Each of the ten types is read and written back the same", "[codec][json][dynamodb]")
{
    std::pair<char const*, attribute_value> const values[] = {
        {R"({"S":""})", ""},
        {R"({"S":"x"})", "x"},
        {R"({"N":" 1.50e1"})", number{" 1.50e1"}},
        {R"({"B":"AP8="})", binary{std::string{"\0\xFF", 2}}},
        {R"({"B":""})", binary{}},
        {R"({"BOOL":false})", false},
        {R"({"NULL":true})", null{}},
        {R"({"SS":["b","a","b"]})", string_set{{"b", "a", "b"}}},
        {R"({"SS":[]})", string_set{}},
        {R"({"NS":["1"]})", number_set{{"1"}}},
        {R"({"BS":["AA==",""]})", binary_set{{std::string(1, '\0'), ""}}},
        {R"({"L":[]})", list{}},
        {R"({"L":[{"S":"x"},{"L":[{"NULL":true}]}]})", list{"x", list{null{}}}},
        {R"({"M":{}})", attribute_map{}},
        {R"({"M":{"a":{"N":"1"},"b":{"M":{}}}})", attribute_map{{"a", number{"1"}}, {"b", attribute_map{}}}},
    };
    for (auto const& [text, value] : values) {
        CHECK(read_value(text) == value);
        CHECK(written(value) == text);
    }
}

TEST_CASE("An item is written the same from the form in which it is kept", "[codec][json][dynamodb]")
{
    auto const both_ways = [](attribute_map const& attributes) {
        std::string kept, plain;
        codec::write_json(kept, item{stored_item{"label", attributes, 1}}, codec::dialect::dynamodb);
        codec::write_json(plain, attributes, codec::dialect::dynamodb);
        CHECK(kept == plain);
        CHECK(read_item(kept) == attributes);
    };
    both_ways({});
    for (std::size_t size = 1; size <= 48; ++size) { // of one block, of several, and what is left of one
        std::string const text(size, 'x');
        both_ways({{text, text}});
        for (std::size_t at = 0; at < size; ++at) {
            auto escaped = text;
            escaped[at] = at % 2 == 0 ? '"' : '\x01';
            both_ways({{escaped, "short"}, {"short", escaped}, {"SS", string_set{{escaped, text}}}});
        }
    }
    for (std::size_t const size : {127, 128, 511, 512, 513, 5'000})
        both_ways({{"before", "a"},
                   {"long", std::string(size, 'x') + '"' + std::string(size, 'y')},
                   {"z", number{"1"}}});
    attribute_map many;
    for (int i = 0; i < 200; ++i) many.emplace("attribute " + std::to_string(i), std::to_string(i));
    both_ways(many);
    both_ways({{"B", binary{"\x01\x02"}},
               {"BOOL", true},
               {"BS", binary_set{{"a", "b"}}},
               {"L", list{"a", list{}, many}},
               {"M", attribute_map{{"in", attribute_map{}}}},
               {"N", number{"1"}},
               {"NS", number_set{{"1", "2"}}},
               {"NULL", null{}}});
}

TEST_CASE("BOOL and NULL are understood as words", "[codec][json][dynamodb]")
{
    CHECK(read_value(R"({"BOOL":"Yes"})") == attribute_value{true});
    CHECK(read_value(R"({"NULL":"true"})") == attribute_value{null{}});
}

TEST_CASE("An attribute value without a member stays for the service to refuse", "[codec][json][dynamodb]")
{
    for (auto const* text : {"{}", R"({"X":"y"})", R"({"s":"y","X":5})", R"({"S":null})", "null"}) {
        CHECK(read_value(text) == attribute_value{malformed{fault::no_member}});
    }
    CHECK(read_value(R"({"L":[null]})") == attribute_value{list{malformed{}}});
    CHECK(written(malformed{}) == "{}");
}

TEST_CASE("An attribute value with several members keeps them in the order sent", "[codec][json][dynamodb]")
{
    auto const text = R"({"N":"1","S":"a","NULL":false})";
    auto const expected =
        malformed{fault::several_members, {number{"1"}, "a", malformed{fault::null_is_false}}};
    CHECK(read_value(text) == attribute_value{expected});
    CHECK(written(expected) == text);
}

TEST_CASE("Unknown, null and repeated members beside a type do not count", "[codec][json][dynamodb]")
{
    CHECK(read_value(R"({"X":1,"S":"a","N":null})") == attribute_value{"a"});
    CHECK(read_value(R"({"S":"a","S":"b"})") == attribute_value{"b"});
}

TEST_CASE("NULL: false and a null in a set stay for the service to refuse", "[codec][json][dynamodb]")
{
    CHECK(read_value(R"({"NULL":false})") == attribute_value{malformed{fault::null_is_false}});
    CHECK(written(malformed{fault::null_is_false}) == R"({"NULL":false})");
    auto const in_set = malformed{fault::null_in_set, {string_set{{"a"}}}};
    CHECK(read_value(R"({"SS":["a",null]})") == attribute_value{in_set});
    CHECK(written(in_set) == R"({"SS":["a",null]})");
    auto const alone = malformed{fault::null_in_set, {binary_set{}}};
    CHECK(read_value(R"({"BS":[null]})") == attribute_value{alone});
    CHECK(written(alone) == R"({"BS":[null]})");
}

TEST_CASE(
    "The attributes of an item are in order whatever order they come in, and the last of equal ones wins",
    "[codec][json][dynamodb]")
{
    auto const item =
        read_item(R"({"b":{"S":"1"},"a":{"S":"2"},"\u0062":{"S":"3"},"":{"S":"4"},"ab":{"S":"5"}})");
    CHECK(item == attribute_map{{"", "4"}, {"a", "2"}, {"ab", "5"}, {"b", "3"}});
    CHECK(std::ranges::is_sorted(item, {}, &attribute_map::value_type::first));
    CHECK(item.find("b")->second == attribute_value{"3"});
}

TEST_CASE("Values nested far deeper than DynamoDB allows still reach it", "[codec][json][dynamodb]")
{
    for (int const levels : {32, 33, 100, 250}) {
        std::string text = R"({"S":"leaf"})";
        for (int level = 1; level < levels; ++level) {
            text = level % 2 == 0 ? R"({"L":[)" + text + "]}" : R"({"M":{"a":)" + text + "}}";
        }
        auto const value = read_value(text);
        CHECK(written(value) == text);
    }
}

TEST_CASE("A large item in reverse order costs no more than one in order", "[codec][json][dynamodb]")
{
    std::string text = "{";
    for (int i = 50'000; i > 0; --i) text += '"' + std::to_string(100'000 + i) + R"(":{"S":"x"},)";
    text.back() = '}';
    auto const item = read_item(text);
    CHECK(item.size() == 50'000);
    CHECK(item.begin()->first == "100001");
}
