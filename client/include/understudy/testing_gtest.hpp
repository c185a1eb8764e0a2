// For tests with GoogleTest: an emulator as a fixture, which prints the timeline of a test that fails, and an assertion.
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

#include <gtest/gtest.h>

#include <iostream>
#include <utility>

namespace understudy {

/// An emulator of its own for each test, whose clock stands still until it is told.
class emulator_test : public ::testing::Test {
protected:
    explicit emulator_test(emulator_options options = {.clock = clock_mode::manual}) : aws{std::move(options)}
    {}

    void TearDown() override
    {
        if (HasFailure()) {
            std::cerr << "timeline of " << aws.endpoint() << ": " << aws.timeline() << std::flush;
        }
    }

    emulator aws;
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
