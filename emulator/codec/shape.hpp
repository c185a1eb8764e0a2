// What the codecs ask of a type of the model: is it a described shape, an optional, a list, a map, and what is its name.
// Private to codec/ and bootstrap/.
#pragma once

#include <understudy/model/describe.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <string_view>
#include <type_traits>

namespace understudy::codec::detail {

template <class T>
concept described = boost::describe::has_describe_members<T>::value;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T, std::less<>>> = true;

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_any_access>;

/// Calls function(descriptor) for each member, in the order of the description.
template <class T, class Function>
constexpr void for_each_member(Function&& function)
{
    boost::mp11::mp_for_each<members_of<T>>(std::forward<Function>(function));
}

/// Calls function(descriptor) until one of them answers true.
template <class T, class Function>
constexpr bool any_member(Function&& function)
{
    return [&]<class... D>(boost::mp11::mp_list<D...>) {
        return (function(D{}) || ...);
    }(boost::mp11::mp_rename<members_of<T>, boost::mp11::mp_list>{});
}

/// The name of a type without its namespaces: "Message" for sqs::Message.
template <class T>
consteval std::string_view type_name_of()
{
    std::string_view name =
        __PRETTY_FUNCTION__; // "... [with T = understudy::sqs::Message; ...]", "... [T = ...]"
    name.remove_prefix(name.find("T = ") + 4);
    name = name.substr(0, name.find_first_of(";]"));
    return name.substr(name.rfind(':') + 1);
}

} // namespace understudy::codec::detail
