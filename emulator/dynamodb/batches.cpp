#include "codec/json.hpp"
#include "dynamodb/capacity.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/item_write.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/read_expressions.hpp"
#include "dynamodb/requests.hpp"
#include "dynamodb/service.hpp"
#include "dynamodb/tables.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

/// The first table's name that is none; null: all are names.
template <class Items>
std::string const* find_bad_name(Items const& items)
{
    auto const is_bad = [](auto const& entry) {
        constraints violated;
        check_table_name(entry.first, violated);
        return violated.any() || entry.first.empty();
    };
    auto const found = std::ranges::find_if(items, is_bad);
    return found == items.end() ? nullptr : &found->first;
}

service_error nothing_in_batch(std::string_view operation, wording how)
{
    return how == wording::classic ? errors::batch_of_old_is_empty(operation) : errors::batch_is_empty();
}

/// As messages about reads print what was asked for; those about writes print it otherwise.
template <class Items>
std::string json_of(Items const& requested)
{
    std::string json;
    codec::write_json(json, requested, codec::dialect::dynamodb);
    return json;
}

/// "requestItems.tbl.member"
std::string path_of(std::string_view table) { return "requestItems." + std::string{table} + ".member"; }

maybe_refusal check_get(BatchGetItemInput const& request, wording how)
{
    constraints violated;
    if (request.RequestItems && find_bad_name(*request.RequestItems))
        violated.names_in_map(json_of(*request.RequestItems), "requestItems");
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    if (!request.RequestItems) violated.null("requestItems");
    if (violated.any()) return violated.error();
    if (request.RequestItems->empty()) return nothing_in_batch("BatchGetItem", how);
    std::size_t total = 0;
    for (auto const& [name, wanted] : *request.RequestItems) {
        if (!wanted.Keys) violated.null(path_of(name) + ".keys");
        if (wanted.AttributesToGet)
            violated.length_min("[]", wanted.AttributesToGet->size(), 1, path_of(name) + ".attributesToGet");
        auto const count = wanted.Keys ? wanted.Keys->size() : 1;
        if (how == wording::classic) {
            violated.length_min("[]", count, 1, path_of(name) + ".keys");
            violated.length_max("[...]", count, limits::batch_get_keys_max, path_of(name) + ".keys");
        } else if (count == 0 || count > limits::batch_get_keys_max) {
            return errors::batch_keys_size(name, count == 0);
        }
        total += count;
    }
    if (violated.any()) return violated.error();
    bool const has_old = std::ranges::any_of(
        *request.RequestItems, [](auto const& entry) { return entry.second.AttributesToGet.has_value(); });
    bool const has_expressions = std::ranges::any_of(*request.RequestItems, [](auto const& entry) {
        return entry.second.ProjectionExpression.has_value();
    });
    auto refused = check_mixing({{"AttributesToGet", has_old}}, {{"ProjectionExpression", has_expressions}});
    if (refused) return refused;
    return total > limits::batch_get_keys_max ? maybe_refusal{errors::batch_too_large("BatchGetItem")}
                                              : std::nullopt;
}

/// The same of equal keys, and hardly ever of others: telling a hundred keys apart by all their values takes long.
std::size_t hash_of(attribute_map const& key) noexcept
{
    std::size_t hash = 0;
    for (auto const& [name, value] : key) {
        auto const scalar = as_stored_scalar(value);
        for (auto const text : {std::string_view{name}, scalar ? scalar->bytes : std::string_view{}})
            hash = hash * 31 + std::hash<std::string_view>{}(text);
    }
    return hash;
}

maybe_refusal load(read_expressions& wanted, state& state, KeysAndAttributes const& request, wording how)
{
    if (!request.ProjectionExpression && request.ExpressionAttributeNames)
        return errors::names_without_expression();
    std::vector<std::pair<std::size_t, item const*>> seen;
    seen.reserve(request.Keys->size());
    for (auto const& key : *request.Keys) {
        if (auto refused = check_key_values(key.attributes(), how)) return refused;
        // Numbers are compared as they are written.
        auto const hash = hash_of(key.attributes());
        auto const is_it = [&](auto const& other) { return other.first == hash && *other.second == key; };
        if (std::ranges::any_of(seen, is_it)) return errors::batch_has_duplicates();
        seen.emplace_back(hash, &key);
    }
    if (request.AttributesToGet) {
        if (auto refused = wanted.load_attributes(*request.AttributesToGet)) return refused;
    }
    return load_projection(wanted, state, request, how);
}

/// The keys of one table and where they lead.
struct table_read {
    std::string const* name; // as the request has it
    KeysAndAttributes const* request;
    read_expressions wanted = {};
    table const* from = nullptr;
    std::vector<std::pair<item const*, key_bytes>> keys = {};
};

