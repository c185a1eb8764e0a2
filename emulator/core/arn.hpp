// Amazon Resource Names. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace understudy {

/// A parsed ARN; the parts look into the text it was parsed from.
struct arn_view {
    std::string_view partition, service, region, account, resource;
};

/// Nothing unless the text has the six parts of an ARN and begins with "arn".
std::optional<arn_view> parse_arn(std::string_view text) noexcept;

/// The partition of a region: aws, aws-cn, aws-us-gov.
std::string_view partition_of(std::string_view region) noexcept;

/// "arn:aws:sqs:us-east-1:000000000000:name"
std::string make_arn(std::string_view service, std::string_view region, std::string_view account,
                     std::string_view resource);

} // namespace understudy
