// The lives of random tables beside a model of them. UNDERSTUDY_MODEL_STEPS and UNDERSTUDY_MODEL_SEEDS make it longer.
#include "fixture.hpp"
#include "table_model.hpp"

#include <algorithm>
#include <cstdlib>

namespace understudy::dynamodb::test {
namespace {

template <class Request>
void add_values(Request& request, attribute_map values)
{
    if (!values.empty()) request.ExpressionAttributeValues = std::move(values);
}

class life {
public:
    explicit life(unsigned seed)
        : chance_{seed}, types_{std::vector<std::string>{"S", "N", "B"}[chance_.pick(3)]},
          views_{chance_.some_views()}, model_{views_, types_}
    {
        REQUIRE(refusal(db_.create(create_request(views_, types_))) == "");
    }

    void step()
    {
        switch (chance_.pick(9)) {
        case 0: return remove();
        case 1: return update();
        case 2: return write_batch();
        case 3: return transact();
        case 4: return write_nonsense();
        case 5: return get();
        default: return put();
        }
    }

    /// Reads a partition in pages and looks whether the model has the same.
    void query()
    {
        auto const& on = views_[chance_.pick(views_.size())];
        QueryInput request{.TableName = "tbl", .IndexName = on.index};
        attribute_map values;
        std::vector<std::string> conditions;
        row hash;
        for (auto const& name : on.hash) {
            hash[name] = chance_.text_of(types_, name);
            conditions.push_back(name + " = :" + name);
            values.emplace(":" + name, types_.value(name, hash[name]));
        }
        std::function<bool(row const&)> in_range = [](row const&) { return true; };
        for (std::size_t i = 0, given = chance_.pick(on.range.size() + 1); i < given; ++i)
            add_range(on.range[i], i + 1 == given, conditions, values, in_range);
        // In any order: the schema says what they are of.
        for (auto const& each : conditions) {
            auto& text = request.KeyConditionExpression;
            text = !text ? each : chance_.one_in(2) ? *text + " AND " + each : each + " AND " + *text;
        }
        auto expected = model_.query(on, hash, in_range);
        auto const examined = expected.size();
        if (on.projection != "KEYS_ONLY" && chance_.one_in(2)) {
            auto const filter = chance_.some_condition(values, 2);
            request.FilterExpression = filter.text;
            std::erase_if(expected, [&](row const& r) { return !filter.holds(r); });
        }
        if (chance_.one_in(2)) {
            request.ScanIndexForward = false;
            std::reverse(expected.begin(), expected.end());
        }
        request.ExpressionAttributeValues = std::move(values);
        // What finds at most one item cannot be taken up again.
        bool const is_one =
            !on.index
            && (on.range.empty() || request.KeyConditionExpression->find("sk = ") != std::string::npos);
        request.Limit = static_cast<std::int64_t>(is_one ? 2 : 1 + chance_.pick(4));
        INFO(request.IndexName.value_or("table") << ": " << *request.KeyConditionExpression << " | "
                                                 << request.FilterExpression.value_or("no filter"));
        CHECK(pages(request, examined) == expected);
    }

    /// The segments of a scan hold every item once.
    void scan()
    {
        auto const& on = views_[chance_.pick(views_.size())];
        ScanInput request{.TableName = "tbl", .IndexName = on.index};
        attribute_map values;
        auto expected = model_.scan(on);
        if (on.projection != "KEYS_ONLY" && chance_.one_in(2)) {
            auto const filter = chance_.some_condition(values, 2);
            request.FilterExpression = filter.text;
            std::erase_if(expected, [&](row const& r) { return !filter.holds(r); });
        }
        add_values(request, std::move(values));
        request.Limit = static_cast<std::int64_t>(1 + chance_.pick(5));
        request.TotalSegments = static_cast<std::int64_t>(1 + chance_.pick(4));
        rows found;
        for (std::int64_t segment = 0; segment < *request.TotalSegments; ++segment) {
            request.Segment = segment;
            auto const part = pages(request, std::nullopt);
            found.insert(found.end(), part.begin(), part.end());
        }
        std::sort(found.begin(), found.end());
        CHECK(found == expected);
    }

