#include "options.hpp"

#include "dynamodb_local.hpp"
#include "foreign_settings.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <optional>

namespace understudy {

namespace {

constexpr unsigned threads_max = 256;
constexpr std::uint16_t dynamodb_port = 8000;       // that of DynamoDB's download
constexpr unsigned table_ms_max = 86'400'000;       // a day
constexpr unsigned delivery_delay_ms_max = 900'000; // as DelaySeconds

std::string check_listen(std::string const& text)
{
    return parse_listen(text) ? "" : fmt::format("'{}' is not HOST:PORT, such as 127.0.0.1:4566", text);
}

std::string check_account(std::string const& text)
{
    bool const good =
        text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return good ? "" : fmt::format("'{}' is not an account id of 12 digits", text);
}

std::string check_region(std::string const& text)
{
    bool const good = !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    return good ? "" : fmt::format("'{}' is not the name of a region", text);
}

void add_queue_options(CLI::App& app, serve_options& options)
{
    struct percentage {
        char const* flag;
        char const* variable;
        int unkindness::*value;
        char const* meaning;
    };
    constexpr percentage percentages[] = {
        {"--sqs-duplicates", "UNDERSTUDY_SQS_DUPLICATES", &unkindness::duplicates,
         "How many in a hundred messages of standard queues are delivered twice"},
        {"--sqs-reordering", "UNDERSTUDY_SQS_REORDERING", &unkindness::reordering,
         "How many in a hundred messages of standard queues are received out of turn"},
        {"--sqs-partial-polls", "UNDERSTUDY_SQS_PARTIAL_POLLS", &unkindness::partial_polls,
         "How many in a hundred messages a short poll does not see"},
        {"--sqs-short-receives", "UNDERSTUDY_SQS_SHORT_RECEIVES", &unkindness::short_receives,
         "How many in a hundred receives bring fewer messages than asked and there"},
    };
    app.add_flag("--strict-timers", options.strict_timers,
                 "Refuse, as AWS does, to purge or make anew a queue within 60 seconds")
        ->envname("UNDERSTUDY_STRICT_TIMERS");
    app.add_option_function<std::uint32_t>(
           "--sqs-delivery-delay",
           [&](std::uint32_t value) { options.unkind.delivery_delay_max = milliseconds{value}; },
           "Milliseconds that a message may take at most to appear in a standard queue")
        ->envname("UNDERSTUDY_SQS_DELIVERY_DELAY")
        ->check(CLI::Range(0U, delivery_delay_ms_max));
    for (auto const& each : percentages) {
        app.add_option(each.flag, options.unkind.*each.value, each.meaning)
            ->envname(each.variable)
            ->check(CLI::Range(0, 100));
    }
}

void add_table_options(CLI::App& app, serve_options& options)
{
    struct duration {
        char const* flag;
        char const* variable;
        milliseconds table_options::*value;
        char const* meaning;
    };
    constexpr duration durations[] = {
        {"--dynamodb-table-delay", "UNDERSTUDY_DYNAMODB_TABLE_DELAY", &table_options::delay,
         "Milliseconds that tables and indexes stay CREATING, UPDATING and DELETING"},
        {"--dynamodb-read-lag", "UNDERSTUDY_DYNAMODB_READ_LAG", &table_options::read_lag_max,
         "Milliseconds that reads may lag behind at most, unless they are consistent"},
        {"--dynamodb-transaction-time", "UNDERSTUDY_DYNAMODB_TRANSACTION_TIME",
         &table_options::transaction_time,
         "Milliseconds that a transaction keeps others from writing to its items"},
    };
    for (auto const& each : durations) {
        app.add_option_function<std::uint32_t>(
               each.flag,
               [&options, value = each.value](std::uint32_t count) {
                   options.tables.*value = milliseconds{count};
               },
               each.meaning)
            ->envname(each.variable)
            ->check(CLI::Range(0U, table_ms_max));
    }
    app.add_flag("--dynamodb-throttling", options.tables.throttle,
                 "Tables and global indexes refuse what exceeds their throughput")
        ->envname("UNDERSTUDY_DYNAMODB_THROTTLING");
    app.add_option("--dynamodb-collection-limit", options.tables.collection_bytes_max,
                   "Bytes that the items of one partition key may take in a table with local indexes")
        ->envname("UNDERSTUDY_DYNAMODB_COLLECTION_LIMIT")
        ->check(CLI::Range(std::uint64_t{1}, table_options{}.collection_bytes_max))
        ->capture_default_str();
}

std::string check_parameter(std::string const& text)
{
    return text.find('=') == std::string::npos || text.front() == '='
               ? fmt::format("'{}' is not NAME=VALUE, such as Stage=dev", text)
               : "";
}

void add_bootstrap_options(CLI::App& app, serve_options& options)
{
    app.add_option(
           "--bootstrap", options.bootstrap,
           "Templates of CloudFormation or SAM, serverless.yml, or directories of them: what is there "
           "from the beginning")
        ->envname("UNDERSTUDY_BOOTSTRAP")
        ->delimiter(',')
        ->check(CLI::ExistingPath);
    app.add_option_function<std::vector<std::string>>(
           "--param",
           [&](std::vector<std::string> const& given) {
               for (auto const& each : given) {
                   auto const equals = each.find('=');
                   options.bootstrap_parameters[each.substr(0, equals)] = each.substr(equals + 1);
               }
           },
           "NAME=VALUE of a parameter of the templates")
        ->check(check_parameter);
    app.add_option("--bootstrap-errors", options.lenient_bootstrap,
                   "What a template that cannot be applied does: end the program, or warn")
        ->envname("UNDERSTUDY_BOOTSTRAP_ERRORS")
        ->transform(CLI::Transformer(std::map<std::string, bool>{{"fail", false}, {"warn", true}})
                        .description("{fail,warn}"))
        ->default_str("fail");
}

void add_serve_options(CLI::App& app, serve_options& options, std::vector<std::string>& listen)
{
    app.add_option("--listen", listen,
                   "Where to listen, HOST:PORT; port 0 takes any free port; may be repeated")
        ->envname("UNDERSTUDY_LISTEN")
        ->delimiter(',')
        ->check(check_listen)
        ->capture_default_str();
    app.add_option("--account", options.account, "Account of callers whose access key is not an account id")
        ->envname("UNDERSTUDY_ACCOUNT")
        ->check(check_account)
        ->capture_default_str();
    app.add_option("--region", options.region, "Region of callers who name none")
        ->envname("UNDERSTUDY_REGION")
        ->check(check_region)
        ->capture_default_str();
    app.add_option(
           "--clock", options.clock,
           "real: runs; manual: stands still until it is advanced; auto: jumps ahead while somebody waits")
        ->envname("UNDERSTUDY_CLOCK")
        ->transform(CLI::Transformer(std::map<std::string, clock_mode>{{"real", clock_mode::real},
                                                                       {"manual", clock_mode::manual},
                                                                       {"auto", clock_mode::automatic}})
                        .description("{real,manual,auto}"))
        ->default_str("real");
    app.add_option("--seed", options.seed, "Seed of all ids; the same seed gives the same run")
        ->envname("UNDERSTUDY_SEED")
        ->capture_default_str();
    add_queue_options(app, options);
    app.add_flag("--sign-messages,!--no-sign-messages", options.sign_messages,
                 "Whether what topics send bears true signatures, which takes time")
        ->envname("UNDERSTUDY_SIGN_MESSAGES");
    app.add_flag("--strict-policies", options.strict_policies,
                 "Queues take from topics only what their policies let in, as on AWS")
        ->envname("UNDERSTUDY_STRICT_POLICIES");
    app.add_option(
           "--delivery-ca", options.delivery_ca,
           "File of certificates (PEM) that must vouch for https endpoints of topics; else any will do")
        ->envname("UNDERSTUDY_DELIVERY_CA")
        ->check(CLI::ExistingFile);
    app.add_option(
           "--verify-sigv4", options.signing_key,
           "ACCESS_KEY:SECRET_KEY with which requests have to be signed; else every signature will do")
        ->envname("UNDERSTUDY_VERIFY_SIGV4")
        ->check(CLI::Validator{[](std::string const& pair) {
                                   auto const colon = pair.find(':');
                                   bool const good = colon != 0 && colon < pair.size() - 1;
                                   return good ? std::string{} : "not ACCESS_KEY:SECRET_KEY";
                               },
                               {}});
    auto* const certificate =
        app.add_option(
               "--tls-cert", options.tls_certificate,
               "File (PEM) of the certificate for https; else one for the names of this machine is made")
            ->envname("UNDERSTUDY_TLS_CERT")
            ->check(CLI::ExistingFile);
    app.add_option("--tls-key", options.tls_key, "File (PEM) of its key")
        ->envname("UNDERSTUDY_TLS_KEY")
        ->check(CLI::ExistingFile)
        ->needs(certificate);
    certificate->needs("--tls-key");
    add_table_options(app, options);
    add_bootstrap_options(app, options);
    app.add_option("--wording", options.has_classic_wording,
                   "DynamoDB's texts: current, or classic as before 2026")
        ->envname("UNDERSTUDY_WORDING")
        ->transform(CLI::Transformer(std::map<std::string, bool>{{"current", false}, {"classic", true}})
                        .description("{current,classic}"))
        ->default_str("current");
    app.add_option("--log-level", options.log_level, "What is logged: trace, debug, info, warn, error, off")
        ->envname("UNDERSTUDY_LOG_LEVEL")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
        ->capture_default_str();
    app.add_option("--log-format", options.log_format, "How: text or json")
        ->envname("UNDERSTUDY_LOG_FORMAT")
        ->transform(CLI::Transformer(std::map<std::string, log_format>{{"text", log_format::text},
                                                                       {"json", log_format::json}})
                        .description("{text,json}"))
        ->default_str("text");
    app.add_option("--threads", options.threads, "Threads that serve connections")
        ->envname("UNDERSTUDY_THREADS")
        ->check(CLI::Range(1U, threads_max))
        ->capture_default_str();
    app.add_option("--port-file", options.port_file, "File to write the port to once it listens")
        ->envname("UNDERSTUDY_PORT_FILE");
    app.add_option("--init-dir", options.init_directory,
                   "Directory with boot.d, start.d, ready.d and shutdown.d of scripts to run")
        ->envname("UNDERSTUDY_INIT_DIR");
    app.add_option("--allow-host", options.allowed_hosts,
                   "Host name to answer to, besides the local ones; may be repeated")
        ->envname("UNDERSTUDY_ALLOW_HOST")
        ->delimiter(',');
    app.add_option("--allow-origin", options.allowed_origins,
                   "Origin of web pages that may ask; may be repeated")
        ->envname("UNDERSTUDY_ALLOW_ORIGIN")
        ->delimiter(',');
}

void add_endpoint(CLI::App& command, std::string& endpoint)
{
    command
        .add_option("--endpoint", endpoint,
                    "Where the emulator is; with /_world/NAME behind it, a world of it")
        ->envname("UNDERSTUDY_ENDPOINT")
        ->capture_default_str();
}

CLI::App* add_tail(CLI::App& app, tail_options& options)
{
    auto* const tail =
        app.add_subcommand("tail", "Print what happens in a running emulator, a line for each event");
    add_endpoint(*tail, options.endpoint);
    tail->add_option("--type", options.type, "Only events of this type, such as sqs.message_sent");
    tail->add_option("--resource", options.resource, "Only of this queue, topic or table, by name or ARN");
    tail->add_option("--message", options.message, "Only what concerns the message with this id");
    tail->add_option("--after", options.after, "Begin behind the event of this number; 0: with the oldest")
        ->check(CLI::NonNegativeNumber);
    tail->add_option("--count", options.count, "End after so many");
    tail->add_flag("--json", options.as_json, "Each as a JSON object with all that is known of it");
    return tail;
}

CLI::App* add_explain(CLI::App& app, explain_options& options)
{
    auto* const explain = app.add_subcommand("explain", "Tell the life of a message in a running emulator");
    add_endpoint(*explain, options.endpoint);
    explain->add_option("MESSAGE_ID", options.message, "As SNS or SQS gave it")->required();
    return explain;
}

std::string text_of(listen_address const& where)
{
    bool const is_v6 = where.host.find(':') != std::string::npos;
    return is_v6 ? fmt::format("[{}]:{}", where.host, where.port)
                 : fmt::format("{}:{}", where.host, where.port);
}

/// Where this machine reaches an emulator that listens there.
std::string health_url(listen_address const& listen)
{
    std::string host = listen.host;
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "::") host = "::1";
    return fmt::format("http://{}/_understudy/health", text_of({host, listen.port}));
}

} // namespace

