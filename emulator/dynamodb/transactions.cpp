#include "dynamodb/capacity.hpp"
#include "dynamodb/errors.hpp"
#include "dynamodb/fingerprint.hpp"
#include "dynamodb/item_write.hpp"
#include "dynamodb/limits.hpp"
#include "dynamodb/read_expressions.hpp"
#include "dynamodb/requests.hpp"
#include "dynamodb/service.hpp"
#include "dynamodb/tables.hpp"
#include "dynamodb/value.hpp"

#include <algorithm>
#include <set>

namespace understudy::dynamodb {

namespace {

using maybe_refusal = std::optional<service_error>;

enum class action_kind { check, put, remove, update };

/// Calls visit(kind, action, "put") with the one action of the item.
template <class Visit>
auto visit_action(TransactWriteItem const& item, Visit visit)
{
    if (item.ConditionCheck) return visit(action_kind::check, *item.ConditionCheck, "conditionCheck");
    if (item.Put) return visit(action_kind::put, *item.Put, "put");
    if (item.Delete) return visit(action_kind::remove, *item.Delete, "delete");
    return visit(action_kind::update, *item.Update, "update");
}

int count_actions(TransactWriteItem const& item)
{
    return int{item.ConditionCheck.has_value()} + int{item.Put.has_value()} + int{item.Delete.has_value()}
           + int{item.Update.has_value()};
}

/// The item of a Put, the key of the others.
template <class Action>
std::optional<item> const& subject(Action const& action)
{
    if constexpr (requires { action.Item; }) {
        return action.Item;
    } else {
        return action.Key;
    }
}

/// One action on its way: what it says, where it leads, what comes of it.
struct planned_action {
    action_kind kind = action_kind::check;
    std::string const* table_name = nullptr;
    item const* sent = nullptr; // a whole item, or a key
    bool wants_item = false;    // of the failed condition
    value_facts facts = {};
    write_expressions written = {};
    shared_table* on = nullptr;
    std::optional<key_bytes> key = {};
    stored_item before = {};
    stored_item after = {};
    CancellationReason reason{.Code = "None"};