    void check_counts()
    {
        auto const told = db_.describe("tbl").value().Table;
        CHECK(told.ItemCount == static_cast<std::int64_t>(model_.all().size()));
        auto const check = [&](auto const& indexes) {
            if (!indexes) return;
            for (auto const& index : *indexes) {
                auto const on = std::find_if(views_.begin(), views_.end(),
                                             [&](view const& v) { return v.index == index.IndexName; });
                CHECK(index.ItemCount == static_cast<std::int64_t>(model_.scan(*on).size()));
            }
        };
        check(told.GlobalSecondaryIndexes);
        check(told.LocalSecondaryIndexes);
    }

private:
    row some_key()
    {
        row key{{"pk", chance_.text_of(types_, "pk")}};
        for (auto const& name : views_[0].range) key[name] = chance_.text_of(types_, name);
        return key;
    }

    row some_row()
    {
        auto r = some_key();
        for (std::string const name : {"g", "h", "i", "j", "l", "t", "u"}) {
            if (!chance_.one_in(3)) r[name] = chance_.text_of(types_, name);
        }
        return r;
    }

    bool holds(condition const& asked, row const& key) const
    {
        auto const* found = model_.find(key);
        return asked.holds(found ? *found : row{});
    }

    /// Half of the time a condition on the item of the key; whether the write may happen.
    template <class Request>
    bool guard(Request& request, row const& key, attribute_map& values)
    {
        if (chance_.one_in(2)) return true;
        auto const asked = chance_.some_condition(values, 2);
        request.ConditionExpression = asked.text;
        return holds(asked, key);
    }

    static std::string failure(bool may) { return may ? "" : "The conditional request failed"; }

    void put()
    {
        auto const r = some_row();
        PutItemInput request{.TableName = "tbl", .Item = types_.to_item(r)};
        attribute_map values;
        bool const may = guard(request, r, values);
        add_values(request, std::move(values));
        INFO(request.ConditionExpression.value_or(""));
        CHECK(refusal(db_.run(request)) == failure(may));
        if (may) model_.put(r);
    }

    void remove()
    {
        auto const key = some_key();
        DeleteItemInput request{.TableName = "tbl", .Key = types_.to_item(key), .ReturnValues = "ALL_OLD"};
        attribute_map values;
        bool const may = guard(request, key, values);
        add_values(request, std::move(values));
        auto const outcome = db_.run(request);
        REQUIRE(refusal(outcome) == failure(may));
        if (!may) return;
        auto const* old = model_.find(key);
        CHECK(outcome->Attributes.has_value() == (old != nullptr));
        if (old) CHECK(to_row(*outcome->Attributes) == *old);
        model_.remove(key);
    }

    /// An update as a text and what it makes of a row.
    std::string some_update(row& r, bool& creates, attribute_map& values)
    {
        std::string set;
        std::string removed;
        std::string added;
        for (std::string const name : {"g", "h", "i", "j", "l", "t", "u"}) {
            auto const text = chance_.text_of(types_, name);
            auto const value = ":" + name;
            switch (chance_.pick(5)) {
            case 0:
                set += (set.empty() ? " SET " : ", ") + name + " = " + value;
                values.emplace(value, types_.value(name, text));
                r[name] = text;
                break;
            case 1:
                removed += (removed.empty() ? " REMOVE " : ", ") + name;
                r.erase(name);
                break;
            case 2:
                if (name != "u") break;
                added = " ADD u " + value;
                values.emplace(value, number{text});
                r["u"] = sum(r.contains("u") ? r["u"] : "0", text);
                break;
            case 3:
                set +=
                    (set.empty() ? " SET " : ", ") + name + " = if_not_exists(" + name + ", " + value + ")";
                values.emplace(value, types_.value(name, text));
                r.try_emplace(name, text);
                break;
            default: break;
            }
        }
        creates = !set.empty() || !added.empty() || removed.empty();
        return chance_.one_in(2) ? set + removed + added : added + removed + set;
    }

    void update()
    {
        auto const key = some_key();
        UpdateItemInput request{.TableName = "tbl", .Key = types_.to_item(key), .ReturnValues = "ALL_NEW"};
        attribute_map values;
        bool const may = guard(request, key, values);
        auto const* old = model_.find(key);
        auto after = old ? *old : key;
        bool creates = true;
        auto const text = some_update(after, creates, values);
        if (!text.empty()) request.UpdateExpression = text;
        add_values(request, std::move(values));
        INFO(text << " if " << request.ConditionExpression.value_or("ever"));
        auto const outcome = db_.run(request);
        REQUIRE(refusal(outcome) == failure(may));
        if (!may || (!old && !creates)) return;
        CHECK(to_row(outcome->Attributes.value()) == after);
        model_.put(after);
    }

