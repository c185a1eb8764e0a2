// What the program is asked to do: flags first, then UNDERSTUDY_* variables, then defaults. For main.cpp only.
#pragma once

#include <understudy/clock.hpp>
#include <understudy/fault.hpp>
#include <understudy/table_options.hpp>
#include <understudy/unkindness.hpp>

#include "control/process.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace understudy {

struct listen_address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 4566;
    bool for_dynamodb = false; // as the port of DynamoDB's download

    bool is_loopback() const;
};

/// "127.0.0.1:4566", "[::1]:4566", "localhost:0"
std::optional<listen_address> parse_listen(std::string_view text);

enum class log_format { text, json };

struct serve_options {
    std::vector<listen_address> listen = {{}}; // one at least; the first is the one for health checks
    std::string account = "000000000000";
    std::string region = "us-east-1";
    clock_mode clock = clock_mode::real;
    std::uint64_t seed = 0;
    bool sign_messages = true;
    bool strict_policies = false;
    std::string delivery_ca = {};
    std::string signing_key = {}; // "ACCESS_KEY:SECRET_KEY"; empty: every signature will do
    std::string tls_certificate = {};
    std::string tls_key = {};
    bool has_classic_wording = false;
    table_options tables = {};
    std::string log_level = "info";
    understudy::log_format log_format = log_format::text;
    unsigned threads = 2;
    bool strict_timers = false;
    unkindness unkind = {};
    std::string port_file = {};
    std::vector<std::string> allowed_hosts = {};
    std::vector<std::string> allowed_origins = {};
    std::vector<std::string> allowed_headers = {};
    bool check_origins = true;
    bool tells_browsers = true;
    std::string init_directory = {}; // of init scripts; empty: there are none
    control::service_settings services = {};
    std::vector<fault> faults = {};          // there from the start
    std::vector<std::string> notes = {};     // for the log: what was asked for and cannot be done
    std::vector<std::string> bootstrap = {}; // templates: files, or directories of them
    std::map<std::string, std::string, std::less<>> bootstrap_parameters = {};
    bool lenient_bootstrap = false;
};

struct healthcheck_options {
    std::string url;
    std::chrono::seconds patience{0}; // how long to ask again until it is well
};

struct tail_options {
    std::string endpoint = "http://127.0.0.1:4566";
    std::string type = {};
    std::string resource = {};
    std::string message = {};
    std::string after = {};  // sequence of an event; empty: only what happens from now on
    std::uint64_t count = 0; // 0: no end
    bool as_json = false;
};

struct explain_options {
    std::string endpoint = "http://127.0.0.1:4566";
    std::string message = {};
};

/// Nothing to do but to end: what was to be said has been said.
struct end_now {
    int exit_code;
};

using command = std::variant<serve_options, healthcheck_options, tail_options, explain_options, end_now>;

constexpr int exit_usage = 2; // a bad flag, a bad value, a busy port

command parse_command_line(int count, char const* const* arguments);

} // namespace understudy
