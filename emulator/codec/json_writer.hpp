// From shapes to JSON, straight into the text of the answer. Stateless, any thread.
#pragma once

#include "codec/json_document.hpp"
#include "codec/json_text.hpp"
#include "codec/shape.hpp"

#include <understudy/model/attribute_value.hpp>
#include <understudy/shared_text.hpp>

#include <array>
#include <string>
#include <string_view>

namespace understudy::codec {

/// Appends the text with quotation marks around it. UTF-8 passes as it is.
void write_json_string(std::string& out, std::string_view text);

namespace detail {

void write_scalar(json_text& out, bool value);
void write_scalar(json_text& out, std::int64_t value);
void write_scalar(json_text& out, double value);
void write_scalar(json_text& out,
                  instant time); // seconds since 1970, with up to three digits after the point
void write_scalar(json_text& out, blob const& value);
void write_scalar(json_text& out, dynamodb::item const& item); // {"PK":{"S":"x"}}
void write_scalar(json_text& out, dynamodb::attribute_map const& map);
void write_scalar(json_text& out, dynamodb::attribute_value const& value); // {"S":"x"}

/// `,"Name":` of a member, ready to be appended in one piece.
template <class Member>
inline constexpr auto member_head = [] {
    constexpr std::string_view name = Member::name;
    std::array<char, name.size() + 4> head{',', '"'};
    for (std::size_t i = 0; i < name.size(); ++i) head[i + 2] = name[i];
    head[name.size() + 2] = '"';
    head[name.size() + 3] = ':';
    return head;
}();

/// Whether the member is written at all.
template <class T>
bool is_written(T const& value, dialect dialect)
{
    if constexpr (is_optional<T>) {
        return value.has_value(); // a list that is set is written, also when it is empty
    } else if constexpr (is_list<T> || is_map<T>) {
        return dialect == dialect::dynamodb || !value.empty();
    } else {
        return true;
    }
}

template <class T>
void write_value(json_text& out, T const& value, dialect dialect)
{
    if constexpr (is_optional<T>) {
        write_value(out, *value, dialect);
    } else if constexpr (described<T>) {
        out.put('{');
        bool first = true;
        for_each_member<T>([&](auto member) {
            auto const& field = value.*member.pointer;
            if (!is_written(field, dialect)) return;
            constexpr auto const& head = member_head<decltype(member)>;
            out.put({head.data() + first, head.size() - first});
            first = false;
            write_value(out, field, dialect);
        });
        out.put('}');
    } else if constexpr (is_list<T>) {
        out.put('[');
        for (auto const& element : value) {
            write_value(out, element, dialect);
            out.put(',');
        }
        value.empty() ? out.put(']') : out.replace_last(']');
    } else if constexpr (is_map<T>) {
        out.put('{');
        for (auto const& [name, element] : value) {
            out.put_string(name);
            out.put(':');
            write_value(out, element, dialect);
            out.put(',');
        }
        value.empty() ? out.put('}') : out.replace_last('}');
    } else if constexpr (std::is_convertible_v<T const&, std::string_view>) {
        out.put_string(value);
    } else {
        write_scalar(out, value);
    }
}

} // namespace detail
} // namespace understudy::codec
