// What is asked of the clock.
#include "control/clock_endpoints.hpp"

namespace understudy::control {

namespace {

using protocol::http_response;

constexpr milliseconds step_settle_default{1'000};
constexpr milliseconds hold_default = seconds{30};
constexpr std::size_t fired_max = 1'000;

} // namespace

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

http_response release(director& emulator, question const& asked)
{
    return done_or(emulator.release(number_of(asked)), "there is no such hold, or it has ended");
}

template http_response set_clock<clock_mode::real>(director&, question const&);
template http_response set_clock<clock_mode::manual>(director&, question const&);
template http_response set_clock<clock_mode::automatic>(director&, question const&);

} // namespace understudy::control
