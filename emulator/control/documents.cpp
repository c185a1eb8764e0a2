#include "control/documents.hpp"

#include "control/control.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace understudy::control {

namespace {

constexpr milliseconds advance_max = std::chrono::years{100};

/// Nothing when the number of milliseconds is negative, not a number or beyond all reason.
std::optional<milliseconds> checked(double count)
{
    if (!(count >= 0) || count > static_cast<double>(advance_max.count())) { return std::nullopt; }
    return milliseconds{std::llround(count)};
}

std::string text_of(json::value const& value)
{
    if (auto const* text = value.if_string()) { return std::string{text->data(), text->size()}; }
    return json::serialize(value);
}

[[noreturn]] void refuse(std::string_view name, std::string_view wanted)
{
    throw bad_request{fmt::format("\"{}\" must be {}", name, wanted)};
}

/// Reads so many digits and what follows them.
bool digits(std::string_view& text, std::size_t count, char end, int& value)
{
    if (text.size() < count) { return false; }
    auto const* last = text.data() + count;
    if (std::from_chars(text.data(), last, value).ptr != last || value < 0) { return false; }
    text.remove_prefix(count);
    if (text.empty() || text.front() != end) { return false; }
    text.remove_prefix(1);
    return true;
}

std::optional<instant> parse_instant(std::string_view text)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!digits(text, 4, '-', year) || !digits(text, 2, '-', month) || !digits(text, 2, 'T', day)
        || !digits(text, 2, ':', hour) || !digits(text, 2, ':', minute)) {
        return std::nullopt;
    }
    int milli = 0;
    if (auto rest = text; !digits(rest, 2, 'Z', second)) {
        if (!digits(text, 2, '.', second) || !digits(text, 3, 'Z', milli)) { return std::nullopt; }
    } else {
        text = rest;
    }
    std::chrono::year_month_day const date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!text.empty() || !date.ok() || hour > 23 || minute > 59 || second > 59) { return std::nullopt; }
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute}
           + seconds{second} + milliseconds{milli};
}

event_type type_in(json::value const& name)
{
    auto const type = name.is_string() ? event_type_named(text_of(name)) : std::nullopt;
    if (!type) { refuse("type", "the name of a type of events such as \"sqs.message_sent\""); }
    return *type;
}

std::vector<event_type> types_in(json::value const* names)
{
    std::vector<event_type> types;
    if (names == nullptr) { return types; }
    if (auto const* several = names->if_array()) {
        for (auto const& each : *several) types.push_back(type_in(each));
    } else {
        types.push_back(type_in(*names));
    }
    return types;
}

} // namespace

std::optional<milliseconds> parse_duration(std::string_view text)
{
    double count = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failure != std::errc{}) { return std::nullopt; }
    std::string_view const unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    struct unit_of_time {
        std::string_view name;
        milliseconds length;
    };
    static constexpr unit_of_time units[] = {{"ms", milliseconds{1}},
                                             {"s", seconds{1}},
                                             {"m", std::chrono::minutes{1}},
                                             {"h", std::chrono::hours{1}},
                                             {"d", std::chrono::days{1}}};
    for (auto const& [name, length] : units) {
        if (unit == name) { return checked(count * static_cast<double>(length.count())); }
    }
    return std::nullopt;
}

std::optional<milliseconds> duration_in(json::value const& value)
{
    if (auto const* text = value.if_string()) { return parse_duration(*text); }
    return value.is_number() ? checked(value.to_number<double>()) : std::nullopt;
}

std::optional<instant> instant_in(json::value const& value)
{
    if (auto const* text = value.if_string()) { return parse_instant(*text); }
    auto const count = value.is_number() ? checked(value.to_number<double>()) : std::nullopt;
    return count ? std::optional{instant{*count}} : std::nullopt;
}

protocol::http_response answer_json(json::object const& document, unsigned status)
{
    protocol::http_response response{
        .status = status, .content_type = "application/json", .body = json::serialize(document)};
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body += '\n';
    return response;
}

protocol::http_response refusal(unsigned status, std::string_view message)
{
    return answer_json({{"error", message}}, status);
}

