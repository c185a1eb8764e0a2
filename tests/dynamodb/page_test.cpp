#include "fixture.hpp"

#include <string>

namespace understudy::dynamodb::test {
namespace {

/// How many items a page of a partition has, all of which have the attribute.
std::int64_t items_in_page(attribute_value const& value, bool is_forward)
{
    constexpr int items = 1100; // more than a page holds
    dynamodb_under_test db;
    db.create_range_table();
    for (int i = 0; i < items; ++i) db.put({{"pk", "p"}, {"sk", std::to_string(1000 + i)}, {"v", value}});
    QueryInput request{.TableName = "tbl", .Select = "COUNT", .ScanIndexForward = is_forward};
    request.KeyConditionExpression = "pk = :p";
    request.ExpressionAttributeValues = {{{":p", "p"}}};
    auto const page = query(db.state, db.make_call(), request).value();
    auto const last = is_forward ? 1000 + page.ScannedCount - 1 : 1000 + items - page.ScannedCount;
    CHECK(*page.LastEvaluatedKey == item{{"pk", "p"}, {"sk", std::to_string(last)}});
    return page.ScannedCount;
}

TEST_CASE("A page of many small items ends with the one that fills a megabyte", "[dynamodb][queries]")
{
    // Beside 18 bytes and the sort key's 4 an item measures 2, 3 of the partition key, and its value's with 1 more:
    bool const is_forward = GENERATE(true, false);
    CHECK(items_in_page(std::string(1000, 'x'), is_forward)
          == 1019);                                        // 1030, of 1000 bytes and their length's 2
    CHECK(items_in_page(list(300, 1), is_forward) == 852); // 1231, of 3 and 4 for each number
}

} // namespace
} // namespace understudy::dynamodb::test
