// The command line of DynamoDB's download, so that one that starts it starts this: "-sharedDb -inMemory -port 8000", with or without
// "java -jar DynamoDBLocal.jar" in front. For main.cpp and its tests.
#pragma once

#include "options.hpp"

#include <span>
#include <string_view>

namespace understudy {

/// What follows the program's name. Nothing when it is not meant for the download.
std::optional<std::span<char const* const>> find_dynamodb_local(std::span<char const* const> command_line);

/// `base` are the settings of the environment. A mistake is told in one line.
command parse_dynamodb_local(std::span<char const* const> arguments, serve_options base);

} // namespace understudy
