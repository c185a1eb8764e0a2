#include "awslocal/awslocal.hpp"

#include "awslocal/command_line.hpp"
#include "awslocal/failure.hpp"
#include "awslocal/output.hpp"
#include "awslocal/pages.hpp"
#include "awslocal/query.hpp"
#include "awslocal/wire.hpp"
#include "codec/sigv4.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

constexpr int attempts_max = 2'500; // of a waiter: as long as the AWS CLI's, which asks less often

/// One command on its way.
class session {
public:
    session(invocation asked, surroundings const& around) : asked_{std::move(asked)}, around_{around}
    {
        auto const& name = asked_.service->name;
        std::string own{"AWS_ENDPOINT_URL_"};
        for (char const c : name) own += static_cast<char>(c - 'a' + 'A');
        auto const host = first_of({"LOCALSTACK_HOST"}, "localhost:4566");
        settle(asked_.endpoint, {own.c_str(), "AWS_ENDPOINT_URL"}, "http://" + host);
        settle(asked_.region, {"AWS_REGION", "AWS_DEFAULT_REGION"}, "us-east-1");
        settle(asked_.output, {"AWS_DEFAULT_OUTPUT"}, "json");
        check();
    }

    void run()
    {
        if (asked_.waiting != waiting::nothing) { return wait(); }
        auto const paging = paging_of(*asked_.command);
        auto const answer = paging && asked_.pages.merge
                                ? merge_pages(*asked_.command, *paging, asked_.pages, asked_.parameters,
                                              [&](json::object const& parameters) { return ask(parameters); })
                                : ask(asked_.parameters);
        print(answer);
    }

private:
    std::string first_of(std::initializer_list<char const*> variables, std::string otherwise) const
    {
        for (auto const* variable : variables) {
            auto const* value = around_.variable(variable);
            if (value != nullptr && *value != '\0') { return value; }
        }
        return otherwise;
    }

    void settle(std::string& setting, std::initializer_list<char const*> variables,
                std::string otherwise) const
    {
        if (setting.empty()) { setting = first_of(variables, std::move(otherwise)); }
    }

    void check()
    {
        if (!asked_.endpoint.starts_with("http://") && !asked_.endpoint.starts_with("https://")) {
            throw failure{
                exit_usage,
                fmt::format("Bad value for --endpoint-url \"{}\": scheme is missing.  Must be of the form "
                            "http://<hostname>/ or https://<hostname>/",
                            asked_.endpoint)};
        }
        static constexpr std::array<std::string_view, 4> outputs{"json", "text", "table", "yaml"};
        if (std::ranges::find(outputs, asked_.output) == outputs.end()) {
            throw failure{exit_usage, fmt::format("Unknown output type: {}; {} are there", asked_.output,
                                                  fmt::join(outputs, ", "))};
        }
        if (!asked_.query) { return; }
        try {
            query_ = parse_query(*asked_.query);
        } catch (query_error const& error) {
            throw failure{exit_usage, fmt::format("Bad value for --query {}: {}", *asked_.query, error.text)};
        }
    }

    json::object ask(json::object const& parameters) const
    {
        auto request = write_request(*asked_.service, *asked_.command, parameters);
        sign(request);
        wire_response response;
        try {
            response = around_.send(asked_.endpoint, request);
        } catch (std::runtime_error const& problem) {
            throw failure{exit_other, fmt::format("Could not connect to the endpoint URL: \"{}\": {}",
                                                  asked_.endpoint, problem.what())};
        }
        return read_answer(*asked_.service, *asked_.command, response);
    }

    void sign(wire_request& request) const
    {
        auto const begin = asked_.endpoint.find("://") + 3;
        request.headers.emplace_back("Host",
                                     asked_.endpoint.substr(begin, asked_.endpoint.find('/', begin) - begin));
        if (auto const token = first_of({"AWS_SESSION_TOKEN"}, {}); !token.empty()) {
            request.headers.emplace_back("X-Amz-Security-Token", token);
        }
        sigv4::sign(request, first_of({"AWS_ACCESS_KEY_ID"}, "test"),
                    first_of({"AWS_SECRET_ACCESS_KEY"}, "test"),
                    {around_.now(), asked_.region, asked_.service->name});
    }

    void wait() const
    {
        bool const wants_it = asked_.waiting == waiting::until_it_exists;
        auto const name = wants_it ? "TableExists" : "TableNotExists";
        for (int attempt = 0; attempt < attempts_max; ++attempt) {
            if (attempt > 0) { around_.pause(); }
            try {
                auto const table = ask(asked_.parameters).at("Table").as_object();
                if (wants_it && table.at("TableStatus").as_string() == "ACTIVE") { return; }
            } catch (refusal const& refused) {
                if (refused.code != "ResourceNotFoundException") {
                    throw failure{exit_other, fmt::format("Waiter {} failed: An error occurred ({}): {}",
                                                          name, refused.code, refused.message)};
                }
                if (!wants_it) { return; }
            }
        }
        throw failure{exit_other, fmt::format("Waiter {} failed: Max attempts exceeded", name)};
    }

    void print(json::object const& answer) const
    {
        json::value shown = answer;
        try {
            if (query_) { shown = search(*query_, shown); }
        } catch (query_error const& error) {
            throw failure{exit_other, error.text};
        }
        if (asked_.output == "text") {
            around_.out << tabbed_text(shown);
        } else if (asked_.output == "table") {
            around_.out << table_text(asked_.command->operation, shown, around_.columns);
        } else if (asked_.output == "yaml" && shown != json::object{}) {
            around_.out << yaml_text(shown);
        } else if (!shown.is_object() || !shown.get_object().empty()) {
            around_.out << json_text(shown) << '\n';
        }
    }

    invocation asked_;
    surroundings const& around_;
    std::optional<query> query_;
};

} // namespace

int run(std::span<std::string const> words, surroundings const& around)
try {
    auto asked = read_command_line(words);
    if (auto const* text = std::get_if<explanation>(&asked)) {
        around.out << text->text;
        return 0;
    }
    auto& invocation = std::get<awslocal::invocation>(asked);
    auto const operation = invocation.command->operation;
    try {
        session{std::move(invocation), around}.run();
    } catch (refusal const& refused) {
        throw failure{exit_service, fmt::format("An error occurred ({}) when calling the {} operation: {}",
                                                refused.code, operation, refused.message)};
    }
    return 0;
} catch (failure const& why) {
    around.errors << '\n' << why.text << '\n';
    return why.exit_code;
}

std::optional<std::span<char const* const>> find_command_line(std::span<char const* const> command_line)
{
    auto const is_name = [](std::string_view word) { return word == "awslocal" || word == "aws"; };
    if (command_line.empty()) { return std::nullopt; }
    std::string_view const program{command_line.front()};
    if (is_name(program.substr(program.rfind('/') + 1))) { return command_line.subspan(1); }
    bool const is_named = command_line.size() > 1 && is_name(command_line[1]);
    return is_named ? std::optional{command_line.subspan(2)} : std::nullopt;
}

} // namespace understudy::awslocal
