// Random tables' lives beside a model that knows no trees, no bytes and no cache: a list of items, searched from end to end.
#include "fixture.hpp"

#include <algorithm>
#include <random>

namespace understudy::dynamodb::test {
namespace {

using row = std::map<std::string, std::string>; // name to text; what the text is of depends on the name
using rows = std::vector<row>;

bool is_number(std::string const& name) { return name == "sk" || name == "h" || name == "v"; }

item to_item(row const& from)
{
    attribute_map out;
    for (auto const& [name, text] : from)
        out.emplace(name, is_number(name) ? attribute_value{number{text}} : attribute_value{text});
    return item{std::move(out)};
}

row to_row(item const& from)
{
    row out;
    for (auto const& [name, value] : from.attributes()) {
        auto const* n = value.get_if<number>();
        out[name] = n ? n->text : *value.get_if<std::string>();
    }
    return out;
}

/// One of the three orders: the table, a global index, a local one.
struct order {
    std::optional<std::string> index;
    std::string hash;
    std::string range;
    bool keys_only = false;
};

order const orders[] = {{{}, "pk", "sk"}, {"glo", "g", "h"}, {"loc", "pk", "l", true}};

bool comes_before(order const& by, row const& a, row const& b)
{
    auto const compare = [](std::string const& name, row const& x, row const& y) {
        if (!is_number(name)) return x.at(name).compare(y.at(name));
        auto const left = std::stod(x.at(name));
        auto const right = std::stod(y.at(name));
        return left < right ? -1 : left > right ? 1 : 0;
    };
    for (auto const& name : {by.range, std::string{"pk"}, std::string{"sk"}}) {
        if (auto const c = compare(name, a, b); c != 0) return c < 0;
    }
    return false;
}

class model {
public:
    rows all;

    row* find(row const& key)
    {
        auto const at = std::find_if(all.begin(), all.end(), [&](row const& r) {
            return r.at("pk") == key.at("pk") && std::stod(r.at("sk")) == std::stod(key.at("sk"));
        });
        return at == all.end() ? nullptr : &*at;
    }
    void put(row const& r)
    {
        remove(r);
        all.push_back(r);
    }
    void remove(row const& key)
    {
        if (auto* found = find(key)) all.erase(all.begin() + (found - all.data()));
    }
    rows query(order const& by, std::string const& hash, double low, double high) const
    {
        rows found;
        for (auto const& r : all) {
            if (!r.contains(by.hash) || !r.contains(by.range) || r.at(by.hash) != hash) continue;
            auto const value = is_number(by.range) ? std::stod(r.at(by.range)) : 0;
            if (value >= low && value <= high) found.push_back(r);
        }
        std::sort(found.begin(), found.end(),
                  [&](auto const& a, auto const& b) { return comes_before(by, a, b); });
        return found;
    }
};

class life {
public:
    explicit life(unsigned seed) : random_{seed}
    {
        CreateTableInput request{
            .AttributeDefinitions = {{{"pk", "S"}, {"sk", "N"}, {"g", "S"}, {"h", "N"}, {"l", "S"}}},
            .TableName = "tbl",
            .KeySchema = {{{"pk", "HASH"}, {"sk", "RANGE"}}},
            .LocalSecondaryIndexes = {{{.IndexName = "loc",
                                        .KeySchema = {{{"pk", "HASH"}, {"l", "RANGE"}}},
                                        .Projection = Projection{.ProjectionType = "KEYS_ONLY"}}}},
            .GlobalSecondaryIndexes = {{{.IndexName = "glo",
                                         .KeySchema = {{{"g", "HASH"}, {"h", "RANGE"}}},
                                         .Projection = Projection{.ProjectionType = "ALL"}}}},
            .BillingMode = "PAY_PER_REQUEST"};
        REQUIRE(refusal(db_.create(request)) == "");
    }

    void write()
    {
        switch (pick(6)) {
        case 0: return remove(some_key());
        case 1: return update(some_key());
        case 2: return write_batch();
        case 3: return transact();
        default: return put(some_row());
        }
    }

    /// Reads a whole partition in pages, in a random order and direction, and looks whether the model has the same.
    void read()
    {
        auto const& by = orders[pick(3)];
        auto const hash = by.hash == "g" ? std::string{"xy"[pick(2)]} : std::string{"abc"[pick(3)]};
        bool const has_range = is_number(by.range) && pick(2) == 0;
        auto const low = has_range ? static_cast<double>(pick(12)) - 6 : -1e9;
        auto const high = has_range ? low + static_cast<double>(pick(6)) : 1e9;
        auto expected = model_.query(by, hash, low, high);
        bool const is_forward = pick(2) == 0;
        if (!is_forward) std::reverse(expected.begin(), expected.end());
        if (by.keys_only) {
            for (auto& r : expected)
                std::erase_if(
                    r, [](auto const& a) { return a.first != "pk" && a.first != "sk" && a.first != "l"; });
        }
        QueryInput request{.TableName = "tbl", .IndexName = by.index};
        request.KeyConditionExpression =
            has_range ? by.hash + " = :h AND " + by.range + " BETWEEN :l AND :u" : by.hash + " = :h";
        request.ExpressionAttributeValues = attribute_map{{":h", hash}};
        if (has_range) {
            request.ExpressionAttributeValues->emplace(":l", number{std::to_string(low)});
            request.ExpressionAttributeValues->emplace(":u", number{std::to_string(high)});
        }
        request.ScanIndexForward = is_forward;
        request.Limit = static_cast<std::int64_t>(1 + pick(4));
        CHECK(pages(request) == expected);
    }

