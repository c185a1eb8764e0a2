// From nodes into the shapes of the services, whose members CloudFormation calls by the same names. Scalars are taken as they
// come: 5 is "5" and "true" is true. Private to bootstrap/.
#pragma once

#include "bootstrap/node.hpp"
#include "codec/shape.hpp"

#include <understudy/shared_text.hpp>

#include <optional>

namespace understudy::bootstrap {

std::int64_t whole_number(node const& value, std::string_view what);
std::string bytes_of_base64(node const& value, std::string_view what);

template <class T>
void read_shape(node const& value, T& out, std::string_view what);

/// False: the shape has no such member.
template <class T>
bool read_member(member const& given, T& out)
{
    return codec::detail::any_member<T>([&](auto described) {
        if (given.name != std::string_view{described.name}) { return false; }
        read_shape(given.value, out.*described.pointer, given.name);
        return true;
    });
}

/// Throws a problem for what has the wrong type and for members that the shape does not have.
template <class T>
void read_shape(node const& value, T& out, std::string_view what)
{
    using namespace codec::detail;
    if constexpr (is_optional<T>) {
        read_shape(value, out.emplace(), what);
    } else if constexpr (described<T>) {
        for (auto const& each : map(value, what)) {
            if (!read_member(each, out)) {
                throw problem{each.value.line,
                              std::string{what} + ": Encountered unsupported property " + each.name};
            }
        }
    } else if constexpr (is_list<T>) {
        for (auto const& item : list(value, what)) { read_shape(item, out.emplace_back(), what); }
    } else if constexpr (is_map<T>) {
        for (auto const& each : map(value, what)) { read_shape(each.value, out[each.name], each.name); }
    } else if constexpr (std::is_same_v<T, bool>) {
        out = truth(value, what);
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        out = whole_number(value, what);
    } else if constexpr (std::is_same_v<T, blob>) {
        out.bytes = bytes_of_base64(value, what);
    } else {
        static_assert(std::is_same_v<T, std::string> || std::is_same_v<T, shared_text>);
        out = value.is_scalar() ? value.text : to_json(value);
    }
}

} // namespace understudy::bootstrap
