#include "control/control.hpp"

#include "control/endpoints.hpp"
#include "protocol/transcript.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>

using namespace understudy;
using namespace understudy::protocol;

namespace {

/// An emulator whose clock does as it is told, and who knows no events.
class scripted final : public director {
public:
    instant now() const override { return now_; }
    clock_view clock() const override
    {
        return {.mode = mode, .now = now_, .offset = {}, .next_timer = {}, .timers = 0, .holds = holds};
    }
    std::vector<timer_view> timers() const override { return {}; }
    void set_mode(clock_mode wanted) override { mode = wanted; }
    std::uint64_t hold(std::string reason, milliseconds time) override
    {
        holds.push_back({7, std::move(reason), time});
        return 7;
    }
    bool release(std::uint64_t hold) override
    {
        return std::erase_if(holds, [&](auto const& each) { return each.number == hold; }) != 0;
    }
    void advance(milliseconds by, real_cap) override { now_ += by; }
    bool advance_to(instant target, real_cap) override
    {
        if (target < now_) { return false; }
        now_ = target;
        return true;
    }
    bool advance_to_next(real_cap) override { return false; }
    event_mark mark() const override { return {}; }
    std::vector<event> find_all(event_pattern const&, event_mark, std::size_t) const override { return {}; }
    wait_report await(event_pattern const& pattern, event_mark, real_cap) override
    {
        return {.why = pattern.describe()};
    }
    wait_report run_until(event_pattern const& pattern, milliseconds, event_mark, real_cap) override
    {
        return {.why = pattern.describe()};
    }
    settled_report settle(real_cap) override { return {true, ""}; }
    wait_report expect_none(event_pattern const& pattern, event_mark, real_cap) override
    {
        return {.relied_on = {pattern.describe()}};
    }
    bool wait_for_anything(event_mark, real_cap) override { return false; }
    void wake_waiters() override {}
    std::string timeline() const override { return "the timeline"; }
    message_story explain(std::string const&) const override { return {}; }
    void save(std::string name) override { names.push_back(std::move(name)); }
    bool restore_saved(std::string const& name) override
    {
        return std::find(names.begin(), names.end(), name) != names.end();
    }
    bool forget_saved(std::string const& name) override { return std::erase(names, name) != 0; }
    std::vector<std::string> saved() const override { return names; }
    void reset(reset_scope const& scope) override { resets.push_back(scope); }
    std::uint64_t add_fault(fault rule) override { return rules.add(std::move(rule)); }
    bool remove_fault(std::uint64_t number) override { return rules.remove(number); }
    void clear_faults() override { rules.clear(); }
    std::vector<fault_report> list_faults() const override { return rules.list(); }
    std::vector<sns::outbox_entry> outbox() const override { return entries; }
    void forget_sent(std::function<bool(sns::outbox_entry const&)> const& is_unwanted) override
    {
        std::erase_if(entries, is_unwanted);
    }
    std::optional<std::string> confirmation_token(std::string const&) const override { return {}; }
    result<sqs::ReceiveMessageResult> peek(queue_peek const&) override { return {}; }
    inventory take_inventory() const override { return {}; }
    bool reseed(std::uint64_t) override { return true; }
    std::size_t expire_items() override { return 3; }
    result<void> opt_out(phone const& which) override
    {
        if (!which.number.starts_with('+')) { return service_error{{}, "no number"}; }
        phones.push_back(which);
        return {};
    }