result<std::vector<table_read>> plan_reads(state& state, call const& call, BatchGetItemInput const& request,
                                           wording how)
{
    std::vector<table_read> reads;
    for (auto const& [name, what] : *request.RequestItems) {
        auto& read = reads.emplace_back(table_read{&name, &what});
        if (auto refused = load(read.wanted, state, what, how)) return std::move(*refused);
    }
    for (auto& read : reads) {
        auto const found = find_table_of_items(state, call, *read.name);
        if (!found) return found.error();
        read.from = &(*found)->read();
    }
    for (auto& read : reads) {
        read.keys.reserve(read.request->Keys->size());
        for (auto const& key : *read.request->Keys) {
            auto bytes = key_of_key(read.from->keys, key);
            if (!bytes) return bytes.error();
            // Two ways to write one number are no duplicates, and one item.
            auto const is_it = [&, partition = partition_of(bytes->view())](auto const& known) {
                auto const other = known.second.view();
                return partition_of(other) == partition && other == bytes->view();
            };
            if (std::ranges::none_of(read.keys, is_it)) read.keys.emplace_back(&key, *std::move(bytes));
        }
        if (auto refused = read.wanted.check_projection_paths(*read.from)) return std::move(*refused);
    }
    return reads;
}

void leave_unprocessed(BatchGetItemOutput& output, table_read const& read, item const& key)
{
    auto const [at, is_new] = output.UnprocessedKeys.try_emplace(*read.name, *read.request);
    if (is_new) at->second.Keys.emplace();
    at->second.Keys->push_back(key);
}

} // namespace

result<BatchGetItemOutput> batch_get_item(state& state, call const& call, BatchGetItemInput const& request)
{
    auto const how = wording_of(state, wording::bare);
    if (auto refused = check_get(request, how)) return std::move(*refused);
    auto const reads = plan_reads(state, call, request, how);
    if (!reads) return reads.error();

    BatchGetItemOutput output;
    std::size_t bytes = 0;
    maybe_refusal refusal; // of a key; of the batch when there is nothing but refusals
    bool has_read = false;
    consumption_by_table used;
    for (auto const& read : *reads) {
        auto& entry = used.of(*read.from, *read.name);
        auto& items = output.Responses[entry.name];
        items.reserve(items.size() + read.keys.size());
        bool const is_consistent = read.request->ConsistentRead.value_or(false);
        auto const& seen = *seen_by_read(state, call, {read.from}, is_consistent).table;
        for (auto const& [key, position] : read.keys) {
            auto const found = stored_under(seen, position.view());
            bytes += found.size();
            consumption used_by_key;
            used_by_key.add_table(read_units(found.size(), is_consistent));
            auto refused = admit_read(state, call, *read.from, used_by_key);
            if (refused || bytes > limits::batch_get_bytes_max) {
                leave_unprocessed(output, read, *key);
                if (refused && !refusal) refusal = std::move(refused);
                continue;
            }
            has_read = true;
            entry.units.add_table(used_by_key.of_table());
            if (found) items.push_back(read.wanted.select(found));
        }
    }
    if (refusal && !has_read) return std::move(*refusal);
    if (is_wanted(request.ReturnConsumedCapacity))
        output.ConsumedCapacity = used.tell(*request.ReturnConsumedCapacity);
    return output;
}

namespace {

maybe_refusal check_write(BatchWriteItemInput const& request, wording how)
{
    constraints violated;
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    check_collection_metrics(violated, request.ReturnItemCollectionMetrics);
    if (!request.RequestItems) violated.null("requestItems");
    if (violated.any()) return violated.error();
    if (request.RequestItems->empty()) return nothing_in_batch("BatchWriteItem", how);
    if (auto const* name = find_bad_name(*request.RequestItems)) {
        violated.names_in_map("{" + *name + "=[...]}", "requestItems");
        return violated.error();
    }
    std::size_t total = 0;
    for (auto const& [name, writes] : *request.RequestItems) {
        if (writes.empty() || writes.size() > limits::batch_write_requests_max)
            return errors::batch_of_table_size(name, writes.empty());
        for (std::size_t i = 0; i < writes.size(); ++i) {
            auto const path = path_of(name) + "." + std::to_string(i + 1) + ".member";
            if (writes[i].PutRequest && !writes[i].PutRequest->Item) violated.null(path + ".putRequest.item");
            if (writes[i].DeleteRequest && !writes[i].DeleteRequest->Key)
                violated.null(path + ".deleteRequest.key");
        }
        total += writes.size();
    }
    if (violated.any()) return violated.error();
    return total > limits::batch_write_requests_max ? maybe_refusal{errors::batch_too_large("BatchWriteItem")}
                                                    : std::nullopt;
}

struct planned_write {
    shared_table* into = nullptr;
    std::string const* name = nullptr; // of the table, as the request has it
    WriteRequest const* request = nullptr;
    value_facts facts = {};
    std::optional<key_bytes> key = {};

