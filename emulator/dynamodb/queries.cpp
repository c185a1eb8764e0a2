#include "dynamodb/errors.hpp"
#include "dynamodb/item_write.hpp"
#include "dynamodb/page.hpp"
#include "dynamodb/requests.hpp"
#include "dynamodb/service.hpp"
#include "dynamodb/tables.hpp"
#include "dynamodb/value.hpp"

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

maybe_refusal check_start_values(std::optional<item> const& start, wording how)
{
    if (!start) return std::nullopt;
    value_facts facts;
    auto refusal = check_item(start->attributes(), facts, how);
    if (!refusal) return std::nullopt;
    // AWS tells what is wrong with numbers and with sets of them without the words about the key.
    if (refusal->fault != value_fault::of_type) return std::move(refusal->error);
    return errors::start_key_value(std::move(refusal->error));
}

/// The parts of a read that Query and Scan have in common and that come before the table, but for the filter.
template <class Input>
maybe_refusal load_maps(read_expressions& wanted, Input const& request, bool has_expression, wording how)
{
    if (!has_expression) return std::nullopt;
    return wanted.load_maps(request.ExpressionAttributeNames, request.ExpressionAttributeValues, how);
}

maybe_refusal load(read_expressions& wanted, state& state, QueryInput const& request, wording how)
{
    if (request.QueryFilter) {
        auto refused = wanted.load_filter(*request.QueryFilter, request.ConditionalOperator == "OR", how);
        if (refused) return refused;
    }
    if (request.AttributesToGet) {
        if (auto refused = wanted.load_attributes(*request.AttributesToGet)) return refused;
    }
    if (auto refused = check_start_values(request.ExclusiveStartKey, how)) return refused;
    if (!request.KeyConditions && !request.KeyConditionExpression) return errors::key_conditions_missing();
    bool const has_expression =
        request.KeyConditionExpression || request.FilterExpression || request.ProjectionExpression;
    auto refused = load_maps(wanted, request, has_expression, how);
    if (!refused && request.KeyConditionExpression)
        refused = wanted.load_key_condition(state, *request.KeyConditionExpression, how);
    if (!refused && request.FilterExpression)
        refused = wanted.load_filter(state, *request.FilterExpression, how);
    if (!refused && request.ProjectionExpression)
        refused = wanted.load_projection(state, *request.ProjectionExpression, how);
    if (!refused) refused = wanted.check_unused();
    if (!refused && request.KeyConditionExpression) refused = wanted.check_key_condition(how);
    if (!refused && request.KeyConditions) refused = wanted.load_key_conditions(*request.KeyConditions, how);
    // An index may have more keys than two.
    bool const are_too_many =
        request.KeyConditions && !request.IndexName && request.KeyConditions->size() > 2;
    if (!refused && are_too_many) refused = errors::wrong_number_of_conditions();
    return refused;
}

maybe_refusal check_segments(ScanInput const& request)
{
    if (request.Segment && !request.TotalSegments) return errors::total_segments_missing();
    if (request.TotalSegments && !request.Segment) return errors::segment_missing();
    if (request.Segment && *request.Segment >= *request.TotalSegments)
        return errors::segment_too_large(*request.Segment, *request.TotalSegments);
    return std::nullopt;
}

maybe_refusal load(read_expressions& wanted, state& state, ScanInput const& request, wording how)
{
    if (request.AttributesToGet) {
        if (auto refused = wanted.load_attributes(*request.AttributesToGet)) return refused;
    }
    if (request.ScanFilter) {
        auto refused = wanted.load_filter(*request.ScanFilter, request.ConditionalOperator == "OR", how);
        if (refused) return refused;
    }
    auto const conditions = request.ScanFilter ? request.ScanFilter->size() : 0;
    if (auto refused = check_conditional_operator(request.ConditionalOperator, conditions)) return refused;
    if (auto refused = check_start_values(request.ExclusiveStartKey, how)) return refused;
    if (auto refused = check_segments(request)) return refused;
    auto refused = load_maps(wanted, request, request.FilterExpression || request.ProjectionExpression, how);
    if (!refused && request.FilterExpression)
        refused = wanted.load_filter(state, *request.FilterExpression, how);
    if (!refused && request.ProjectionExpression)
        refused = wanted.load_projection(state, *request.ProjectionExpression, how);
    return refused ? refused : wanted.check_unused();
}

