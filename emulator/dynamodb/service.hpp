// Amazon DynamoDB as functions over a state. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
// Called by the engine only, one call at a time.
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "core/operation.hpp"
#include "dynamodb/state.hpp"

namespace understudy::dynamodb {

result<CreateTableOutput> create_table(state&, call const&, CreateTableInput const&);
result<DeleteItemOutput> delete_item(state&, call const&, DeleteItemInput const&);
result<DeleteTableOutput> delete_table(state&, call const&, DeleteTableInput const&);
result<DescribeTableOutput> describe_table(state&, call const&, DescribeTableInput const&);
result<GetItemOutput> get_item(state&, call const&, GetItemInput const&);
result<ListTablesOutput> list_tables(state&, call const&, ListTablesInput const&);
result<PutItemOutput> put_item(state&, call const&, PutItemInput const&);
result<UpdateItemOutput> update_item(state&, call const&, UpdateItemInput const&);

constexpr std::tuple operations{
    operation{create_table}, operation{delete_item}, operation{delete_table}, operation{describe_table},
    operation{get_item},     operation{list_tables}, operation{put_item},     operation{update_item},
};

/// A timer set through call::set_timer has come due.
void on_timer(state&, call const&, timer_id const&);

} // namespace understudy::dynamodb
