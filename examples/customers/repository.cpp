#include "repository.hpp"

#include <algorithm>

namespace customers {
namespace {

namespace dynamodb = understudy::dynamodb;
using understudy::result;

dynamodb::item key_of(std::string const& customer_id) { return {{"PK", "CUSTOMER#" + customer_id}}; }

std::string text_in(dynamodb::item const& item, std::string_view name)
{
    auto const* const value = item.find(name);
    auto const* const text = value ? value->get_if<std::string>() : nullptr;
    return text ? *text : std::string{};
}

} // namespace

result<void> repository::create(customer const& customer) const
{
    auto const put = dynamodb_.put_item({.TableName = table_,
                                         .Item = dynamodb::item{{"PK", "CUSTOMER#" + customer.customer_id},
                                                                {"CustomerId", customer.customer_id},
                                                                {"Name", customer.name}},
                                         .ConditionExpression = "attribute_not_exists(PK)"});
    if (!put) return put.error();
    return {};
}

result<std::optional<customer>> repository::find(std::string const& customer_id) const
{
    auto const got =
        dynamodb_.get_item({.TableName = table_, .Key = key_of(customer_id), .ConsistentRead = true});
    if (!got) return got.error();
    if (!got->Item) return std::optional<customer>{};

    customer found{text_in(*got->Item, "CustomerId"), text_in(*got->Item, "Name"), {}};
    auto const* const orders = got->Item->find("Orders");
    if (auto const* const set = orders ? orders->get_if<dynamodb::string_set>() : nullptr)
        found.order_ids = set->values;
    std::sort(found.order_ids.begin(), found.order_ids.end()); // a set promises no order
    return std::optional{std::move(found)};
}

result<bool> repository::add_order(std::string const& customer_id, std::string const& order_id) const
{
    auto const updated = dynamodb_.update_item({.TableName = table_,
                                                .Key = key_of(customer_id),
                                                .UpdateExpression = "ADD Orders :orders",
                                                .ConditionExpression = "attribute_exists(PK)",
                                                .ExpressionAttributeValues = dynamodb::attribute_map{
                                                    {":orders", dynamodb::string_set{{order_id}}}}});
    if (updated) return true;
    if (updated.error().kind.shape == "ConditionalCheckFailedException") return false;
    return updated.error();
}

} // namespace customers
