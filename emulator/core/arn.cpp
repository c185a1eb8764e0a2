#include "core/arn.hpp"

#include <array>

namespace understudy {

std::optional<arn_view> parse_arn(std::string_view text) noexcept
{
    std::array<std::string_view, 5> parts;
    for (auto& part : parts) {
        auto const colon = text.find(':');
        if (colon == std::string_view::npos) { return std::nullopt; }
        part = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (parts[0] != "arn") { return std::nullopt; }
    return arn_view{parts[1], parts[2], parts[3], parts[4], text};
}

std::string_view partition_of(std::string_view region) noexcept
{
    if (region.starts_with("cn-")) { return "aws-cn"; }
    return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

std::string make_arn(std::string_view service, std::string_view region, std::string_view account,
                     std::string_view resource)
{
    std::string arn{"arn:"};
    for (auto part : {partition_of(region), service, region, account}) { arn.append(part).push_back(':'); }
    return arn.append(resource);
}

} // namespace understudy