    void write_batch()
    {
        BatchWriteItemInput request;
        auto& writes = request.RequestItems.emplace()["tbl"];
        auto after = model_;
        rows keys;
        bool is_repeated = false;
        for (std::size_t left = 1 + chance_.pick(4); left > 0; --left) {
            auto const r = some_row();
            table_model seen{views_, types_};
            for (auto const& key : keys) seen.put(key);
            is_repeated = is_repeated || seen.find(r);
            keys.push_back(r);
            if (chance_.one_in(3)) {
                writes.push_back({.DeleteRequest = DeleteRequest{types_.to_item(model_.key_of(r))}});
                after.remove(r);
            } else {
                writes.push_back({.PutRequest = PutRequest{types_.to_item(r)}});
                after.put(r);
            }
        }
        CHECK(refusal(batch_write_item(db_.state, db_.make_call(), request))
              == (is_repeated ? "Provided list of item keys contains duplicates" : ""));
        if (!is_repeated) model_ = after;
    }

    /// All conditions are asked of the rows before; all happens, or nothing.
    void transact()
    {
        TransactWriteItemsInput request;
        auto& actions = request.TransactItems.emplace();
        auto after = model_;
        std::string reasons;
        table_model seen{views_, types_};
        bool is_repeated = false;
        for (std::size_t left = 1 + chance_.pick(4); left > 0; --left) {
            auto const r = some_row();
            auto const key = model_.key_of(r);
            is_repeated = is_repeated || seen.find(key);
            seen.put(key);
            attribute_map values;
            bool may = true;
            auto const finish = [&](auto action) {
                may = guard(action, key, values);
                add_values(action, std::move(values));
                return action;
            };
            switch (chance_.pick(3)) {
            case 0:
                actions.push_back({.Put = finish(Put{.Item = types_.to_item(r), .TableName = "tbl"})});
                after.put(r);
                break;
            case 1:
                actions.push_back({.Delete = finish(Delete{.Key = types_.to_item(key), .TableName = "tbl"})});
                after.remove(key);
                break;
            default: {
                auto const check = chance_.some_condition(values, 2);
                actions.push_back({.ConditionCheck = ConditionCheck{.Key = types_.to_item(key),
                                                                    .TableName = "tbl",
                                                                    .ConditionExpression = check.text}});
                add_values(*actions.back().ConditionCheck, std::move(values));
                may = holds(check, key);
            }
            }
            reasons += (reasons.empty() ? "" : ", ") + std::string{may ? "None" : "ConditionalCheckFailed"};
        }
        bool const is_cancelled = reasons.find("Failed") != std::string::npos;
        auto const cancelled =
            "Transaction cancelled, please refer cancellation reasons for specific reasons [" + reasons + "]";
        auto const expected = is_repeated
                                  ? "Transaction request cannot include multiple operations on one item"
                              : is_cancelled ? cancelled
                                             : "";
        CHECK(refusal(transact_write_items(db_.state, db_.make_call(), request)) == expected);
        if (expected.empty()) model_ = after;
    }

    /// Slightly wrong: it is refused and changes nothing, or it happens to be right, and is taken back.
    void write_nonsense()
    {
        auto const key = some_key();
        UpdateItemInput request{.TableName = "tbl", .Key = types_.to_item(key)};
        attribute_map values;
        row ignored;
        bool creates = true;
        request.UpdateExpression = some_update(ignored, creates, values);
        if (request.UpdateExpression->empty()) return;
        request.ConditionExpression = chance_.some_condition(values, 3).text;
        auto& text = chance_.one_in(2) ? request.UpdateExpression : request.ConditionExpression;
        text = chance_.spoiled(*text);
        add_values(request, std::move(values));
        INFO(*request.UpdateExpression << " if " << *request.ConditionExpression);
        auto before = db_.state;
        auto const outcome = db_.run(request);
        if (outcome) {
            db_.state = std::move(before);
        } else {
            auto const shape = outcome.error().kind.shape;
            CHECK((shape == "ValidationException" || shape == "ConditionalCheckFailedException"));
        }
        get_one(key);
    }

    void get_one(row const& key)
    {
        auto const got = db_.get(types_.to_item(key));
        auto const* known = model_.find(key);
        REQUIRE(got.has_value() == (known != nullptr));
        if (known) CHECK(to_row(*got) == *known);
    }

