#include "codec/json.hpp"
#include "dynamodb/value.hpp"
#include "model/stored_item.hpp"
#include "support/catch.hpp"

#include <optional>
#include <string_view>
#include <vector>

using namespace understudy;
using namespace understudy::dynamodb;

namespace {

attribute_map of_all_types()
{
    attribute_map inner{{"empty", ""}, {"list", list{}}, {"of maps", list{attribute_map{{"x", 1}}, null{}}}};
    return {{"", "an empty name"},
            {"b", binary{std::string{"\0\xff", 2}}},
            {"bs", binary_set{{std::string{"\0", 1}, "b"}}},
            {"l", list{"x", 2, list{true, false}, attribute_map{}}},
            {"m", inner},
            {"n", number{"-12.5"}},
            {"no", false},
            {"ns", number_set{{"1", "20"}}},
            {"nothing", null{}},
            {"s", "text"},
            {"ss", string_set{{"", "a"}}},
            {"yes", true}};
}

std::string json_of(auto const& value)
{
    std::string json;
    codec::write_json(json, value, codec::dialect::dynamodb);
    return json;
}

} // namespace

TEST_CASE("An item is read from its stored form as it was", "[dynamodb][stored]")
{
    auto const attributes = of_all_types();
    stored_item const stored{"label", attributes, 123};
    CHECK(stored.label() == "label");
    CHECK(stored.size() == 123);
    CHECK(stored.attributes() == attributes);
    CHECK(stored.read() == item{attributes});
    CHECK(stored_item{"", {}, 0}.attributes().empty());
    for (auto const& [name, value] : attributes) {
        auto const found = stored.find(name);
        REQUIRE(found);
        CHECK(found->read() == value);
        CHECK(type_name(found->type) == type_name(value));
        CHECK(size_of(*found) == size_of(value));
    }
    CHECK_FALSE(stored.find("sss"));
}

TEST_CASE("Texts of every length are stored", "[dynamodb][stored]")
{
    for (std::size_t const length : {0U, 1U, 127U, 128U, 16'383U, 16'384U, 65'535U, 400'000U, 2'097'152U}) {
        attribute_map const attributes{{std::string(length, 'n'), std::string(length, 'v')}, {"~", 1}};
        CHECK(stored_item{"", attributes, length}.attributes() == attributes);
    }
}

TEST_CASE("Some attributes of a stored item are read or changed without the rest", "[dynamodb][stored]")
{
    auto const attributes = of_all_types();
    stored_item const stored{"label", attributes, 0};
    std::vector<std::string_view> const names{"a", "l", "nothing", "zz"};
    attribute_map const some{{"l", attributes.at("l")}, {"nothing", null{}}};
    CHECK(stored.attributes(names) == some);
    CHECK(stored.attributes({}).empty());

    attribute_map const changed{{"a", "new"}, {"l", 1}, {"zz", binary{"last"}}};
    stored_item const after{stored, names, changed, 55};
    auto expected = attributes;
    expected.erase("nothing");
    for (auto const& [name, value] : changed) expected.insert_or_assign(name, value);
    CHECK(after.attributes() == expected);
    CHECK(after == stored_item{"", expected, 0});
    CHECK(after.size() == 55);
    CHECK(after.label() == "label");
    CHECK(stored_item{stored, {}, {}, 0} == stored);
    CHECK(stored.attributes() == attributes);
}

TEST_CASE("JSON is the same from the stored form as from the attributes", "[dynamodb][stored]")
{
    auto const attributes = of_all_types();
    CHECK(json_of(stored_item{"", attributes, 0}.read()) == json_of(attributes));
    CHECK(json_of(stored_item{"", {}, 0}.read()) == "{}");
}

TEST_CASE("No item is stored by a handle that holds none", "[dynamodb][stored]")
{
    stored_item const none;
    CHECK_FALSE(none);
    CHECK(none.size() == 0);
    CHECK(none.label().empty());
    CHECK_FALSE(none.find("a"));
    CHECK(none.read().empty());
    CHECK(none == stored_item{});
    CHECK_FALSE(none == stored_item{"", attribute_map{{"a", 1}}, 2});
}

TEST_CASE("An item outlives the table's handle", "[dynamodb][stored]")
{
    auto stored = std::make_optional<stored_item>("", of_all_types(), 0U);
    item const read = stored->read();
    stored.reset();
    CHECK(read.attributes() == of_all_types());
}
