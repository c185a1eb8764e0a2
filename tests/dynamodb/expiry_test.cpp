// Time to live: what a sweep deletes, and what it leaves.
#include "fixture.hpp"

#include "dynamodb/expiry.hpp"
#include "support/result.hpp"

#include <algorithm>

namespace understudy::dynamodb::test {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t present = 1'763'805'600; // where the clock of the fixture stands

struct tables_that_expire : dynamodb_under_test {
    /// "tbl" with a local index on `ttl` and a global one on `g`.
    tables_that_expire()
    {
        auto request = simple_table();
        request.AttributeDefinitions->push_back({.AttributeName = "sk", .AttributeType = "S"});
        request.AttributeDefinitions->push_back({.AttributeName = "ttl", .AttributeType = "N"});
        request.AttributeDefinitions->push_back({.AttributeName = "g", .AttributeType = "S"});
        request.KeySchema->push_back({.AttributeName = "sk", .KeyType = "RANGE"});
        request.LocalSecondaryIndexes = {{{.IndexName = "byttl",
                                           .KeySchema = {{{.AttributeName = "pk", .KeyType = "HASH"},
                                                          {.AttributeName = "ttl", .KeyType = "RANGE"}}},
                                           .Projection = Projection{.ProjectionType = "ALL"}}}};
        request.GlobalSecondaryIndexes = {{{.IndexName = "byg",
                                            .KeySchema = {{{.AttributeName = "g", .KeyType = "HASH"}}},
                                            .Projection = Projection{.ProjectionType = "KEYS_ONLY"}}}};
        REQUIRE(refusal(create(request)) == "");
    }

    void enable(std::string const& attribute = "ttl", std::string const& table = "tbl")
    {
        REQUIRE(refusal(update_time_to_live(
                    state, make_call(),
                    {.TableName = table,
                     .TimeToLiveSpecification =
                         TimeToLiveSpecification{.Enabled = true, .AttributeName = attribute}}))
                == "");
    }
    void put_expiring(std::string const& sk, attribute_value ttl)
    {
        put({{"pk", "p"}, {"sk", sk}, {"g", "g"}, {"ttl", std::move(ttl)}});
    }
    std::size_t expire()
    {
        sweep so_far;
        for (turns = 1; sweep_turn(state, make_call(), so_far), !so_far.tables.empty();) ++turns;
        return so_far.expired;
    }
    std::string left(std::string const& index = "")
    {
        ScanInput request{.TableName = "tbl"};
        if (!index.empty()) request.IndexName = index;
        auto const answer = scan(state, make_call(), request).value();
        std::vector<std::string> keys;
        for (auto const& item : *answer.Items) {
            auto const* key = item.find("sk")->get_if<std::string>();
            keys.push_back(key == nullptr ? "" : *key);
        }
        std::ranges::sort(keys);
        std::string all;
        for (auto const& key : keys) all += (all.empty() ? "" : " ") + key;
        return all;
    }

    int turns = 0;
};

attribute_value number_of(std::string text) { return attribute_value{number{std::move(text)}}; }

} // namespace

TEST_CASE("An item whose time to live is over goes from its table and its indexes, with an event",
          "[dynamodb][expiry]")
{
    tables_that_expire db;
    db.put_expiring("before", number_of(std::to_string(present - 1)));
    db.enable(); // what was written before expires as well
    db.put_expiring("now", number_of(std::to_string(present)));
    db.put_expiring("later", number_of(std::to_string(present + 60)));
    auto const mark = db.events.last();
    CHECK(db.expire() == 1);
    for (auto const* index : {"", "byttl", "byg"}) CHECK(db.left(index) == "later now");
    auto const description = db.describe("tbl").value().Table;
    CHECK(description.ItemCount == 2);
    CHECK(description.GlobalSecondaryIndexes->at(0).ItemCount == 2);
    auto const told = db.events.matches({}, mark, 10);
    REQUIRE(told.size() == 1);
    CHECK(told[0].type == event_type::item_expired);
    CHECK(told[0].resource_name() == "tbl");

    CHECK(db.expire() == 0);
    db.now += 1ms;
    CHECK(db.expire() == 1);
    db.now += 61s;
    CHECK(db.expire() == 1);
    CHECK(db.left().empty());
}

