#include "dynamodb/key_tree.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace understudy::dynamodb;

namespace {

/// An entry whose key stands in two pieces, as those of indexes do.
struct cut_entry {
    std::string front;
    std::string back;
    int value = 0;
};

key_parts key_of(cut_entry const& entry) { return {entry.front, entry.back}; }

using cut_tree = key_tree<cut_entry>;
using key_map = std::map<std::string, int>; // compares bytes as numbers without a sign

cut_entry entry(std::string const& key, int value)
{
    auto const cut = key.size() * 2 / 3;
    return {key.substr(0, cut), key.substr(cut), value};
}

std::string key_in(cut_entry const& entry) { return entry.front + entry.back; }

/// How the keys of a test are made from random numbers.
using key_maker = std::string (*)(std::mt19937&);

std::string number_behind_long_beginning(std::mt19937& random)
{
    return "the same partition, with a long key: " + std::to_string(1'000'000 + random() % 20'000);
}

/// Short, of few different bytes, zeros among them: many begin with another, and the empty one is there too.
std::string few_bytes(std::mt19937& random)
{
    std::string key;
    for (auto length = random() % 14; length > 0; --length)
        key += std::string_view{"\0\1\x7f\xff", 4}[random() % 4];
    return key;
}

std::string eight_random_bytes(std::mt19937& random)
{
    std::string key;
    while (key.size() < 8) key += static_cast<char>(random() % 256);
    return key;
}

/// Of a node some begin alike, for longer than a hint, and others do not.
std::string few_partitions(std::mt19937& random)
{
    return std::string(1 + random() % 20, 'p') + std::string(1, '\0') + std::to_string(random() % 500);
}

/// Each the beginning of the next.
std::string all_of_one_byte(std::mt19937& random) { return std::string(random() % 3000, 'x'); }

constexpr key_maker makers[] = {number_behind_long_beginning, few_bytes, eight_random_bytes, few_partitions,
                                all_of_one_byte};

void check_same_order(cut_tree const& tree, key_map const& model)
{
    REQUIRE(tree.size() == model.size());
    REQUIRE(tree.empty() == model.empty());
    auto const same = [](cut_entry const& entry, auto const& pair) {
        return key_in(entry) == pair.first && entry.value == pair.second;
    };
    REQUIRE(std::equal(tree.begin(), tree.end(), model.begin(), model.end(), same));
    REQUIRE(std::equal(std::make_reverse_iterator(tree.end()), std::make_reverse_iterator(tree.begin()),
                       model.rbegin(), model.rend(), same));
}

void check_same_place(cut_tree const& tree, key_map const& model, std::string const& key)
{
    auto const same = [&](cut_tree::const_iterator at, key_map::const_iterator expected) {
        return expected == model.end() ? at == tree.end()
                                       : at != tree.end() && key_in(*at) == expected->first;
    };
    REQUIRE(same(tree.find(key), model.find(key)));
    REQUIRE(same(tree.lower_bound(key), model.lower_bound(key)));
    REQUIRE(same(tree.upper_bound(key), model.upper_bound(key)));
    auto const before = tree.lower_bound(key);
    if (before != tree.begin())
        REQUIRE(key_in(*std::prev(before)) == std::prev(model.lower_bound(key))->first);
}

} // namespace

TEST_CASE("A tree of keys answers like a map, whatever comes and goes", "[dynamodb][tree]")
{
    for (auto const seed : {1U, 2U, 3U}) {
        for (std::size_t kind = 0; kind < std::size(makers); ++kind) {
            INFO("seed " << seed << ", keys of kind " << kind);
            auto const make = makers[kind];
            std::mt19937 random{seed};
            cut_tree tree;
            key_map model;
            check_same_place(tree, model, "nothing is there");
            for (unsigned step = 0; step < 12'000; ++step) {
                bool const grows = step % 4000 < 2500; // thrice: more come than go, then more go than come
                auto const key = make(random);
                if (random() % 8 < (grows ? 7U : 1U)) {
                    auto const value = static_cast<int>(random() % 1000);
                    if (auto const at = tree.find(key); at != tree.end()) {
                        at->value = value;
                    } else {
                        tree.insert(key, entry(key, value));
                    }
                    model[key] = value;
                } else {
                    auto const near = model.lower_bound(key);
                    auto const gone = near == model.end() ? key : near->first;
                    REQUIRE(tree.erase(gone) == (model.erase(gone) == 1));
                }
                if (step % 16 == 0) check_same_place(tree, model, make(random));
                if (step % 500 == 0) check_same_order(tree, model);
            }
            check_same_order(tree, model);
        }
    }
}

TEST_CASE("A tree of keys is filled and emptied in any order", "[dynamodb][tree]")
{
    enum class order { up, down, mixed };
    std::mt19937 random{4};
    for (std::size_t const size : {0U, 1U, 2U, 63U, 64U, 65U, 66U, 200U, 2300U, 9000U}) {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < size; ++i) keys.push_back("key-" + std::to_string(100'000 + i));
        auto const sorted = [&](order how) {
            auto result = keys;
            if (how == order::down) std::ranges::reverse(result);
            if (how == order::mixed) std::ranges::shuffle(result, random);
            return result;
        };
        for (auto const in : {order::up, order::down, order::mixed}) {
            for (auto const out : {order::up, order::down, order::mixed}) {
                cut_tree tree;
                key_map model;
                for (auto const& key : sorted(in)) {
                    tree.insert(key, entry(key, 1));
                    model[key] = 1;
                }
                check_same_order(tree, model);
                std::size_t gone = 0;
                for (auto const& key : sorted(out)) {
                    REQUIRE(tree.erase(key));
                    REQUIRE_FALSE(tree.erase(key));
                    model.erase(key);
                    if (++gone % 97 == 0) check_same_order(tree, model);
                }
                CHECK(tree.empty());
                CHECK(tree.begin() == tree.end());
                tree.insert("again", entry("again", 2));
                CHECK(tree.begin()->value == 2);
            }
        }
    }
}

TEST_CASE("A copy of a tree of keys goes its own way", "[dynamodb][tree]")
{
    std::mt19937 random{5};
    cut_tree first;
    key_map expected;
    for (int i = 0; i < 3000; ++i) {
        auto const key = few_partitions(random);
        if (expected.emplace(key, i).second) first.insert(key, entry(key, i));
    }
    cut_tree second{first};
    check_same_order(second, expected);
    auto const before = expected;
    for (auto const& [key, value] : before) {
        if (value % 2 != 0) continue;
        second.erase(key);
        expected.erase(key);
    }
    second.insert("~", entry("~", -1));
    expected["~"] = -1;
    check_same_order(first, before);
    check_same_order(second, expected);
    first = std::move(second);
    check_same_order(first, expected);
    first = cut_tree{};
    check_same_order(first, {});
}

TEST_CASE("Keys in two pieces are compared as one", "[dynamodb][tree]")
{
    std::mt19937 random{6};
    for (int i = 0; i < 20'000; ++i) {
        auto const a = few_bytes(random);
        auto const b = few_bytes(random);
        auto const cut = a.empty() ? 0 : random() % a.size();
        key_parts const parts{std::string_view{a}.substr(0, cut), std::string_view{a}.substr(cut)};
        REQUIRE((compare(parts, b) < 0) == (a < b));
        REQUIRE((compare(parts, b) == 0) == (a == b));
        auto const alike = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
        REQUIRE(common_prefix(parts, std::string_view{b}) == alike);
        REQUIRE(first_bytes(parts, alike) == b.substr(0, alike));
        REQUIRE(begin_alike(parts, b, alike));
        REQUIRE_FALSE(begin_alike(parts, b, alike + 1));
        auto const from = random() % 16;
        REQUIRE(word_at(parts, from) == word_at(std::string_view{a}, from));
    }
}
