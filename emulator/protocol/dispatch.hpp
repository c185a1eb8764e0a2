// A table from name to handler that is sorted while compiling and searched by halves.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace understudy::protocol {

template <class Handler, std::size_t Size>
class name_table {
public:
    struct entry {
        std::string_view name = {};
        Handler handler = {};
    };

    constexpr explicit name_table(std::array<entry, Size> entries) : entries_{entries}
    {
        std::ranges::sort(entries_, {}, &entry::name);
    }

    /// Nothing when no operation has that name.
    constexpr Handler find(std::string_view name) const noexcept
    {
        auto const at = std::ranges::lower_bound(entries_, name, {}, &entry::name);
        return at != entries_.end() && at->name == name ? at->handler : Handler{};
    }

private:
    std::array<entry, Size> entries_;
};

/// Walks a service's table of operations: `handler_for` makes the handler of a request type, which it gets as an operation.
template <class Handler, class... Operations, class Make>
constexpr auto make_name_table(std::tuple<Operations...> const&, Make handler_for)
{
    using table = name_table<Handler, sizeof...(Operations)>;
    return table{{typename table::entry{
        Operations::name(), handler_for.template operator()<typename Operations::request_type>()}...}};
}

} // namespace understudy::protocol
