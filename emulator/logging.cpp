#include "logging.hpp"

#include <boost/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace understudy {

namespace {

/// Clients choose paths and names; they do not choose where our lines end.
std::string printable(std::string_view text)
{
    constexpr std::size_t shown_max = 200;
    std::string shown{text.substr(0, shown_max)};
    std::ranges::replace_if(
        shown, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
    return shown;
}

/// Members behind the time and the level, which the pattern writes.
std::string json_members(boost::json::object const& members)
{
    auto const text = boost::json::serialize(members);
    return text.substr(1, text.size() - 2);
}

} // namespace

request_logger::request_logger(std::string const& level, log_format format)
    : out_{std::make_shared<spdlog::logger>("understudy", std::make_shared<spdlog::sinks::stderr_sink_mt>())},
      format_{format}
{
    out_->set_level(spdlog::level::from_str(level));
    out_->set_pattern(format == log_format::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                                                 : "%Y-%m-%d %H:%M:%S.%e %l %v",
                      spdlog::pattern_time_type::utc);
}

bool request_logger::logs_requests() const { return out_->should_log(spdlog::level::info); }

void request_logger::request(server::request_log const& entry) const
{
    if (format_ == log_format::json) {
        boost::json::object members{
            {"message", "request"}, {"status", entry.status}, {"ms", entry.milliseconds}};
        if (entry.operation.empty()) {
            members["method"] = printable(entry.method);
            members["path"] = printable(entry.target);
        } else {
            members["operation"] = entry.operation;
        }
        if (!entry.resource.empty()) members["resource"] = printable(entry.resource);
        if (!entry.request_id.empty()) members["request_id"] = entry.request_id;
        out_->info(json_members(members));
        return;
    }
    std::string what{entry.operation};
    if (what.empty()) { what = printable(entry.method) + " " + printable(entry.target); }
    out_->info("{} => {} ({:.2f} ms){}{}", what, entry.status, entry.milliseconds,
               entry.resource.empty() ? "" : " ", printable(entry.resource));
}

void request_logger::info(std::string_view message) const
{
    out_->info(format_ == log_format::json ? json_members({{"message", message}}) : printable(message));
}

void request_logger::warn(std::string_view message) const
{
    out_->warn(format_ == log_format::json ? json_members({{"message", message}}) : printable(message));
}

} // namespace understudy
