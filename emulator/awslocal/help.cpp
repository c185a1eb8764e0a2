#include "awslocal/help.hpp"

#include "awslocal/pages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace understudy::awslocal {

namespace {

/// How alike two names are: twice the length of what they have in common, in order, over the length of both.
double likeness(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (char const each : a) {
        std::size_t diagonal = 0;
        for (std::size_t i = 1; i <= b.size(); ++i) {
            auto const above = row[i];
            row[i] = each == b[i - 1] ? diagonal + 1 : std::max(above, row[i - 1]);
            diagonal = above;
        }
    }
    auto const both = static_cast<double>(a.size() + b.size());
    return both == 0 ? 1 : 2 * static_cast<double>(row.back()) / both;
}

std::string_view kind_name(shape const& shape) noexcept
{
    switch (shape.kind) {
    case kind::integer: return "integer";
    case kind::number: return "double";
    case kind::blob: return "blob";
    case kind::timestamp: return "timestamp";
    case kind::list: return "list";
    case kind::map: return "map";
    case kind::structure: return "structure";
    default: return "string";
    }
}

std::string names_text(std::string_view title, std::vector<std::string> const& names)
{
    return fmt::format("{}\n\n   {}\n", title, fmt::join(names, "\n   "));
}

std::string command_text(service const& service, command const& command)
{
    std::string out = fmt::format("SYNOPSIS\n\n   {} {}\n", service.name, cli_name(command.operation));
    for (auto const& member : command.request->members()) {
        auto const name = option_name(command, member.name);
        out += member.shape->kind == kind::boolean
                   ? fmt::format("     [{} | --no-{}]\n", name, name.substr(2))
                   : fmt::format("     [{} <{}>]\n", name, kind_name(*member.shape));
    }
    out += "     [--cli-input-json <value>]\n";
    if (auto const pages = paging_of(command)) {
        out += "     [--starting-token <value>]\n     [--max-items <value>]\n";
        if (!pages->size.empty()) { out += "     [--page-size <value>]\n"; }
    }
    return out;
}

} // namespace

std::string usage_text()
{
    return "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n"
           "To see help text, you can run:\n\n"
           "  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n";
}

std::string version_text() { return "aws-cli/2 understudy/" UNDERSTUDY_VERSION "\n"; }

std::string help_text(service const* service, command const* command)
{
    if (command != nullptr) { return command_text(*service, *command); }
    if (service != nullptr) { return names_text("AVAILABLE COMMANDS", command_names(*service)); }
    return usage_text()
           + "\nOptions: --endpoint-url, --region, --output json|text|table|yaml, --query, --no-paginate; others are taken and mean nothing\n\n"
           + names_text("AVAILABLE SERVICES", service_names());
}

std::vector<std::string> service_names()
{
    std::vector<std::string> names;
    for (auto const& each : services()) names.emplace_back(each.name);
    return names;
}

bool has_waiters(service const& service) noexcept { return service.name == "dynamodb"; }
std::vector<std::string> waiter_names() { return {"table-exists", "table-not-exists"}; }

std::vector<std::string> command_names(service const& service)
{
    std::vector<std::string> names;
    for (auto const& each : service.commands) names.push_back(cli_name(each.operation));
    if (has_waiters(service)) { names.emplace_back("wait"); }
    return names;
}

std::string invalid_choice(std::string_view argument, std::string_view given,
                           std::vector<std::string> const& choices)
{
    constexpr double alike = 0.8;
    auto out = fmt::format("argument {}: Invalid choice, valid choices are:\n\n", argument);
    for (std::size_t i = 0; i < choices.size(); i += 2) {
        out += i + 1 < choices.size() ? fmt::format("{:<40} | {:<40}\n", choices[i], choices[i + 1])
                                      : fmt::format("{:<40}\n", choices[i]);
    }
    std::string close;
    for (auto const& each : choices) {
        if (likeness(given, each) >= alike) { close += fmt::format("\n  * {}", each); }
    }
    return close.empty() ? out
                         : fmt::format("{}\n\nInvalid choice: '{}', maybe you meant:\n{}", out, given, close);
}

} // namespace understudy::awslocal
