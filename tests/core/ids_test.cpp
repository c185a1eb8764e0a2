#include "core/ids.hpp"

#include "support/catch.hpp"

#include <regex>

using namespace understudy;

TEST_CASE("The same seed gives the same ids, another seed others", "[core]")
{
    id_source first{7};
    id_source second{7};
    id_source other{8};
    for (int i = 0; i < 100; ++i) {
        auto const id = first.next_uuid();
        CHECK(id == second.next_uuid());
        CHECK(id != other.next_uuid());
    }
}

TEST_CASE("Ids are version 4 UUIDs in lower case", "[core]")
{
    id_source ids{1};
    std::regex const form{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
    for (int i = 0; i < 100; ++i) { CHECK(std::regex_match(to_string(ids.next_uuid()), form)); }
}

TEST_CASE("A copy of the source continues as the original does", "[core]")
{
    id_source ids{1};
    ids.next();
    auto copy = ids;
    CHECK(ids.next_uuid() == copy.next_uuid());
}