    clock_mode mode = clock_mode::manual;
    std::vector<hold_view> holds;
    std::vector<std::string> names;
    std::vector<sns::outbox_entry> entries = {};
    std::vector<phone> phones = {};
    faults rules{1};
    std::vector<reset_scope> resets = {};

private:
    instant now_{milliseconds{1'795'342'500'123}};
};

/// Knows the names of worlds, and nothing else of them.
class shelf final : public control::world_keeper {
public:
    std::optional<control::world_view> make(control::world_settings settings) override
    {
        if (settings.name.empty()) { throw std::invalid_argument{"a world has a name"}; }
        bool const is_new =
            std::ranges::none_of(all_, [&](auto const& each) { return each.name == settings.name; });
        if (!is_new) { return std::nullopt; }
        return all_.emplace_back(control::world_view{settings.name, settings.idle,
                                                     settings.clock.value_or(clock_mode::real),
                                                     settings.port.value_or(0)});
    }
    bool remove(std::string const& name) override
    {
        return std::erase_if(all_, [&](auto const& each) { return each.name == name; }) != 0;
    }
    std::vector<control::world_view> list() override { return all_; }

private:
    std::vector<control::world_view> all_;
};

struct station {
    transcript aws;
    scripted clock;
    shelf worlds;
    control::panel panel{aws.router, clock, {}, &worlds};

    /// Returns when the answer is there, at once or later, or has begun.
    http_response operator()(std::string text)
    {
        raw_request const request{std::move(text)};
        auto const late = std::make_shared<std::promise<http_response>>();
        auto const is_first = std::make_shared<std::atomic<bool>>(true);
        auto answer = panel.handle(request.view(), [late, is_first](late_response done) {
            if (is_first->exchange(false)) { late->set_value(std::move(done.response)); }
        });
        if (auto* response = std::get_if<http_response>(&answer)) { return std::move(*response); }
        auto response = late->get_future().get();
        panel.cancel(std::get<waiting>(answer).poll);
        return response;
    }
    http_response post(std::string const& path, std::string const& body = {})
    {
        return (*this)("POST /_understudy/" + path + "\nContent-Type: application/json\n\n" + body);
    }
    http_response advance(std::string const& body) { return post("clock/advance", body); }
};

} // namespace

TEST_CASE("The health endpoint says that all services run", "[control]")
{
    station ask;
    auto const answer = ask("GET /_understudy/health\n\n");
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "application/json");
    CHECK_THAT(answer.body, Catch::ContainsSubstring(R"("status":"running")")
                                && Catch::ContainsSubstring(R"("sqs":"running")"));
    CHECK(ask("HEAD /_understudy/health\n\n").status == 200);
    CHECK(ask("POST /_understudy/health\n\n").status == 405);
}

TEST_CASE("What is not under /_understudy/ goes to the services", "[control]")
{
    station ask;
    CHECK(ask("POST /\nX-Amz-Target: AmazonSQS.ListQueues\n\n{}").body == "{}");
    CHECK(ask("GET /_understudy/nothing\n\n").status == 404);
    CHECK(ask("GET /_understudyx\n\n").body == "<UnknownOperationException/>\n");
}

TEST_CASE("The clock can be read and advanced", "[control][time]")
{
    station ask;
    CHECK(ask("GET /_understudy/clock\n\n").body
          == R"({"mode":"manual","now":"2026-11-22T10:15:00.123Z","now_ms":1795342500123,"offset_ms":0,)"
             R"("timers":0,"next_timer":null,"holds":[]})"
             "\n");
    CHECK_THAT(ask.advance(R"({"by":"30s"})").body, Catch::ContainsSubstring("2026-11-22T10:15:30.123Z"));
    CHECK_THAT(ask.advance(R"({"by":500})").body, Catch::ContainsSubstring("2026-11-22T10:15:30.623Z"));
    CHECK(ask.advance(R"({"by":0})").status == 200);
}

