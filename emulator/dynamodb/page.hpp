// One page of a Query or a Scan: items in order, up to a number or a size.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "dynamodb/capacity.hpp"
#include "dynamodb/key_condition.hpp"
#include "dynamodb/read_expressions.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace understudy::dynamodb {

struct page_request {
    read_target from = {};
    key_range range = {};
    std::optional<key_bytes> after = {}; // exclusive
    bool is_forward = true;
    bool is_consistent = false;
    bool wants_items = true;       // or only their number
    bool wants_whole_items = true; // or, of an index, what it projects
    std::int64_t limit = 0;        // 0: none
};

struct page {
    std::vector<item> items;
    std::int64_t count = 0;
    std::int64_t scanned = 0;
    std::optional<item> last; // the key where the page ends; nothing: there is no more
    consumption used;
};

/// A page that is read in turns, because nobody else is served during one. Items that come and go between two turns may
/// be in it or not, as on AWS.
struct unfinished_page {
    page so_far = {};
    std::size_t read_bytes = 0;
    std::size_t measured_bytes = 0;      // as AWS measures pages
    std::optional<key_bytes> after = {}; // the last key of the turn before
    bool is_done = false;
};

/// Reads on for one turn.
void read_turn(page_request const& request, read_expressions const& wanted, unfinished_page& page);

} // namespace understudy::dynamodb
