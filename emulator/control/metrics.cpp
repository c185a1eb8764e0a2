#include "control/metrics.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>

namespace understudy::control {

namespace {

using protocol::http_response;
using protocol::request_counter;

constexpr std::size_t resources_told_max = 200; // of each kind, so that a test with many queues floods nobody

/// The value of a label: what Prometheus takes for quotes and ends of lines is escaped.
std::string label_value(std::string_view text)
{
    std::string value{'"'};
    for (char const c : text) {
        if (c == '\n') {
            value += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') { value += '\\'; }
        value += c;
    }
    return value += '"';
}

class page {
public:
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        fmt::format_to(std::back_inserter(text_), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
    }
    template <class Value>
    void line(std::string_view name, std::string_view labels, Value value)
    {
        text_ += name;
        if (!labels.empty()) { text_.append("{").append(labels).append("}"); }
        fmt::format_to(std::back_inserter(text_), " {}\n", value);
    }
    std::string& text() noexcept { return text_; }

private:
    std::string text_;
};

void tell_requests(page& page, tally const& counts)
{
    page.family("understudy_requests_total", "counter",
                "Requests answered, by service, operation and status.");
    for (auto const& row : counts.requests()) {
        page.line("understudy_requests_total",
                  fmt::format("service={},operation={},status=\"{}\"", label_value(row.service),
                              label_value(row.operation), row.status),
                  row.count);
    }
    page.family("understudy_request_seconds", "histogram",
                "Time from a request to its answer; long polls as long as they waited.");
    auto const durations = counts.durations();
    for (std::size_t i = 0; i < durations.size(); ++i) {
        auto const service = fmt::format("service=\"{}\"", request_counter::services[i]);
        std::uint64_t sum = 0;
        for (std::size_t part = 0; part < durations[i].parts.size(); ++part) {
            sum += durations[i].parts[part];
            auto const end = part < request_counter::bounds.size()
                                 ? fmt::format("{}", request_counter::bounds[part])
                                 : std::string{"+Inf"};
            page.line("understudy_request_seconds_bucket", fmt::format("{},le=\"{}\"", service, end), sum);
        }
        page.line("understudy_request_seconds_sum", service, durations[i].sum);
        page.line("understudy_request_seconds_count", service, sum);
    }
    page.family("understudy_unsupported_requests_total", "counter",
                "Requests for operations that are not there.");
    for (auto const& each : counts.unknown_operations()) {
        page.line(
            "understudy_unsupported_requests_total",
            fmt::format("service={},operation={}", label_value(each.service), label_value(each.operation)),
            each.count);
    }
}

void tell_resources(page& page, inventory const& held)
{
    page.family("understudy_sqs_messages", "gauge",
                "Messages in a queue, by state; of the first 200 queues.");
    for (auto const& queue : held.queues) {
        if (&queue - held.queues.data() >= static_cast<std::ptrdiff_t>(resources_told_max)) { break; }
        auto const label = fmt::format("queue={}", label_value(queue.arn.view()));
        page.line("understudy_sqs_messages", label + ",state=\"visible\"", queue.visible);
        page.line("understudy_sqs_messages", label + ",state=\"in_flight\"", queue.in_flight);
        page.line("understudy_sqs_messages", label + ",state=\"delayed\"", queue.delayed);
    }
    page.family("understudy_sqs_queues", "gauge", "Queues.");
    page.line("understudy_sqs_queues", "", held.queues.size());
    page.family("understudy_sqs_parked_polls", "gauge", "Long polls that wait.");
    page.line("understudy_sqs_parked_polls", "", held.parked_polls);
    page.family("understudy_sns_topics", "gauge", "Topics.");
    page.line("understudy_sns_topics", "", held.topics.size());
    page.family("understudy_sns_deliveries_total", "counter",
                "What topics sent to subscribers, by how it ended; of the first 200 topics.");
    for (auto const& each : held.deliveries) {
        std::string_view const outcome = each.outcome == event_type::message_delivered ? "delivered"
                                         : each.outcome == event_type::delivery_failed ? "failed"
                                                                                       : "filtered";
        page.line("understudy_sns_deliveries_total",
                  fmt::format("topic={},protocol=\"{}\",outcome=\"{}\"", label_value(each.topic),
                              each.protocol, outcome),
                  each.count);
    }
    page.family("understudy_ddb_items", "gauge", "Items in a table; of the first 200 tables.");
    for (auto const& table : held.tables) {
        if (&table - held.tables.data() >= static_cast<std::ptrdiff_t>(resources_told_max)) { break; }
        page.line("understudy_ddb_items", fmt::format("table={}", label_value(table.arn.view())),
                  table.items);
    }
    page.family("understudy_ddb_tables", "gauge", "Tables.");
    page.line("understudy_ddb_tables", "", held.tables.size());
}

/// Of /proc/self/stat, by its number in proc(5).
std::vector<std::uint64_t> own_figures()
{
    std::ifstream file{"/proc/self/stat"};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    std::vector<std::uint64_t> figures(3); // number, name and state are no figures of ours
    auto const end = text.rfind(')');
    if (end == std::string::npos) { return figures; }
    std::size_t at = end + 4; // behind the state
    while (at < text.size()) {
        figures.push_back(std::strtoull(text.c_str() + at, nullptr, 10));
        auto const blank = text.find(' ', at);
        at = blank == std::string::npos ? text.size() : blank + 1;
    }
    return figures;
}

void tell_process(page& page, process const& house)
{
    auto const figures = own_figures();
    constexpr std::size_t user_time = 13, system_time = 14, threads = 19, memory = 22, pages = 23;
    if (figures.size() > pages) {
        auto const ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
        page.family("process_cpu_seconds_total", "counter", "Time of processors used.");
        page.line("process_cpu_seconds_total", "",
                  static_cast<double>(figures[user_time] + figures[system_time]) / ticks);
        page.family("process_resident_memory_bytes", "gauge", "Memory that is resident.");
        page.line("process_resident_memory_bytes", "",
                  figures[pages] * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
        page.family("process_virtual_memory_bytes", "gauge", "Memory that is mapped.");
        page.line("process_virtual_memory_bytes", "", figures[memory]);
        page.family("process_threads", "gauge", "Threads.");
        page.line("process_threads", "", figures[threads]);
    }
    page.family("process_start_time_seconds", "gauge", "When the process began, in seconds since 1970.");
    page.line("process_start_time_seconds", "",
              std::chrono::duration<double>(house.began().time_since_epoch()).count());
}

} // namespace

http_response show_metrics(director& emulator, question const& asked)
{
    page page;
    if (asked.house != nullptr) { tell_requests(page, asked.house->counts()); }
    tell_resources(page, emulator.take_inventory());
    if (asked.house != nullptr) { tell_process(page, *asked.house); }
    http_response response{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                           .body = std::move(page.text())};
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http_response show_usage(director&, question const& asked)
{
    json::array operations;
    json::array unsupported;
    if (asked.house != nullptr) {
        for (auto const& row : asked.house->counts().requests()) {
            if (row.operation.empty()) { continue; }
            operations.push_back(json::object{{"service", row.service},
                                              {"operation", row.operation},
                                              {"status", row.status},
                                              {"count", row.count}});
        }
        for (auto const& each : asked.house->counts().unknown_operations()) {
            unsupported.push_back(json::object{
                {"service", each.service}, {"operation", each.operation}, {"count", each.count}});
        }
    }
    return answer_json({{"operations", std::move(operations)}, {"unsupported", std::move(unsupported)}});
}

} // namespace understudy::control