TEST_CASE("A bad duration is refused with 400 and moves nothing", "[control][time]")
{
    station ask;
    auto const before = ask.clock.now();
    for (auto const* body : {"",
                             "{",
                             "[]",
                             "30",
                             "{}",
                             R"({"by":null})",
                             R"({"by":"soon"})",
                             R"({"by":-1})",
                             R"({"by":"-5s"})",
                             R"({"by":"30"})",
                             R"({"by":"30 s"})",
                             R"({"by":1e300})",
                             R"({"by":"1s","to":"next"})",
                             R"({"to":"soon"})",
                             R"({"to":"2026-13-01T00:00:00Z"})",
                             R"({"to":"2026-11-31T00:00:00Z"})",
                             R"({"to":"2026-11-30T00:00:00"})",
                             R"({"by":"1s","speed":2})",
                             R"({"by":"nan s"})",
                             R"({"by":"1e9d"})",
                             R"({"by":true})",
                             R"({"by":"infs"})"}) {
        CAPTURE(body);
        auto const answer = ask.advance(body);
        CHECK(answer.status == 400);
        CHECK_THAT(answer.body, Catch::ContainsSubstring(R"({"error":)"));
    }
    CHECK(ask.clock.now() == before);
}

TEST_CASE("Durations are written as people write them", "[control][time]")
{
    CHECK(control::parse_duration("1500ms") == milliseconds{1500});
    CHECK(control::parse_duration("30s") == milliseconds{30'000});
    CHECK(control::parse_duration("1.5s") == milliseconds{1500});
    CHECK(control::parse_duration("5m") == std::chrono::minutes{5});
    CHECK(control::parse_duration("1h") == std::chrono::hours{1});
    CHECK(control::parse_duration("4d") == std::chrono::days{4});
    CHECK_FALSE(control::parse_duration("4w"));
    CHECK_FALSE(control::parse_duration(""));
    CHECK_FALSE(control::parse_duration("s"));
}

TEST_CASE("What changes something needs the JSON type, POST and a caller who is no foreign page",
          "[control][origin]")
{
    station ask;
    CHECK(ask("POST /_understudy/reset\n\n").status == 415);
    CHECK(ask("POST /_understudy/reset\nContent-Type: text/plain\n\n{}").status == 415);
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/jsonx\n\n{}").status == 415);
    CHECK(ask("GET /_understudy/reset\nContent-Type: application/json\n\n").status == 405);
    CHECK(
        ask("POST /_understudy/reset\nContent-Type: application/json\nOrigin: http://attacker.example\n\n{}")
            .status
        == 403);
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/json\nSec-Fetch-Site: cross-site\n\n{}")
              .status
          == 403);
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/json\nHost: attacker.example\n\n{}").status
          == 403);
    CHECK(ask.clock.resets.empty());
    CHECK(ask("POST /_understudy/reset\nContent-Type: application/json; charset=utf-8\n\n{}").status == 200);
    CHECK(ask.clock.resets.size() == 1);
}

TEST_CASE("The clock is moved to an instant, and never back", "[control][time]")
{
    station ask;
    CHECK(ask.advance(R"({"to":"2026-11-22T10:15:01Z"})").status == 200);
    CHECK(ask.clock.now() == instant{milliseconds{1'795'342'501'000}});
    CHECK(ask.advance(R"({"to":"2026-11-22T10:15:01.250Z"})").status == 200);
    CHECK(ask.advance(R"({"to":1795342501500})").status == 200);
    CHECK(ask.clock.now() == instant{milliseconds{1'795'342'501'500}});
    CHECK(ask.advance(R"({"to":"2026-11-22T10:15:00Z"})").status == 409);
    CHECK(ask.advance(R"({"to":"next"})").status == 409);
    CHECK(ask.clock.now() == instant{milliseconds{1'795'342'501'500}});
}

TEST_CASE("The clock stops, runs and jumps by request, and is held by name", "[control][time]")
{
    station ask;
    ask.post("clock/resume");
    CHECK(ask.clock.mode == clock_mode::real);
    ask.post("clock/auto");
    CHECK(ask.clock.mode == clock_mode::automatic);
    ask.post("clock/pause");
    CHECK(ask.clock.mode == clock_mode::manual);
    CHECK(ask.post("clock/holds", R"({"reason":"breakpoint","ttl":"5s"})").status == 201);
    CHECK_THAT(ask("GET /_understudy/clock\n\n").body,
               Catch::ContainsSubstring(R"("holds":[{"id":7,"reason":"breakpoint","left_ms":5000}])"));
    CHECK(ask("DELETE /_understudy/clock/holds/8\n\n").status == 404);
    CHECK(ask("DELETE /_understudy/clock/holds/x\n\n").status == 400);
    CHECK(ask("DELETE /_understudy/clock/holds/7\n\n").status == 200);
    CHECK(ask.clock.holds.empty());
}