    /// The segments of a scan hold every item once.
    void scan()
    {
        rows found;
        auto const total = static_cast<std::int64_t>(1 + pick(4));
        for (std::int64_t segment = 0; segment < total; ++segment) {
            ScanInput request{.TableName = "tbl", .Limit = static_cast<std::int64_t>(1 + pick(5))};
            request.TotalSegments = total;
            request.Segment = segment;
            auto const part = pages(request);
            found.insert(found.end(), part.begin(), part.end());
        }
        auto expected = model_.all;
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        CHECK(found == expected);
    }

    void check_sizes()
    {
        auto const table = db_.describe("tbl").value().Table;
        auto const in_index = [&](order const& by) {
            return std::count_if(model_.all.begin(), model_.all.end(),
                                 [&](row const& r) { return r.contains(by.hash) && r.contains(by.range); });
        };
        CHECK(table.ItemCount == static_cast<std::int64_t>(model_.all.size()));
        CHECK((*table.GlobalSecondaryIndexes)[0].ItemCount == in_index(orders[1]));
        CHECK((*table.LocalSecondaryIndexes)[0].ItemCount == in_index(orders[2]));
    }

private:
    std::size_t pick(std::size_t bound)
    {
        return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random_);
    }
    std::string some_number() { return std::to_string(static_cast<int>(pick(12)) - 6); }

    row some_key() { return {{"pk", std::string{"abc"[pick(3)]}}, {"sk", some_number()}}; }
    row some_row()
    {
        auto r = some_key();
        if (pick(3) > 0) r["g"] = "xy"[pick(2)];
        if (pick(3) > 0) r["h"] = some_number();
        if (pick(2) > 0) r["l"] = "pqr"[pick(3)];
        r["v"] = some_number();
        return r;
    }

    void put(row const& r)
    {
        db_.put(to_item(r));
        model_.put(r);
    }

    void remove(row const& key)
    {
        REQUIRE(refusal(db_.run(DeleteItemInput{.TableName = "tbl", .Key = to_item(key)})) == "");
        model_.remove(key);
    }

    /// What the update does to a row of the model.
    static void apply(model& to, row const& key, std::string const& h, std::string const& v)
    {
        if (!to.find(key)) to.all.push_back(key);
        auto& r = *to.find(key);
        r["h"] = h;
        r["v"] = std::to_string((r.contains("v") ? std::stoi(r["v"]) : 0) + std::stoi(v));
        r.erase("l");
    }

    void update(row const& key)
    {
        auto const h = some_number();
        auto const v = some_number();
        UpdateItemInput request{.TableName = "tbl", .Key = to_item(key)};
        request.UpdateExpression = "SET h = :h REMOVE l ADD v :v";
        request.ExpressionAttributeValues = attribute_map{{":h", number{h}}, {":v", number{v}}};
        REQUIRE(refusal(db_.run(request)) == "");
        apply(model_, key, h, v);
    }

    void write_batch()
    {
        BatchWriteItemInput request;
        auto& writes = request.RequestItems.emplace()["tbl"];
        auto const one = some_row();
        auto const other = some_key();
        writes.push_back({.PutRequest = PutRequest{to_item(one)}});
        writes.push_back({.DeleteRequest = DeleteRequest{to_item(other)}});
        auto const outcome = batch_write_item(db_.state, db_.make_call(), request);
        bool const is_same = one.at("pk") == other.at("pk") && one.at("sk") == other.at("sk");
        CHECK(refusal(outcome) == (is_same ? "Provided list of item keys contains duplicates" : ""));
        if (is_same) return;
        model_.put(one);
        model_.remove(other);
    }

    /// Puts one item if it is new and updates another; both or none.
    void transact()
    {
        auto const one = some_row();
        auto const other = some_key();
        auto const h = some_number();
        TransactWriteItemsInput request;
        auto& actions = request.TransactItems.emplace();
        actions.push_back({.Put = Put{.Item = to_item(one),
                                      .TableName = "tbl",
                                      .ConditionExpression = "attribute_not_exists(pk)"}});
        actions.push_back({.Update = Update{.Key = to_item(other),
                                            .UpdateExpression = "SET h = :h REMOVE l ADD v :h",
                                            .TableName = "tbl",
                                            .ExpressionAttributeValues = attribute_map{{":h", number{h}}}}});
        auto const outcome = transact_write_items(db_.state, db_.make_call(), request);
        bool const is_same = one.at("pk") == other.at("pk") && one.at("sk") == other.at("sk");
        bool const is_refused = is_same || model_.find(one);
        CHECK(outcome.has_error() == is_refused);
        if (is_refused) return;
        model_.put(one);
        apply(model_, other, h, h);
    }

    auto run(QueryInput const& request) { return query(db_.state, db_.make_call(), request); }
    auto run(ScanInput const& request) { return dynamodb::scan(db_.state, db_.make_call(), request); }

    /// All pages one after the other.
    template <class Request>
    rows pages(Request request)
    {
        rows found;
        for (;;) {
            auto const page = run(request);
            REQUIRE(refusal(page) == "");
            REQUIRE(page->ScannedCount <= *request.Limit);
            for (auto const& item : *page->Items) found.push_back(to_row(item));
            if (!page->LastEvaluatedKey) return found;
            request.ExclusiveStartKey = page->LastEvaluatedKey;
        }
    }

    std::mt19937 random_;
    dynamodb_under_test db_;
    model model_;
};

} // namespace

TEST_CASE("Tables and indexes hold what a plain list of items holds, in its order", "[dynamodb][model]")
{
    for (unsigned seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        life life{seed};
        for (int step = 0; step < 120; ++step) {
            life.write();
            life.read();
        }
        life.scan();
        life.check_sizes();
    }
}

} // namespace understudy::dynamodb::test
