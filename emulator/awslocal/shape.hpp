// The described shapes of the model as data: a command line is read, and an answer told, by walking one of these tables, so that no
// operation has code of its own. Private to awslocal/.
#pragma once

#include "codec/shape.hpp"

#include <understudy/clock.hpp>
#include <understudy/model/attribute_value.hpp>
#include <understudy/shared_text.hpp>

#include <array>
#include <span>
#include <string_view>

namespace understudy::awslocal {

enum class kind : std::uint8_t { string, integer, number, boolean, blob, timestamp, list, map, structure };

struct member;

struct shape {
    awslocal::kind kind = {};
    shape const* element = nullptr; // of a list or a map
    member const* first = nullptr;  // of a structure
    std::size_t size = 0;

    constexpr std::span<member const> members() const noexcept;
    constexpr bool is_scalar() const noexcept { return kind < kind::list; }
};

struct member {
    std::string_view name;
    awslocal::shape const* shape;
};

constexpr std::span<member const> shape::members() const noexcept { return {first, size}; }
/// Null when the structure has no such member.
member const* find_member(shape const& structure, std::string_view name) noexcept;

// A value of DynamoDB holds values.
extern shape const attribute_value_shape;
extern shape const attribute_map_shape;

namespace detail {

template <class T>
inline constexpr bool is_attribute_map =
    std::is_same_v<T, dynamodb::item> || std::is_same_v<T, dynamodb::attribute_map>;

template <class T>
struct bare {
    using type = T;
};
template <class T>
struct bare<std::optional<T>> {
    using type = T;
};

template <class T>
constexpr shape const* shape_of();

template <class Owner, class List>
struct member_table;
template <class Owner, template <class...> class List, class... Descriptor>
struct member_table<Owner, List<Descriptor...>> {
    static constexpr std::array<member, sizeof...(Descriptor)> members{
        member{Descriptor::name,
               shape_of<typename bare<
                   std::remove_cvref_t<decltype(std::declval<Owner&>().*Descriptor::pointer)>>::type>()}...};
};

template <class T>
constexpr shape make_shape()
{
    using namespace codec::detail;
    if constexpr (described<T>) {
        using table = member_table<T, members_of<T>>;
        return {.kind = kind::structure, .first = table::members.data(), .size = table::members.size()};
    } else if constexpr (is_list<T>) {
        return {.kind = kind::list, .element = shape_of<typename T::value_type>()};
    } else if constexpr (is_map<T>) {
        return {.kind = kind::map, .element = shape_of<typename T::mapped_type>()};
    } else if constexpr (std::is_same_v<T, bool>) {
        return {.kind = kind::boolean};
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return {.kind = kind::integer};
    } else if constexpr (std::is_same_v<T, double>) {
        return {.kind = kind::number};
    } else if constexpr (std::is_same_v<T, blob>) {
        return {.kind = kind::blob};
    } else if constexpr (std::is_same_v<T, instant>) {
        return {.kind = kind::timestamp};
    } else {
        static_assert(std::is_same_v<T, std::string> || std::is_same_v<T, shared_text>);
        return {.kind = kind::string};
    }
}

template <class T>
inline constexpr shape shape_table = make_shape<T>();

template <class T>
constexpr shape const* shape_of()
{
    if constexpr (std::is_void_v<T>) {
        return nullptr;
    } else if constexpr (is_attribute_map<T>) {
        return &attribute_map_shape;
    } else if constexpr (std::is_same_v<T, dynamodb::attribute_value>) {
        return &attribute_value_shape;
    } else {
        return &shape_table<T>;
    }
}

} // namespace detail
} // namespace understudy::awslocal
