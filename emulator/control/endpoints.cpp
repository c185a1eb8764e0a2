#include "control/endpoints.hpp"

#include "codec/form.hpp"

namespace understudy::control {

namespace {

using protocol::http_response;

constexpr milliseconds wait_default{3'000};
constexpr milliseconds settle_default{5'000};
constexpr milliseconds wait_max = std::chrono::minutes{10}; // of real time
constexpr milliseconds step_settle_default{1'000};
constexpr milliseconds hold_default = seconds{30};
constexpr milliseconds virtual_default = std::chrono::hours{1};
constexpr std::size_t events_default = 1'000;
constexpr std::size_t events_max = 10'000;
constexpr std::size_t fired_max = 1'000;

http_response health(director&, question const&)
{
    json::object services;
    for (std::string_view const name : {"sqs", "sns", "dynamodb", "sts"}) { services[name] = "running"; }
    return answer_json(
        {{"status", "running"}, {"version", UNDERSTUDY_VERSION}, {"services", std::move(services)}});
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

json::object clock_document(director const& emulator)
{
    auto const clock = emulator.clock();
    json::array holds;
    for (auto const& hold : clock.holds) {
        holds.push_back(
            json::object{{"id", hold.number}, {"reason", hold.reason}, {"left_ms", hold.left.count()}});
    }
    return {{"mode", name_of(clock.mode)},
            {"now", iso_8601(clock.now)},
            {"now_ms", clock.now.time_since_epoch().count()},
            {"offset_ms", clock.offset.count()},
            {"timers", clock.timers},
            {"next_timer", clock.next_timer ? json::value{to_json(*clock.next_timer)} : json::value{}},
            {"holds", std::move(holds)}};
}

http_response show_clock(director& emulator, question const&)
{
    return answer_json(clock_document(emulator));
}

http_response show_timers(director& emulator, question const&)
{
    json::array timers;
    for (auto const& each : emulator.timers()) timers.push_back(to_json(each));
    return answer_json({{"timers", std::move(timers)}});
}

/// How long a request may take, in real time.
real_cap cap_in(members& read, question const& asked, milliseconds otherwise)
{
    return {std::min(read.duration("timeout", otherwise), wait_max), asked.stop};
}

/// {"by": duration} or {"to": instant or "next"}
http_response advance(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const* by = read.find("by");
    auto const* to = read.find("to");
    auto const cap = cap_in(read, asked, step_settle_default);
    if ((by == nullptr) == (to == nullptr)) {
        throw bad_request{
            R"(the body needs either "by", a duration such as "30s", or "to", an instant or "next")"};
    }
    auto const duration = read.duration("by", {});
    read.done();
    auto const mark = emulator.mark();
    if (by != nullptr) {
        emulator.advance(duration, cap);
    } else if (*to == "next") {
        if (!emulator.advance_to_next(cap)) { return refusal(409, "there is no timer to go to"); }
    } else {
        auto const target = instant_in(*to);
        if (!target) {
            throw bad_request{
                R"("to" must be "next", an instant such as "2026-11-22T10:00:30Z", or milliseconds since 1970)"};
        }
        if (!emulator.advance_to(*target, cap)) { return refusal(409, "the clock has passed that instant"); }
    }
    auto document = clock_document(emulator);
    document["fired"] = to_json(emulator.find_all(event_pattern{}, mark, fired_max));
    return answer_json(document);
}

template <clock_mode Mode>
http_response set_clock(director& emulator, question const& asked)
{
    members{asked.body}.done();
    emulator.set_mode(Mode);
    return answer_json(clock_document(emulator));
}

http_response hold(director& emulator, question const& asked)
{
    members read{asked.body};
    auto reason = read.text("reason");
    auto const ttl = read.duration("ttl", hold_default);
    read.done();
    return answer_json({{"id", emulator.hold(std::move(reason), ttl)}}, 201);
}

/// The number in the path; of nothing when it is none.
std::uint64_t number_of(question const& asked)
{
    json::object const path{{"id", asked.argument}};
    return members{path, "the path"}.count("id");
}

http_response done_or(bool done, std::string_view missing)
{
    return done ? answer_json({}) : refusal(404, missing);
}

http_response release(director& emulator, question const& asked)
{
    return done_or(emulator.release(number_of(asked)), "there is no such hold, or it has ended");
}

event_mark mark_in(members& read) { return {read.count("after")}; }

event_pattern match_in(members& read)
{
    auto const* match = read.find("match");
    if (match == nullptr || !match->is_object()) {
        throw bad_request{
            R"(the body needs "match": an object such as {"type":"sqs.message_sent","resource":"orders"})"};
    }
    return pattern_in(match->get_object());
}

http_response failed(director const& emulator, unsigned status, wait_report const& report)
{
    json::object document{{"error", report.why}, {"timeline", emulator.timeline()}};
    if (report.found) { document["event"] = to_json(*report.found); }
    return answer_json(document, status);
}

http_response wait(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const match = match_in(read);
    auto const after = mark_in(read);
    auto const cap = cap_in(read, asked, wait_default);
    read.done();
    auto const report = emulator.await(match, after, cap);
    return report.found ? answer_json({{"event", to_json(*report.found)}}) : failed(emulator, 408, report);
}

http_response run_until(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const match = match_in(read);
    auto const after = mark_in(read);
    auto const virtual_max = read.duration("max", virtual_default);
    auto const cap = cap_in(read, asked, settle_default);
    read.done();
    auto const report = emulator.run_until(match, virtual_max, after, cap);
    if (!report.found) { return failed(emulator, 409, report); }
    auto document = clock_document(emulator);
    document["event"] = to_json(*report.found);
    return answer_json(document);
}

http_response settle(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const cap = cap_in(read, asked, settle_default);
    read.done();
    auto const report = emulator.settle(cap);
    if (report.settled) { return answer_json({{"settled", true}}); }
    return answer_json({{"settled", false}, {"error", report.pending}, {"timeline", emulator.timeline()}},
                       408);
}

http_response expect_none(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const match = match_in(read);
    auto const after = mark_in(read);
    auto const cap = cap_in(read, asked, settle_default);
    read.done();
    auto const report = emulator.expect_none(match, after, cap);
    if (!report.why.empty()) { return failed(emulator, 409, report); }
    json::array lines;
    for (auto const& line : report.relied_on) lines.emplace_back(line);
    return answer_json({{"relied_on", std::move(lines)}});
}

/// ?type=sqs.message_sent&resource=orders&after=41&limit=100&wait=3s: what has happened; with wait, at least one event
/// or none after that time.
http_response events(director& emulator, question const& asked)
{
    json::object match;
    json::object other;
    auto const form = codec::form::parse(asked.query);
    for (auto const& field : form.fields()) {
        bool const ours = field.name == "after" || field.name == "limit" || field.name == "wait";
        (ours ? other : match)[field.name] = field.value;
    }
    auto const pattern = pattern_in(match);
    members read{other, "the query"};
    auto const after = mark_in(read);
    auto const limit = std::min<std::uint64_t>(read.count("limit", events_default), events_max);
    auto const patience = std::min(read.duration("wait", milliseconds{0}), wait_max);
    auto found = emulator.find_all(pattern, after, limit);
    if (found.empty() && limit > 0 && patience > milliseconds{0}) {
        static_cast<void>(emulator.await(pattern, after, {patience, asked.stop}));
        found = emulator.find_all(pattern, after, limit);
    }
    auto const last = found.size() == limit && limit > 0 ? found.back().sequence : emulator.mark().sequence;
    return answer_json({{"events", to_json(found)}, {"last", std::max(last, after.sequence)}});
}

http_response mark(director& emulator, question const&)
{
    return answer_json({{"mark", emulator.mark().sequence}});
}

http_response timeline(director& emulator, question const&)
{
    http_response response{.content_type = "text/plain; charset=utf-8", .body = emulator.timeline()};
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http_response explain(director& emulator, question const& asked)
{
    auto const story = emulator.explain(asked.argument);
    if (story.events.empty()) { return refusal(404, "no event tells of a message with this id"); }
    json::array lines;
    for (auto const& line : story.lines) lines.emplace_back(line);
    return answer_json(
        {{"message", asked.argument}, {"story", std::move(lines)}, {"events", to_json(story.events)}});
}

http_response list_snapshots(director& emulator, question const&)
{
    json::array names;
    for (auto const& name : emulator.saved()) names.emplace_back(name);
    return answer_json({{"snapshots", std::move(names)}});
}

http_response save(director& emulator, question const& asked)
{
    members{asked.body}.done();
    emulator.save(asked.argument);
    return answer_json({}, 201);
}

http_response restore(director& emulator, question const& asked)
{
    members{asked.body}.done();
    return done_or(emulator.restore_saved(asked.argument), "there is no snapshot of this name");
}

http_response forget(director& emulator, question const& asked)
{
    return done_or(emulator.forget_saved(asked.argument), "there is no snapshot of this name");
}

http_response list_faults(director& emulator, question const&)
{
    json::array faults;
    for (auto const& each : emulator.list_faults()) faults.push_back(to_json(each));
    return answer_json({{"faults", std::move(faults)}});
}

http_response add_fault(director& emulator, question const& asked)
{
    return answer_json({{"id", emulator.add_fault(fault_in(asked.body))}}, 201);
}

http_response remove_fault(director& emulator, question const& asked)
{
    return done_or(emulator.remove_fault(number_of(asked)), "there is no such fault");
}

http_response clear_faults(director& emulator, question const&)
{
    emulator.clear_faults();
    return answer_json({});
}

http_response reset(director& emulator, question const& asked)
{
    members{asked.body}.done();
    emulator.reset();
    return answer_json({});
}

/// Of a query such as "protocol=email&endpoint=a%40example.com", each member narrows.
http_response outbox(director& emulator, question const& asked)
{
    auto const wanted = codec::form::parse(asked.query);
    auto is_wanted = [&](std::string_view name, std::string_view value) {
        auto const value_asked = wanted.find(name);
        return !value_asked || *value_asked == value;
    };
    json::array messages;
    for (auto const& entry : emulator.outbox()) {
        if (!is_wanted("protocol", entry.protocol) || !is_wanted("endpoint", entry.endpoint)
            || !is_wanted("topic", entry.topic_arn)) {
            continue;
        }
        messages.push_back(json::object{{"number", entry.number},
                                        {"time", iso_8601(entry.time)},
                                        {"type", entry.type},
                                        {"protocol", entry.protocol},
                                        {"endpoint", entry.endpoint},
                                        {"topicArn", entry.topic_arn},
                                        {"subscriptionArn", entry.subscription_arn},
                                        {"messageId", to_string(entry.message_id)},
                                        {"subject", entry.subject},
                                        {"body", entry.body.str()}});
    }
    return answer_json({{"messages", std::move(messages)}});
}

http_response opt_out(director& emulator, question const& asked)
{
    members read{asked.body};
    phone const which{read.text("phoneNumber"), read.text("account"), read.text("region")};
    read.done();
    if (auto const done = emulator.opt_out(which); !done) { throw bad_request{done.error().message}; }
    return answer_json({});
}

http_response openapi(director&, question const&) { return answer_json(describe_endpoints()); }

constexpr std::string_view match_members = "match after timeout";

constexpr endpoint all_endpoints[] = {
    {"GET", "health", health, "Whether the services run"},
    {"GET", "openapi.json", openapi, "This document"},
    {"GET", "clock", show_clock, "The clock, its next timer and who holds it"},
    {"GET", "clock/timers", show_timers, "What is ahead, in the order in which it comes due"},
    {"POST", "clock/advance", advance, "Move the clock by a duration, or to an instant or \"next\"",
     "by to timeout", true},
    {"POST", "clock/pause", set_clock<clock_mode::manual>, "Stop the clock where it stands"},
    {"POST", "clock/resume", set_clock<clock_mode::real>, "Let the clock run on from where it stands"},
    {"POST", "clock/auto", set_clock<clock_mode::automatic>,
     "Stop the clock, and have it jump when all is settled and somebody waits"},
    {"POST", "clock/holds", hold, "Keep the clock from jumping", "reason ttl"},
    {"DELETE", "clock/holds/*", release, "Let the clock jump again"},
    {"GET", "events", events, "What has happened; with wait, the next thing that does",
     "type resource message concerning handled containing caused_by after limit wait", true},
    {"GET", "mark", mark, "A place in the order of events, for \"after\""},
    {"POST", "wait", wait, "Wait for an event in real time", match_members, true},
    {"POST", "run-until", run_until, "Move the clock from timer to timer until an event happens",
     "match after max timeout", true},
    {"POST", "settle", settle, "Wait until nothing is in motion", "timeout", true},
    {"POST", "expect-none", expect_none, "Prove that an event did not happen, nor will", match_members, true},
    {"GET", "timeline", timeline, "Last events, depths, holders, parked polls and timers, as text"},
    {"GET", "explain/*", explain, "The life of a message"},
    {"GET", "snapshots", list_snapshots, "Names of what is saved"},
    {"POST", "snapshots/*", save, "Save all state under a name"},
    {"POST", "snapshots/*/restore", restore, "Go back to what was saved"},
    {"DELETE", "snapshots/*", forget, "Forget what was saved"},
    {"GET", "faults", list_faults, "Faults, with how many calls they were asked about and struck"},
    {"POST", "faults", add_fault, "Have calls fail",
     "service operation resource account code message status from_call times probability"},
    {"DELETE", "faults", clear_faults, "Have no calls fail any more"},
    {"DELETE", "faults/*", remove_fault, "Take a fault away"},
    {"POST", "reset", reset, "Forget all state and all faults"},
    {"GET", "outbox", outbox, "What topics have sent to places outside", "protocol endpoint topic"},
    {"POST", "opt-outs", opt_out, "Have the owner of a phone refuse text messages",
     "phoneNumber account region"},
};

template <class Each>
void for_each_name(std::string_view names, Each each)
{
    while (!names.empty()) {
        auto const blank = names.find(' ');
        each(names.substr(0, blank));
        names = blank == std::string_view::npos ? std::string_view{} : names.substr(blank + 1);
    }
}

json::object parameter(std::string_view name, std::string_view in)
{
    return {{"name", name}, {"in", in}, {"required", in == "path"}, {"schema", {{"type", "string"}}}};
}

json::object describe(endpoint const& endpoint)
{
    json::object operation{{"summary", endpoint.summary}};
    json::array parameters;
    if (endpoint.path.find('*') != std::string_view::npos) { parameters.push_back(parameter("id", "path")); }
    json::object properties;
    for_each_name(endpoint.members, [&](std::string_view name) {
        if (endpoint.method == "GET") { parameters.push_back(parameter(name, "query")); }
        properties[name] = json::object{};
    });
    if (!parameters.empty()) { operation["parameters"] = std::move(parameters); }
    if (endpoint.method == "POST") {
        json::object schema{
            {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
        operation["requestBody"] = {{"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
    }
    operation["responses"] = {{"2XX", {{"description", "done"}}},
                              {"4XX", {{"description", "not done; \"error\" says why"}}}};
    return operation;
}

} // namespace

std::span<endpoint const> endpoints() { return all_endpoints; }

json::object describe_endpoints()
{
    json::object paths;
    for (auto const& endpoint : all_endpoints) {
        std::string path = "/_understudy/" + std::string{endpoint.path};
        if (auto const star = path.find('*'); star != std::string::npos) { path.replace(star, 1, "{id}"); }
        auto& operations = paths.emplace(path, json::object{}).first->value().get_object();
        operations[endpoint.method == "GET"    ? "get"
                   : endpoint.method == "POST" ? "post"
                                               : "delete"] = describe(endpoint);
    }
    return {
        {"openapi", "3.1.0"},
        {"info", {{"title", "Understudy: clock, events, waits and faults"}, {"version", UNDERSTUDY_VERSION}}},
        {"paths", std::move(paths)}};
}

std::optional<std::string_view> argument_of(endpoint const& endpoint, std::string_view path)
{
    auto const star = endpoint.path.find('*');
    if (star == std::string_view::npos) {
        return path == endpoint.path ? std::optional{std::string_view{}} : std::nullopt;
    }
    auto const before = endpoint.path.substr(0, star);
    auto const after = endpoint.path.substr(star + 1);
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) {
        return std::nullopt;
    }
    auto const argument = path.substr(before.size(), path.size() - before.size() - after.size());
    return argument.find('/') == std::string_view::npos ? std::optional{argument} : std::nullopt;
}

} // namespace understudy::control
