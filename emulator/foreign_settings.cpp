#include "foreign_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace understudy {

namespace {

constexpr milliseconds transient_delay{
    1'000}; // how long tables are CREATING, UPDATING and DELETING when asked to be

std::vector<std::string> split(std::string_view list)
{
    std::vector<std::string> parts;
    while (!list.empty()) {
        auto const comma = list.find(',');
        auto part = list.substr(0, comma);
        while (part.starts_with(' ')) { part.remove_prefix(1); }
        while (part.ends_with(' ')) { part.remove_suffix(1); }
        if (!part.empty()) { parts.emplace_back(part); }
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return parts;
}

bool is_true(std::string_view value) { return value == "1" || value == "true" || value == "True"; }

class reader {
public:
    reader(serve_options& options, environment const& variables) : options_{options}, variables_{variables} {}

    void listening();
    void logging();
    void services();
    void queues();
    void tables();
    void pages();
    void missing();

private:
    /// Of LOCALSTACK_X, or else of X; empty: not set.
    std::string text(std::string const& name) const
    {
        auto const* value = variables_("LOCALSTACK_" + name);
        if (value == nullptr) { value = variables_(name); }
        return value == nullptr ? std::string{} : std::string{value};
    }
    bool flag(std::string const& name) const { return is_true(text(name)); }
    template <class... Arguments>
    void note(fmt::format_string<Arguments...> format, Arguments&&... arguments)
    {
        options_.notes.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
    }
    void fail_by_chance(std::string const& name, std::initializer_list<std::string_view> operations);

    serve_options& options_;
    environment const& variables_;
};

void reader::listening()
{
    std::vector<listen_address> addresses;
    for (auto const& each : split(text("GATEWAY_LISTEN"))) {
        bool const is_address = each.find_first_not_of("0123456789.") == std::string::npos;
        if (auto const address = parse_listen(is_address              ? each + ":4566"
                                              : each.starts_with(':') ? "0.0.0.0" + each
                                                                      : each)) {
            addresses.push_back(*address);
        } else {
            note("GATEWAY_LISTEN: '{}' is not HOST:PORT, such as 0.0.0.0:4566, and is passed over", each);
        }
    }
    if (!addresses.empty()) { options_.listen = std::move(addresses); }
    // Without the prefix that other names have: it is a name by itself.
    auto const* host = variables_("LOCALSTACK_HOST");
    if (host != nullptr && *host != '\0') {
        std::string_view const name{host};
        options_.allowed_hosts.emplace_back(name.substr(0, name.find(':')));
    }
}

void reader::logging()
{
    constexpr std::array<std::string_view, 5> levels{"trace", "debug", "info", "warn", "error"};
    if (flag("DEBUG")) { options_.log_level = "debug"; }
    if (text("LOG_FORMAT") == "json") { options_.log_format = log_format::json; }
    auto level = text("LS_LOG");
    if (level.empty()) { return; }
    if (level == "warning") { level = "warn"; }
    if (std::ranges::find(levels, level) != levels.end()) {
        options_.log_level = level;
    } else {
        note("LS_LOG: there is no level '{}' here; the log goes on as it is", level);
    }
}

void reader::services()
{
    options_.services.eager = flag("EAGER_SERVICE_LOADING");
    auto const wanted = split(text("SERVICES"));
    if (wanted.empty() || !flag("STRICT_SERVICE_LOADING")) { return; }
    for (std::string_view const service : {"sqs", "sns", "dynamodb", "sts"}) {
        bool const is_wanted = std::ranges::any_of(wanted, [&](std::string const& each) {
            return each.substr(0, each.find(':')) == service; // "sqs:4576", as of old
        });
        if (!is_wanted) { options_.services.disabled.emplace_back(service); }
    }
}

void reader::queues()
{
    // Two settings there, one here: the 60 seconds of PurgeQueue and those of DeleteQueue come together.
    if (flag("SQS_DELAY_PURGE_RETRY") || flag("SQS_DELAY_RECENTLY_DELETED")) {
        options_.strict_timers = true;
    }
    auto const strategy = text("SQS_ENDPOINT_STRATEGY");
    if (!strategy.empty() && strategy != "dynamic") {
        note(
            "SQS_ENDPOINT_STRATEGY={} is not there: queue URLs have the host by which they were asked for, and all forms of URLs "
            "are taken",
            strategy);
    }
}

void reader::fail_by_chance(std::string const& name, std::initializer_list<std::string_view> operations)
{
    auto const value = text(name);
    if (value.empty()) { return; }
    char* end = nullptr;
    auto const chance = std::strtod(value.c_str(), &end);
    if (*end != '\0' || !(chance >= 0 && chance <= 1)) {
        note("{}: '{}' is no number from 0 to 1, and is passed over", name, value);
        return;
    }
    if (chance == 0) { return; }
    for (auto const operation : operations) {
        options_.faults.push_back({.service = "dynamodb",
                                   .operation = std::string{operation},
                                   .code = "ProvisionedThroughputExceededException",
                                   .message = name,
                                   .status = 400,
                                   .probability = chance});
    }
}

void reader::tables()
{
    fail_by_chance("DYNAMODB_ERROR_PROBABILITY", {""});
    fail_by_chance("DYNAMODB_READ_ERROR_PROBABILITY",
                   {"GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan"});
    fail_by_chance("DYNAMODB_WRITE_ERROR_PROBABILITY",
                   {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"});
    if (flag("DYNAMODB_DELAY_TRANSIENT_STATUSES")) { options_.tables.delay = transient_delay; }
    if (flag("DYNAMODB_REMOVE_EXPIRED_ITEMS")) {
        note("DYNAMODB_REMOVE_EXPIRED_ITEMS is not there: items do not expire");
    }
}

void reader::pages()
{
    for (auto& each : split(text("EXTRA_CORS_ALLOWED_ORIGINS"))) options_.allowed_origins.push_back(each);
    for (auto& each : split(text("EXTRA_CORS_ALLOWED_HEADERS"))) options_.allowed_headers.push_back(each);
    if (flag("DISABLE_CORS_CHECKS")) { options_.check_origins = false; }
    if (flag("DISABLE_CORS_HEADERS")) { options_.tells_browsers = false; }
}

void reader::missing()
{
    if (flag("PERSISTENCE")) {
        note("PERSISTENCE is not there: all is in memory, and gone with the process");
    }
}

} // namespace

void take_foreign_settings(serve_options& options, environment const& variables)
{
    reader read{options, variables};
    read.listening();
    read.logging();
    read.services();
    read.queues();
    read.tables();
    read.pages();
    read.missing();
}

} // namespace understudy
