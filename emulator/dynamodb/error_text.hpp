// How the texts of DynamoDB's errors are put together. For the errors' own .cpp files.
#pragma once

#include <understudy/error.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace understudy::dynamodb::errors {

std::string join(std::initializer_list<std::string_view> parts);
/// A ValidationException with the parts as its text.
service_error say(std::initializer_list<std::string_view> parts);
/// The same behind "One or more parameter values were invalid: ".
service_error invalid(std::initializer_list<std::string_view> parts);

} // namespace understudy::dynamodb::errors
