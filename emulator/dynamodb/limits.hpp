// The limits of DynamoDB, in one place.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace understudy::dynamodb::limits {

constexpr std::size_t table_name_length_min = 3;
constexpr std::size_t table_name_length_max = 255; // index names too
constexpr std::size_t table_arn_length_max = 1024;
constexpr std::size_t list_tables_max = 100;

constexpr std::size_t page_bytes_max = 1'048'576; // of Query and Scan
constexpr std::int64_t scan_segments_max = 1'000'000;
constexpr std::size_t batch_get_keys_max = 100;
constexpr std::size_t batch_get_bytes_max = 16 * page_bytes_max;
constexpr std::size_t batch_get_table_bytes_max =
    page_bytes_max + 409'597; // where the share of one table is cut
constexpr std::size_t batch_write_requests_max = 25;
constexpr std::size_t transaction_actions_max = 100;
constexpr std::size_t transaction_bytes_max =
    4 * page_bytes_max; // of a request, and of the items that are read
constexpr std::size_t transaction_token_length_max = 36;
constexpr std::chrono::minutes transaction_token_lifetime{10};
constexpr std::size_t transaction_tokens_max =
    1'000'000; // ours, so that a clock that stands still costs no memory

constexpr std::size_t item_bytes_max = 400 * 1024;
constexpr std::uint64_t gigabyte = 1024U * 1024U * 1024U;
constexpr std::size_t hash_key_bytes_max = 2048;
constexpr std::size_t range_key_bytes_max = 1024;
constexpr std::size_t nesting_levels_max = 32;
constexpr std::size_t nesting_levels_worded_max =
    61; // of a request that is told what is wrong in today's words
constexpr std::size_t attribute_name_bytes_max = 65'535;
constexpr std::size_t key_attribute_name_bytes_max = 255;

constexpr int number_digits_max = 38;
constexpr int number_exponent_max = 125;  // 9.99...E+125
constexpr int number_exponent_min = -130; // 1E-130

constexpr std::size_t expression_bytes_max = 4096;
constexpr std::size_t expression_operators_max = 300;
constexpr std::size_t substitutions_bytes_max =
    2 * page_bytes_max;                                     // names and values of expressions together
constexpr std::size_t expression_reference_bytes_max = 255; // of #name and :value, the prefix included
constexpr std::size_t in_operands_max = 100;                // the left side included
constexpr std::uint64_t list_index_max = 2'147'483'647;
/// Deepest legal nest of parentheses and calls: 300 operators allow 300 levels of NOT (...), 4096 bytes fewer calls than
/// this. Deeper is wrong for another reason, and the parser stops there.
constexpr std::size_t expression_depth_max = 310;

constexpr std::int64_t capacity_units_max = 1'000'000'000'000;
constexpr std::int64_t burst_seconds = 300; // of unused capacity that a table may use later
constexpr int capacity_decreases_a_day = 4; // of a table or an index; later ones an hour apart
constexpr std::chrono::hours capacity_decreases_apart{1};
constexpr std::int64_t on_demand_read_units = 12'000; // what a new on-demand table can serve at once
constexpr std::int64_t on_demand_write_units = 4'000;
constexpr std::size_t local_indexes_max = 5;
constexpr std::size_t global_indexes_max = 20;
constexpr std::size_t global_index_keys_max = 4; // of each kind
constexpr std::size_t projected_attributes_max = 20;
constexpr std::size_t projected_attributes_of_table_max = 100;

constexpr std::int64_t account_capacity_units = 80'000;
constexpr std::int64_t table_capacity_units = 40'000;
constexpr std::int64_t endpoint_cache_minutes = 1440;
constexpr std::int64_t recovery_days_max = 35;

constexpr std::chrono::years time_to_live_age_max{5}; // what has been over for longer is never deleted

constexpr std::size_t tags_max = 50;
constexpr std::size_t tag_key_length_max = 128; // characters
constexpr std::size_t tag_value_length_max = 256;

constexpr std::size_t read_unit_bytes = 4096;
constexpr std::size_t write_unit_bytes = 1024;

} // namespace understudy::dynamodb::limits
