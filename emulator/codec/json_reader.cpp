#include "codec/json_reader.hpp"

#include "codec/attribute_value_json.hpp"
#include "codec/base64.hpp"
#include "codec/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace understudy::codec::detail {

namespace {

constexpr std::string_view unexpected_field = "Unexpected field type";
constexpr std::string_view dynamodb_package = "com.amazonaws.dynamodb.v20120810.";
constexpr std::string_view sqs_package = "com.amazonaws.sqs.";

/// How the services' parser calls what it found.
std::string_view token_name(json_node const& node)
{
    switch (node.kind) {
    case json_kind::true_value: return "TRUE_VALUE";
    case json_kind::false_value: return "FALSE_VALUE";
    case json_kind::integer: return "NUMBER_VALUE";
    case json_kind::decimal: return "DECIMAL_VALUE";
    default: return "STRING_VALUE";
    }
}

/// Which members are an Integer in the AWS model and not a Long; SQS has only Integers.
bool is_integer_member(json_reader const& reader)
{
    constexpr std::array<std::string_view, 5> names{"Limit", "Segment", "TotalSegments", "MaxResults",
                                                    "RecoveryPeriodInDays"};
    return reader.dialect == dialect::sqs || std::ranges::find(names, reader.member) != names.end();
}

bool refuse_structure(json_reader& reader)
{
    return reader.refuse(reader.dialect == dialect::sqs
                             ? "Start of structure or map found where not expected."
                             : "Start of structure or map found where not expected");
}

bool refuse_collection(json_reader& reader, std::string_view java_class)
{
    return reader.refuse("Unrecognized collection type class " + std::string{java_class});
}

bool refuse_conversion(json_reader& reader, json_node const& node, std::string_view type)
{
    auto const token = std::string{token_name(node)};
    if (reader.dialect == dialect::dynamodb)
        return reader.refuse(token + " cannot be converted to " + std::string{type});
    auto const article = type == "Integer" ? " can not be converted to an " : " can not be converted to a ";
    return reader.refuse(token + article + std::string{type});
}

std::string class_of(json_reader const& reader, std::string_view shape)
{
    return std::string{reader.dialect == dialect::sqs ? sqs_package : dynamodb_package} + std::string{shape};
}

bool is_number(json_node const& node)
{
    return node.kind == json_kind::integer || node.kind == json_kind::decimal;
}

/// The text of a string, or in SQS of any scalar, which it casts.
std::optional<std::string_view> text_of(json_reader& reader, json_node const& node)
{
    if (node.kind == json_kind::string) return node.text();
    if (node.is_array()) {
        refuse_collection(reader, "java.lang.String");
    } else if (node.is_object()) {
        refuse_structure(reader);
    } else if (reader.dialect == dialect::sqs) {
        return node.text();
    } else {
        refuse_conversion(reader, node, "String");
    }
    return std::nullopt;
}

} // namespace

bool json_reader::refuse(std::string text)
{
    message = std::move(text);
    return false;
}

bool read_scalar(json_reader& reader, json_node const& node, std::string& out)
{
    auto const text = text_of(reader, node);
    if (text) out.assign(*text);
    return text.has_value();
}

bool read_scalar(json_reader& reader, json_node const& node, shared_text& out)
{
    auto const text = text_of(reader, node);
    if (text) out = shared_text{*text};
    return text.has_value();
}

bool read_scalar(json_reader& reader, json_node const& node, bool& out)
{
    switch (node.kind) {
    case json_kind::true_value: out = true; return true;
    case json_kind::false_value: out = false; return true;
    case json_kind::array: return refuse_collection(reader, "java.lang.Boolean");
    case json_kind::object: return refuse_structure(reader);
    case json_kind::string: {
        auto const value = parse_bool(node.text());
        out = value.value_or(false);
        return value || reader.refuse("Unexpected token received from parser");
    }
    default: return refuse_conversion(reader, node, "Boolean");
    }
}

