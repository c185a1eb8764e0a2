// How often which operation was asked for, how it ended and how long it took. Each thread that serves requests has a counter
// of its own, which it alone writes, so counting costs no lock and no contended memory; control/ adds them up.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

namespace understudy::protocol {

/// Of one thread; others may read it at any time.
class request_counter {
public:
    /// Ends of the parts in which times are counted, in seconds; the last part has no end.
    static constexpr std::array<double, 11> bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01,
                                                   0.05,   0.25,    1,      5,     20};
    /// Those told apart; the last is for requests that are no operation of a service.
    static constexpr std::array<std::string_view, 5> services{"sqs", "sns", "dynamodb", "sts", "other"};

    struct times {
        std::array<std::uint64_t, bounds.size() + 1> parts = {};
        double sum = 0;
    };
    struct requests {
        std::string_view operation; // "sqs.SendMessage"; empty: none
        unsigned status;
        std::uint64_t count;
    };

    /// `operation` is one of the texts of the program, such as "sqs.SendMessage", and stays where it is. A poll that waited
    /// took as long as it waited.
    void add(std::string_view operation, unsigned status, double seconds) noexcept;

    std::vector<requests> counts() const;
    /// Of a service, by its place in the list.
    times durations(std::size_t service) const noexcept;

    static std::size_t service_of(std::string_view operation) noexcept;

private:
    struct row {
        std::atomic<char const*> name = nullptr; // nothing: the row is free
        std::uint32_t size = 0;
        std::uint32_t status = 0;
        std::atomic<std::uint64_t> count = 0;
    };
    struct clock_row {
        std::array<std::atomic<std::uint64_t>, bounds.size() + 1> parts = {};
        std::atomic<double> sum = 0;
    };
    static constexpr std::size_t rows_max = 512;

    row& find(std::string_view operation, unsigned status) noexcept;

    std::array<row, rows_max> rows_ = {};
    row overflow_ = {};
    std::array<clock_row, services.size()> times_ = {};
};

/// Who keeps the counters. Thread-safe.
class usage {
public:
    virtual ~usage() = default;

    /// For one thread, until it gives it back.
    virtual request_counter& make_counter() = 0;
    /// The thread writes no more; what it has counted stays.
    virtual void give_back(request_counter& counter) = 0;
    /// Somebody asks for an operation that there is not.
    virtual void add_unknown(std::string_view service, std::string_view operation) = 0;
};

} // namespace understudy::protocol
