// The AWS CLI's shorthand for structures, "Name=a,Values=b,c" and "Key={S=x},Flags=[1,2]": parsed without a shape, then fitted to one.
// Private to awslocal/.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
#pragma once

#include "awslocal/shape.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace understudy::awslocal {

/// Why it is none, in the AWS CLI's words.
struct shorthand_error {
    std::string text;
};

/// Brackets nest no deeper than this: attribute values nest 32 levels, each of them two here.
constexpr int shorthand_depth_max = 100;

std::variant<boost::json::object, shorthand_error> parse_shorthand(std::string_view text);

/// Shorthand knows texts only: makes numbers, truths and lists of one of them where the shape wants such.
/// Throws failure for a number that is none.
void fit(boost::json::value& value, shape const& shape);

/// Throws failure.
std::int64_t whole_number(std::string_view text);
double decimal_number(std::string_view text);

} // namespace understudy::awslocal
