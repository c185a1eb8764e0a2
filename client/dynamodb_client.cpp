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

result<dynamodb::DescribeTableOutput> dynamodb_client::describe_table(
    dynamodb::DescribeTableInput const& request) const
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

result<dynamodb::PutItemOutput> dynamodb_client::put_item(dynamodb::PutItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

result<dynamodb::UpdateItemOutput> dynamodb_client::update_item(
    dynamodb::UpdateItemInput const& request) const
{
    return call_json(*caller_, service, request);
}

void dynamodb_client::interrupt() const { caller_->interrupt(); }

} // namespace understudy
