// The commands that there are: the services' own tables of operations, as data. Private to awslocal/.
#pragma once

#include "awslocal/shape.hpp"

#include <span>
#include <string>
#include <string_view>

namespace understudy::awslocal {

struct command {
    std::string_view operation; // "CreateQueue"
    shape const* request;
    shape const* answer; // null when there is none
};

enum class protocol { json, query };

struct service {
    std::string_view name; // "sqs"
    awslocal::protocol protocol;
    std::string_view version; // what X-Amz-Target begins with, or Version
    std::span<command const> commands;
};

std::span<service const> services() noexcept; // by name

/// "create-queue" of "CreateQueue", "aws-account-ids" of "AWSAccountIds": how the AWS CLI spells operations and members.
std::string cli_name(std::string_view name);
/// "--queue-url" of "QueueUrl"; where a global option has the member's name, that of the AWS CLI.
std::string option_name(command const& of, std::string_view member);

} // namespace understudy::awslocal
