#include "dynamodb/capacity.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/item_write.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/read_expressions.hpp"
#include "dynamodb/requests.hpp"
#include "dynamodb/service.hpp"
#include "dynamodb/tables.hpp"
#include "dynamodb/value.hpp"

namespace understudy::dynamodb {

namespace {

/// ConditionalCheckFailedException, with the item if the request wants it; nothing when the condition holds. A condition
/// that fails uses as much as a write.
template <class Input>
std::optional<service_error> check_condition(state& state, call const& call, Input const& request,
                                             write_expressions const& written, table const& table,
                                             std::string_view key, stored_item const& before)
{
    if (auto refusal = check_conflict(state, call, table, key)) return refusal;
    if (!written.has_condition()) return std::nullopt;
    if (written.condition_holds(before)) return std::nullopt;
    if (auto refusal = admit(state, call, table, key, before, before)) return refusal;
    call.emit({.type = event_type::condition_failed, .resource = table.arn});
    bool const wants_item = request.ReturnValuesOnConditionCheckFailure == "ALL_OLD";
    return errors::conditional_check_failed(wants_item && before ? std::optional{before.read()}
                                                                 : std::nullopt);
}

/// Expected, or the expressions.
template <class Input>
std::optional<service_error> load(write_expressions& written, state& state, Input const& request, wording how)
{
    if (request.Expected) {
        auto refusal = written.load_expected(*request.Expected, request.ConditionalOperator, how);
        if (refusal) return refusal;
    }
    return load_expressions(written, state, request, how);
}

template <class Input>
std::optional<ConsumedCapacity> consumed(Input const& request, table const& table, stored_item const& before,
                                         stored_item const& after)
{
    if (!is_wanted(request.ReturnConsumedCapacity)) return std::nullopt;
    consumption used;
    used.add_write(table, before, after);
    return used.tell(*request.TableName, *request.ReturnConsumedCapacity);
}

/// Everything that PutItem can refuse without knowing the table.
std::optional<service_error> check_put(PutItemInput const& request, wording how, value_facts& facts)
{
    if (auto refusal = check_constraints(request, how)) return refusal;
    if (auto refusal = check_parameters(request, how)) return refusal;
    if (auto refusal = check_item(request.Item->attributes(), facts, how))
        return worded(how, std::move(*refusal));
    if (auto refusal = check_return_values(request.ReturnValues, how)) return refusal;
    if (facts.bytes > limits::item_bytes_max) return errors::item_too_large();
    return std::nullopt;
}

/// Answers UpdateItem as ReturnValues wants.
std::optional<item> returned_by_update(std::string_view wanted, write_expressions const& written,
                                       stored_item const& before, stored_item const& after)
{
    bool const is_touched = wanted.starts_with("UPDATED");
    if (wanted == "NONE" || (is_touched && !written.has_update())) return std::nullopt;
    auto const& image = wanted.ends_with("_OLD") ? before : after;
    auto returned = is_touched ? item{written.touched(image)} : image.read();
    return returned.empty() ? std::nullopt : std::optional{std::move(returned)};
}

} // namespace

result<PutItemOutput> put_item(state& state, call const& call, PutItemInput const& request)
{
    auto const how = wording_of(state, wording::enveloped);
    value_facts facts;
    if (auto refusal = check_put(request, how, facts)) return std::move(*refusal);
    write_expressions written;
    if (auto refusal = load(written, state, request, how)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const& definition = (*found)->read();
    auto const key = key_of_item(definition.keys, *request.Item);
    if (!key) return key.error();
    if (auto refusal = check_index_keys(definition, *request.Item)) return std::move(*refusal);
    if (auto refusal = written.check_paths(definition)) return std::move(*refusal);

    auto& table = (*found)->write();
    auto const at = table.items.find(key->view());
    auto const before = stored_at(table, at);
    if (auto refusal = check_condition(state, call, request, written, table, key->view(), before))
        return std::move(*refusal);
    auto after = to_store(*key, *request.Item, facts);
    if (auto refusal = admit(state, call, table, key->view(), before, after)) return std::move(*refusal);
    PutItemOutput output;
    if (before && request.ReturnValues == "ALL_OLD") output.Attributes = before.read();
    output.ConsumedCapacity = consumed(request, table, before, after);
    output.ItemCollectionMetrics =
        collection_metrics(table, request.ReturnItemCollectionMetrics, *request.Item);
    put(state, table, call, at, *key, std::move(after), event_type::item_put);
    return output;
}

result<DeleteItemOutput> delete_item(state& state, call const& call, DeleteItemInput const& request)
{
    auto const how = wording_of(state, wording::enveloped);
    if (auto refusal = check_constraints(request, how)) return std::move(*refusal);
    if (auto refusal = check_parameters(request, how)) return std::move(*refusal);
    if (auto refusal = check_key_values(request.Key->attributes(), how)) return std::move(*refusal);
    if (auto refusal = check_return_values(request.ReturnValues, how)) return std::move(*refusal);
    write_expressions written;
    if (auto refusal = load(written, state, request, how)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const key = key_of_key((*found)->read().keys, *request.Key);
    if (!key) return key.error();
    if (auto refusal = written.check_paths((*found)->read())) return std::move(*refusal);

    auto& table = (*found)->write();
    auto const at = table.items.find(key->view());
    auto const before = stored_at(table, at);
    if (auto refusal = check_condition(state, call, request, written, table, key->view(), before))
        return std::move(*refusal);
    if (auto refusal = admit(state, call, table, key->view(), before, {})) return std::move(*refusal);
    DeleteItemOutput output;
    if (before && request.ReturnValues == "ALL_OLD") output.Attributes = before.read();
    output.ConsumedCapacity = consumed(request, table, before, {});
    output.ItemCollectionMetrics =
        collection_metrics(table, request.ReturnItemCollectionMetrics, *request.Key);
    take(state, table, call, at, *key);
    return output;
}

result<GetItemOutput> get_item(state& state, call const& call, GetItemInput const& request)
{
    auto const how = wording_of(state, wording::bare);
    if (auto refusal = check_constraints(request, how)) return std::move(*refusal);
    if (auto refusal = check_parameters(request, how)) return std::move(*refusal);
    if (auto refusal = check_key_values(request.Key->attributes(), how)) return std::move(*refusal);
    read_expressions wanted;
    if (request.AttributesToGet) {
        if (auto refusal = wanted.load_attributes(*request.AttributesToGet)) return std::move(*refusal);
    }
    if (auto refusal = load_projection(wanted, state, request, how)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const& table = (*found)->read();
    auto const key = key_of_key(table.keys, *request.Key);
    if (!key) return key.error();
    if (auto refusal = wanted.check_projection_paths(table)) return std::move(*refusal);

    bool const is_consistent = request.ConsistentRead.value_or(false);
    auto const& seen = *seen_by_read(state, call, {&table}, is_consistent).table;
    auto const stored = stored_under(seen, key->view());
    consumption used;
    used.add_table(read_units(stored.size(), is_consistent));
    if (auto refusal = admit_read(state, call, table, used)) return std::move(*refusal);
    GetItemOutput output;
    if (is_wanted(request.ReturnConsumedCapacity))
        output.ConsumedCapacity = used.tell(*request.TableName, *request.ReturnConsumedCapacity);
    if (stored) output.Item = wanted.select(stored);
    return output;
}

result<UpdateItemOutput> update_item(state& state, call const& call, UpdateItemInput const& request)
{
    auto const how = wording_of(state, wording::enveloped);
    if (auto refusal = check_constraints(request, how)) return std::move(*refusal);
    if (auto refusal = check_parameters(request, how)) return std::move(*refusal);
    if (auto refusal = check_key_values(request.Key->attributes(), how)) return std::move(*refusal);
    write_expressions written;
    if (request.AttributeUpdates) {
        if (auto refusal = written.load_updates(*request.AttributeUpdates, how)) return std::move(*refusal);
    }
    if (auto refusal = load(written, state, request, how)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const key = key_of_key((*found)->read().keys, *request.Key);
    if (!key) return key.error();
    if (auto refusal = written.check_targets((*found)->read())) return std::move(*refusal);
    if (auto refusal = written.check_cost()) return std::move(*refusal);
    if (auto refusal = written.check_paths((*found)->read())) return std::move(*refusal);

    auto& table = (*found)->write();
    auto const at = table.items.find(key->view());
    auto const before = stored_at(table, at);
    if (auto refusal = check_condition(state, call, request, written, table, key->view(), before))
        return std::move(*refusal);
    auto const after = updated(written, table, before, *key, *request.Key);
    if (!after) return after.error();
    if (auto refusal = admit(state, call, table, key->view(), before, *after)) return std::move(*refusal);
    UpdateItemOutput output;
    output.Attributes = returned_by_update(request.ReturnValues.value_or("NONE"), written, before, *after);
    output.ConsumedCapacity = consumed(request, table, before, *after);
    output.ItemCollectionMetrics =
        collection_metrics(table, request.ReturnItemCollectionMetrics, *request.Key);
    if (*after) put(state, table, call, at, *key, *after, event_type::item_updated);
    return output;
}

} // namespace understudy::dynamodb
