#include "api.hpp"

#include <understudy/envelope.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace customers {
namespace {

namespace json = boost::json;
using understudy::result;

constexpr std::string_view collection = "/customer";

response refuse(unsigned status, std::string_view code, std::string_view message = {})
{
    json::object body{{"error", json::string_view{code.data(), code.size()}}};
    if (!message.empty()) body["message"] = json::string_view{message.data(), message.size()};
    return {status, json::serialize(body)};
}

/// The trouble is ours or AWS's; the details are for the log.
response broken(understudy::service_error const& error)
{
    std::clog << "api: " + std::string{error.kind.shape} + ": " + error.message + "\n" << std::flush;
    return refuse(500, "INTERNAL_ERROR");
}

/// The name in a body like {"name": "John Doe"}.
std::optional<std::string> read_name(std::string const& body)
{
    boost::system::error_code ec;
    auto const parsed = json::parse(body, ec);
    auto const* const object = ec ? nullptr : parsed.if_object();
    auto const* const name = object ? object->if_contains("name") : nullptr;
    auto const* const text = name ? name->if_string() : nullptr;
    if (!text || text->empty()) return std::nullopt;
    return std::string{*text};
}

} // namespace

response api::handle(request const& request) const
{
    std::string_view path = request.path;
    path = path.substr(0, path.find('?'));
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);

    if (path == collection) {
        return request.method == "POST" ? create_customer(request.body) : refuse(405, "METHOD_NOT_ALLOWED");
    }
    if (path.starts_with("/customer/")) {
        auto const id = path.substr(collection.size() + 1);
        if (id.find('/') != std::string_view::npos) return refuse(404, "NOT_FOUND");
        return request.method == "GET" ? get_customer(std::string{id}) : refuse(405, "METHOD_NOT_ALLOWED");
    }
    return refuse(404, "NOT_FOUND");
}

response api::create_customer(std::string const& body) const
{
    auto name = read_name(body);
    if (!name) return refuse(400, "BAD_REQUEST", R"(The body must be JSON like {"name": "John Doe"}.)");

    customer const created{understudy::make_uuid(), *std::move(name), {}};
    if (auto const stored = customers_.create(created); !stored) return broken(stored.error());
    if (auto const told = publish_created(created); !told) return broken(told.error());
    return {200, json::serialize(to_json(created))};
}

response api::get_customer(std::string const& customer_id) const
{
    auto const found = customers_.find(customer_id);
    if (!found) return broken(found.error());
    if (!*found) return refuse(404, "CUSTOMER_NOT_FOUND");
    return {200, json::serialize(to_json(**found))};
}

result<void> api::publish_created(customer const& customer) const
{
    understudy::json_base_envelope const envelope{{"customers", {}}};
    auto const topic = topic_arn_.substr(topic_arn_.rfind(':') + 1);
    auto const published = sns_.publish(
        {.TopicArn = topic_arn_,
         .Message = understudy::shared_text{envelope.wrap(topic, customer_created_event(customer))}});
    if (!published) return published.error();
    return {};
}

} // namespace customers
