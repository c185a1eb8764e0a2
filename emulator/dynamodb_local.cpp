#include "dynamodb_local.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace understudy {

namespace {

constexpr std::string_view archive = "DynamoDBLocal.jar";
constexpr std::uint16_t usual_port = 8000;
constexpr milliseconds transient_delay{1'000};

constexpr std::string_view help = R"(understudy dynamodb-local: takes the flags of DynamoDB's download
  -port N                   where to listen; 8000
  -inMemory, -sharedDb      as it always is: tables are shared by all who name the same account and region
  -cors LIST                origins of web pages that may ask, with commas between them
  -delayTransientStatuses   tables stay CREATING, UPDATING and DELETING for a second
  -dbPath DIRECTORY         not there: nothing is kept
  -optimizeDbBeforeStartup, -disableTelemetry   mean nothing here
  -help                     this
)";

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_default(listen_address const& where)
{
    listen_address const unsaid;
    return where.host == unsaid.host && where.port == unsaid.port;
}

command refuse(std::string const& why)
{
    fmt::print(stderr, "understudy: {}\n", why);
    return end_now{exit_usage};
}

} // namespace

std::optional<std::span<char const* const>> find_dynamodb_local(std::span<char const* const> command_line)
{
    if (command_line.size() > 1 && std::string_view{command_line[1]} == "dynamodb-local") {
        return command_line.subspan(2);
    }
    auto const jar =
        std::ranges::find_if(command_line, [](char const* each) { return file_name(each) == archive; });
    if (jar == command_line.end()) { return std::nullopt; }
    return command_line.subspan(static_cast<std::size_t>(jar - command_line.begin()) + 1);
}

command parse_dynamodb_local(std::span<char const* const> arguments, serve_options base)
{
    // Where the environment lets it listen, as in an image; else on this machine alone.
    listen_address where{base.listen.front().host, usual_port};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view const flag{arguments[i]};
        auto const has_value = flag == "-port" || flag == "-cors" || flag == "-dbPath";
        std::string_view value;
        if (has_value) {
            if (i + 1 == arguments.size()) { return refuse(fmt::format("{} needs a value", flag)); }
            value = arguments[++i];
        }
        if (flag == "-help") {
            fmt::print("{}", help);
            return end_now{0};
        }
        if (flag == "-port") {
            auto const [end, failure] =
                std::from_chars(value.data(), value.data() + value.size(), where.port);
            if (failure != std::errc{} || end != value.data() + value.size()) {
                return refuse(fmt::format("-port: '{}' is no port", value));
            }
        } else if (flag == "-cors") {
            for (auto rest = value; !rest.empty();) {
                auto const comma = rest.find(',');
                base.allowed_origins.emplace_back(rest.substr(0, comma));
                rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
            }
        } else if (flag == "-dbPath") {
            base.notes.push_back("-dbPath is not there: all is in memory, and gone with the process");
        } else if (flag == "-delayTransientStatuses") {
            base.tables.delay = transient_delay;
        } else if (flag != "-inMemory" && flag != "-sharedDb" && flag != "-optimizeDbBeforeStartup"
                   && flag != "-disableTelemetry") {
            return refuse(fmt::format("'{}' is no flag of DynamoDB's download; -help shows them", flag));
        }
    }
    where.for_dynamodb = true;
    // An image goes on to listen where its health check asks.
    std::erase_if(base.listen,
                  [&](listen_address const& each) { return each.port == where.port || is_default(each); });
    base.listen.insert(base.listen.begin(), where);
    return base;
}

} // namespace understudy
