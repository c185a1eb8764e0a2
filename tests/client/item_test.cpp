#include <understudy/item.hpp>

#include <boost/describe/class.hpp>

#include "support/catch.hpp"

#include <cstdint>
#include <limits>

using namespace understudy::dynamodb;

namespace {

struct address {
    std::string street;
    int zip = 0;
    friend bool operator==(address const&, address const&) = default;
};
BOOST_DESCRIBE_STRUCT(address, (), (street, zip))

struct order {
    std::string pk;
    std::int64_t number = 0;
    double total = 0;
    bool paid = false;
    std::optional<std::string> note = {};
    std::set<std::string> labels = {};
    std::set<int> points = {};
    std::vector<address> stops = {};
    std::map<std::string, std::vector<int>> counts = {};
    address home = {};
    understudy::dynamodb::number exact = {};
    binary raw = {};
    friend bool operator==(order const&, order const&) = default;
};
BOOST_DESCRIBE_STRUCT(order, (),
                      (pk, number, total, paid, note, labels, points, stops, counts, home, exact, raw))

order some_order()
{
    return {.pk = "a",
            .number = std::numeric_limits<std::int64_t>::min(),
            .total = 0.1,
            .paid = true,
            .labels = {"x", "y"},
            .points = {-1, 2},
            .stops = {{"Main", 1}, {"Side", 2}},
            .counts = {{"a", {1, 2}}, {"b", {}}},
            .home = {"Here", 3},
            .exact = {"12345678901234567890.123456789012345678"},
            .raw = {std::string("\0\xff", 2)}};
}

} // namespace

TEST_CASE("A struct becomes an item and comes back", "[client][dynamodb]")
{
    auto const item = to_item(some_order());
    CHECK(*item.find("number") == attribute_value{number{"-9223372036854775808"}});
    CHECK(*item.find("total") == attribute_value{number{"0.1"}});
    CHECK(*item.find("paid") == attribute_value{true});
    CHECK(*item.find("labels") == attribute_value{string_set{{"x", "y"}}});
    CHECK(*item.find("points") == attribute_value{number_set{{"-1", "2"}}});
    CHECK(*item.find("home") == attribute_value{attribute_map{{"street", "Here"}, {"zip", 3}}});
    CHECK(*item.find("counts") == attribute_value{attribute_map{{"a", list{1, 2}}, {"b", list{}}}});
    CHECK_FALSE(item.find("note"));
    CHECK(from_item<order>(item) == some_order());
}

TEST_CASE("An optional member may be missing, any other may not", "[client][dynamodb]")
{
    auto full = some_order();
    full.note = "careful";
    CHECK(from_item<order>(to_item(full)) == full);
    auto attributes = to_item(full).attributes();
    attributes.emplace("unknown", "read over");
    CHECK(from_item<order>(item{attributes}) == full);
    attributes.erase("home");
    CHECK_FALSE(from_item<order>(item{attributes}));
}

TEST_CASE("A key is made of names and values by turns", "[client][dynamodb]")
{
    CHECK(to_item("pk", "a", "sk", 1) == item{{"pk", "a"}, {"sk", 1}});
    CHECK(to_item("pk", std::string{"a"}, "n", 1.5, "b", true, "s", std::set<std::string>{"x"})
          == item{{"pk", "a"}, {"n", number{"1.5"}}, {"b", true}, {"s", string_set{{"x"}}}});
}

TEST_CASE("What does not fit is nothing", "[client][dynamodb]")
{
    item const some{
        {"n", number{"1.5"}}, {"big", number{"300"}}, {"s", "text"}, {"l", list{1, "x"}}, {"z", null{}}};
    CHECK(get<double>(some, "n") == 1.5);
    CHECK_FALSE(get<int>(some, "n"));
    CHECK(get<std::uint16_t>(some, "big") == 300);
    CHECK_FALSE(get<std::uint8_t>(some, "big"));
    CHECK(get<std::string>(some, "s") == "text");
    CHECK_FALSE(get<int>(some, "s"));
    CHECK_FALSE(get<bool>(some, "s"));
    CHECK_FALSE(get<std::vector<int>>(some, "l"));
    CHECK(get<std::vector<attribute_value>>(some, "l") == list{1, "x"});
    CHECK_FALSE(get<std::string>(some, "none"));
    CHECK(get<std::optional<int>>(some, "z").value() == std::nullopt);
    CHECK(get<null>(some, "z"));
    CHECK_FALSE((get<std::map<std::string, int>>(some, "s")));
    CHECK_FALSE(get<std::set<int>>(some, "l"));
}
