// Calls of which a fault strikes only some entries: the rest is served, and the answer says which were not. For the engine.
#pragma once

#include <understudy/fault.hpp>
#include <understudy/model/dynamodb.hpp>

#include "dynamodb/errors.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace understudy {

/// Entries by their positions in the whole call, asked for in order.
class struck_entries {
public:
    explicit struck_entries(fault const& rule) : rule_{rule} {}

    bool is_next_struck() { return std::ranges::find(rule_.entries, position_++) != rule_.entries.end(); }

    /// Takes the struck ones out and returns them.
    template <class Entry>
    std::vector<Entry> take_from(std::vector<Entry>& all)
    {
        std::vector<Entry> taken;
        std::vector<Entry> left;
        for (auto& each : all) { (is_next_struck() ? taken : left).push_back(std::move(each)); }
        all = std::move(left);
        return taken;
    }

private:
    fault const& rule_;
    std::size_t position_ = 0;
};

/// A pointer to the entries of a batch of SQS or SNS, the tables of one of DynamoDB, or the actions of a transaction; null: there
/// are none. Nothing for other requests.
template <class Request>
auto entries_of(Request& request)
{
    if constexpr (requires { request.PublishBatchRequestEntries; }) {
        return &request.PublishBatchRequestEntries;
    } else if constexpr (requires { request.RequestItems; }) {
        return request.RequestItems ? &*request.RequestItems : nullptr;
    } else if constexpr (requires { request.TransactItems; }) {
        return request.TransactItems ? &*request.TransactItems : nullptr;
    } else if constexpr (requires { request.Entries; }) {
        return request.Entries ? &*request.Entries : nullptr;
    }
}

template <class Request>
concept has_entries = !std::is_void_v<decltype(entries_of(std::declval<Request&>()))>;

/// A transaction is cancelled as a whole, unless it has none of the struck actions.
template <class Request, class Serve>
result<typename Request::answer> cancel_transaction(fault const& rule, Request const& request,
                                                    Serve const& serve)
{
    struck_entries struck{rule};
    bool is_any_struck = false;
    std::vector<dynamodb::CancellationReason> reasons(request.TransactItems->size(), {.Code = "None"});
    for (auto& reason : reasons) {
        if (!struck.is_next_struck()) { continue; }
        reason = {.Code = rule.code, .Message = rule.message};
        is_any_struck = true;
    }
    if (!is_any_struck) { return serve(request); }
    return dynamodb::errors::transaction_cancelled(std::move(reasons));
}

/// Serves what is left of a batch without its struck entries, unless nothing is.
template <class Request, class Serve>
result<typename Request::answer> serve_rest(Request const& rest, bool is_any_left, Serve const& serve)
{
    return is_any_left ? serve(rest) : result<typename Request::answer>{typename Request::answer{}};
}

template <class Request, class Serve>
result<typename Request::answer> serve_part_of_batch(fault const& rule, Request rest, Serve const& serve)
{
    auto& entries = *entries_of(rest);
    auto const struck = struck_entries{rule}.take_from(entries);
    auto answer = serve_rest(rest, !entries.empty(), serve);
    if (!answer) { return answer; }
    for (auto const& each : struck) {
        auto& failed = answer->Failed.emplace_back();
        failed.Id = each.Id.value_or("");
        failed.SenderFault = rule.status < 500;
        failed.Code = rule.code;
        failed.Message = rule.message;
    }
    return answer;
}

/// Moves the struck entries of one table over to what is not processed.
inline void leave_out(struck_entries& struck, std::vector<dynamodb::WriteRequest>& writes,
                      std::vector<dynamodb::WriteRequest>& left_out)
{
    left_out = struck.take_from(writes);
}
inline void leave_out(struck_entries& struck, dynamodb::KeysAndAttributes& reads,
                      dynamodb::KeysAndAttributes& left_out)
{
    auto keys = reads.Keys ? struck.take_from(*reads.Keys) : std::vector<dynamodb::item>{};
    left_out = reads;
    left_out.Keys = std::move(keys);
}
inline bool is_empty(std::vector<dynamodb::WriteRequest> const& writes) { return writes.empty(); }
inline bool is_empty(dynamodb::KeysAndAttributes const& reads) { return !reads.Keys || reads.Keys->empty(); }
inline auto& unprocessed(dynamodb::BatchWriteItemOutput& answer) { return answer.UnprocessedItems; }
inline auto& unprocessed(dynamodb::BatchGetItemOutput& answer) { return answer.UnprocessedKeys; }

inline void add(std::vector<dynamodb::WriteRequest>& to, std::vector<dynamodb::WriteRequest> more)
{
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}
inline void add(dynamodb::KeysAndAttributes& to, dynamodb::KeysAndAttributes more)
{
    if (to.Keys) { more.Keys->insert(more.Keys->begin(), to.Keys->begin(), to.Keys->end()); }
    to = std::move(more);
}

template <class Request, class Serve>
result<typename Request::answer> serve_part_of_tables(fault const& rule, Request rest, Serve const& serve)
{
    auto& tables = *entries_of(rest);
    struck_entries struck{rule};
    std::remove_reference_t<decltype(tables)> left_out;
    for (auto& [name, entries] : tables) { leave_out(struck, entries, left_out[name]); }
    std::erase_if(tables, [](auto const& each) { return is_empty(each.second); });
    auto answer = serve_rest(rest, !tables.empty(), serve);
    if (!answer) { return answer; }
    for (auto& [name, entries] : left_out) {
        if (!is_empty(entries)) { add(unprocessed(*answer)[name], std::move(entries)); }
    }
    return answer;
}

template <class Request, class Serve>
result<typename Request::answer> serve_in_part(fault const& rule, Request const& request, Serve const& serve)
{
    if (entries_of(request) == nullptr) { return serve(request); }
    if constexpr (requires { request.TransactItems; }) {
        return cancel_transaction(rule, request, serve);
    } else if constexpr (requires { request.RequestItems; }) {
        return serve_part_of_tables(rule, request, serve);
    } else {
        return serve_part_of_batch(rule, request, serve);
    }
}

} // namespace understudy