TEST_CASE("A wait says in JSON which events it means", "[control][waits]")
{
    station ask;
    auto const means = [&](std::string const& match) {
        return ask.post("expect-none", R"({"match":)" + match + "}").body;
    };
    CHECK_THAT(means(R"({"type":"sqs.message_sent","resource":"q","containing":"hi"})"),
               Catch::ContainsSubstring(R"(sqs.message_sent on q, containing \"hi\")"));
    CHECK_THAT(means(R"({"type":["sqs.message_sent","sqs.message_deleted"],"json":{"data.n":1,"a":"b"}})"),
               Catch::ContainsSubstring(
                   "sqs.message_sent or sqs.message_deleted on anything, with data.n = 1, with a = b"));
    CHECK_THAT(means(R"({"concerning":"m1","caused_by":4})"),
               Catch::ContainsSubstring("an event on anything, concerning message m1, caused by #4"));
    CHECK_THAT(means(R"({"handled":"m1"})"), Catch::ContainsSubstring("sqs.message_deleted or "
                                                                      "sqs.message_dead_lettered"));
    for (auto const* match :
         {R"("x")", R"({"type":"sqs.nothing"})", R"({"type":4})", R"({"resource":4})", R"({"queue":"q"})",
          R"({"json":[]})", R"({"caused_by":"x"})", R"({"handled":"m1","resource":"q"})"}) {
        CAPTURE(match);
        CHECK(ask.post("wait", R"({"match":)" + std::string{match} + "}").status == 400);
    }
    CHECK(ask.post("wait", "{}").status == 400);
    CHECK(ask.post("wait", R"({"match":{},"timeout":"never"})").status == 400);
    CHECK(ask.post("run-until", R"({"match":{},"limit":"1h"})").status == 400);
}

TEST_CASE("A wait that fails answers why, and the timeline", "[control][waits]")
{
    station ask;
    auto const answer = ask.post("wait", R"({"match":{"type":"sqs.message_sent"}})");
    CHECK(answer.status == 408);
    CHECK(answer.body
          == R"({"error":"sqs.message_sent on anything","timeline":"the timeline"})"
             "\n");
    CHECK(ask.post("run-until", R"({"match":{}})").status == 409);
    CHECK(ask.post("settle").body == "{\"settled\":true}\n");
    CHECK(ask("GET /_understudy/timeline\n\n").body == "the timeline");
    CHECK(ask("GET /_understudy/explain/m1\n\n").status == 404);
}

TEST_CASE("Snapshots have names", "[control]")
{
    station ask;
    CHECK(ask.post("snapshots/clean").status == 201);
    CHECK(ask("GET /_understudy/snapshots\n\n").body == "{\"snapshots\":[\"clean\"]}\n");
    CHECK(ask.post("snapshots/clean/restore").status == 200);
    CHECK(ask.post("snapshots/other/restore").status == 404);
    CHECK(ask("DELETE /_understudy/snapshots/clean\n\n").status == 200);
    CHECK(ask("DELETE /_understudy/snapshots/clean\n\n").status == 404);
}

