// Amazon DynamoDB as functions over a state. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
// Called by the engine only, one call at a time.
#pragma once

#include <understudy/model/dynamodb.hpp>

#include "core/operation.hpp"
#include "dynamodb/page.hpp"
#include "dynamodb/state.hpp"

namespace understudy::dynamodb {

result<BatchGetItemOutput> batch_get_item(state&, call const&, BatchGetItemInput const&);
result<BatchWriteItemOutput> batch_write_item(state&, call const&, BatchWriteItemInput const&);
result<CreateTableOutput> create_table(state&, call const&, CreateTableInput const&);
result<DeleteItemOutput> delete_item(state&, call const&, DeleteItemInput const&);
result<DeleteTableOutput> delete_table(state&, call const&, DeleteTableInput const&);
result<DescribeContinuousBackupsOutput> describe_continuous_backups(state&, call const&,
                                                                    DescribeContinuousBackupsInput const&);
result<DescribeEndpointsResponse> describe_endpoints(state&, call const&, DescribeEndpointsRequest const&);
result<DescribeLimitsOutput> describe_limits(state&, call const&, DescribeLimitsInput const&);
result<DescribeTableOutput> describe_table(state&, call const&, DescribeTableInput const&);
result<DescribeTimeToLiveOutput> describe_time_to_live(state&, call const&, DescribeTimeToLiveInput const&);
result<GetItemOutput> get_item(state&, call const&, GetItemInput const&);
result<ListTablesOutput> list_tables(state&, call const&, ListTablesInput const&);
result<ListTagsOfResourceOutput> list_tags_of_resource(state&, call const&, ListTagsOfResourceInput const&);
result<PutItemOutput> put_item(state&, call const&, PutItemInput const&);
result<QueryOutput> query(state&, call const&, QueryInput const&);
result<ScanOutput> scan(state&, call const&, ScanInput const&);
result<void> tag_resource(state&, call const&, TagResourceInput const&);
result<TransactGetItemsOutput> transact_get_items(state&, call const&, TransactGetItemsInput const&);
result<TransactWriteItemsOutput> transact_write_items(state&, call const&, TransactWriteItemsInput const&);
result<void> untag_resource(state&, call const&, UntagResourceInput const&);
result<UpdateContinuousBackupsOutput> update_continuous_backups(state&, call const&,
                                                                UpdateContinuousBackupsInput const&);
result<UpdateItemOutput> update_item(state&, call const&, UpdateItemInput const&);
result<UpdateTableOutput> update_table(state&, call const&, UpdateTableInput const&);
result<UpdateTimeToLiveOutput> update_time_to_live(state&, call const&, UpdateTimeToLiveInput const&);

/// Query and Scan in turns of at most two milliseconds, between which others are served. Nothing: it takes another turn.
std::optional<result<QueryOutput>> read_on(state&, call const&, QueryInput const&, unfinished_page&);
std::optional<result<ScanOutput>> read_on(state&, call const&, ScanInput const&, unfinished_page&);

constexpr std::tuple operations{
    operation{batch_get_item},
    operation{batch_write_item},
    operation{create_table},
    operation{delete_item},
    operation{delete_table},
    operation{describe_continuous_backups},
    operation{describe_endpoints},
    operation{describe_limits},
    operation{describe_table},
    operation{describe_time_to_live},
    operation{get_item},
    operation{list_tables},
    operation{list_tags_of_resource},
    operation{put_item},
    operation{query},
    operation{scan},
    operation{tag_resource},
    operation{transact_get_items},
    operation{transact_write_items},
    operation{untag_resource},
    operation{update_continuous_backups},
    operation{update_item},
    operation{update_table},
    operation{update_time_to_live},
};

/// A timer set through call::set_timer has come due.
void on_timer(state&, call const&, timer_id const&);

} // namespace understudy::dynamodb
