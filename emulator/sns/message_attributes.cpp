#include "sns/message_attributes.hpp"

#include "codec/utf8.hpp"
#include "sns/errors.hpp"
#include "sns/filter_condition.hpp"
#include "sns/json.hpp"
#include "sns/limits.hpp"
#include "sns/text.hpp"

namespace understudy::sns {
namespace {

result<void> check_name(std::string_view name)
{
    if (name.empty()) { return errors::attribute_name_empty(); }
    if (name.size() > limits::attribute_name_bytes_max) { return errors::attribute_name_too_long(); }
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto const c = name[i];
        if (!is_alphanumeric(c) && c != '-' && c != '_' && c != '.') {
            return errors::attribute_name_character(codec::code_point(name.substr(i)));
        }
    }
    if (name.front() == '.') { return errors::attribute_name_leading_dot(); }
    if (name.back() == '.') { return errors::attribute_name_trailing_dot(); }
    if (name.find("..") != std::string_view::npos) { return errors::attribute_name_double_dot(); }
    return {};
}

/// String, Number or Binary; empty for a type that is none of them, alone or followed by a dot and more.
std::string_view base_type(std::string_view type)
{
    for (std::string_view const base : {"String", "Number", "Binary"}) {
        if (type == base) { return base; }
        if (type.starts_with(base) && type[base.size()] == '.' && type.size() > base.size() + 1) {
            return base;
        }
    }
    return {};
}

result<void> check_attribute(std::string_view name, MessageAttributeValue const& attribute,
                             std::string_view path)
{
    if (attribute.DataType.empty()) {
        return errors::parameter_missing(
            std::string{path}.append("messageAttributes.").append(name).append(".member.dataType"));
    }
    if (auto checked = check_name(name); !checked) { return checked; }
    auto const& type = attribute.DataType;
    auto const base = base_type(type);
    if (base.empty()) { return errors::attribute_type_unknown(name); }
    bool const has_text = attribute.StringValue && !attribute.StringValue->empty();
    bool const has_bytes = attribute.BinaryValue && !attribute.BinaryValue->bytes.empty();
    if (!has_text && !has_bytes) { return errors::attribute_value_empty(name, type); }
    if (base == "Binary") {
        if (!has_bytes) { return errors::attribute_field_wrong(name, type, "Binary"); }
        return {};
    }
    if (!has_text) { return errors::attribute_field_wrong(name, type, "String"); }
    if (base == "Number" && !parse_number(*attribute.StringValue)) {
        return errors::attribute_number_malformed(name);
    }
    if (type == "String.Array") {
        auto const array = parse_json(*attribute.StringValue, limits::json_depth_max);
        if (!array || !array->is_array()) { return errors::attribute_array_malformed(name); }
    }
    return {};
}

} // namespace

result<void> check_attributes(message_attributes const& attributes, std::string_view path)
{
    for (auto const& [name, attribute] : attributes) {
        if (auto checked = check_attribute(name, attribute, path); !checked) { return checked; }
    }
    return {};
}

std::size_t bytes_of(message_attributes const& attributes) noexcept
{
    std::size_t bytes = 0;
    for (auto const& [name, attribute] : attributes) {
        bytes += name.size() + attribute.DataType.size();
        if (attribute.StringValue) { bytes += attribute.StringValue->size(); }
        if (attribute.BinaryValue) { bytes += attribute.BinaryValue->bytes.size(); }
    }
    return bytes;
}

} // namespace understudy::sns