std::optional<listen_address> parse_listen(std::string_view text)
{
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) { return std::nullopt; }
    auto host = text.substr(0, colon);
    auto const digits = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return std::nullopt;
    }
    std::uint16_t port = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (failure != std::errc{} || end != digits.data() + digits.size() || host.empty()) {
        return std::nullopt;
    }
    return listen_address{std::string{host}, port};
}

bool listen_address::is_loopback() const
{
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

namespace {

/// Newer versions of CLI11 pass over a bad value in the environment. Throws what they throw for a flag.
void refuse_bad_environment(CLI::App& app)
{
    for (auto* const option : app.get_options()) {
        auto const* const value = std::getenv(option->get_envname().c_str());
        if (value == nullptr || *value == '\0' || option->count() > 0) { continue; }
        option->add_result(value);
        option->run_callback();
    }
}

} // namespace

command parse_command_line(int count, char const* const* arguments)
{
    CLI::App app{"Stands in for Amazon SNS, SQS and DynamoDB wherever code is rehearsed.", "understudy"};
    app.set_version_flag("--version", "understudy " UNDERSTUDY_VERSION);
    app.require_subcommand(0, 1);
    serve_options options;
    take_foreign_settings(options,
                          [](std::string const& name) -> char const* { return std::getenv(name.c_str()); });
    std::span const command_line{arguments, static_cast<std::size_t>(count)};
    if (auto const rest = find_dynamodb_local(command_line)) { return parse_dynamodb_local(*rest, options); }
    std::vector<std::string> listen;
    for (auto const& each : options.listen) listen.push_back(text_of(each));
    std::string url;
    add_serve_options(app, options, listen);
    app.add_subcommand("serve", "Listen and serve (the default)")->fallthrough();
    auto* const healthcheck =
        app.add_subcommand("healthcheck", "Ask a running emulator how it is; exit code 0: well");
    healthcheck->fallthrough();
    healthcheck->add_option("--url", url, "What to ask; default: the health endpoint of --listen");
    auto* const wait = app.add_subcommand("wait", "Wait until an emulator is up; exit code 0: it is");
    wait->fallthrough();
    wait->add_option("--url", url, "What to ask; default: the health endpoint of --listen");
    unsigned patience = 60;
    wait->add_option("--timeout", patience, "Seconds to wait at most")
        ->check(CLI::Range(1U, 86'400U))
        ->capture_default_str();
    tail_options following;
    explain_options explaining;
    auto const* const tail = add_tail(app, following);
    auto const* const explain = add_explain(app, explaining);
    try {
        app.parse(count, arguments);
        refuse_bad_environment(app);
    } catch (CLI::Success const& asked) { // --help, --version
        return end_now{app.exit(asked)};
    } catch (CLI::ParseError const& wrong) {
        std::string message = wrong.what();
        std::ranges::replace(message, '\n', ' ');
        fmt::print(stderr, "understudy: {}\n", message);
        return end_now{exit_usage};
    }
    if (tail->parsed()) { return following; }
    if (explain->parsed()) { return explaining; }
    options.listen.clear();
    for (auto const& each : listen) options.listen.push_back(*parse_listen(each));
    for (auto& each : options.listen) each.for_dynamodb = each.port == dynamodb_port;
    if (url.empty()) { url = health_url(options.listen.front()); }
    if (healthcheck->parsed()) { return healthcheck_options{url}; }
    if (wait->parsed()) { return healthcheck_options{url, std::chrono::seconds{patience}}; }
    return options;
}

} // namespace understudy
