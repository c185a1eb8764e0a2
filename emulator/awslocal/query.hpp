// JMESPath, in which --query is written: the whole grammar, and the functions that scripts use. Private to awslocal/.
// https://jmespath.org/specification.html
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace understudy::awslocal {

enum class query_kind : std::uint8_t {
    current,
    field,         // text
    literal,       // value
    index,         // numbers[0]
    slice,         // numbers, of which some may be absent
    chain,         // each of what the one before gives: a.b, a[0], a | b
    project,       // the second of each element of the first
    project_map,   // the second of each member's value of the first
    project_found, // the second of each element of the first of which the third is true
    flatten,
    list,
    object, // text names the members, one behind the other
    either,
    both,
    negation,
    comparison, // text
    function,   // text
    expression  // &a: handed to a function
};

struct query {
    query_kind kind = query_kind::current;
    std::string text = {};
    boost::json::value value = {};
    std::vector<std::string> names = {};
    std::vector<std::int64_t> numbers = {}; // of a slice: start, stop, step
    std::vector<bool> given = {};           // which of them
    std::vector<query> parts = {};
};

/// Why it is none, or why it cannot be asked of a value.
struct query_error {
    std::string text;
};

constexpr int query_depth_max = 100;

/// Throws query_error.
query parse_query(std::string_view text);
/// Throws query_error: for functions that are not there and for arguments that do not suit them.
boost::json::value search(query const& query, boost::json::value const& value);

/// Calls one of the functions. `arguments` are values, but for expressions, which stand in `expressions` in their place.
boost::json::value call_function(std::string_view name, std::vector<boost::json::value> const& arguments,
                                 std::vector<query const*> const& expressions);
/// Neither null, false nor empty.
bool is_true(boost::json::value const& value) noexcept;

} // namespace understudy::awslocal
