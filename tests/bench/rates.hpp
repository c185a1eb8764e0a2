// How a bench takes the rate of an operation and tells it: a line of JSON for each row.
#pragma once

#include <understudy/clock.hpp>

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace understudy::bench {

struct effort {
    unsigned rounds = 7;
    milliseconds length{200};
};

/// From the arguments of a program: [ROUNDS [MILLISECONDS]]. Throws std::exception when one is no number.
inline void read_effort(int count, char** arguments, effort& read)
{
    if (count > 1) read.rounds = static_cast<unsigned>(std::stoul(arguments[1]));
    if (count > 2) read.length = milliseconds{std::stoul(arguments[2])};
}

inline double middle(std::vector<double> values)
{
    auto const at = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// Operations a second of one round.
inline double rate_of(std::function<void()> const& operation, milliseconds length)
{
    using steady = std::chrono::steady_clock;
    constexpr int operations_between_looks = 16; // at the clock
    auto const began = steady::now();
    auto now = began;
    std::size_t count = 0;
    while (now - began < length) {
        for (int i = 0; i < operations_between_looks; ++i) operation();
        count += operations_between_looks;
        now = steady::now();
    }
    return static_cast<double>(count) / std::chrono::duration<double>{now - began}.count();
}

inline void print_rate(std::string const& name, double per_second)
{
    std::printf("{\"name\": \"%s\", \"per_second\": %.0f}\n", name.c_str(), per_second);
    std::fflush(stdout);
}

/// A rate, and what it is in the small case.
inline void print_growth(std::string const& name, double per_second, double small_per_second)
{
    std::printf("{\"name\": \"%s\", \"per_second\": %.0f, \"small_per_second\": %.0f}\n", name.c_str(),
                per_second, small_per_second);
    std::fflush(stdout);
}

inline void print_time(std::string const& name, double microseconds)
{
    std::printf("{\"name\": \"%s\", \"microseconds\": %.2f}\n", name.c_str(), microseconds);
    std::fflush(stdout);
}

inline void print_bytes(std::string const& name, double bytes)
{
    std::printf("{\"name\": \"%s\", \"bytes\": %.0f}\n", name.c_str(), bytes);
    std::fflush(stdout);
}

/// What the program has of the heap.
inline double heap_bytes()
{
    auto const heap = ::mallinfo2();
    return static_cast<double>(heap.uordblks + heap.hblkhd);
}

inline void measure(std::string const& name, effort const& effort, std::function<void()> const& operation)
{
    std::vector<double> rates;
    for (unsigned round = 0; round < effort.rounds; ++round)
        rates.push_back(rate_of(operation, effort.length));
    print_rate(name, middle(rates));
}

/// The same operation where there is little and where there is much, in turn. A machine that grows slower or faster meanwhile
/// does so between the rounds: each pair has its ratio, and the pair in the middle is told.
inline void measure_growth(std::string const& name, effort const& effort, std::function<void()> const& small,
                           std::function<void()> const& large)
{
    struct pair {
        double of_small;
        double of_large;
    };
    std::vector<pair> pairs;
    rate_of(small, effort.length); // to warm up
    rate_of(large, effort.length);
    for (unsigned round = 0; round < effort.rounds; ++round) {
        auto const of_small = rate_of(small, effort.length);
        pairs.push_back({of_small, rate_of(large, effort.length)});
    }
    auto const middle = pairs.begin() + std::ssize(pairs) / 2;
    std::ranges::nth_element(pairs, middle, {},
                             [](pair const& each) { return each.of_large / each.of_small; });
    print_growth(name, middle->of_large, middle->of_small);
}

} // namespace understudy::bench