    item const& sent() const
    {
        return request->PutRequest ? *request->PutRequest->Item : *request->DeleteRequest->Key;
    }
};

maybe_refusal check_values(planned_write& write, wording how)
{
    auto const& request = *write.request;
    if (request.PutRequest && request.DeleteRequest) return errors::value_has_several_types();
    if (!request.PutRequest && !request.DeleteRequest) return errors::value_is_empty();
    if (auto refused = check_item(write.sent().attributes(), write.facts, how))
        return worded(how, std::move(*refused));
    if (request.PutRequest && write.facts.bytes > limits::item_bytes_max) return errors::item_too_large();
    return std::nullopt;
}

/// Puts are refused in the words for keys that stand alone.
result<key_bytes> key_of_put(key_schema const& schema, item const& item)
{
    for (auto const* key : {&schema.hash, schema.range ? &*schema.range : nullptr}) {
        auto const* value = key ? item.find(key->name) : nullptr;
        if (key && (!value || type_name(*value) != key->type)) return errors::key_does_not_match_schema();
    }
    return key_of_item(schema, item);
}

maybe_refusal find_keys(std::vector<planned_write>& writes)
{
    std::set<std::pair<table const*, std::string_view>> seen;
    for (auto& write : writes) {
        auto const& table = write.into->read();
        auto key = write.request->PutRequest ? key_of_put(table.keys, write.sent())
                                             : key_of_key(table.keys, write.sent());
        if (!key) return key.error();
        write.key = *std::move(key);
        if (!seen.insert({&table, write.key->view()}).second) return errors::batch_has_duplicates();
    }
    for (auto const& write : writes) {
        if (!write.request->PutRequest) continue;
        if (auto refused = check_index_keys(write.into->read(), write.sent())) return refused;
    }
    return std::nullopt;
}

result<std::vector<planned_write>> plan_writes(state& state, call const& call,
                                               BatchWriteItemInput const& request, wording how)
{
    std::vector<planned_write> writes;
    for (auto const& [name, requests] : *request.RequestItems) {
        for (auto const& each : requests) {
            auto& write = writes.emplace_back(planned_write{.name = &name, .request = &each});
            if (auto refused = check_values(write, how)) return std::move(*refused);
        }
    }
    for (auto& write : writes) {
        auto const found = find_table_of_items(state, call, *write.name);
        if (!found) return found.error();
        write.into = *found;
    }
    if (auto refused = find_keys(writes)) return std::move(*refused);
    return writes;
}

} // namespace

result<BatchWriteItemOutput> batch_write_item(state& state, call const& call,
                                              BatchWriteItemInput const& request)
{
    auto const how = wording_of(state, wording::older);
    if (auto refused = check_write(request, how)) return std::move(*refused);
    auto writes = plan_writes(state, call, request, how);
    if (!writes) return writes.error();

    BatchWriteItemOutput output;
    consumption_by_table used;
    maybe_refusal refusal; // of a write; of the batch when there is nothing but refusals
    bool has_written = false;
    for (auto const& write : *writes) {
        auto& table = write.into->write();
        auto const& sent = write.sent();
        bool const is_put = write.request->PutRequest.has_value();
        auto const at = table.items.find(write.key->view());
        auto const before = stored_at(table, at);
        auto after = is_put ? to_store(*write.key, sent, write.facts) : stored_item{};
        bool const is_held = check_conflict(state, call, table, write.key->view()).has_value();
        auto refused = is_held ? std::nullopt : admit(state, call, table, write.key->view(), before, after);
        if (is_held || refused) {
            output.UnprocessedItems[*write.name].push_back(*write.request);
            if (refused && !refusal) refusal = std::move(refused);
            continue;
        }
        has_written = true;
        if (is_wanted(request.ReturnConsumedCapacity))
            used.of(table, *write.name).units.add_write(table, before, after);
        if (auto metrics = collection_metrics(table, request.ReturnItemCollectionMetrics, sent)) {
            if (!output.ItemCollectionMetrics) output.ItemCollectionMetrics.emplace();
            (*output.ItemCollectionMetrics)[*write.name].push_back(*std::move(metrics));
        }
        if (is_put) {
            put(state, table, call, at, *write.key, std::move(after), event_type::item_put);
        } else {
            take(state, table, call, at, *write.key);
        }
    }
    if (refusal && !has_written) return std::move(*refusal);
    if (is_wanted(request.ReturnConsumedCapacity))
        output.ConsumedCapacity = used.tell(*request.ReturnConsumedCapacity);
    return output;
}

} // namespace understudy::dynamodb
