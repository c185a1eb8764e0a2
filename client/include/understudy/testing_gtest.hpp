// For tests with GoogleTest: an emulator as a fixture, an assertion, and the timeline of a test that fails.
//
//     class orders : public understudy::emulator_test {};
//
//     TEST_F(orders, are_confirmed)
//     {
//         run_my_service({.endpoint = aws.endpoint()});
//         auto const mark = aws.events().mark();
//         ...
//         EXPECT_TRUE(understudy::happened(aws, understudy::message_sent("confirmed"), since(mark)));
//     }
#pragma once

#include <understudy/emulator.hpp>
#include <understudy/testing.hpp>
#include <understudy/timeline_watch.hpp>

#include <gtest/gtest.h>

#include <iostream>
#include <utility>

namespace understudy {

/// Prints the timelines of all emulators that have a timeline_watch, once for each test, when its first check fails.
class timeline_listener : public ::testing::EmptyTestEventListener {
public:
    /// Once for the whole program, however often it is called; the fixture does.
    static void install()
    {
        [[maybe_unused]] static bool const is_installed = [] {
            ::testing::UnitTest::GetInstance()->listeners().Append(new timeline_listener); // which owns it
            return true;
        }();
    }

private:
    void OnTestStart(::testing::TestInfo const& /*test*/) override { is_printed_ = false; }
    void OnTestPartResult(::testing::TestPartResult const& part) override
    {
        if (!part.failed() || std::exchange(is_printed_, true)) { return; }
        timeline_watch::print_all(std::cerr);
    }

    bool is_printed_ = false;
};

/// An emulator of its own for each test, whose clock stands still until it is told.
class emulator_test : public ::testing::Test {
protected:
    explicit emulator_test(emulator_options options = {.clock = clock_mode::manual}) : aws{std::move(options)}
    {
        timeline_listener::install();
    }

    emulator aws;
    timeline_watch watch{aws};
};

/// Whether such an event has happened after the mark.
inline ::testing::AssertionResult happened(emulator const& aws, event_pattern const& pattern,
                                           event_mark after = {})
{
    auto const events = aws.events().matching(pattern, after);
    if (events.empty()) { return ::testing::AssertionFailure() << pattern.describe() << " did not happen"; }
    return ::testing::AssertionSuccess() << to_string(events.front());
}

} // namespace understudy
