// The AWS CLI, as far as scripts that set up queues, topics and tables use it: `awslocal sqs create-queue --queue-name orders`.
// Everything outside is handed in. For main.cpp and tests; one thread.
// https://docs.aws.amazon.com/cli/latest/reference/
#pragma once

#include <understudy/transport.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <ostream>
#include <span>
#include <string>

namespace understudy::awslocal {

struct surroundings {
    std::function<char const*(char const*)> variable; // of the environment; null: not set
    /// To a URL such as http://127.0.0.1:4566. Names of headers in the answer are in small letters. Throws std::runtime_error.
    std::function<wire_response(std::string const& url, wire_request const&)> send;
    std::function<std::chrono::sys_seconds()> now;
    std::function<void()> pause; // a fifth of a second, before something is asked again
    std::ostream& out;
    std::ostream& errors;
    std::size_t columns = 80; // of the terminal
};

/// The exit code. `words` is what follows the program's name.
int run(std::span<std::string const> words, surroundings const& around);

/// What follows the program's name, when it is called by one of the CLI's: "awslocal sqs ...", "understudy awslocal sqs ...".
std::optional<std::span<char const* const>> find_command_line(std::span<char const* const> command_line);

} // namespace understudy::awslocal
