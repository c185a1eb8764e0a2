#include <understudy/probe.hpp>

#include "support/catch.hpp"

using namespace understudy;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// Time that passes by waiting, and by nothing else.
class toy_pace final : public probe_pace {
public:
    milliseconds now() override { return time; }
    void mark() override { ++marks; }
    void wait(milliseconds at_most) override
    {
        waits.push_back(at_most);
        time += at_most;
    }

    milliseconds time{0};
    int marks = 0;
    std::vector<milliseconds> waits;
};

struct with_toy_pace {
    std::shared_ptr<toy_pace> pace = std::make_shared<toy_pace>();
    probe_options options(probe_options other = {}) const
    {
        other.pace = pace;
        return other;
    }
};

} // namespace

TEST_CASE_METHOD(with_toy_pace, "A probe is asked until it does not throw, and its value comes back",
                 "[probe]")
{
    int asked = 0;
    auto const value = probe_until(
        [&] {
            require(++asked == 4, "not yet");
            return std::string{"here"};
        },
        options());
    CHECK(value == "here");
    CHECK(pace->waits == std::vector{100ms, 100ms, 100ms});
    CHECK(pace->marks == 4);
}

TEST_CASE_METHOD(with_toy_pace, "A probe that says false is asked again", "[probe]")
{
    int asked = 0;
    CHECK(probe_until([&] { return ++asked == 3; }, options()));
    CHECK(asked == 3);
}

TEST_CASE_METHOD(with_toy_pace, "At the deadline the last exception goes out as it is", "[probe]")
{
    int asked = 0;
    CHECK_THROWS_WITH(probe_until([&] { throw std::out_of_range{"try " + std::to_string(++asked)}; },
                                  options({.interval = 1000ms, .stop_after = 2500ms})),
                      "try 4");
    CHECK(pace->waits == std::vector{1000ms, 1000ms, 500ms});
    CHECK_THROWS_AS(probe_until([] { throw std::out_of_range{""}; }, options()), std::out_of_range);
}

TEST_CASE_METHOD(with_toy_pace, "With an alias the failure says what was waited for", "[probe]")
{
    CHECK_THROWS_WITH(
        probe_until([] { throw std::runtime_error{"empty"}; }, options({.alias = "an event arrives"})),
        "an event arrives: empty");
    CHECK_THROWS_AS(probe_until([] { return false; }, options({.alias = "x"})), probe_failed);
}

TEST_CASE_METHOD(with_toy_pace, "Exceptions that are not ignored go out at once", "[probe]")
{
    int asked = 0;
    auto const probe = [&] {
        if (++asked < 3) throw not_so{"wait"};
        throw std::logic_error{"broken"};
    };
    CHECK_THROWS_AS(probe_until(probe, options({.ignored = ignoring<not_so>()})), std::logic_error);
    CHECK(asked == 3);
}

TEST_CASE_METHOD(with_toy_pace, "A probe without hope fails fast", "[probe]")
{
    int asked = 0;
    CHECK_THROWS_WITH(probe_until([&] { return ++asked > 100; },
                                  options({.alias = "it starts", .fail_fast = [&] { return asked == 2; }})),
                      Catch::ContainsSubstring("it starts: there is no hope left"));
    CHECK(asked == 2);
}

TEST_CASE_METHOD(with_toy_pace, "To be finished too soon is a failure when a least time is given", "[probe]")
{
    CHECK_THROWS_AS(probe_until([] { return true; }, options({.at_least = 1s})), probe_failed);
    CHECK(probe_until([&] { return pace->time >= 1s; }, options({.at_least = 1s})));
}

TEST_CASE_METHOD(with_toy_pace, "A watch lasts its whole time and gives the last value", "[probe]")
{
    int asked = 0;
    CHECK(probe_during([&] { return ++asked; }, options({.interval = 100ms, .stop_after = 1s})) == 11);
    CHECK(pace->time == 1s);
}

TEST_CASE_METHOD(with_toy_pace, "The first failure of a watch goes out", "[probe]")
{
    int asked = 0;
    CHECK_THROWS_AS(probe_during([&] { return ++asked < 3; }, options()), not_so);
    CHECK(asked == 3);
    CHECK_THROWS_WITH(
        probe_during([] { throw std::runtime_error{"a mail came"}; }, options({.alias = "no mail"})),
        "no mail: a mail came");
}

TEST_CASE_METHOD(with_toy_pace, "Exactly one of several is a failure with a number in it", "[probe]")
{
    CHECK(the_only(std::vector{7}) == 7);
    CHECK_THROWS_WITH(the_only(std::vector<int>{}), "expected exactly one, found 0");
}

TEST_CASE("A probe without an emulator uses the machine's clock", "[probe]")
{
    int asked = 0;
    CHECK(probe_until([&] { return ++asked == 3; }, 1ms));
    CHECK_THROWS_AS(probe_until([] { return false; }, 1ms, 3ms), not_so);
    CHECK_NOTHROW(probe_during([] {}, 1ms, 3ms));
}

namespace {

/// What wake_on() and in_virtual_time() want of an emulator.
struct toy_emulator {
    struct log {
        toy_emulator* owner;
        int mark() const { return owner->happened; }
    };
    log events() { return {this}; }
    bool wait_for_event(int mark, milliseconds cap)
    {
        caps.push_back(cap);
        return happened > mark;
    }
    std::chrono::sys_time<milliseconds> now() const { return time; }
    void advance(milliseconds by) { time += by; }

    int happened = 0;
    std::chrono::sys_time<milliseconds> time{};
    std::vector<milliseconds> caps;
};

} // namespace

TEST_CASE("Given an emulator a probe waits for its events, at most an interval", "[probe]")
{
    toy_emulator aws;
    int asked = 0;
    probe_until([&] { return ++asked == 3; }, {.pace = wake_on(aws)});
    CHECK(aws.caps == std::vector{100ms, 100ms});
}

TEST_CASE("In virtual time a probe moves the clock between its tries", "[probe]")
{
    toy_emulator aws;
    probe_until([&] { return aws.time.time_since_epoch() >= 30min; },
                {.interval = 1min, .stop_after = 1h, .pace = in_virtual_time(aws)});
    CHECK(aws.time.time_since_epoch() == 30min);
}

TEST_CASE("In virtual time an event is looked at before the clock moves", "[probe]")
{
    toy_emulator aws;
    int asked = 0;
    probe_until([&] { return ++aws.happened, ++asked == 2; }, {.pace = in_virtual_time(aws)});
    CHECK(aws.time.time_since_epoch() == 0ms);
}

TEST_CASE("In virtual time a probe that makes things happen comes to its end too", "[probe]")
{
    toy_emulator aws;
    probe_during([&] { ++aws.happened; }, {.stop_after = 1s, .pace = in_virtual_time(aws)});
    CHECK(aws.time.time_since_epoch() == 1s);
}
