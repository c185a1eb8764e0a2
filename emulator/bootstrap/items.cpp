// Seed data of tables: Metadata.Understudy.Items, in plain words or as DynamoDB has them on the wire.
#include "bootstrap/resource.hpp"
#include "bootstrap/shapes.hpp"

#include <fmt/format.h>

namespace understudy::bootstrap {

namespace {

using dynamodb::attribute_value;

attribute_value value_of(node const& value);

std::vector<std::string> texts_of(node const& set)
{
    std::vector<std::string> texts;
    for (auto const& each : list(set, "a set")) { texts.push_back(scalar(each, "a value of a set")); }
    return texts;
}

dynamodb::attribute_map map_of(node const& value)
{
    dynamodb::attribute_map attributes;
    for (auto const& [name, inner] : map(value, "an item")) { attributes[name] = value_of(inner); }
    return attributes;
}

dynamodb::list list_of(node const& value)
{
    dynamodb::list items;
    for (auto const& each : list(value, "a list")) { items.push_back(value_of(each)); }
    return items;
}

/// {"S": "x"}: nothing when the map is no such thing.
std::optional<attribute_value> typed_value(node const& value)
{
    if (value.members.size() != 1) { return std::nullopt; }
    auto const& [type, inner] = value.members.front();
    if (inner.is_scalar()) {
        if (type == "S") { return inner.text; }
        if (type == "N") { return dynamodb::number{inner.text}; }
        if (type == "B") { return dynamodb::binary{bytes_of_base64(inner, "B")}; }
        if (type == "BOOL") { return truth(inner, "BOOL"); }
        if (type == "NULL") { return dynamodb::null{}; }
    }
    if (inner.is_list()) {
        if (type == "SS") { return dynamodb::string_set{texts_of(inner)}; }
        if (type == "NS") { return dynamodb::number_set{texts_of(inner)}; }
        if (type == "L") { return list_of(inner); }
        if (type == "BS") {
            dynamodb::binary_set set;
            for (auto const& each : inner.items) { set.values.push_back(bytes_of_base64(each, "BS")); }
            return set;
        }
    }
    if (inner.is_map() && type == "M") { return map_of(inner); }
    return std::nullopt;
}

attribute_value value_of(node const& value)
{
    switch (value.is) {
    case node::kind::null: return dynamodb::null{};
    case node::kind::list: return list_of(value);
    case node::kind::map: {
        auto typed = typed_value(value);
        return typed ? *std::move(typed) : attribute_value{map_of(value)};
    }
    default: break;
    }
    if (is_number(value)) { return dynamodb::number{value.text}; }
    if (is_boolean(value)) { return truth(value, "a value"); }
    return value.text;
}

} // namespace

void seed_table(resource const& resource, made const& made, workshop& shop)
{
    for (auto const& [name, items] : map(resource.seeds, "Metadata.Understudy")) {
        if (name != "Items") {
            throw problem{items.line, fmt::format("a table is seeded with Items, not with {}", name)};
        }
        for (auto const& item : list(items, name)) {
            granted(shop.services.dynamodb(
                        dynamodb::PutItemInput{.TableName = made.identity.ref, .Item = map_of(item)}),
                    item.line);
        }
    }
}

} // namespace understudy::bootstrap
