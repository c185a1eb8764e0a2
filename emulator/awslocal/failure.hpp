// How a command ends that does not end well. Thrown anywhere in awslocal/, caught once, in run().
#pragma once

#include <string>

namespace understudy::awslocal {

// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html
constexpr int exit_usage = 252;   // the command line makes no sense, or a parameter does not fit its shape
constexpr int exit_service = 254; // the service refused
constexpr int exit_other = 255;

struct failure {
    int exit_code;
    std::string text;
};

} // namespace understudy::awslocal
