// A DynamoDB for one test: a state, a time that the test sets, and one call at a time.
#pragma once

#include "core/call.hpp"
#include "dynamodb/service.hpp"
#include "support/catch.hpp"

namespace understudy::dynamodb::test {

/// What many refusals begin with.
inline std::string const invalid = "One or more parameter values were invalid: ";

/// The message of a refusal; "" when there was none.
template <class T>
std::string refusal(result<T> const& outcome)
{
    return outcome ? std::string{} : outcome.error().message;
}

struct dynamodb_under_test {
    dynamodb::state state = {};
    id_source ids{7};
    event_log events = {};
    effects out{.events = events};
    instant now{seconds{1'763'805'600}};
    std::string account = "000000000000";
    std::string region = "us-east-1";

    call make_call()
    {
        return {.now = now,
                .arrived = now,
                .real = {},
                .account = account,
                .region = region,
                .default_region = region,
                .endpoint = "http://127.0.0.1:4566",
                .ids = ids,
                .out = out};
    }

    auto create(CreateTableInput const& request) { return create_table(state, make_call(), request); }
    auto describe(std::string name)
    {
        return describe_table(state, make_call(), {.TableName = std::move(name)});
    }
    auto drop(std::string name) { return delete_table(state, make_call(), {.TableName = std::move(name)}); }
    auto list(ListTablesInput const& request = {}) { return list_tables(state, make_call(), request); }
    auto run(PutItemInput const& request) { return put_item(state, make_call(), request); }
    auto run(GetItemInput const& request) { return get_item(state, make_call(), request); }
    auto run(UpdateItemInput const& request) { return update_item(state, make_call(), request); }
    auto run(DeleteItemInput const& request) { return delete_item(state, make_call(), request); }

    /// A table "tbl" with the hash key pk of type S.
    void create_simple_table(std::string const& name = "tbl");
    /// A table "tbl" with the hash key pk and the range key sk of the given type.
    void create_range_table(std::string const& range_type = "S");

    void put(item item)
    {
        REQUIRE(refusal(run(PutItemInput{.TableName = "tbl", .Item = std::move(item)})) == "");
    }
    /// Null when there is none.
    std::optional<item> get(item key)
    {
        return run(GetItemInput{.TableName = "tbl", .Key = std::move(key)}).value().Item;
    }

    /// Updates the item {pk: "k"} of "tbl", and returns what ReturnValues asked for.
    result<UpdateItemOutput> update(std::string expression, attribute_map values = {},
                                    std::string wanted = "ALL_NEW");
    /// Whether the condition holds for {pk: "k"} of "tbl"; nothing changes.
    result<bool> condition(std::string expression, attribute_map values = {}, name_map names = {});
};

CreateTableInput simple_table(std::string const& name = "tbl");

} // namespace understudy::dynamodb::test
