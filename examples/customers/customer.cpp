#include "customer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace customers {
namespace {

namespace json = boost::json;

std::optional<std::string> text_in(json::value const& data, json::string_view name)
{
    auto const* const object = data.if_object();
    auto const* const member = object ? object->if_contains(name) : nullptr;
    auto const* const text = member ? member->if_string() : nullptr;
    if (!text) return std::nullopt;
    return std::string{*text};
}

} // namespace

json::value to_json(customer const& customer)
{
    json::array orders;
    for (auto const& id : customer.order_ids) { orders.emplace_back(json::object{{"order_id", id}}); }
    return {{"customer_id", customer.customer_id}, {"name", customer.name}, {"orders", std::move(orders)}};
}

json::value customer_created_event(customer const& customer)
{
    return {{"customer_id", customer.customer_id}, {"name", customer.name}};
}

std::optional<order_created_event> read_order_created_event(json::value const& data)
{
    auto order = text_in(data, "order_id");
    auto customer = text_in(data, "customer_id");
    if (!order || !customer) return std::nullopt;
    return order_created_event{*std::move(order), *std::move(customer)};
}

} // namespace customers
