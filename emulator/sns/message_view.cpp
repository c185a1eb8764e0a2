#include "sns/message_view.hpp"

#include "sns/json.hpp"
#include "sns/limits.hpp"

namespace understudy::sns {
namespace {

using type = message_value::type;

bool is_type(std::string_view data_type, std::string_view base)
{
    return data_type.starts_with(base) && (data_type.size() == base.size() || data_type[base.size()] == '.');
}

/// Nothing for objects and arrays, which are no values.
std::optional<message_value> scalar(boost::json::value const& value)
{
    switch (value.kind()) {
    case boost::json::kind::string:
        return message_value{.kind = type::text,
                             .text = {value.get_string().data(), value.get_string().size()}};
    case boost::json::kind::int64:
        return message_value{.kind = type::number, .number = static_cast<double>(value.get_int64())};
    case boost::json::kind::uint64:
        return message_value{.kind = type::number, .number = static_cast<double>(value.get_uint64())};
    case boost::json::kind::double_: return message_value{.kind = type::number, .number = value.get_double()};
    case boost::json::kind::bool_: return message_value{.kind = type::truth, .truth = value.get_bool()};
    case boost::json::kind::null: return message_value{.kind = type::nothing};
    default: return std::nullopt;
    }
}

} // namespace

attributes_view::attributes_view(message_attributes const& attributes)
{
    for (auto const& [name, attribute] : attributes) {
        std::string_view const text =
            attribute.StringValue ? std::string_view{*attribute.StringValue} : std::string_view{};
        if (attribute.DataType == "String.Array") {
            auto array = parse_json(text, limits::json_depth_max);
            if (!array || !array->is_array()) { continue; }
            for (auto const& element : arrays_.emplace_back(std::move(*array)).get_array()) {
                if (auto const value = scalar(element)) { values_[name].push_back(*value); }
            }
        } else if (is_type(attribute.DataType, "String")) {
            values_[name].push_back({.kind = type::text, .text = text});
        } else if (is_type(attribute.DataType, "Number")) {
            values_[name].push_back({.kind = type::number, .number = parse_number(text).value_or(0)});
        } else {
            values_[name].push_back({.kind = type::bytes});
        }
    }
}

body_view::body_view(std::string_view body, audience::paths const& paths) : paths_{paths}
{
    auto parsed = parse_json(body, limits::message_json_depth_max);
    if (!parsed || !parsed->is_object()) { return; }
    body_ = std::move(*parsed);
    std::string path;
    walk(body_, path);
}

void body_view::walk(boost::json::value const& value, std::string& path)
{
    if (auto const* array = value.if_array()) {
        for (auto const& element : *array) { walk(element, path); }
        return;
    }
    auto const* object = value.if_object();
    if (!object) {
        if (auto const known = paths_.find(path); known != paths_.end()) {
            values_[known->first].push_back(*scalar(value));
        }
        return;
    }
    auto const length = path.size();
    if (length != 0) {
        path += '.';
        auto const below = paths_.lower_bound(path);
        if (below == paths_.end() || !below->first.starts_with(path)) { // nobody asks for anything in here
            path.resize(length);
            return;
        }
    }
    auto const start = path.size();
    for (auto const& member : *object) {
        path.append(member.key().data(), member.key().size());
        walk(member.value(), path);
        path.resize(start);
    }
    path.resize(length);
}

} // namespace understudy::sns
