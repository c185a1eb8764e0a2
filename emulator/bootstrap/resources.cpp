#include "bootstrap/resource.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace understudy::bootstrap {

namespace json = boost::json;

namespace {

constexpr resource_type resource_types[] = {
    {"AWS::DynamoDB::Table", foresee_table, make_table, seed_table},
    {"AWS::SNS::Subscription", foresee_subscription, make_subscription},
    {"AWS::SNS::Topic", foresee_topic, make_topic},
    {"AWS::SNS::TopicPolicy", foresee_topic_policy, make_topic_policy},
    {"AWS::SQS::Queue", foresee_queue, make_queue, seed_queue},
    {"AWS::SQS::QueuePolicy", foresee_queue_policy, make_queue_policy},
    {"AWS::Serverless::SimpleTable", foresee_simple_table, make_simple_table, seed_table},
};

std::string text_of(json::value const& scalar)
{
    if (auto const* text = scalar.if_string()) { return std::string{text->data(), text->size()}; }
    return json::serialize(scalar);
}

bool is_same(json::value const& a, json::value const& b, bool loosely)
{
    if (a.is_object() && b.is_object()) {
        return a.get_object().size() == b.get_object().size()
               && std::ranges::all_of(a.get_object(), [&](auto const& each) {
                      auto const* other = b.get_object().if_contains(each.key());
                      return other != nullptr && is_same(each.value(), *other, loosely);
                  });
    }
    if (a.is_array() && b.is_array()) {
        return std::ranges::equal(a.get_array(), b.get_array(),
                                  [&](auto const& x, auto const& y) { return is_same(x, y, loosely); });
    }
    bool const are_scalars = a.is_primitive() && b.is_primitive();
    return loosely && are_scalars ? text_of(a) == text_of(b) : a == b;
}

} // namespace

resource_type const* find_resource_type(std::string_view name)
{
    auto const* const found = std::ranges::find(resource_types, name, &resource_type::name);
    return found == std::end(resource_types) ? nullptr : found;
}

std::string text_of(service_error const& refusal)
{
    return fmt::format("{}: {}", refusal.kind.shape, refusal.message);
}

std::string generated_name(resource const& resource, setting const& setting, std::size_t size_max,
                           bool is_fifo)
{
    std::string_view const suffix = is_fifo ? ".fifo" : "";
    auto name = fmt::format("{}-{}", setting.stack, resource.id);
    if (name.size() + suffix.size() > size_max) { name.resize(size_max - suffix.size()); }
    return name.append(suffix);
}

node const* property(resource const& resource, std::string_view name)
{
    return resource.properties.find(name);
}

std::string name_of(resource const& resource, std::string_view property_name, setting const& setting,
                    std::size_t size_max, bool is_fifo)
{
    auto const* const given = property(resource, property_name);
    return given != nullptr ? scalar(*given, property_name)
                            : generated_name(resource, setting, size_max, is_fifo);
}

void refuse_property(member const& property)
{
    throw problem{property.value.line, fmt::format("Encountered unsupported property {}", property.name)};
}

std::string attribute_text(node const& value)
{
    if (value.is_scalar()) {
        if (!is_boolean(value)) { return value.text; }
        return truth(value, "a property") ? "true" : "false";
    }
    return to_json(value);
}

bool is_same_document(std::string_view a, std::string_view b, bool loosely)
{
    if (a == b) { return true; }
    json::error_code failure;
    auto const first = json::parse({a.data(), a.size()}, failure);
    if (failure) { return false; }
    auto const second = json::parse({b.data(), b.size()}, failure);
    return !failure && is_same(first, second, loosely);
}

std::map<std::string, std::string, std::less<>> read_tags(node const& tags)
{
    std::map<std::string, std::string, std::less<>> read;
    if (tags.is_map()) {
        for (auto const& [key, value] : tags.members) { read[key] = scalar(value, "a tag's value"); }
        return read;
    }
    for (auto const& tag : list(tags, "Tags")) {
        auto const* key = tag.find("Key");
        auto const* value = tag.find("Value");
        if (key == nullptr || value == nullptr) { throw problem{tag.line, "a tag needs Key and Value"}; }
        read[scalar(*key, "a tag's key")] = scalar(*value, "a tag's value");
    }
    return read;
}

bool is_true(node const* value, std::string_view what) { return value != nullptr && truth(*value, what); }

} // namespace understudy::bootstrap