    void get()
    {
        BatchGetItemInput request;
        auto& wanted = request.RequestItems.emplace()["tbl"].Keys.emplace();
        table_model keys{views_, types_};
        for (std::size_t left = 1 + chance_.pick(4); left > 0; --left) keys.put(some_key());
        rows expected;
        for (auto const& key : keys.all()) {
            wanted.push_back(types_.to_item(key));
            if (auto const* known = model_.find(key)) expected.push_back(*known);
        }
        auto const outcome = batch_get_item(db_.state, db_.make_call(), request);
        REQUIRE(refusal(outcome) == "");
        rows found;
        for (auto const& item : outcome->Responses.at("tbl")) found.push_back(to_row(item));
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        CHECK(found == expected);
    }

    /// Equality on a range key, or for the last one given anything else.
    void add_range(std::string const& name, bool is_last, std::vector<std::string>& conditions,
                   attribute_map& values, std::function<bool(row const&)>& in_range)
    {
        auto const text = chance_.text_of(types_, name);
        auto const value = ":" + name;
        values.emplace(value, types_.value(name, text));
        auto const order = [this, name, text](row const& r) {
            return types_.compare(name, r.at(name), text);
        };
        auto const all = in_range;
        auto const narrow = [&](std::string condition, auto test) {
            conditions.push_back(std::move(condition));
            in_range = [=](row const& r) { return all(r) && test(r); };
        };
        switch (is_last ? chance_.pick(7) : 0) {
        case 0: return narrow(name + " = " + value, [=](row const& r) { return order(r) == 0; });
        case 1: return narrow(name + " < " + value, [=](row const& r) { return order(r) < 0; });
        case 2: return narrow(value + " >= " + name, [=](row const& r) { return order(r) <= 0; });
        case 3: return narrow(name + " > " + value, [=](row const& r) { return order(r) > 0; });
        case 4: return narrow("(" + name + " >= " + value + ")", [=](row const& r) { return order(r) >= 0; });
        case 5: {
            if (types_.of(name) == "N")
                return narrow(name + " = " + value, [=](row const& r) { return order(r) == 0; });
            auto const begins = [=](row const& r) { return r.at(name).starts_with(text); };
            return narrow("begins_with(" + name + ", " + value + ")", begins);
        }
        default: {
            auto other = chance_.text_of(types_, name);
            if (types_.compare(name, other, text) < 0) other = text;
            values.emplace(value + "2", types_.value(name, other));
            auto const under = [=, this](row const& r) {
                return types_.compare(name, r.at(name), other) <= 0;
            };
            return narrow(name + " BETWEEN " + value + " AND " + value + "2",
                          [=](row const& r) { return order(r) >= 0 && under(r); });
        }
        }
    }

    auto run(QueryInput const& request) { return dynamodb::query(db_.state, db_.make_call(), request); }
    auto run(ScanInput const& request) { return dynamodb::scan(db_.state, db_.make_call(), request); }

    /// All pages one after the other.
    template <class Request>
    rows pages(Request request, std::optional<std::size_t> examined)
    {
        rows found;
        std::size_t scanned = 0;
        for (;;) {
            auto const page = run(request);
            REQUIRE(refusal(page) == "");
            REQUIRE(page->ScannedCount <= *request.Limit);
            REQUIRE(page->Count == static_cast<std::int64_t>(page->Items->size()));
            scanned += static_cast<std::size_t>(page->ScannedCount);
            for (auto const& item : *page->Items) found.push_back(to_row(item));
            if (!page->LastEvaluatedKey) break;
            request.ExclusiveStartKey = page->LastEvaluatedKey;
        }
        if (examined) CHECK(scanned == *examined);
        return found;
    }

    chance chance_;
    types types_;
    views views_;
    dynamodb_under_test db_;
    table_model model_;
};

int from_environment(char const* name, int otherwise)
{
    auto const* text = std::getenv(name);
    return text ? std::atoi(text) : otherwise;
}

} // namespace

TEST_CASE("Tables of every shape hold what a plain list of rows holds, in its order", "[dynamodb][model]")
{
    auto const steps = from_environment("UNDERSTUDY_MODEL_STEPS", 100);
    auto const seeds = from_environment("UNDERSTUDY_MODEL_SEEDS", 40);
    for (int seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        life life{static_cast<unsigned>(seed)};
        for (int step = 0; step < steps; ++step) {
            INFO("step " << step);
            life.step();
            life.query();
            if (step % 10 == 0) life.scan();
        }
        life.scan();
        life.check_counts();
    }
}

} // namespace understudy::dynamodb::test
