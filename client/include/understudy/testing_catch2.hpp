// For tests with Catch2, of 2.13 or 3: an emulator as a fixture, a matcher, and the timeline of a test that fails.
//
//     UNDERSTUDY_CATCH2_TIMELINES // in one source file
//
//     TEST_CASE_METHOD(understudy::emulator_fixture, "An order is confirmed")
//     {
//         run_my_service({.endpoint = aws.endpoint()});
//         auto const mark = aws.events().mark();
//         ...
//         CHECK_THAT(aws, understudy::happened(understudy::message_sent("confirmed"), since(mark)));
//     }
#pragma once

#include <understudy/emulator.hpp>
#include <understudy/testing.hpp>
#include <understudy/timeline_watch.hpp>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/internal/catch_stdstreams.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#define UNDERSTUDY_CATCH2 3
#else
// Whoever brings the implementation into this file needs its listeners too.
#ifndef CATCH_CONFIG_EXTERNAL_INTERFACES
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#endif
#include <catch2/catch.hpp>
#define UNDERSTUDY_CATCH2 2
#endif

#include <string>
#include <utility>

namespace understudy {

/// An emulator of its own for each test, whose clock stands still until it is told.
struct emulator_fixture {
    explicit emulator_fixture(emulator_options options = {.clock = clock_mode::manual})
        : aws{std::move(options)}
    {}

    emulator aws;
    timeline_watch watch{aws};
};

#if UNDERSTUDY_CATCH2 == 3
using catch2_listener = Catch::EventListenerBase;
template <class T>
using catch2_matcher = Catch::Matchers::MatcherBase<T>;
#else
using catch2_listener = Catch::TestEventListenerBase;
template <class T>
using catch2_matcher = Catch::MatcherBase<T>;
#endif

/// Prints the timelines once for each test, when its first check fails.
class timeline_listener : public catch2_listener {
public:
    using catch2_listener::catch2_listener;

    void testCaseStarting(Catch::TestCaseInfo const& test) override
    {
        catch2_listener::testCaseStarting(test);
        is_printed_ = false;
    }

#if UNDERSTUDY_CATCH2 == 3
    void assertionEnded(Catch::AssertionStats const& stats) override { look_at(stats); }
#else
    bool assertionEnded(Catch::AssertionStats const& stats) override
    {
        look_at(stats);
        return false;
    }
#endif

private:
    void look_at(Catch::AssertionStats const& stats)
    {
        if (stats.assertionResult.isOk() || std::exchange(is_printed_, true)) { return; }
        timeline_watch::print_all(Catch::cerr());
    }

    bool is_printed_ = false;
};

/// Matches an emulator in which such an event has happened after the mark.
class happened : public catch2_matcher<emulator> {
public:
    explicit happened(event_pattern pattern, event_mark after = {})
        : pattern_{std::move(pattern)}, after_{after}
    {}

    bool match(emulator const& aws) const override
    {
        return !aws.events().matching(pattern_, after_).empty();
    }
    std::string describe() const override { return "in which happened: " + pattern_.describe(); }

private:
    event_pattern pattern_;
    event_mark after_;
};

} // namespace understudy

template <>
struct Catch::StringMaker<understudy::emulator> {
    static std::string convert(understudy::emulator const& aws)
    {
        return "the emulator at " + aws.endpoint();
    }
};

// Catch2 makes a name of the listener's, which must have no colons therefore.
#define UNDERSTUDY_CATCH2_TIMELINES                                     \
    namespace {                                                         \
    using understudy_timeline_listener = understudy::timeline_listener; \
    CATCH_REGISTER_LISTENER(understudy_timeline_listener)               \
    }