bool read_scalar(json_reader& reader, json_node const& node, std::int64_t& out)
{
    std::string_view const type = is_integer_member(reader) ? "Integer" : "Long";
    if (node.is_array())
        return refuse_collection(reader, type == "Integer" ? "java.lang.Integer" : "java.lang.Long");
    if (node.is_object()) return refuse_structure(reader);
    // A fraction is cut off. A number that does not fit is refused as one that cannot be converted.
    auto const value = is_number(node) ? parse_whole_part(node.text()) : std::nullopt;
    out = value.value_or(0);
    return value || refuse_conversion(reader, node, type);
}

bool read_scalar(json_reader& reader, json_node const& node, double& out)
{
    if (node.is_array()) return refuse_collection(reader, "java.lang.Double");
    if (node.is_object()) return refuse_structure(reader);
    auto const value = is_number(node) ? parse_double(node.text()) : std::nullopt;
    out = value.value_or(0);
    return value || refuse_conversion(reader, node, "Double");
}

bool read_scalar(json_reader& reader, json_node const& node, instant& out)
{
    // A double tells milliseconds apart up to this; a later time is none that a service knows.
    constexpr double milliseconds_max = 9e15;
    if (node.is_array()) return refuse_collection(reader, "java.util.Date");
    if (node.is_object()) return refuse_structure(reader);
    auto const since_1970 = is_number(node) ? parse_double(node.text()) : std::nullopt;
    if (!since_1970 || std::abs(*since_1970 * 1000) > milliseconds_max)
        return refuse_conversion(reader, node, "Date");
    out = instant{milliseconds{std::llround(*since_1970 * 1000)}};
    return true;
}

bool read_scalar(json_reader& reader, json_node const& node, blob& out)
{
    if (node.is_array()) return refuse_collection(reader, "java.nio.ByteBuffer");
    if (node.is_object()) return refuse_structure(reader);
    if (node.kind != json_kind::string)
        return reader.refuse("only base-64-encoded strings are convertible to bytes");
    auto read = read_base64(node.text(), out.bytes);
    return read.good || reader.refuse(std::move(read.message));
}

bool read_scalar(json_reader& reader, json_node const& node, dynamodb::item& out)
{
    dynamodb::attribute_map attributes;
    if (!read_attribute_map(reader, node, attributes)) return false;
    out = dynamodb::item{std::move(attributes)};
    return true;
}

bool read_scalar(json_reader& reader, json_node const& node, dynamodb::attribute_map& out)
{
    return read_attribute_map(reader, node, out);
}

bool read_scalar(json_reader& reader, json_node const& node, dynamodb::attribute_value& out)
{
    // A member of that type is always named so; other values are elements.
    bool const is_member = reader.member == "Value";
    if (is_member && !expect_structure(reader, node, place::member, "AttributeValue")) return false;
    return read_attribute_value(reader, node, out);
}

bool expect_list(json_reader& reader, json_node const& node)
{
    if (node.is_array()) return true;
    return node.is_object() ? refuse_structure(reader) : reader.refuse(std::string{unexpected_field});
}

bool expect_map(json_reader& reader, json_node const& node, std::string_view value_type)
{
    if (node.is_object()) return true;
    if (node.is_array()) {
        auto const value = value_type == "String" ? "java.lang.String" : class_of(reader, value_type);
        return reader.refuse("Unrecognized collection type java.util.Map<java.lang.String, " + value + ">");
    }
    return reader.refuse(std::string{unexpected_field});
}

bool expect_structure(json_reader& reader, json_node const& node, place place, std::string_view shape)
{
    if (node.is_object()) return true;
    if (node.is_array()) return refuse_collection(reader, class_of(reader, shape));
    return reader.refuse(place == place::element ? "Unexpected value type in payload"
                                                 : std::string{unexpected_field});
}

bool expect_no_scalar(json_reader& reader, json_node const& node)
{
    if (node.is_array() || node.is_object()) return true;
    return reader.refuse(
        "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class "
        "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of "
        "loader 'bootstrap')");
}

} // namespace understudy::codec::detail
