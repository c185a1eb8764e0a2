#include "control/endpoints.hpp"

#include "codec/form.hpp"
#include "control/clock_endpoints.hpp"
#include "control/metrics.hpp"
#include "control/template_endpoints.hpp"

#include <fmt/format.h>

namespace understudy::control {

namespace {

using protocol::http_response;

constexpr milliseconds wait_default{3'000};
constexpr milliseconds settle_default{5'000};
constexpr milliseconds virtual_default = std::chrono::hours{1};
constexpr std::size_t events_default = 1'000;
constexpr std::size_t events_max = 10'000;
constexpr milliseconds sign_of_life = seconds{15};

http_response health(director&, question const& asked)
{
    json::object services;
    for (std::string_view const name : {"sqs", "sns", "dynamodb", "sts"}) { services[name] = "running"; }
    bool const is_up = asked.house == nullptr || asked.house->is_up();
    return answer_json({{"status", is_up ? "running" : "starting"},
                        {"version", UNDERSTUDY_VERSION},
                        {"services", std::move(services)}},
                       is_up ? 200 : 503);
}

event_mark mark_in(members& read) { return {read.count("after")}; }

http_response make_world(director&, question const& asked)
{
    members read{asked.body};
    world_settings settings{.name = read.text("name")};
    if (auto const mode = read.text("clock"); !mode.empty()) { settings.clock = clock_named(mode); }
    if (read.find("seed") != nullptr) { settings.seed = read.count("seed"); }
    settings.idle = read.duration("idle", settings.idle);
    if (read.find("port") != nullptr) {
        auto const port = read.count("port");
        if (port > 65'535) {
            throw bad_request{R"("port" must be a number up to 65535; 0 is any free port)"};
        }
        settings.port = static_cast<std::uint16_t>(port);
    }
    read.done();
    if (asked.worlds == nullptr) { return refusal(404, "worlds are made where there is no world yet"); }
    try {
        auto const made = asked.worlds->make(std::move(settings));
        return made ? answer_json(to_json(*made), 201)
                    : refusal(409, "there is a world of this name already");
    } catch (std::invalid_argument const& complaint) {
        throw bad_request{complaint.what()};
    }
}

http_response list_worlds(director&, question const& asked)
{
    json::array worlds;
    if (asked.worlds != nullptr) {
        for (auto const& each : asked.worlds->list()) { worlds.push_back(to_json(each)); }
    }
    return answer_json({{"worlds", std::move(worlds)}});
}

http_response remove_world(director&, question const& asked)
{
    return done_or(asked.worlds != nullptr && asked.worlds->remove(asked.argument),
                   "there is no world of this name");
}

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

/// Which event is meant, and how long it may take.
struct wanted_event {
    event_pattern match;
    event_mark after;
    real_cap cap;
};

wanted_event wanted_in(members& read, question const& asked, milliseconds cap_otherwise)
{
    auto match = match_in(read);
    auto const after = mark_in(read);
    return {std::move(match), after, cap_in(read, asked, cap_otherwise)};
}

http_response wait(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const wanted = wanted_in(read, asked, wait_default);
    read.done();
    auto const report = emulator.await(wanted.match, wanted.after, wanted.cap);
    return report.found ? answer_json({{"event", to_json(*report.found)}}) : failed(emulator, 408, report);
}

http_response run_until(director& emulator, question const& asked)
{
    members read{asked.body};
    auto const wanted = wanted_in(read, asked, settle_default);
    auto const virtual_max = read.duration("max", virtual_default);
    read.done();
    auto const report = emulator.run_until(wanted.match, virtual_max, wanted.after, wanted.cap);
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
    auto const wanted = wanted_in(read, asked, settle_default);
    read.done();
    auto const report = emulator.expect_none(wanted.match, wanted.after, wanted.cap);
    if (!report.why.empty()) { return failed(emulator, 409, report); }
    json::array lines;
    for (auto const& line : report.relied_on) lines.emplace_back(line);
    return answer_json({{"relied_on", std::move(lines)}});
}

/// A query that says which events are meant, and what else it says.
struct events_query {
    event_pattern pattern;
    json::object other;
};

events_query events_query_in(std::string_view query)
{
    json::object match;
    json::object other;
    auto const form = codec::form::parse(query);
    for (auto const& field : form.fields()) {
        bool const ours = field.name == "after" || field.name == "limit" || field.name == "wait";
        (ours ? other : match)[field.name] = field.value;
    }
    return {pattern_in(match), std::move(other)};
}

/// ?type=sqs.message_sent&resource=orders&after=41&limit=100&wait=3s: what has happened; with wait, at least one event
/// or none after that time.
http_response events(director& emulator, question const& asked)
{
    auto const [pattern, other] = events_query_in(asked.query);
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

/// Server-sent events: each with its sequence as its id, from now on, after a mark, or after the last that the follower has seen.
http_response follow(director& emulator, question const& asked)
{
    auto [pattern, other] = events_query_in(asked.query);
    if (!asked.last_event.empty()) { other["after"] = asked.last_event; }
    members read{other, "the query"};
    auto after = read.find("after") == nullptr ? emulator.mark() : mark_in(read);
    read.done();
    asked.send({.content_type = "text/event-stream",
                .headers = {{"Cache-Control", "no-store"}},
                .body = ": events follow\n\n"});
    while (!asked.stop.stop_requested()) {
        auto const seen = emulator.mark();
        auto const found = emulator.find_all(pattern, after, events_default);
        for (auto const& each : found) {
            asked.send(
                {.body = fmt::format("id: {}\ndata: {}\n\n", each.sequence, json::serialize(to_json(each)))});
        }
        bool const is_all = found.size() < events_default;
        after.sequence = std::max(found.empty() ? after.sequence : found.back().sequence,
                                  is_all ? seen.sequence : std::uint64_t{0});
        if (!emulator.wait_for_anything(after, {sign_of_life, asked.stop})) {
            asked.send({.body = ":\n\n"}); // tells both sides whether the other is still there
        }
    }
    return {.status = protocol::no_answer};
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
    members read{asked.body};
    reset_scope scope{.account = read.text("account")};
    auto const keep = read.text("keep");
    read.done();
    if (!keep.empty() && keep != "nothing" && keep != "resources" && keep != "bootstrap") {
        throw bad_request{R"("keep" must be "nothing", "resources" or "bootstrap")"};
    }
    scope.keep_resources = keep == "resources";
    scope.keep_bootstrap = keep != "nothing";
    emulator.reset(scope);
    try {
        if (asked.templates != nullptr) { asked.templates->begin_anew(scope); }
    } catch (template_error const& failure) { // what could be made when the emulator began, and cannot now
        return refusal(409, failure.what());
    }
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

http_response expire_items(director& emulator, question const&)
{
    return answer_json({{"items", emulator.expire_items()}});
}

http_response openapi(director&, question const&) { return answer_json(describe_endpoints()); }

constexpr std::string_view match_members = "match after timeout";
constexpr std::string_view template_members = "stack file account region param";

constexpr endpoint all_endpoints[] = {
    {"GET", "health", health, "Whether the services run"},
    {"GET", "openapi.json", openapi, "This document"},
    {"GET", "usage", show_usage, "Which operations were asked for, and which of them there are not"},
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
    {"GET", "events/stream", follow, "The same as server-sent events, from now on",
     "type resource message concerning handled containing caused_by after", true},
    {"GET", "mark", mark, "A place in the order of events, for \"after\""},
    {"POST", "wait", wait, "Wait for an event in real time", match_members, true},
    {"POST", "run-until", run_until, "Move the clock from timer to timer until an event happens",
     "match after timeout max", true},
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
     "service operation resource account drop delivery latency code status entries message from_call times probability"},
    {"DELETE", "faults", clear_faults, "Have no calls fail any more"},
    {"DELETE", "faults/*", remove_fault, "Take a fault away"},
    {"POST", "reset", reset,
     "Forget all state and all faults, of all or of one account; \"resources\" can be kept, and \"bootstrap\", what the emulator "
     "was started with, is made anew unless \"nothing\" is kept",
     "account keep"},
    {"GET", "bootstrap", show_templates,
     "What templates have declared: Ref, Arn and Url by logical id, and outputs", "stack"},
    {"PUT", "bootstrap", apply_template, "Make what the template in the body declares", template_members,
     true, true},
    {"POST", "bootstrap", apply_template, "The same", template_members, true, true},
    {"GET", "export", export_resources, "What there is, as a template", "account region format", true},
    {"GET", "worlds", list_worlds, "Emulators of their own below /_world/NAME"},
    {"POST", "worlds", make_world, "Make one; the first request below its path does, too",
     "name clock seed idle port"},
    {"DELETE", "worlds/*", remove_world, "Have one go, with all that is in it"},
    {"GET", "outbox", outbox, "What topics have sent to places outside", "protocol endpoint topic"},
    {"POST", "opt-outs", opt_out, "Have the owner of a phone refuse text messages",
     "phoneNumber account region"},
    {"DELETE", "expired-items", expire_items, "Delete the items of tables whose time to live is over", "",
     true},
};

} // namespace

/// How long a request may take, in real time.
real_cap cap_in(members& read, question const& asked, milliseconds otherwise)
{
    return {std::min(read.duration("timeout", otherwise), wait_max), asked.stop};
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

std::span<endpoint const> endpoints() { return all_endpoints; }

std::optional<std::string_view> argument_of(endpoint const& endpoint, std::string_view path)
{
    auto const star = endpoint.path.find('*');
    if (star == std::string_view::npos) {
        return path == endpoint.path ? std::optional{std::string_view{}} : std::nullopt;
    }
    auto const before = endpoint.path.substr(0, star);
    if (endpoint.path.ends_with("**")) {
        bool const is_below = path.size() > before.size() && path.starts_with(before);
        return is_below ? std::optional{path.substr(before.size())} : std::nullopt;
    }
    auto const after = endpoint.path.substr(star + 1);
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) {
        return std::nullopt;
    }
    auto const argument = path.substr(before.size(), path.size() - before.size() - after.size());
    return argument.find('/') == std::string_view::npos ? std::optional{argument} : std::nullopt;
}

} // namespace understudy::control
