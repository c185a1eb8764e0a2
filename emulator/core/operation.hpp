// A service's table of operations: constexpr std::tuple operations{operation{send_message}, ...}, one line each, in the
// order of the AWS reference. Everything that has to know the operations walks this table at compile time.
#pragma once

#include "core/call.hpp"

#include <string_view>
#include <tuple>
#include <variant>

namespace understudy {

/// An answer, or the wish to wait for one.
template <class Answer>
using answer_or_parked = std::variant<Answer, parked>;

template <class State, class Request, class Returned>
struct operation {
    using state_type = State;
    using request_type = Request;
    using answer_type = typename Request::answer;
    static constexpr bool may_park = std::is_same_v<Returned, result<answer_or_parked<answer_type>>>;
    static_assert(may_park || std::is_same_v<Returned, result<answer_type>>);

    Returned (*function)(State&, call const&, Request const&);

    constexpr explicit operation(Returned (*f)(State&, call const&, Request const&)) : function{f} {}
    static constexpr std::string_view name() { return Request::operation; }
};

/// The entry of a table that takes the given request.
template <class Request, class... Operations>
constexpr auto const& find_operation(std::tuple<Operations...> const& table)
{
    constexpr std::size_t index = [] {
        std::size_t found = 0;
        std::size_t i = 0;
        ((std::is_same_v<typename Operations::request_type, Request> ? void(found = i++) : void(i++)), ...);
        return found;
    }();
    static_assert(
        std::is_same_v<typename std::tuple_element_t<index, std::tuple<Operations...>>::request_type,
                       Request>,
        "no operation takes this request");
    return std::get<index>(table);
}

} // namespace understudy
