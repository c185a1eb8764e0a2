#include "core/hash_index.hpp"
#include "support/catch.hpp"

#include <map>
#include <random>
#include <string>
#include <vector>

using namespace understudy;

namespace {

/// Numbered texts, and the index in question beside a map.
struct numbered {
    std::vector<std::string> texts;
    hash_index index;
    std::map<std::string, hash_index::number> known;

    std::optional<hash_index::number> find(std::string const& text) const
    {
        return index.find(hash_index::hash_of(text),
                          [&](hash_index::number each) { return texts[each] == text; });
    }
    void insert(std::string const& text)
    {
        auto const number = static_cast<hash_index::number>(texts.size());
        texts.push_back(text);
        index.insert(hash_index::hash_of(text), number);
        known[text] = number;
    }
    void erase(std::string const& text)
    {
        index.erase(hash_index::hash_of(text), known.at(text));
        known.erase(text);
    }
};

} // namespace

TEST_CASE("What was numbered by its text is found until it is erased", "[core]")
{
    numbered things;
    CHECK(!things.find("a"));
    std::mt19937 chance{20261126};
    for (int step = 0; step < 20'000; ++step) {
        auto const text = std::to_string(chance() % 700);
        auto const before = things.known.find(text);
        auto const found = things.find(text);
        REQUIRE(found.has_value() == (before != things.known.end()));
        if (found) {
            REQUIRE(*found == before->second);
            things.erase(text);
            REQUIRE(!things.find(text));
        } else {
            things.insert(text);
            REQUIRE(things.find(text));
        }
    }
}

TEST_CASE("Texts of one hash are told apart, whichever goes first", "[core]")
{
    hash_index index;
    auto const hash = hash_index::hash_of("all alike");
    auto const find = [&](hash_index::number wanted) {
        return index.find(hash, [&](hash_index::number each) { return each == wanted; });
    };
    constexpr hash_index::number highest = ~hash_index::number{0};
    for (hash_index::number const each : {0U, 1U, 2U, highest}) index.insert(hash, each);
    index.erase(hash, 1);
    CHECK(find(0) == 0U);
    CHECK(!find(1));
    CHECK(find(2) == 2U);
    CHECK(find(highest) == highest);
    index.erase(hash, highest);
    index.erase(hash, 0);
    CHECK(find(2) == 2U);
    index.clear();
    CHECK(!find(2));
}