/// The index a read names, and what can be said of it before anything else.
template <class Input>
result<read_target> find_target(table const& table, Input const& request)
{
    read_target target{.table = &table};
    if (request.IndexName) {
        target.index = table.index_named(*request.IndexName);
        auto const status = target.index ? target.index->status : index_status::deleting;
        if (status == index_status::deleting) return errors::index_not_found(*request.IndexName);
        if (status == index_status::creating || status == index_status::backfilling)
            return errors::index_is_backfilling(*request.IndexName);
        if (!target.index->is_local && request.ConsistentRead.value_or(false))
            return errors::global_index_not_consistent();
    }
    return target;
}

/// What Query and Scan look at first: all that the request says by itself, then what it reads.
template <class Input>
result<read_target> begin(state& state, call const& call, Input const& request, read_expressions& wanted,
                          wording how)
{
    if (auto refused = check_constraints(request, how)) return std::move(*refused);
    if (auto refused = check_parameters(request, how)) return std::move(*refused);
    if (auto refused = load(wanted, state, request, how)) return std::move(*refused);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    return find_target((*found)->read(), request);
}

maybe_refusal check_select(read_target const& target, std::optional<std::string> const& select)
{
    bool const is_partial = target.index && !target.index->is_local && !target.index->projects_all;
    if (!is_partial || select != "ALL_ATTRIBUTES") return std::nullopt;
    return errors::index_does_not_project_all(target.index->name);
}

/// Hashes of a segment: from the first up to, and not including, the last.
std::uint64_t first_hash(std::int64_t segment, std::int64_t total)
{
    __extension__ using wide = unsigned __int128;
    auto const parts = static_cast<wide>(total);
    return static_cast<std::uint64_t>(((static_cast<wide>(segment) << 64U) + parts - 1) / parts);
}

key_range range_of(ScanInput const& request)
{
    key_range range;
    if (!request.Segment) return range;
    range.first = beginning_of(first_hash(*request.Segment, *request.TotalSegments));
    if (*request.Segment + 1 < *request.TotalSegments)
        range.last = beginning_of(first_hash(*request.Segment + 1, *request.TotalSegments));
    return range;
}

/// Walks the keys of what is scanned and of the table.
maybe_refusal check_start(ScanInput const& request, read_target const& target, key_range const& range)
{
    auto const& start = *request.ExclusiveStartKey;
    if (target.index) {
        for (auto const& keys : {target.hash_keys(), target.range_keys()}) {
            for (auto const& key : keys) {
                if (auto refused = check_start_part(key, start)) return refused;
            }
        }
    }
    if (auto refused = check_select(target, request.Select)) return refused;
    if (auto refused = check_start_of_table(target, start)) return refused;
    if (request.Segment && !range.holds(target.position_of(start).view()))
        return errors::start_key_of_other_segment(*request.TotalSegments, *request.Segment);
    return std::nullopt;
}

template <class Output, class Input>
result<Output> answer(state& state, call const& call, page_request request, read_expressions const& wanted,
                      Input const& input, unfinished_page& read)
{
    auto const& table = *request.from.table;
    request.from = seen_by_read(state, call, request.from, request.is_consistent);
    read_turn(request, wanted, read);
    if (!read.is_done) return Output{};
    auto& page = read.so_far;
    if (auto refused = admit_read(state, call, table, page.used)) return std::move(*refused);
    Output output{
        .Count = page.count, .ScannedCount = page.scanned, .LastEvaluatedKey = std::move(page.last)};
    if (request.wants_items) output.Items = std::move(page.items);
    if (is_wanted(input.ReturnConsumedCapacity))
        output.ConsumedCapacity = page.used.tell(*input.TableName, *input.ReturnConsumedCapacity);
    return output;
}

