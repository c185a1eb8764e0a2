// The command line of the AWS CLI, read. Private to awslocal/.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-commandstructure.html
#pragma once

#include "awslocal/services.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <span>
#include <string>
#include <variant>

namespace understudy::awslocal {

struct page_options {
    bool merge = true;                   // --no-paginate
    std::optional<std::int64_t> size;    // --page-size: items that one request asks for
    std::optional<std::int64_t> items;   // --max-items: all that are printed
    std::optional<std::string> begin_at; // --starting-token
};

enum class waiting { nothing, until_it_exists, until_it_is_gone };

struct invocation {
    awslocal::service const* service = nullptr;
    awslocal::command const* command = nullptr;
    boost::json::object parameters = {};
    awslocal::waiting waiting = {};
    page_options pages = {};
    // Empty where the environment decides.
    std::string endpoint = {};
    std::string region = {};
    std::string output = {};
    std::optional<std::string> query = {};
};

/// What was asked for is a text: help, or the version.
struct explanation {
    std::string text;
};

/// Throws failure.
std::variant<invocation, explanation> read_command_line(std::span<std::string const> words);

} // namespace understudy::awslocal