TEST_CASE("Only numbers expire, with fractions and exponents, and not what is older than five years",
          "[dynamodb][expiry]")
{
    tables_that_expire db;
    db.enable();
    db.put_expiring("past-fraction", number_of(std::to_string(present - 1) + ".999"));
    db.put_expiring("past-exponent", number_of("17638055e2"));
    db.put_expiring("present-fraction", number_of(std::to_string(present) + ".001"));
    db.put_expiring("milliseconds", number_of(std::to_string(present - 1) + "000"));
    db.put_expiring("tremendous", number_of("9e125"));
    db.put_expiring("zero", number_of("0"));
    db.put_expiring("negative", number_of("-1"));
    constexpr auto five_years = std::chrono::floor<seconds>(std::chrono::years{5}).count();
    db.put_expiring("five-years", number_of(std::to_string(present - five_years)));
    db.put_expiring("over-five-years", number_of(std::to_string(present - five_years - 1)));
    db.put({{"pk", "p"}, {"sk", "missing"}});
    CHECK(db.expire() == 3);
    CHECK(db.left() == "milliseconds missing negative over-five-years present-fraction tremendous zero");
}

TEST_CASE("Attributes of other types never expire", "[dynamodb][expiry]")
{
    dynamodb_under_test db;
    db.create_simple_table();
    auto const enabled = update_time_to_live(
        db.state, db.make_call(),
        {.TableName = "tbl",
         .TimeToLiveSpecification = TimeToLiveSpecification{.Enabled = true, .AttributeName = "ttl"}});
    REQUIRE(enabled);
    auto const past = std::to_string(present - 1);
    db.put({{"pk", "text"}, {"ttl", past}});
    db.put({{"pk", "set"}, {"ttl", number_set{{past}}}});
    db.put({{"pk", "true"}, {"ttl", true}});
    sweep so_far;
    do {
        sweep_turn(db.state, db.make_call(), so_far);
    } while (!so_far.tables.empty());
    CHECK(so_far.expired == 0);
    CHECK(db.describe("tbl").value().Table.ItemCount == 3);
}

TEST_CASE("Nothing expires where time to live is not enabled, or not any more", "[dynamodb][expiry]")
{
    tables_that_expire db;
    db.put_expiring("a", number_of(std::to_string(present - 1)));
    CHECK(db.expire() == 0);
    db.enable();
    REQUIRE(update_time_to_live(
        db.state, db.make_call(),
        {.TableName = "tbl",
         .TimeToLiveSpecification = TimeToLiveSpecification{.Enabled = false, .AttributeName = "ttl"}}));
    CHECK(db.expire() == 0);
    CHECK(db.left() == "a");
}

TEST_CASE("Items expire in the tables of every account and region", "[dynamodb][expiry]")
{
    tables_that_expire db;
    db.enable();
    db.put_expiring("a", number_of(std::to_string(present - 1)));
    db.account = "111111111111";
    db.region = "eu-west-1";
    db.create_simple_table("other");
    db.enable("pk", "other"); // a key of type S is accepted, and expires nothing
    db.create_range_table("N");
    db.enable("sk"); // a key of type N does
    db.put({{"pk", "p"}, {"sk", number{std::to_string(present - 1)}}});
    CHECK(db.expire() == 2);
}

TEST_CASE("A large table expires in turns", "[dynamodb][expiry]")
{
    tables_that_expire db;
    db.enable();
    for (int i = 0; i < 3'000; ++i) {
        db.put_expiring(std::to_string(i), number_of(std::to_string(i % 3 == 0 ? present + 1 : present - 1)));
    }
    CHECK(db.expire() == 2'000);
    CHECK(db.turns >= 30); // an item goes from two indexes as well
    auto const description = db.describe("tbl").value().Table;
    CHECK(description.ItemCount == 1'000);
    CHECK(description.LocalSecondaryIndexes->at(0).ItemCount == 1'000);
}

TEST_CASE("What is in a transaction does not expire meanwhile", "[dynamodb][expiry]")
{
    tables_that_expire db;
    db.enable();
    db.state.settings.tables.transaction_time = 100ms;
    REQUIRE(transact_write_items(
        db.state, db.make_call(),
        {.TransactItems = {
             {{.Put =
                   Put{.Item = item{{"pk", "p"}, {"sk", "a"}, {"ttl", number{std::to_string(present - 1)}}},
                       .TableName = "tbl"}}}}}));
    CHECK(db.expire() == 0);
    db.now += 100ms;
    CHECK(db.expire() == 1);
}

TEST_CASE("A table that goes during a sweep is left", "[dynamodb][expiry]")
{
    tables_that_expire db;
    db.enable();
    for (int i = 0; i < 200; ++i) db.put_expiring(std::to_string(i), number_of(std::to_string(present - 1)));
    sweep so_far;
    sweep_turn(db.state, db.make_call(), so_far);
    CHECK(so_far.expired > 0);
    REQUIRE_FALSE(so_far.tables.empty());
    REQUIRE(db.drop("tbl"));
    sweep_turn(db.state, db.make_call(), so_far);
    CHECK(so_far.tables.empty());
    CHECK(so_far.expired < 200);
}

} // namespace understudy::dynamodb::test
