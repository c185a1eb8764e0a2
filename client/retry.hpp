// When a call is tried again, and after how long: the "standard" mode of the AWS SDKs. One object per client; thread-safe.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
#pragma once

#include <understudy/error.hpp>

#include <chrono>
#include <mutex>
#include <optional>
#include <random>

namespace understudy {

enum class retry_class { never, transient, throttling };

/// What kind of trouble an error is.
retry_class classify(service_error const& error) noexcept;

class retry_policy {
public:
    /// `base` is the first delay after a transient error.
    retry_policy(int attempts_max, std::chrono::milliseconds base) : attempts_max_{attempts_max}, base_{base}
    {}

    /// How long to wait before the attempt after the given one (the first is 1); nothing: give up.
    std::optional<std::chrono::milliseconds> delay_after(int attempt, service_error const& error);
    /// A call went well; what retries had cost comes back little by little.
    void note_success();

private:
    int attempts_max_;
    std::chrono::milliseconds base_;
    std::mutex mutex_;
    std::minstd_rand chance_{std::random_device{}()};
    int tokens_ = tokens_max;

    static constexpr int tokens_max = 500; // so that a service that is down does not get three times the load
};

} // namespace understudy
