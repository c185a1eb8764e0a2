#include "awslocal/command_line.hpp"

#include "awslocal/failure.hpp"
#include "awslocal/help.hpp"
#include "awslocal/pages.hpp"
#include "awslocal/parameters.hpp"
#include "awslocal/shorthand.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace understudy::awslocal {

namespace json = boost::json;

namespace {

/// How many words an option takes.
enum class arity { none, one, many };

struct global_option {
    std::string_view name;
    awslocal::arity arity;
    std::string invocation::*text = nullptr; // none: taken, and means nothing here
};

constexpr global_option global_options[] = {
    {"--debug", arity::none},
    {"--endpoint-url", arity::one, &invocation::endpoint},
    {"--no-verify-ssl", arity::none},
    {"--no-paginate", arity::none},
    {"--output", arity::one, &invocation::output},
    {"--query", arity::one},
    {"--profile", arity::one},
    {"--region", arity::one, &invocation::region},
    {"--color", arity::one},
    {"--no-sign-request", arity::none},
    {"--ca-bundle", arity::one},
    {"--cli-read-timeout", arity::one},
    {"--cli-connect-timeout", arity::one},
    {"--cli-binary-format", arity::one},
    {"--no-cli-pager", arity::none},
    {"--cli-auto-prompt", arity::none},
    {"--no-cli-auto-prompt", arity::none},
};

/// An option of one command: a member of its request, or what concerns its pages.
struct command_option {
    std::string name;
    awslocal::arity arity = arity::one;
    awslocal::member const* member = nullptr;
    bool truth = true; // what a flag says: --consistent-read, --no-consistent-read
};

std::vector<command_option> options_of(command const& command)
{
    std::vector<command_option> all{{"--cli-input-json"}};
    for (auto const& member : command.request->members()) {
        auto const name = option_name(command, member.name);
        if (member.shape->kind == kind::boolean) {
            all.push_back({name, arity::none, &member, true});
            all.push_back({"--no-" + name.substr(2), arity::none, &member, false});
        } else {
            all.push_back({name, member.shape->kind == kind::list ? arity::many : arity::one, &member});
        }
    }
    if (auto const pages = paging_of(command)) {
        all.push_back({"--starting-token"});
        all.push_back({"--max-items"});
        if (!pages->size.empty()) { all.push_back({"--page-size"}); }
    }
    return all;
}

[[noreturn]] void refuse(std::string const& why)
{
    throw failure{exit_usage, fmt::format("{}\naws: error: {}\n", usage_text(), why)};
}

/// A word that begins with a dash is an option, unless it is a number or a sentence.
bool is_option(std::string const& word)
{
    if (word.size() < 2 || word.front() != '-' || word.find(' ') != std::string::npos) { return false; }
    return !std::ranges::all_of(word.substr(1), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

template <class Options>
auto const* find_exactly(Options const& options, std::string_view name)
{
    auto const found = std::ranges::find_if(options, [&](auto const& each) { return each.name == name; });
    return found == std::end(options) ? nullptr : &*found;
}

/// The only one whose name begins so.
template <class Options>
auto const* find_beginning(Options const& options, std::string_view name)
{
    auto const fits = [&](auto const& each) { return std::string_view{each.name}.starts_with(name); };
    auto const found = std::ranges::find_if(options, fits);
    bool const is_only = std::ranges::count_if(options, fits) == 1;
    return is_only && name.size() > 2 ? &*found : nullptr;
}

class reader {
public:
    explicit reader(std::span<std::string const> words) : words_{words} {}

    std::variant<invocation, explanation> read()
    {
        while (at_ < words_.size()) {
            auto const& word = words_[at_++];
            if (word == "--version") { return explanation{version_text()}; }
            if (is_option(word)) {
                read_option(word);
            } else if (auto help = read_positional(word)) {
                return *std::move(help);
            }
        }
        if (asked_.service == nullptr) { refuse("the following arguments are required: command"); }
        if (asked_.command == nullptr) {
            refuse(
                fmt::format("the following arguments are required: {}", waits_ ? "subcommand" : "operation"));
        }
        if (!unknown_.empty()) {
            throw failure{exit_usage,
                          fmt::format("{}\nUnknown options: {}\n", usage_text(), fmt::join(unknown_, ", "))};
        }
        finish();
        return std::move(asked_);
    }

private:
    std::optional<explanation> read_positional(std::string const& word)
    {
        if (word == "help") { return explanation{help_text(asked_.service, asked_.command)}; }
        if (asked_.service == nullptr) {
            asked_.service = find_exactly(services(), word);
            if (asked_.service == nullptr) { refuse(invalid_choice("command", word, service_names())); }
        } else if (asked_.command == nullptr) {
            read_command(word);
        } else {
            unknown_.push_back(word);
        }
        return std::nullopt;
    }

    void read_command(std::string const& word)
    {
        auto const find = [&](std::string_view name) {
            auto const found = std::ranges::find_if(asked_.service->commands, [&](command const& each) {
                return cli_name(each.operation) == name;
            });
            return found == asked_.service->commands.end() ? nullptr : &*found;
        };
        if (waits_) {
            if (word != "table-exists" && word != "table-not-exists") {
                refuse(invalid_choice("subcommand", word, waiter_names()));
            }
            asked_.waiting = word == "table-exists" ? waiting::until_it_exists : waiting::until_it_is_gone;
            asked_.command = find("describe-table");
        } else if (word == "wait" && has_waiters(*asked_.service)) {
            waits_ = true;
        } else {
            asked_.command = find(word);
            if (asked_.command == nullptr) {
                refuse(invalid_choice("operation", word, command_names(*asked_.service)));
            }
        }
        if (asked_.command != nullptr) { options_ = options_of(*asked_.command); }
    }

    /// A name is looked for as it stands first, and then as the beginning of one.
    void read_option(std::string const& word)
    {
        auto const equals = word.find('=');
        auto const name = word.substr(0, equals);
        std::optional<std::string> value;
        if (equals != std::string::npos) { value = word.substr(equals + 1); }
        if (auto const* global = find_exactly(global_options, name)) {
            return take(*global, std::move(value));
        }
        if (auto const* own = find_exactly(options_, name)) { return take(*own, std::move(value)); }
        if (auto const* global = find_beginning(global_options, name)) {
            return take(*global, std::move(value));
        }
        if (auto const* own = find_beginning(options_, name)) { return take(*own, std::move(value)); }
        unknown_.push_back(word);
    }

    std::vector<std::string> words_behind(std::string_view option, arity arity,
                                          std::optional<std::string> value)
    {
        std::vector<std::string> words;
        if (value) {
            if (arity == arity::none) {
                refuse(fmt::format("argument {}: ignored explicit argument '{}'", option, *value));
            }
            return {*std::move(value)};
        }
        auto const limit = arity == arity::none ? 0 : arity == arity::one ? 1 : words_.size();
        while (words.size() < limit && at_ < words_.size() && !is_option(words_[at_]))
            words.push_back(words_[at_++]);
        if (arity == arity::one && words.empty()) {
            refuse(fmt::format("argument {}: expected one argument", option));
        }
        return words;
    }

    void take(global_option const& option, std::optional<std::string> value)
    {
        auto words = words_behind(option.name, option.arity, std::move(value));
        if (option.text != nullptr) { asked_.*option.text = std::move(words.front()); }
        if (option.name == "--query") { asked_.query = std::move(words.front()); }
        if (option.name == "--no-paginate") { asked_.pages.merge = false; }
    }

    void take(command_option const& option, std::optional<std::string> value)
    {
        auto words = words_behind(option.name, option.arity, std::move(value));
        if (option.member == nullptr) { return take_special(option.name, words.front()); }
        auto const name = option.member->name;
        auto& parameter = asked_.parameters[name];
        parameter = option.arity == arity::none ? json::value(option.truth)
                                                : read_parameter(option.name, *option.member->shape, words);
    }

    void take_special(std::string_view option, std::string const& word)
    {
        if (option == "--cli-input-json") {
            boost::system::error_code error;
            auto const text = contents_of(option, word);
            auto const given = json::parse(text, error, {}, {.max_depth = 2 * shorthand_depth_max});
            if (error || !given.is_object()) {
                throw failure{exit_usage,
                              fmt::format("Error parsing parameter '{}': Invalid JSON: {}\nJSON received: {}",
                                          option, error.message(), text)};
            }
            input_ = given.get_object();
        } else if (option == "--starting-token") {
            asked_.pages.begin_at = word;
        } else {
            (option == "--max-items" ? asked_.pages.items : asked_.pages.size) = whole_number(word);
        }
    }

    void finish()
    {
        for (auto const& each : input_) {
            if (!asked_.parameters.contains(each.key())) {
                asked_.parameters.emplace(each.key(), each.value());
            }
        }
        auto& pages = asked_.pages;
        if (auto const paging = paging_of(*asked_.command)) {
            bool const pages_by_hand =
                asked_.parameters.contains(paging->begins_at) || asked_.parameters.contains(paging->size);
            if (pages_by_hand) { pages.merge = false; }
        }
        std::vector<std::string_view> given;
        if (pages.begin_at) { given.emplace_back("--starting-token"); }
        if (pages.size) { given.emplace_back("--page-size"); }
        if (pages.items) { given.emplace_back("--max-items"); }
        if (!pages.merge && !given.empty()) {
            throw failure{exit_usage,
                          fmt::format("Cannot specify --no-paginate along with pagination arguments: {}",
                                      fmt::join(given, ", "))};
        }
        validate(asked_.parameters, *asked_.command->request);
    }

    std::span<std::string const> words_;
    std::size_t at_ = 0;
    invocation asked_;
    bool waits_ = false;
    std::vector<command_option> options_;
    json::object input_;
    std::vector<std::string> unknown_;
};

} // namespace

std::variant<invocation, explanation> read_command_line(std::span<std::string const> words)
{
    return reader{words}.read();
}

} // namespace understudy::awslocal