template <class Input>
page_request page_of(read_target const& target, Input const& request, key_range range)
{
    page_request page{.from = target, .range = std::move(range)};
    if (request.ExclusiveStartKey) page.after = target.position_of(*request.ExclusiveStartKey);
    page.is_consistent = request.ConsistentRead.value_or(false);
    page.wants_items = request.Select != "COUNT";
    page.wants_whole_items = !target.index || request.Select == "ALL_ATTRIBUTES";
    page.limit = request.Limit.value_or(0);
    return page;
}

} // namespace

namespace {

result<QueryOutput> read(state& state, call const& call, QueryInput const& request, unfinished_page& read)
{
    read_expressions wanted;
    auto const how = wording_of(state, wording::bare);
    auto const target = begin(state, call, request, wanted, how);
    if (!target) return target.error();
    auto const& table = *target->table;
    auto const& start = request.ExclusiveStartKey;
    if (start && start->size() != target->start_key_size()) return errors::start_key_invalid();
    auto range = range_of(*target, wanted.conditions(), start, how);
    if (!range) return range.error();
    if (start) {
        auto refused = check_start_of_table(*target, *start);
        if (!refused) refused = check_start_key(*target, wanted.conditions(), *range, *start);
        if (refused) return std::move(*refused);
    }
    if (auto refused = wanted.check_projection_paths(table)) return std::move(*refused);
    if (auto refused = wanted.check_filter_keys(*target)) return std::move(*refused);
    if (auto refused = check_select(*target, request.Select)) return std::move(*refused);
    if (auto refused = wanted.check_filter_paths(table)) return std::move(*refused);
    if (auto refused = wanted.check_projected(*target)) return std::move(*refused);
    auto page = page_of(*target, request, *std::move(range));
    page.is_forward = request.ScanIndexForward.value_or(true);
    return answer<QueryOutput>(state, call, std::move(page), wanted, request, read);
}

result<ScanOutput> read(state& state, call const& call, ScanInput const& request, unfinished_page& read)
{
    read_expressions wanted;
    auto const target = begin(state, call, request, wanted, wording_of(state, wording::older));
    if (!target) return target.error();
    auto const& table = *target->table;
    auto const& start = request.ExclusiveStartKey;
    if (start && start->size() != target->start_key_size())
        return target->index ? errors::start_key_invalid() : errors::start_key_does_not_match_schema();
    auto range = range_of(request);
    auto refused = start ? check_start(request, *target, range) : check_select(*target, request.Select);
    if (!refused) refused = wanted.check_projection_paths(table);
    if (!refused) refused = wanted.check_filter_paths(table);
    if (!refused) refused = wanted.check_projected(*target);
    if (refused) return std::move(*refused);
    return answer<ScanOutput>(state, call, page_of(*target, request, std::move(range)), wanted, request,
                              read);
}

template <class Input>
std::optional<result<typename Input::answer>> take_turn(state& state, call const& call, Input const& request,
                                                        unfinished_page& page)
{
    auto answer = read(state, call, request, page);
    if (answer && !page.is_done) return std::nullopt;
    return answer;
}

template <class Input>
result<typename Input::answer> take_turns(state& state, call const& call, Input const& request)
{
    unfinished_page page;
    while (true) {
        if (auto answer = take_turn(state, call, request, page)) return *std::move(answer);
    }
}

} // namespace

result<QueryOutput> query(state& state, call const& call, QueryInput const& request)
{
    return take_turns(state, call, request);
}

result<ScanOutput> scan(state& state, call const& call, ScanInput const& request)
{
    return take_turns(state, call, request);
}

std::optional<result<QueryOutput>> read_on(state& state, call const& call, QueryInput const& request,
                                           unfinished_page& page)
{
    return take_turn(state, call, request, page);
}

std::optional<result<ScanOutput>> read_on(state& state, call const& call, ScanInput const& request,
                                          unfinished_page& page)
{
    return take_turn(state, call, request, page);
}

} // namespace understudy::dynamodb