    dynamodb::table const& table() const noexcept { return on->read(); }
};

using plan = std::vector<planned_action>;

/// Transactions let a value in that is nested one level deeper than what can be stored.
constexpr std::size_t level_of_values = 0;

template <class Actions>
void check_count(constraints& violated, std::optional<Actions> const& actions)
{
    if (!actions) return violated.null("transactItems");
    violated.length_min("[]", actions->size(), 1, "transactItems");
    violated.length_max("[...]", actions->size(), limits::transaction_actions_max, "transactItems");
}

template <class Action>
void check_action(constraints& violated, Action const& action, std::string const& path)
{
    check_name_of_table(action.TableName, violated, path + ".tableName");
    if (!subject(action)) violated.null(path + (requires { action.Item; } ? ".item" : ".key"));
    violated.one_of(action.ReturnValuesOnConditionCheckFailure, {"ALL_OLD", "NONE"},
                    path + ".returnValuesOnConditionCheckFailure");
    if constexpr (requires { action.UpdateExpression; }) {
        if (!action.UpdateExpression) violated.null(path + ".updateExpression");
    }
    if constexpr (std::is_same_v<Action, ConditionCheck>) {
        if (!action.ConditionExpression) violated.null(path + ".conditionExpression");
    }
}

maybe_refusal check_constraints(TransactWriteItemsInput const& request)
{
    constraints violated;
    if (auto const& token = request.ClientRequestToken) {
        violated.length_min(*token, token->size(), 1, "clientRequestToken");
        violated.length_max(*token, token->size(), limits::transaction_token_length_max,
                            "clientRequestToken");
    }
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    check_collection_metrics(violated, request.ReturnItemCollectionMetrics);
    check_count(violated, request.TransactItems);
    if (!request.TransactItems) return violated.error();
    for (std::size_t i = 0; i < request.TransactItems->size(); ++i) {
        auto const& each = (*request.TransactItems)[i];
        if (count_actions(each) != 1) continue;
        visit_action(each, [&](action_kind, auto const& action, std::string_view name) {
            check_action(violated, action,
                         "transactItems." + std::to_string(i + 1) + ".member." + std::string{name});
        });
    }
    return violated.error();
}

/// Keys, items, expressions: what counts against four megabytes.
template <class Action>
std::size_t payload_of(Action const& action, std::size_t sent)
{
    auto bytes = sent;
    if (action.ConditionExpression) bytes += action.ConditionExpression->size();
    if constexpr (requires { action.UpdateExpression; }) bytes += action.UpdateExpression->size();
    if (action.ExpressionAttributeValues) bytes += size_of(*action.ExpressionAttributeValues);
    return bytes;
}

/// What is empty in a key is wrong whatever the table says.
maybe_refusal check_empty_values(item const& key)
{
    for (auto const& [name, value] : key.attributes()) {
        if (is_empty_scalar(value)) return errors::key_is_empty(name, value.get_if<binary>() != nullptr);
    }
    return std::nullopt;
}

/// What is empty in the key of an item to put, of which only the table knows where it is.
maybe_refusal check_empty_keys(key_schema const& keys, item const& item)
{
    for (auto const* key : {&keys.hash, keys.range ? &*keys.range : nullptr}) {
        auto const* value = key ? item.find(key->name) : nullptr;
        if (value && type_name(*value) == key->type && is_empty_scalar(*value))
            return errors::key_is_empty(key->name, value->get_if<binary>() != nullptr);
    }
    return std::nullopt;
}

/// What an action refuses by itself, in the order of the request.
result<plan> load_actions(state& state, call const& call, TransactWriteItemsInput const& request, wording how)
{
    plan actions;
    std::size_t payload = 0;
    for (auto const& each : *request.TransactItems) {
        auto const count = count_actions(each);
        if (count != 1) return count == 0 ? errors::no_action() : errors::several_actions();
        auto& planned = actions.emplace_back();
        auto refused = visit_action(each, [&](action_kind kind, auto const& action, std::string_view) {
            planned.kind = kind;
            planned.table_name = &*action.TableName;
            planned.sent = &*subject(action);
            auto const found = find_table_of_items(state, call, *action.TableName);
            if (found) planned.on = *found; // else it is told when all actions have been looked at
            planned.wants_item = action.ReturnValuesOnConditionCheckFailure == "ALL_OLD";
            auto refusal = load_expressions(planned.written, state, action, how, level_of_values);
            if (refusal) return refusal;
            if (auto bad = check_item(planned.sent->attributes(), planned.facts, how))
                return maybe_refusal{worded(how, std::move(*bad))};
            payload += payload_of(action, planned.facts.bytes);
            if (kind != action_kind::put) return check_empty_values(*planned.sent);
            if (planned.facts.bytes > limits::item_bytes_max) return maybe_refusal{errors::item_too_large()};
            return found ? check_empty_keys(planned.table().keys, *planned.sent) : std::nullopt;
        });
        if (refused) return std::move(*refused);
    }
    if (payload > limits::transaction_bytes_max) return errors::transaction_too_large();
    return actions;
}

/// The reason to cancel that an error is.
CancellationReason reason_of(service_error const& error)
{
    auto code = std::string{error.kind.shape.substr(0, error.kind.shape.find("Exception"))};
    if (code == "Validation" || code == "Throttling") code += "Error";
    return {.Code = std::move(code), .Message = error.message};
}

CancellationReason conflict()
{
    return {.Code = "TransactionConflict", .Message = "Transaction is ongoing for the item."};
}

using places = std::set<std::pair<table const*, std::string>>;

maybe_refusal find_items(state& state, call const& call, plan& actions)
{
    for (auto const& action : actions) {
        if (!action.on) return find_table_of_items(state, call, *action.table_name).error();
    }
    places seen;
    for (auto& action : actions) {
        auto const& keys = action.table().keys;
        auto key = action.kind == action_kind::put ? key_of_item(keys, *action.sent)
                                                   : key_of_key(keys, *action.sent);
        if (!key) {
            action.reason = reason_of(key.error());
            continue;
        }
        action.key = *std::move(key);
        if (!seen.emplace(&action.table(), action.key->view()).second)
            return errors::transaction_repeats_item();
    }
    return std::nullopt;
}

/// What the keys of the table and its indexes forbid, whatever the item is.
maybe_refusal check_keys(planned_action const& action)
{
    auto const& table = action.table();
    if (action.kind == action_kind::put) {
        if (auto refused = check_index_keys(table, *action.sent)) return refused;
    }
    if (auto refused = action.written.check_targets(table)) return refused;
    return action.written.check_paths(table);
}

/// What the action makes of its item, or why not.
maybe_refusal carry_out(planned_action& action)
{
    switch (action.kind) {
    case action_kind::check: action.after = action.before; return std::nullopt;
    case action_kind::remove: return std::nullopt;
    case action_kind::put:
        action.after = to_store(*action.key, *action.sent, action.facts);
        return std::nullopt;
    case action_kind::update: break;
    }
    auto after = updated(action.written, action.table(), action.before, *action.key, *action.sent);
    if (!after) {
        bool const is_too_deep = after.error().message == errors::nested_too_deep().message;
        return is_too_deep ? errors::transaction_nests_too_deep() : after.error();
    }
    action.after = *std::move(after);
    return std::nullopt;
}

/// Judges the action by the state before the transaction.
void judge(state& state, planned_action& action, call const& call)
{
    if (!action.key) return;
    auto const key = action.key->view();
    if (auto refused = check_keys(action)) {
        action.reason = reason_of(*refused);
        return;
    }
    if (check_conflict(state, call, action.table(), key)) {
        action.reason = conflict();
        return;
    }
    action.before = stored_under(action.table(), action.key->view());
    bool const holds = !action.written.has_condition() || action.written.condition_holds(action.before);
    if (!holds) {
        call.emit({.type = event_type::condition_failed, .resource = action.table().arn});
        action.reason = {.Code = "ConditionalCheckFailed", .Message = "The conditional request failed"};
        if (action.wants_item && action.before) action.reason.Item = action.before.read();
    } else if (auto refused = carry_out(action)) {
        action.reason = reason_of(*refused);
    } else if (auto kept = admit(state, call, action.table(), key, action.before, action.after, 2)) {
        action.reason = reason_of(*kept);
    }
}

/// The cancellation, if there is a reason for one. Of faults in the request only the first is told, and alone.
maybe_refusal cancelled(plan& actions)
{
    std::vector<CancellationReason> reasons;
    for (auto& action : actions) reasons.push_back(std::move(action.reason));
    auto const fault = std::ranges::find(reasons, "ValidationError", &CancellationReason::Code);
    if (fault != reasons.end()) {
        for (auto at = reasons.begin(); at != reasons.end(); ++at) {
            if (at != fault) *at = {.Code = "None"};
        }
    }
    bool const is_fine =
        std::ranges::all_of(reasons, [](auto const& reason) { return reason.Code == "None"; });
    return is_fine ? std::nullopt : maybe_refusal{errors::transaction_cancelled(std::move(reasons))};
}

void commit(state& state, planned_action const& action, call const& call)
{
    if (auto const time = state.settings.tables.transaction_time; time > milliseconds{0})
        state.running.begin(action.table().number, action.key->view(), call.now + time);
    if (action.kind == action_kind::check) return;
    auto& table = action.on->write();
    auto const at = table.items.find(action.key->view());
    if (action.kind == action_kind::remove) return take(state, table, call, at, *action.key);
    if (!action.after) return; // an update of nothing that creates nothing
    put(state, table, call, at, *action.key, action.after,
        action.kind == action_kind::put ? event_type::item_put : event_type::item_updated);
}

/// A replay of a token is charged as a read.
void charge(TransactWriteItemsInput const& request, plan const& actions, bool is_replay,
            TransactWriteItemsOutput& output)
{
    if (is_wanted(request.ReturnConsumedCapacity)) {
        consumption_by_table used;
        for (auto const& action : actions) {
            auto& units = used.of(action.table(), *action.table_name).units;
            if (is_replay) {
                units.add_table(2 * read_units(action.before.size(), true));
            } else if (action.kind == action_kind::check) {
                units.add_table(2 * write_units(action.before.size()));
            } else {
                units.add_write(action.table(), action.before, action.after, 2);
            }
        }
        output.ConsumedCapacity = used.tell(*request.ReturnConsumedCapacity,
                                            is_replay ? consumption::side::reads : consumption::side::writes);
    }
    for (auto const& action : actions) {
        if (action.kind == action_kind::check) continue;
        auto metrics = collection_metrics(action.table(), request.ReturnItemCollectionMetrics, *action.sent);
        if (!metrics) continue;
        if (!output.ItemCollectionMetrics) output.ItemCollectionMetrics.emplace();
        (*output.ItemCollectionMetrics)[*action.table_name].push_back(*std::move(metrics));
    }
}

/// Tokens belong to an account in a region.
std::string token_of(call const& call, std::string const& token)
{
    return std::string{call.account}.append("/").append(call.region).append("/").append(token);
}

} // namespace

result<TransactWriteItemsOutput> transact_write_items(state& state, call const& call,
                                                      TransactWriteItemsInput const& request)
{
    auto const how = wording_of(state, wording::older);
    if (auto refused = check_constraints(request)) return std::move(*refused);
    auto loaded = load_actions(state, call, request, how);
    if (!loaded) return loaded.error();
    auto& actions = *loaded;
    auto const token =
        request.ClientRequestToken ? token_of(call, *request.ClientRequestToken) : std::string{};
    auto const payload = token.empty() ? std::string{} : fingerprint(*request.TransactItems);
    auto const* known = token.empty() ? nullptr : state.tokens.find(token, call.now);
    if (known && known->payload != payload) return errors::token_reused();
    if (known && call.now < known->since + state.settings.tables.transaction_time)
        return errors::transaction_in_progress();
    if (auto refused = find_items(state, call, actions)) return std::move(*refused);

    TransactWriteItemsOutput output;
    if (known) {
        for (auto& action : actions) {
            if (action.key) action.before = stored_under(action.table(), action.key->view());
        }
        charge(request, actions, true, output);
        return output;
    }
    for (auto& action : actions) judge(state, action, call);
    if (auto refused = cancelled(actions)) return std::move(*refused);
    charge(request, actions, false, output);
    state.running.forget_ended(call.now);
    for (auto const& action : actions) commit(state, action, call);
    if (!token.empty()) state.tokens.remember(token, payload, call.now);
    return output;
}

namespace {

struct planned_get {
    std::string const* table_name = nullptr;
    item const* key = nullptr;
    read_expressions wanted = {};
    table const* from = nullptr;
    std::optional<key_bytes> position = {};
    CancellationReason reason{.Code = "None"};
};

maybe_refusal check_constraints(TransactGetItemsInput const& request)
{
    constraints violated;
    check_consumed_capacity(violated, request.ReturnConsumedCapacity);
    check_count(violated, request.TransactItems);
    if (!request.TransactItems) return violated.error();
    for (std::size_t i = 0; i < request.TransactItems->size(); ++i) {
        auto const path = "transactItems." + std::to_string(i + 1) + ".member.get";
        auto const& get = (*request.TransactItems)[i].Get;
        if (!get) {
            violated.null(path);
            continue;
        }
        check_name_of_table(get->TableName, violated, path + ".tableName");
        if (!get->Key) violated.null(path + ".key");
    }
    return violated.error();
}

result<std::vector<planned_get>> plan_gets(state& state, call const& call,
                                           TransactGetItemsInput const& request, wording how)
{
    std::vector<planned_get> gets;
    for (auto const& each : *request.TransactItems) {
        auto& get = gets.emplace_back();
        get.table_name = &*each.Get->TableName;
        get.key = &*each.Get->Key;
        if (auto refused = check_key_values(get.key->attributes(), how)) return std::move(*refused);
        if (auto refused = check_empty_values(*get.key)) return std::move(*refused);
        if (auto refused = load_projection(get.wanted, state, *each.Get, how)) return std::move(*refused);
    }
    for (auto& get : gets) {
        auto const found = find_table_of_items(state, call, *get.table_name);
        if (!found) return found.error();
        get.from = &(*found)->read();
    }
    places seen;
    for (auto& get : gets) {
        auto key = key_of_key(get.from->keys, *get.key);
        if (!key) {
            get.reason = reason_of(key.error());
            continue;
        }
        get.position = *std::move(key);
        auto const view = get.position->view();
        if (!seen.emplace(get.from, view).second) return errors::transaction_repeats_item();
        if (auto refused = get.wanted.check_projection_paths(*get.from)) {
            get.reason = reason_of(*refused);
        } else if (check_conflict(state, call, *get.from, view)) {
            get.reason = conflict();
        }
    }
    return gets;
}

} // namespace

result<TransactGetItemsOutput> transact_get_items(state& state, call const& call,
                                                  TransactGetItemsInput const& request)
{
    auto const how = wording_of(state, wording::older);
    if (auto refused = check_constraints(request)) return std::move(*refused);
    auto gets = plan_gets(state, call, request, how);
    if (!gets) return gets.error();
    auto const has_fault = [](planned_get const& get) { return get.reason.Code != "None"; };
    if (state.settings.tables.throttle && std::ranges::none_of(*gets, has_fault)) {
        for (auto& get : *gets) {
            consumption used;
            used.add_table(2 * read_units(stored_under(*get.from, get.position->view()).size(), true));
            if (auto refused = admit_read(state, call, *get.from, used)) get.reason = reason_of(*refused);
        }
    }
    if (std::ranges::any_of(*gets, has_fault)) {
        std::vector<CancellationReason> reasons;
        bool is_first = true;
        for (auto& get : *gets) {
            bool const is_told = has_fault(get) && std::exchange(is_first, is_first && !has_fault(get));
            reasons.push_back(is_told ? std::move(get.reason) : CancellationReason{.Code = "None"});
        }
        return errors::transaction_cancelled(std::move(reasons));
    }
    TransactGetItemsOutput output;
    consumption_by_table used;
    std::size_t bytes = 0;
    for (auto const& get : *gets) {
        auto const found = stored_under(*get.from, get.position->view());
        bytes += found.size();
        if (bytes > limits::transaction_bytes_max) return errors::transaction_reads_too_much();
        used.of(*get.from, *get.table_name).units.add_table(2 * read_units(found.size(), true));
        auto& response = output.Responses.emplace_back();
        if (found) response.Item = get.wanted.select(found);
        if (response.Item && response.Item->empty()) response.Item.reset();
    }
    if (is_wanted(request.ReturnConsumedCapacity))
        output.ConsumedCapacity = used.tell(*request.ReturnConsumedCapacity, consumption::side::reads);
    return output;
}

} // namespace understudy::dynamodb
