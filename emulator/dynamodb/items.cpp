#include "dynamodb/capacity.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/expression/document_path.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/requests.hpp"
#include "dynamodb/service.hpp"
#include "dynamodb/tables.hpp"
#include "dynamodb/value.hpp"

namespace understudy::dynamodb {

namespace {

void emit(call const& call, event_type type, table const& table)
{
    call.emit({.type = type, .resource = table.arn});
}

std::optional<item> existing_item(table const& table, item_map::const_iterator at)
{
    return at == table.items.end() ? std::nullopt : std::optional{at->second.item};
}

std::size_t existing_bytes(table const& table, item_map::const_iterator at)
{
    return at == table.items.end() ? 0 : at->second.bytes;
}

/// ConditionalCheckFailedException, with the item if the request wants it; nothing when the condition holds.
template <class Input>
std::optional<service_error> check_condition(call const& call, Input const& request,
                                             write_expressions const& written, table const& table,
                                             item_map::const_iterator at)
{
    if (!written.has_condition()) return std::nullopt;
    bool const exists = at != table.items.end();
    if (written.condition_holds(exists ? at->second.item : item{})) return std::nullopt;
    emit(call, event_type::condition_failed, table);
    bool const wants_item = exists && request.ReturnValuesOnConditionCheckFailure == "ALL_OLD";
    return errors::conditional_check_failed(wants_item ? std::optional{at->second.item} : std::nullopt);
}

/// Puts the item where the key belongs; `at` is what find() said.
void store(table& table, item_map::iterator at, key_bytes const& key, item item, std::size_t bytes)
{
    if (at == table.items.end()) {
        table.items.emplace(key.stored(), stored_item{std::move(item), bytes});
    } else {
        table.bytes -= at->second.bytes;
        at->second = {std::move(item), bytes};
    }
    table.bytes += bytes;
}

/// Everything that PutItem can refuse without knowing the table.
std::optional<service_error> check_put(PutItemInput const& request, value_facts& facts)
{
    if (auto refusal = check_constraints(request)) return refusal;
    if (auto refusal = check_superfluous_maps(request)) return refusal;
    if (auto refusal = check_item(request.Item->attributes(), facts)) {
        return refusal->is_worded ? worded(wording::enveloped, std::move(refusal->error))
                                  : std::move(refusal->error);
    }
    if (auto refusal = check_return_values(request)) return refusal;
    if (facts.bytes > limits::item_bytes_max) return errors::item_too_large();
    return std::nullopt;
}

std::optional<service_error> check_key_values(item const& key, wording how)
{
    value_facts facts;
    auto refusal = check_item(key.attributes(), facts);
    if (!refusal) return std::nullopt;
    return refusal->is_worded ? worded(how, std::move(refusal->error)) : std::move(refusal->error);
}

} // namespace

result<PutItemOutput> put_item(state& state, call const& call, PutItemInput const& request)
{
    value_facts facts;
    if (auto refusal = check_put(request, facts)) return std::move(*refusal);
    write_expressions written;
    if (auto refusal = written.load(state, request)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const& definition = (*found)->read();
    auto const key = key_of_item(definition.keys, *request.Item);
    if (!key) return key.error();
    if (auto refusal = check_index_keys(definition, *request.Item)) return std::move(*refusal);
    if (auto refusal = written.check_paths(definition)) return std::move(*refusal);

    auto& table = (*found)->write();
    auto const at = table.items.find(key->view());
    if (auto refusal = check_condition(call, request, written, table, at)) return std::move(*refusal);
    PutItemOutput output;
    if (request.ReturnValues == "ALL_OLD") output.Attributes = existing_item(table, at);
    output.ConsumedCapacity = write_capacity(request, existing_bytes(table, at), facts.bytes);
    auto item = facts.is_normal ? *request.Item : dynamodb::item{normalised(request.Item->attributes())};
    store(table, at, *key, std::move(item), facts.bytes);
    emit(call, event_type::item_put, table);
    return output;
}

result<DeleteItemOutput> delete_item(state& state, call const& call, DeleteItemInput const& request)
{
    if (auto refusal = check_constraints(request)) return std::move(*refusal);
    if (auto refusal = check_superfluous_maps(request)) return std::move(*refusal);
    if (auto refusal = check_key_values(*request.Key, wording::enveloped)) return std::move(*refusal);
    if (auto refusal = check_return_values(request)) return std::move(*refusal);
    write_expressions written;
    if (auto refusal = written.load(state, request)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const key = key_of_key((*found)->read().keys, *request.Key);
    if (!key) return key.error();
    if (auto refusal = written.check_paths((*found)->read())) return std::move(*refusal);

    auto& table = (*found)->write();
    auto const at = table.items.find(key->view());
    if (auto refusal = check_condition(call, request, written, table, at)) return std::move(*refusal);
    DeleteItemOutput output;
    if (request.ReturnValues == "ALL_OLD") output.Attributes = existing_item(table, at);
    output.ConsumedCapacity = write_capacity(request, existing_bytes(table, at), 0);
    if (at == table.items.end()) return output;
    table.bytes -= at->second.bytes;
    table.items.erase(at);
    emit(call, event_type::item_deleted, table);
    return output;
}

result<GetItemOutput> get_item(state& state, call const& call, GetItemInput const& request)
{
    if (auto refusal = check_constraints(request)) return std::move(*refusal);
    if (auto refusal = check_superfluous_maps(request)) return std::move(*refusal);
    if (auto refusal = check_key_values(*request.Key, wording::bare)) return std::move(*refusal);
    read_expressions written;
    if (auto refusal = written.load(state, request)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const& table = (*found)->read();
    auto const key = key_of_key(table.keys, *request.Key);
    if (!key) return key.error();
    if (auto refusal = written.check_paths(table)) return std::move(*refusal);

    auto const at = table.items.find(key->view());
    GetItemOutput output;
    output.ConsumedCapacity = read_capacity(request, existing_bytes(table, at));
    if (at != table.items.end()) output.Item = written.select(at->second.item);
    return output;
}

namespace {

/// Answers UpdateItem as ReturnValues wants.
std::optional<item> returned_by_update(std::string_view wanted, write_expressions const& written,
                                       std::optional<item> const& before, std::optional<item> const& after)
{
    if (wanted == "ALL_OLD") return before;
    if (wanted == "ALL_NEW") return after;
    bool const wants_touched = wanted == "UPDATED_OLD" || wanted == "UPDATED_NEW";
    if (!wants_touched || !written.has_update()) return std::nullopt;
    auto const& image = wanted == "UPDATED_OLD" ? before : after;
    if (!image) return std::nullopt;
    auto touched = written.touched(*image);
    return touched.empty() ? std::nullopt : std::optional{item{std::move(touched)}};
}

} // namespace

result<UpdateItemOutput> update_item(state& state, call const& call, UpdateItemInput const& request)
{
    if (auto refusal = check_constraints(request)) return std::move(*refusal);
    if (auto refusal = check_superfluous_maps(request)) return std::move(*refusal);
    if (auto refusal = check_key_values(*request.Key, wording::enveloped)) return std::move(*refusal);
    write_expressions written;
    if (auto refusal = written.load(state, request)) return std::move(*refusal);
    auto const found = find_table_of_items(state, call, *request.TableName);
    if (!found) return found.error();
    auto const key = key_of_key((*found)->read().keys, *request.Key);
    if (!key) return key.error();
    if (auto refusal = written.check_targets((*found)->read())) return std::move(*refusal);
    if (auto refusal = written.check_paths((*found)->read())) return std::move(*refusal);

    auto& table = (*found)->write();
    auto const at = table.items.find(key->view());
    if (auto refusal = check_condition(call, request, written, table, at)) return std::move(*refusal);
    auto const before = existing_item(table, at);
    auto const old_bytes = existing_bytes(table, at);
    auto after = before;
    std::size_t new_bytes = old_bytes;
    if (written.has_update() ? before || written.creates_item() : !before) {
        auto updated = written.apply(before ? before->attributes() : normalised(request.Key->attributes()),
                                     before.has_value());
        if (!updated) return updated.error();
        new_bytes = size_of(*updated);
        if (new_bytes > limits::item_bytes_max) return errors::item_to_update_too_large();
        after = item{std::move(*updated)};
        if (auto refusal = written.check_updated_index_keys(table, *after)) return std::move(*refusal);
        store(table, at, *key, *after, new_bytes);
    }
    if (after) emit(call, event_type::item_updated, table);
    UpdateItemOutput output;
    output.Attributes = returned_by_update(request.ReturnValues.value_or("NONE"), written, before, after);
    output.ConsumedCapacity = write_capacity(request, old_bytes, new_bytes);
    return output;
}

} // namespace understudy::dynamodb