TEST_CASE("Faults are added, listed and removed", "[control][faults]")
{
    station ask;
    CHECK(ask.post("faults", R"({"service":"sqs","operation":"SendMessage","code":"Busy","status":503})").body
          == "{\"id\":1}\n");
    CHECK_THAT(ask("GET /_understudy/faults\n\n").body,
               Catch::ContainsSubstring(R"("operation":"SendMessage")")
                   && Catch::ContainsSubstring(R"("calls":0,"strikes":0)"));
    for (auto const* body :
         {R"({"status":200})", R"({"status":0})", R"({"probability":2})", R"({"probability":"x"})",
          R"({"times":-1})", R"({"service":1})", R"({"code":null})", R"({"queue":"q"})"}) {
        CAPTURE(body);
        CHECK(ask.post("faults", body).status == 400);
    }
    CHECK(ask("DELETE /_understudy/faults/2\n\n").status == 404);
    CHECK(ask("DELETE /_understudy/faults/1\n\n").status == 200);
    CHECK(ask.clock.rules.list().empty());
}

TEST_CASE("A phone opts out by its number, of an account and a region or of the emulator's own", "[control]")
{
    station ask;
    CHECK(ask.post("opt-outs", R"({"phoneNumber":"+15551234567"})").status == 200);
    CHECK(ask.post("opt-outs",
                   R"({"phoneNumber":"+15551234568","account":"111111111111","region":"eu-west-1"})")
              .status
          == 200);
    REQUIRE(ask.clock.phones.size() == 2);
    CHECK(ask.clock.phones[0].number == "+15551234567");
    CHECK(ask.clock.phones[0].account.empty());
    CHECK(ask.clock.phones[1].account == "111111111111");
    CHECK(ask.clock.phones[1].region == "eu-west-1");
    auto const refused = ask.post("opt-outs", R"({"phoneNumber":"nobody"})");
    CHECK(refused.status == 400);
    CHECK(refused.body == "{\"error\":\"no number\"}\n");
}

TEST_CASE("How many items had expired is told to who has them deleted", "[control]")
{
    station ask;
    CHECK(ask("DELETE /_understudy/expired-items\n\n").body == "{\"items\":3}\n");
    CHECK(ask("DELETE /_aws/dynamodb/expired\n\n").body == R"({"ExpiredItems": 3})");
    CHECK(ask("GET /_understudy/expired-items\n\n").status == 405);
    CHECK(ask("GET /_aws/dynamodb/expired\n\n").status == 405);
}

TEST_CASE("A fault may close the connection, come late, or strike some entries only", "[control][faults]")
{
    station ask;
    auto const added = [&](std::string const& body) {
        REQUIRE(ask.post("faults", body).status == 201);
        return ask.clock.rules.list().back().rule;
    };
    CHECK(added(R"({"drop":"before"})").effect == fault_effect::drop_before);
    CHECK(added(R"({"drop":"after"})").effect == fault_effect::drop_after);
    CHECK(added(R"({"delivery":"duplicate"})").effect == fault_effect::duplicate);
    CHECK(added(R"({"delivery":"reorder"})").effect == fault_effect::reorder);
    auto const late = added(R"({"latency":"2s"})");
    CHECK(late.effect == fault_effect::delay);
    CHECK(late.latency == seconds{2});
    CHECK(added(R"({"latency":"2s","code":"Busy"})").effect == fault_effect::refuse);
    CHECK(added(R"({"entries":[0,2],"code":"Busy"})").entries == std::vector<std::size_t>{0, 2});
    auto const listed = ask("GET /_understudy/faults\n\n").body;
    CHECK_THAT(listed, Catch::ContainsSubstring(R"("drop":"before")"));
    CHECK_THAT(listed, Catch::ContainsSubstring(R"("delivery":"duplicate")"));
    CHECK_THAT(listed, Catch::ContainsSubstring(R"("delivery":"reorder")"));
    CHECK_THAT(listed, Catch::ContainsSubstring(R"("latency_ms":2000)"));
    CHECK_THAT(listed, Catch::ContainsSubstring(R"("entries":[0,2])"));
    for (auto const* body : {R"({"drop":"late"})", R"({"delivery":"lost"})", R"({"latency":"soon"})",
                             R"({"entries":1})", R"({"entries":[-1]})"}) {
        CAPTURE(body);
        CHECK(ask.post("faults", body).status == 400);
    }
}

