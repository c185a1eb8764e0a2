#include <understudy/model/attribute_value.hpp>

#include <array>

namespace understudy::dynamodb {

std::string_view type_name(attribute_value const& value) noexcept
{
    constexpr std::array<std::string_view, std::variant_size_v<attribute_value::variant>> names{
        "S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M", ""};
    return names[value.value.index()];
}

attribute_map const& item::none() noexcept
{
    static attribute_map const empty;
    return empty;
}

} // namespace understudy::dynamodb