std::string iso_8601(instant time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::string_view name_of(clock_mode mode)
{
    switch (mode) {
    case clock_mode::real: return "real";
    case clock_mode::manual: return "manual";
    case clock_mode::automatic: return "auto";
    }
    return "";
}

clock_mode clock_named(std::string_view name)
{
    for (auto const mode : {clock_mode::real, clock_mode::manual, clock_mode::automatic}) {
        if (name_of(mode) == name) { return mode; }
    }
    throw bad_request{R"("clock" must be "real", "manual" or "auto")"};
}

json::object to_json(event const& event)
{
    json::object object{{"sequence", event.sequence},
                        {"type", name_of(event.type)},
                        {"time", iso_8601(event.time)},
                        {"real_time", iso_8601(std::chrono::floor<milliseconds>(event.real))}};
    auto const add = [&](std::string_view name, auto const& value, bool is_there) {
        if (is_there) { object[name] = value; }
    };
    add("account", event.account(), !event.account().empty());
    add("region", event.region(), !event.region().empty());
    add("resource", event.resource.view(), !event.resource.empty());
    add("name", event.resource_name(), !event.resource.empty());
    add("message_id", to_string(event.message_id), event.message_id != uuid{});
    add("request_id", to_string(event.request_id), event.request_id != uuid{});
    add("cause", event.cause, event.cause != 0);
    add("receive_count", event.receive_count, event.receive_count != 0);
    add("body", event.body.view(), !event.body.empty());
    add("detail", event.detail, !event.detail.empty());
    return object;
}

json::array to_json(std::vector<event> const& events)
{
    json::array array;
    for (auto const& each : events) array.push_back(to_json(each));
    return array;
}

json::object to_json(timer_view const& timer)
{
    return {{"due", iso_8601(timer.due)},
            {"kind", timer.kind},
            {"resource", timer.resource},
            {"meaning", timer.meaning}};
}

json::object to_json(fault_report const& report)
{
    auto const& rule = report.rule;
    json::object object{
        {"id", report.number},       {"service", rule.service},         {"operation", rule.operation},
        {"resource", rule.resource}, {"account", rule.account},         {"code", rule.code},
        {"message", rule.message},   {"status", rule.status},           {"from_call", rule.from_call},
        {"times", rule.times},       {"probability", rule.probability}, {"calls", report.calls},
        {"strikes", report.strikes}};
    if (rule.effect == fault_effect::drop_before) { object["drop"] = "before"; }
    if (rule.effect == fault_effect::drop_after) { object["drop"] = "after"; }
    if (rule.effect == fault_effect::duplicate) { object["delivery"] = "duplicate"; }
    if (rule.effect == fault_effect::reorder) { object["delivery"] = "reorder"; }
    if (rule.latency > milliseconds{0}) { object["latency_ms"] = rule.latency.count(); }
    if (!rule.entries.empty()) { object["entries"] = json::value_from(rule.entries); }
    return object;
}

json::object to_json(world_view const& world)
{
    json::object object{{"name", world.name},
                        {"path", "/_world/" + world.name},
                        {"clock", name_of(world.clock)},
                        {"idle_ms", world.idle.count()}};
    if (world.port != 0) { object["port"] = world.port; }
    return object;
}

json::value const* members::find(std::string_view name)
{
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) { known_.push_back(name); }
    return object_.if_contains(name);
}

std::string members::text(std::string_view name)
{
    auto const* value = find(name);
    if (value == nullptr) { return {}; }
    if (!value->is_string()) { refuse(name, "a string"); }
    return text_of(*value);
}

std::uint64_t members::count(std::string_view name, std::uint64_t otherwise)
{
    auto const* value = find(name);
    if (value == nullptr) { return otherwise; }
    std::uint64_t count = 0;
    auto const text = text_of(*value);
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failure != std::errc{} || end != text.data() + text.size()) { refuse(name, "a whole number"); }
    return count;
}

milliseconds members::duration(std::string_view name, milliseconds otherwise)
{
    auto const* value = find(name);
    auto const duration = value == nullptr ? std::optional{otherwise} : duration_in(*value);
    if (!duration) {
        refuse(
            name,
            "a duration such as \"1500ms\", \"30s\", \"5m\", \"1h\", \"4d\", or a number of milliseconds; not "
            "negative and no more than 100 years");
    }
    return *duration;
}

