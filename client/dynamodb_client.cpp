#include <understudy/client.hpp>

#include "json_wire.hpp"

namespace understudy {
namespace {

constexpr json_service service{"DynamoDB_20120810", codec::dialect::dynamodb};

} // namespace

dynamodb_client::dynamodb_client(client_options options) : dynamodb_client{nullptr, std::move(options)} {}

dynamodb_client::dynamodb_client(std::shared_ptr<transport> transport, client_options options)
    : caller_{
        std::make_shared<service_caller>(dynamodb::service_name, std::move(transport), std::move(options))}
{}

result<dynamodb::BatchGetItemOutput> dynamodb_client::batch_get_item(
    dynamodb::BatchGetItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::BatchWriteItemOutput> dynamodb_client::batch_write_item(
    dynamodb::BatchWriteItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::CreateTableOutput> dynamodb_client::create_table(
    dynamodb::CreateTableInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::DeleteItemOutput> dynamodb_client::delete_item(
    dynamodb::DeleteItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::DeleteTableOutput> dynamodb_client::delete_table(
    dynamodb::DeleteTableInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::DescribeContinuousBackupsOutput> dynamodb_client::describe_continuous_backups(
    dynamodb::DescribeContinuousBackupsInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::DescribeEndpointsResponse> dynamodb_client::describe_endpoints(
    dynamodb::DescribeEndpointsRequest const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::DescribeLimitsOutput> dynamodb_client::describe_limits(
    dynamodb::DescribeLimitsInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::DescribeTableOutput> dynamodb_client::describe_table(
    dynamodb::DescribeTableInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::DescribeTimeToLiveOutput> dynamodb_client::describe_time_to_live(
    dynamodb::DescribeTimeToLiveInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::GetItemOutput> dynamodb_client::get_item(dynamodb::GetItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::ListTablesOutput> dynamodb_client::list_tables(
    dynamodb::ListTablesInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::ListTagsOfResourceOutput> dynamodb_client::list_tags_of_resource(
    dynamodb::ListTagsOfResourceInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::PutItemOutput> dynamodb_client::put_item(dynamodb::PutItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::QueryOutput> dynamodb_client::query(dynamodb::QueryInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::ScanOutput> dynamodb_client::scan(dynamodb::ScanInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> dynamodb_client::tag_resource(dynamodb::TagResourceInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::TransactGetItemsOutput> dynamodb_client::transact_get_items(
    dynamodb::TransactGetItemsInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::TransactWriteItemsOutput> dynamodb_client::transact_write_items(
    dynamodb::TransactWriteItemsInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<void> dynamodb_client::untag_resource(dynamodb::UntagResourceInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::UpdateContinuousBackupsOutput> dynamodb_client::update_continuous_backups(
    dynamodb::UpdateContinuousBackupsInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::UpdateItemOutput> dynamodb_client::update_item(
    dynamodb::UpdateItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::UpdateTableOutput> dynamodb_client::update_table(
    dynamodb::UpdateTableInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::UpdateTimeToLiveOutput> dynamodb_client::update_time_to_live(
    dynamodb::UpdateTimeToLiveInput const& request) const
{
    return call_json(*caller_, service, request);
}

void dynamodb_client::interrupt() const { caller_->interrupt(); }

} // namespace understudy
