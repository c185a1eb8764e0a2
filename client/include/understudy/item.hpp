// Items of DynamoDB as values of C++, and back:
//
//   struct order { std::string pk; int number; std::optional<std::string> note; std::set<std::string> labels; };
//   BOOST_DESCRIBE_STRUCT(order, (), (pk, number, note, labels))
//
//   dynamodb.put_item({.TableName = "orders", .Item = to_item(order{"a", 1})});
//   auto const got = dynamodb.get_item({.TableName = "orders", .Key = to_item("pk", "a", "number", 1)});
//   std::optional<order> const back = from_item<order>(*got->Item);
//   std::optional<int> const number = get<int>(*got->Item, "number");
//
// Texts are S, numbers N, bool BOOL, a vector L, a set SS or NS, a map and a described struct M; an optional that holds nothing
// is left out. What does not fit comes back as nothing: another type, a number with a fraction for an int, a missing member.
#pragma once

#include <understudy/model/attribute_value.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <charconv>
#include <concepts>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace understudy::dynamodb {

template <class T>
concept arithmetic = (std::integral<T> || std::floating_point<T>)&&!std::same_as<T, bool>;
template <class T>
concept described = boost::describe::has_describe_members<T>::value;
/// What stands for itself: number (to all its digits), binary, null, sets as they are, attribute_value.
template <class T>
concept plain = std::same_as<T, std::string> || std::same_as<T, bool> || std::same_as<T, number> || std::
    same_as<T, binary> || std::same_as<T, null> || std::same_as<T, string_set> || std::same_as<
        T, number_set> || std::same_as<T, binary_set> || std::same_as<T, list> || std::same_as<T,
                                                                                               attribute_map>;

/// Says how one type is read from a value and made one; yours can have a specialisation too.
template <class T>
struct conversion;

template <class T>
attribute_value to_value(T const& from)
{
    if constexpr (std::convertible_to<T, std::string_view>) {
        return attribute_value{std::string_view{from}};
    } else {
        return conversion<T>::to(from);
    }
}

/// Nothing, when the value is of another type or does not fit.
template <class T>
std::optional<T> from_value(attribute_value const& from)
{
    return conversion<T>::from(from);
}

/// The attribute of that name, if it is there and fits.
template <class T>
std::optional<T> get(item const& from, std::string_view name)
{
    auto const* value = from.find(name);
    return value ? from_value<T>(*value) : std::nullopt;
}

namespace detail {

template <class T>
using members_of =
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

template <described T>
attribute_map to_map(T const& from)
{
    attribute_map map;
    boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
        auto const& value = from.*member.pointer;
        if constexpr (is_optional<std::remove_cvref_t<decltype(value)>>) {
            if (value) map.emplace(member.name, to_value(*value));
        } else {
            map.emplace(member.name, to_value(value));
        }
    });
    return map;
}

template <described T>
std::optional<T> from_map(attribute_map const& from)
{
    T result{};
    bool fits = true;
    boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
        auto& value = result.*member.pointer;
        using type = std::remove_cvref_t<decltype(value)>;
        auto const found = from.find(member.name);
        if (found == from.end()) {
            fits = fits && is_optional<type>;
            return;
        }
        auto read = from_value<type>(found->second);
        fits = fits && read.has_value();
        if (read) value = *std::move(read);
    });
    return fits ? std::optional{std::move(result)} : std::nullopt;
}

