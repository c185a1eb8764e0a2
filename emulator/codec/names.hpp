// How the Query protocol spells the members of the shapes: SQS flattens its lists and maps and names each element in the
// singular, SNS and STS keep the member's name and number their elements below it. Private to codec/.
#pragma once

#include "codec/shape.hpp"

#include <string_view>

namespace understudy::codec {

enum class query_service { sqs, sns, sts };

namespace detail {

/// The names of one list or map in SQS: the one to write, and a second one that is understood as well.
struct flat_name {
    std::string_view name;
    std::string_view also = {};
};
/// `element` is the name of the element's type when that is a structure, which then gives the list its name.
flat_name flat_name_of(std::string_view member, std::string_view element) noexcept;

/// How an entry of a map names its two halves.
struct entry_names {
    std::string_view key;
    std::string_view value;
};
entry_names entry_names_of(std::string_view member, query_service service, bool structures) noexcept;

template <class T>
constexpr std::string_view element_name()
{
    if constexpr (described<T>) {
        return type_name_of<T>();
    } else {
        return {};
    }
}

} // namespace detail
} // namespace understudy::codec