void members::done() const
{
    for (auto const& each : object_) {
        if (std::find(known_.begin(), known_.end(), each.key()) == known_.end()) {
            throw bad_request{fmt::format("{} has a member \"{}\", which means nothing here; known are {}",
                                          of_, std::string_view{each.key()}, fmt::join(known_, ", "))};
        }
    }
}

event_pattern pattern_in(json::object const& match)
{
    members read{match, "the match"};
    auto const handled_id = read.text("handled");
    auto const types = types_in(read.find("type"));
    auto const resource = read.text("resource");
    if (!handled_id.empty() && (!types.empty() || !resource.empty())) {
        throw bad_request{
            "\"handled\" says which events are meant; there can be no \"type\" or \"resource\" beside it"};
    }
    auto pattern = handled_id.empty() ? event_pattern{types, resource} : handled(handled_id);
    if (auto const id = read.text("message"); !id.empty()) { pattern = pattern.message(id); }
    if (auto const id = read.text("concerning"); !id.empty()) { pattern = pattern.concerning(id); }
    if (auto text = read.text("containing"); !text.empty()) { pattern = pattern.containing(std::move(text)); }
    if (auto const cause = read.count("caused_by"); cause != 0) { pattern = pattern.caused_by(cause); }
    if (auto const* paths = read.find("json")) {
        if (!paths->is_object()) { refuse("json", "an object of paths and values"); }
        for (auto const& each : paths->get_object()) {
            pattern = pattern.json(std::string{each.key()}, text_of(each.value()));
        }
    }
    read.done();
    return pattern;
}

namespace {

/// {"drop": "before"}, {"delivery": "duplicate"}, {"latency": "200ms"}, or an error, which may come late too.
fault_effect effect_in(members& read, fault& rule)
{
    auto const drop = read.text("drop");
    auto const delivery = read.text("delivery");
    rule.latency = read.duration("latency", rule.latency);
    if (drop == "before") { return fault_effect::drop_before; }
    if (drop == "after") { return fault_effect::drop_after; }
    if (!drop.empty()) { refuse("drop", R"("before" or "after" the call has done its work)"); }
    if (delivery == "duplicate") { return fault_effect::duplicate; }
    if (delivery == "reorder") { return fault_effect::reorder; }
    if (!delivery.empty()) { refuse("delivery", R"("duplicate" or "reorder")"); }
    bool const is_error = read.find("code") != nullptr || read.find("status") != nullptr;
    return rule.latency > milliseconds{0} && !is_error ? fault_effect::delay : fault_effect::refuse;
}

std::vector<std::size_t> entries_in(members& read)
{
    std::vector<std::size_t> entries;
    auto const* positions = read.find("entries");
    if (positions == nullptr) { return entries; }
    auto const wrong = [] { refuse("entries", "an array of positions in a batch, counted from 0"); };
    if (!positions->is_array()) { wrong(); }
    for (auto const& each : positions->get_array()) {
        if (!each.is_int64() || each.get_int64() < 0) { wrong(); }
        entries.push_back(static_cast<std::size_t>(each.get_int64()));
    }
    return entries;
}

} // namespace

fault fault_in(json::object const& body)
{
    members read{body};
    fault rule;
    rule.service = read.text("service");
    rule.operation = read.text("operation");
    rule.resource = read.text("resource");
    rule.account = read.text("account");
    rule.effect = effect_in(read, rule);
    rule.entries = entries_in(read);
    if (auto code = read.text("code"); !code.empty()) { rule.code = std::move(code); }
    if (auto message = read.text("message"); !message.empty()) { rule.message = std::move(message); }
    auto const status = read.count("status", rule.status);
    bool const no_answer = status == 0 && rule.operation == "HttpDelivery";
    if (!no_answer && (status < 400 || status > 599)) { refuse("status", "from 400 to 599"); }
    rule.status = static_cast<unsigned>(status);
    rule.from_call = read.count("from_call", rule.from_call);
    rule.times = read.count("times", rule.times);
    if (auto const* chance = read.find("probability")) {
        auto const value = chance->is_number() ? chance->to_number<double>() : -1;
        if (!(value >= 0 && value <= 1)) { refuse("probability", "a number from 0 to 1"); }
        rule.probability = value;
    }
    read.done();
    return rule;
}

} // namespace understudy::control
