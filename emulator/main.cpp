// The program: flags, an emulator, and a signal that ends it.
#include "awslocal/awslocal.hpp"
#include "followers.hpp"
#include "healthcheck.hpp"
#include "http_exchange.hpp"
#include "init_scripts.hpp"
#include "logging.hpp"
#include "options.hpp"
#include "stack.hpp"
#include "tls/identity.hpp"

#include <fmt/format.h>

#include <malloc.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <span>
#include <thread>

namespace understudy {

namespace {

/// The signals that end the program. Blocked before there is any thread, so that only wait() gets them; as process 1 the
/// kernel would drop them if nobody had asked for them.
class ending_signals {
public:
    ending_signals()
    {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }

    void wait() const
    {
        int got = 0;
        while (sigwait(&set_, &got) != 0) {}
    }

private:
    sigset_t set_{};
};

/// Memory for the messages that come is taken from the kernel in large pieces, for all threads together. With the usual
/// settings a thread asks for each page by itself, which cost a tenth of SendMessage.
void take_memory_in_large_pieces()
{
    constexpr int piece = 4 * 1024 * 1024;
    ::mallopt(M_ARENA_MAX, 1);
    ::mallopt(M_TOP_PAD, piece);
    ::mallopt(M_TRIM_THRESHOLD, 16 * piece);
}

bool in_container()
{
    return ::getpid() == 1 || ::access("/.dockerenv", F_OK) == 0 || ::access("/run/.containerenv", F_OK) == 0;
}

std::vector<std::string> own_names(std::vector<std::string> names)
{
    char name[256];
    if (::gethostname(name, sizeof name) == 0) { names.emplace_back(name, ::strnlen(name, sizeof name)); }
    return names;
}

protocol::signature_rules signatures(std::string_view pair)
{
    if (pair.empty()) { return {}; }
    auto const colon = pair.find(':');
    return {
        .access_key = std::string{pair.substr(0, colon)},
        .secret_key = std::string{pair.substr(colon + 1)},
        .clock = [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }};
}

protocol::router_options routing(serve_options const& options, request_logger const& log)
{
    return {.account = options.account,
            .region = options.region,
            .origins = {.loopback = std::ranges::all_of(options.listen, &listen_address::is_loopback),
                        .allowed_hosts = own_names(options.allowed_hosts),
                        .allowed_origins = options.allowed_origins,
                        .allowed_headers = options.allowed_headers,
                        .check_origins = options.check_origins,
                        .tells_browsers = options.tells_browsers},
            .signatures = signatures(options.signing_key),
            .warn = [&log](std::string_view message) { log.warn(message); },
            .name_resources = log.logs_requests()};
}

server::http_server_options serving(serve_options const& options, request_logger const& log)
{
    auto const& first = options.listen.front();
    server::http_server_options serving{
        .address = first.host,
        .port = first.port,
        .for_dynamodb = first.for_dynamodb,
        .threads = options.threads,
        .tls = std::make_shared<tls::identity>(tls::options{options.tls_certificate, options.tls_key})};
    for (auto each = options.listen.begin() + 1; each != options.listen.end(); ++each) {
        serving.more_doors.push_back({each->host, each->port, each->for_dynamodb});
    }
    if (log.logs_requests()) {
        serving.observer = [&log](server::request_log const& entry) { log.request(entry); };
    }
    return serving;
}

/// What was asked for, or what stands where images have it; and what users of other emulators mount.
std::vector<std::string> template_paths(serve_options const& options)
{
    constexpr auto usual = "/etc/understudy/bootstrap.d";
    auto const init = options.init_directory.empty() ? "/etc/localstack/init" : options.init_directory;
    auto const mounted = init + "/ready.d";
    auto paths = options.bootstrap;
    if (paths.empty() && ::access(usual, R_OK) == 0) { paths.emplace_back(usual); }
    if (::access(mounted.c_str(), R_OK) == 0) { paths.push_back(mounted); }
    return paths;
}

bootstrap_options declared(serve_options const& options, request_logger const& log)
{
    return {.templates = read_templates(template_paths(options), options.bootstrap_parameters),
            .is_lenient = options.lenient_bootstrap,
            .warn = [&log](std::string_view message) { log.warn(message); }};
}

/// Lines on standard output for which others wait who start the emulators that these come from. "Ready." is the last, and goes out
/// in one piece.
void announce(serve_options const& options)
{
    constexpr std::uint16_t elasticmq_port = 9324;
    for (auto const& each : options.listen) {
        if (each.for_dynamodb) { std::puts("Initializing DynamoDB Local with the following configuration:"); }
        if (each.port == elasticmq_port) { std::puts("Started SQS rest server"); }
    }
    std::fflush(stdout);
    std::puts("Ready.");
    std::fflush(stdout);
}

/// What the engine is told, and what is noted in the log before it begins.
driver_options driving(serve_options const& options, request_logger const& log)
{
    auto const exposed = std::ranges::find_if_not(options.listen, &listen_address::is_loopback);
    if (exposed != options.listen.end() && !in_container()) {
        log.warn(fmt::format("listening on {}: everybody who can reach this machine can use the emulator",
                             exposed->host));
    }
    for (auto const& note : options.notes) log.warn(note);
    engine_options engine{.seed = options.seed, .region = options.region};
    engine.strict_timers = options.strict_timers;
    engine.unkind = options.unkind;
    engine.sign_messages = options.sign_messages;
    engine.strict_policies = options.strict_policies;
    engine.dynamodb = {options.has_classic_wording, options.tables};
    engine.warn = [&log](std::string_view message) { log.warn(message); };
    return {.engine = std::move(engine),
            .clock = options.clock,
            .account = options.account,
            .deliveries = {.ca_file = options.delivery_ca}};
}

/// Scripts run while the emulator serves; when they are done, it is up.
void run_until_signal(stack& whole, init_scripts& scripts, ending_signals const& signals,
                      serve_options const& options)
{
    auto begin = [&] {
        for (auto const stage :
             {control::init_stage::boot, control::init_stage::start, control::init_stage::ready}) {
            scripts.run(stage);
        }
        if (scripts.is_stopped()) { return; }
        whole.house.set_up(true);
        announce(options);
    };
    if (scripts.empty()) {
        begin();
        signals.wait();
        return;
    }
    std::jthread const beginning{begin};
    signals.wait();
    scripts.stop();
}

int serve(serve_options const& options)
try {
    take_memory_in_large_pieces();
    ending_signals const signals;
    request_logger const log{options.log_level, options.log_format};
    stack whole{driving(options, log),  routing(options, log), serving(options, log),
                declared(options, log), options.services,      false};
    for (auto const& each : options.faults) whole.engine.add_fault(each);
    auto const ports = whole.server.ports();
    if (!options.port_file.empty()) {
        std::ofstream file{options.port_file};
        for (auto const port : ports) file << port << '\n';
        if (!file.flush()) {
            fmt::print(stderr, "understudy: cannot write {}\n", options.port_file);
            return exit_usage;
        }
    }
    for (std::size_t i = 0; i < ports.size(); ++i) {
        log.info(fmt::format("listening on {}:{}", options.listen[i].host, ports[i]));
    }
    init_scripts scripts{options.init_directory,
                         fmt::format("http://127.0.0.1:{}", ports.front()),
                         options.region,
                         whole.house,
                         [&log](std::string_view text) { log.info(text); },
                         [&log](std::string_view text) { log.warn(text); }};
    run_until_signal(whole, scripts, signals, options);
    scripts.run(control::init_stage::shutdown);
    return 0;
} catch (template_error const& failure) { // a line for each problem, as compilers have them
    fmt::print(stderr, "{}\n", failure.what());
    return exit_usage;
} catch (std::exception const& failure) {
    fmt::print(stderr, "understudy: {}\n", failure.what());
    return exit_usage;
}

int check(healthcheck_options const& options)
{
    auto const problem = options.patience.count() == 0 ? check_health(options.url)
                                                       : wait_for_health(options.url, options.patience);
    if (!problem.empty()) {
        fmt::print(stderr, "understudy: {}\n", problem);
        return 1;
    }
    return 0;
}

/// As wide as terminals used to be where there is none.
std::size_t columns_of_terminal()
{
    constexpr std::size_t otherwise = 80;
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : otherwise;
}

/// What `awslocal` asks goes over a socket, each request over one of its own.
int ask_as_aws_cli(std::span<char const* const> arguments)
{
    constexpr std::chrono::minutes patience{1};     // as the AWS CLI's
    constexpr std::chrono::milliseconds pause{200}; // nobody tells when a table is there: it is asked again
    std::vector<std::string> const words{arguments.begin(), arguments.end()};
    return awslocal::run(
        words,
        {.variable = [](char const* name) -> char const* { return std::getenv(name); },
         .send =
             [&](std::string const& url, wire_request const& request) {
                 http_exchange answer{url, request, patience};
                 return wire_response{answer.status(), answer.headers(), answer.rest()};
             },
         .now = [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); },
         .pause = [&] { std::this_thread::sleep_for(pause); },
         .out = std::cout,
         .errors = std::cerr,
         .columns = columns_of_terminal()});
}

} // namespace

} // namespace understudy

int main(int count, char** arguments)
{
    using namespace understudy;
    std::span<char const* const> const command_line{arguments, static_cast<std::size_t>(count)};
    if (auto const rest = awslocal::find_command_line(command_line)) { return ask_as_aws_cli(*rest); }
    auto const asked = parse_command_line(count, arguments);
    if (auto const* options = std::get_if<serve_options>(&asked)) { return serve(*options); }
    if (auto const* options = std::get_if<healthcheck_options>(&asked)) { return check(*options); }
    if (auto const* options = std::get_if<tail_options>(&asked)) { return tail(*options); }
    if (auto const* options = std::get_if<explain_options>(&asked)) { return explain(*options); }
    return std::get<end_now>(asked).exit_code;
}
