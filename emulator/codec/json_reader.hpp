// From parsed JSON into shapes, refusing what has the wrong type in the words of the service. Private to codec/.
#pragma once

#include "codec/json_document.hpp"
#include "codec/shape.hpp"

#include <understudy/model/attribute_value.hpp>
#include <understudy/shared_text.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace understudy::codec::detail {

/// Where a value stands: the services word the refusal of a scalar by it.
enum class place { member, element };

/// What one read needs to know and what it leaves behind: the functions below answer false and say why in `message`.
struct json_reader {
    codec::dialect dialect;
    std::string message = {};
    std::string_view member = {}; // being read

    bool refuse(std::string text);
};

bool read_scalar(json_reader& reader, json_node const& node, std::string& out);
bool read_scalar(json_reader& reader, json_node const& node, shared_text& out);
bool read_scalar(json_reader& reader, json_node const& node, bool& out);
bool read_scalar(json_reader& reader, json_node const& node, std::int64_t& out);
bool read_scalar(json_reader& reader, json_node const& node, double& out);
bool read_scalar(json_reader& reader, json_node const& node, instant& out);
bool read_scalar(json_reader& reader, json_node const& node, blob& out);
bool read_scalar(json_reader& reader, json_node const& node, dynamodb::item& out);
bool read_scalar(json_reader& reader, json_node const& node, dynamodb::attribute_map& out);
bool read_scalar(json_reader& reader, json_node const& node, dynamodb::attribute_value& out);

/// Is the node what is wanted? If not, refuses it.
bool expect_list(json_reader& reader, json_node const& node);
bool expect_map(json_reader& reader, json_node const& node, std::string_view value_type);
bool expect_structure(json_reader& reader, json_node const& node, place place, std::string_view shape);
/// A list or a map, of whichever type, within another.
bool expect_no_scalar(json_reader& reader, json_node const& node);

template <class T>
constexpr bool is_collection =
    is_list<
        T> || is_map<T> || std::is_same_v<T, dynamodb::item> || std::is_same_v<T, dynamodb::attribute_map>;

template <class T>
bool read_structure(json_reader& reader, json_node const& node, T& out);

template <class T>
bool read_value(json_reader& reader, json_node const& node, T& out, place place)
{
    if constexpr (is_collection<T>) {
        if (place == place::element && !expect_no_scalar(reader, node)) return false;
    }
    if constexpr (is_optional<T>) {
        return read_value(reader, node, out.emplace(), place);
    } else if constexpr (described<T>) {
        return expect_structure(reader, node, place, type_name_of<T>()) && read_structure(reader, node, out);
    } else if constexpr (is_list<T>) {
        if (!expect_list(reader, node)) return false;
        out.clear();
        out.reserve(node.size);
        auto const* element = node.first();
        for (auto left = node.size; left > 0; --left, element = element->next()) {
            auto& value = out.emplace_back();
            if (!element->is_null()) {
                if (!read_value(reader, *element, value, place::element)) return false;
            } else if constexpr (std::is_same_v<T, dynamodb::list>) {
                value.value = dynamodb::malformed{};
            } // others stay empty, for the service to refuse
        }
        return true;
    } else if constexpr (is_map<T>) {
        using mapped = typename T::mapped_type;
        if (!expect_map(reader, node, described<mapped> ? type_name_of<mapped>() : "String")) return false;
        out.clear();
        auto const* name = node.first();
        for (auto left = node.size; left > 0; --left, name = name->next()->next()) {
            if (name->next()->is_null()) {
                out.erase(std::string{name->text()});
                continue;
            }
            auto& value = out[std::string{name->text()}] = {};
            if (!read_value(reader, *name->next(), value, place::element)) return false;
        }
        return true;
    } else {
        return read_scalar(reader, node, out);
    }
}

/// The node is an object.
template <class T>
bool read_structure(json_reader& reader, json_node const& node, T& out)
{
    auto const* name = node.first();
    for (auto left = node.size; left > 0; --left, name = name->next()->next()) {
        auto const& value = *name->next();
        bool good = true;
        any_member<T>([&](auto member) {
            if (name->text() != std::string_view{member.name}) return false;
            auto& target = out.*member.pointer;
            reader.member = member.name;
            if (value.is_null()) {
                target = {};
            } else {
                good = read_value(reader, value, target, place::member);
            }
            return true;
        });
        if (!good) return false;
    }
    return true;
}

} // namespace understudy::codec::detail
