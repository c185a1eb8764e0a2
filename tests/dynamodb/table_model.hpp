// What a table is to somebody who knows no trees, no bytes and no cache: a list of rows, searched from end to end. Written for
// model_test.cpp from the documents alone; nothing of the emulator is used but the shapes of requests.
#pragma once

#include <understudy/model/dynamodb.hpp>

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace understudy::dynamodb::test {

using row = std::map<std::string, std::string>; // name to text; what the text is of depends on the name
using rows = std::vector<row>;

/// A table or one of its indexes: in which order its rows are, and what it shows of them.
struct view {
    std::optional<std::string> index = {};
    std::vector<std::string> hash = {};
    std::vector<std::string> range = {};
    std::string projection = "ALL"; // or KEYS_ONLY, or INCLUDE: t and u
    bool is_local = false;

    bool has_key(std::string const& name) const;
    bool holds(row const& r) const;
};

/// Views[0] is the table.
using views = std::vector<view>;

/// "S", "N" or "B", by name; of sk by the table.
class types {
public:
    explicit types(std::string of_sort_key = "N") : sort_key_{std::move(of_sort_key)} {}
    std::string of(std::string const& name) const;
    int compare(std::string const& name, std::string const& a, std::string const& b) const;
    attribute_value value(std::string const& name, std::string const& text) const;
    item to_item(row const& from) const;

private:
    std::string sort_key_;
};

row to_row(item const& from);
std::string sum(std::string const& a, std::string const& b);
CreateTableInput create_request(views const& all, types const& types);

/// A condition as a text and as what it means; its values are added to those of the request.
struct condition {
    std::string text;
    std::function<bool(row const&)> holds;
};

/// Things to write and to ask, by chance.
class chance {
public:
    explicit chance(unsigned seed) : random_{seed} {}

    std::size_t pick(std::size_t bound)
    {
        return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random_);
    }
    bool one_in(std::size_t count) { return pick(count) == 0; }
    std::string text_of(types const& types, std::string const& name);
    /// About t and u, which are no keys.
    condition some_condition(attribute_map& values, int depth);
    /// The text with something left out, doubled or exchanged.
    std::string spoiled(std::string text);
    views some_views();

private:
    condition some_predicate(attribute_map& values);
    std::string add(attribute_map& values, attribute_value value);

    std::mt19937 random_;
};

class table_model {
public:
    table_model(views const& all_views, types of) : views_{all_views}, types_{std::move(of)} {}

    rows const& all() const { return all_; }
    row const* find(row const& key) const;
    row key_of(row const& r) const;
    void put(row const& r);
    void remove(row const& key);
    /// The rows of the view with these hash keys, for which the test on the range keys holds, in order, as the view shows them.
    rows query(view const& on, row const& hash, std::function<bool(row const&)> const& in_range) const;
    rows scan(view const& on) const;

private:
    bool same_key(row const& a, row const& b) const;
    bool comes_before(view const& on, row const& a, row const& b) const;
    row shown(view const& on, row r) const;

    views views_;
    types types_;
    rows all_;
};

} // namespace understudy::dynamodb::test
