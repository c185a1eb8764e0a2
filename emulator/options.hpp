// What the program is asked to do: flags first, then UNDERSTUDY_* variables, then defaults. For main.cpp only.
#pragma once

#include <understudy/clock.hpp>
#include <understudy/table_options.hpp>
#include <understudy/unkindness.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace understudy {

struct listen_address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 4566;

    bool is_loopback() const;
};

enum class log_format { text, json };

struct serve_options {
    listen_address listen = {};
    std::string account = "000000000000";
    std::string region = "us-east-1";
    clock_mode clock = clock_mode::real;
    std::uint64_t seed = 0;
    bool sign_messages = true;
    bool strict_policies = false;
    std::string delivery_ca = {};
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
    std::vector<std::string> bootstrap = {}; // templates: files, or directories of them
    std::map<std::string, std::string, std::less<>> bootstrap_parameters = {};
    bool lenient_bootstrap = false;
};

struct healthcheck_options {
    std::string url;
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