TEST_CASE("A reset may keep resources, or be of one account", "[control]")
{
    station ask;
    CHECK(ask.post("reset", R"({"keep":"resources","account":"111111111111"})").status == 200);
    CHECK(ask.clock.resets.back().keep_resources);
    CHECK(ask.clock.resets.back().account == "111111111111");
    CHECK(ask.post("reset", R"({"keep":"nothing"})").status == 200);
    CHECK_FALSE(ask.clock.resets.back().keep_resources);
    CHECK(ask.post("reset", R"({"keep":"something"})").status == 400);
}

TEST_CASE("Worlds are made, listed and removed", "[control][worlds]")
{
    station ask;
    auto const made = ask.post("worlds", R"({"name":"a","clock":"manual","seed":7,"idle":"5m"})");
    CHECK(made.status == 201);
    CHECK(made.body
          == R"({"name":"a","path":"/_world/a","clock":"manual","idle_ms":300000})"
             "\n");
    CHECK(ask.post("worlds", R"({"name":"a"})").status == 409);
    CHECK(ask.post("worlds").status == 400);
    CHECK(ask.post("worlds", R"({"name":"b","clock":"sundial"})").status == 400);
    CHECK(ask.post("worlds", R"({"name":"b","port":65536})").status == 400);
    CHECK(ask("GET /_understudy/worlds\n\n").body
          == R"({"worlds":[{"name":"a","path":"/_world/a","clock":"manual","idle_ms":300000}]})"
             "\n");
    CHECK(ask.post("worlds", R"({"name":"c","port":1234})").body
          == R"({"name":"c","path":"/_world/c","clock":"real","idle_ms":600000,"port":1234})"
             "\n");
    CHECK(ask("DELETE /_understudy/worlds/a\n\n").status == 200);
    CHECK(ask("DELETE /_understudy/worlds/a\n\n").status == 404);
}

TEST_CASE("A follower of events begins with the head of what has no end", "[control][events]")
{
    station ask;
    auto const head = ask("GET /_understudy/events/stream?type=sqs.message_sent\n\n");
    CHECK(head.status == 200);
    CHECK(head.content_type == "text/event-stream");
    CHECK(ask("GET /_understudy/events/stream?limit=1\n\n").status == 400);
}

TEST_CASE("The OpenAPI document tells of every endpoint, and of just the members that it takes", "[control]")
{
    station ask;
    auto const document = boost::json::parse(ask("GET /_understudy/openapi.json\n\n").body);
    std::size_t operations = 0;
    for (auto const& path : document.at("paths").as_object()) {
        for (auto const& [method, operation] : path.value().as_object()) {
            ++operations;
            std::string where{std::string_view{path.key()}.substr(std::string_view{"/_understudy/"}.size())};
            if (auto const id = where.find("{id}"); id != std::string::npos) { where.replace(id, 4, "1"); }
            CAPTURE(where, method);
            auto const* const body = operation.as_object().if_contains("requestBody");
            if (body == nullptr || body->at("content").as_object().contains("application/yaml")) {
                std::string name{std::string_view{method}};
                std::ranges::transform(name, name.begin(),
                                       [](char c) { return static_cast<char>(c - 'a' + 'A'); });
                CHECK(ask(name + " /_understudy/" + where + "\n\n").status != 405);
                continue;
            }
            // A member that is not known is refused with the names of those that are.
            std::string known = "known are ";
            auto const& schema =
                operation.at("requestBody").at("content").at("application/json").at("schema");
            for (auto const& each : schema.at("properties").as_object()) {
                if (known.back() != ' ') { known += ", "; }
                known += each.key();
            }
            auto const answer = ask.post(where, R"({"match":{},"by":0,"surely not known":1})");
            CHECK(answer.status == 400);
            CHECK_THAT(answer.body, Catch::ContainsSubstring(known + "\"}"));
        }
    }
    CHECK(operations == control::endpoints().size());
}
