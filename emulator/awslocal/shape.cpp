#include "awslocal/shape.hpp"

#include <algorithm>

namespace understudy::awslocal {

namespace {

constexpr shape text{.kind = kind::string};
constexpr shape bytes{.kind = kind::blob};
constexpr shape truth{.kind = kind::boolean};
constexpr shape texts{.kind = kind::list, .element = &text};
constexpr shape several_bytes{.kind = kind::list, .element = &bytes};
constexpr shape values{.kind = kind::list, .element = &attribute_value_shape};

constexpr member alternatives[] = {{"S", &text},
                                   {"N", &text},
                                   {"B", &bytes},
                                   {"SS", &texts},
                                   {"NS", &texts},
                                   {"BS", &several_bytes},
                                   {"M", &attribute_map_shape},
                                   {"L", &values},
                                   {"NULL", &truth},
                                   {"BOOL", &truth}};

} // namespace

constinit shape const attribute_value_shape{
    .kind = kind::structure, .first = alternatives, .size = std::size(alternatives)};
constinit shape const attribute_map_shape{.kind = kind::map, .element = &attribute_value_shape};

member const* find_member(shape const& structure, std::string_view name) noexcept
{
    auto const members = structure.members();
    auto const found = std::ranges::find(members, name, &member::name);
    return found == members.end() ? nullptr : &*found;
}

} // namespace understudy::awslocal