template <arithmetic T>
std::string to_text(T value)
{
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

template <arithmetic T>
std::optional<T> from_text(std::string_view text)
{
    T value{};
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

inline void add(attribute_map&) {}

template <class T, class... Rest>
void add(attribute_map& to, std::string name, T const& value, Rest const&... rest)
{
    to.insert_or_assign(std::move(name), to_value(value));
    add(to, rest...);
}

} // namespace detail

/// An item of a described struct.
template <described T>
item to_item(T const& from)
{
    return item{detail::to_map(from)};
}

/// An item, or a key, of names and values by turns: to_item("pk", "a", "sk", 1).
template <class T, class... Rest>
item to_item(std::string name, T const& value, Rest const&... rest)
{
    attribute_map map;
    detail::add(map, std::move(name), value, rest...);
    return item{std::move(map)};
}

/// Attributes that the struct does not have are read over.
template <described T>
std::optional<T> from_item(item const& from)
{
    return detail::from_map<T>(from.attributes());
}

template <plain T>
struct conversion<T> {
    static attribute_value to(T const& from) { return attribute_value{from}; }
    static std::optional<T> from(attribute_value const& value)
    {
        auto const* found = value.get_if<T>();
        return found ? std::optional{*found} : std::nullopt;
    }
};

template <>
struct conversion<attribute_value> {
    static attribute_value to(attribute_value const& from) { return from; }
    static std::optional<attribute_value> from(attribute_value const& value) { return value; }
};

template <arithmetic T>
struct conversion<T> {
    static attribute_value to(T from) { return number{detail::to_text(from)}; }
    static std::optional<T> from(attribute_value const& value)
    {
        auto const* found = value.get_if<number>();
        return found ? detail::from_text<T>(found->text) : std::nullopt;
    }
};

/// NULL, or the value.
template <class T>
struct conversion<std::optional<T>> {
    static attribute_value to(std::optional<T> const& from)
    {
        return from ? to_value(*from) : attribute_value{null{}};
    }
    static std::optional<std::optional<T>> from(attribute_value const& value)
    {
        if (value.get_if<null>()) return std::optional<T>{};
        auto read = from_value<T>(value);
        return read ? std::optional{std::move(read)} : std::nullopt;
    }
};

template <class T>
requires(!plain<std::vector<T>>) struct conversion<std::vector<T>> {
    static attribute_value to(std::vector<T> const& from)
    {
        list values;
        for (auto const& each : from) values.push_back(to_value<T>(each));
        return values;
    }
    static std::optional<std::vector<T>> from(attribute_value const& value)
    {
        auto const* values = value.get_if<list>();
        if (!values) return std::nullopt;
        std::vector<T> result;
        for (auto const& each : *values) {
            auto read = from_value<T>(each);
            if (!read) return std::nullopt;
            result.push_back(*std::move(read));
        }
        return result;
    }
};

template <class T>
requires std::same_as<T, std::string> || arithmetic<T>
struct conversion<std::set<T>> {
    static constexpr bool is_of_numbers = arithmetic<T>;
    using wire = std::conditional_t<is_of_numbers, number_set, string_set>;

    static attribute_value to(std::set<T> const& from)
    {
        wire values;
        for (auto const& each : from) {
            if constexpr (is_of_numbers) {
                values.values.push_back(detail::to_text(each));
            } else {
                values.values.push_back(each);
            }
        }
        return values;
    }
    static std::optional<std::set<T>> from(attribute_value const& value)
    {
        auto const* values = value.get_if<wire>();
        if (!values) return std::nullopt;
        std::set<T> result;
        for (auto const& each : values->values) {
            if constexpr (is_of_numbers) {
                auto const read = detail::from_text<T>(each);
                if (!read) return std::nullopt;
                result.insert(*read);
            } else {
                result.insert(each);
            }
        }
        return result;
    }
};

template <class T>
struct conversion<std::map<std::string, T>> {
    static attribute_value to(std::map<std::string, T> const& from)
    {
        attribute_map map;
        for (auto const& [name, each] : from) map.emplace(name, to_value(each));
        return map;
    }
    static std::optional<std::map<std::string, T>> from(attribute_value const& value)
    {
        auto const* map = value.get_if<attribute_map>();
        if (!map) return std::nullopt;
        std::map<std::string, T> result;
        for (auto const& [name, each] : *map) {
            auto read = from_value<T>(each);
            if (!read) return std::nullopt;
            result.emplace(name, *std::move(read));
        }
        return result;
    }
};

template <described T>
requires(!plain<T>) struct conversion<T> {
    static attribute_value to(T const& from) { return detail::to_map(from); }
    static std::optional<T> from(attribute_value const& value)
    {
        auto const* map = value.get_if<attribute_map>();
        return map ? detail::from_map<T>(*map) : std::nullopt;
    }
};

} // namespace understudy::dynamodb
