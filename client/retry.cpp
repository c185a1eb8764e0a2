#include "retry.hpp"

#include <understudy/client.hpp>

#include <algorithm>
#include <array>

namespace understudy {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds throttling_base = 1s;
constexpr milliseconds delay_max = 20s;
constexpr int retry_cost = 5;
constexpr int timeout_cost = 10;

constexpr std::array throttling_codes{
    std::string_view{"Throttling"},
    std::string_view{"ThrottlingException"},
    std::string_view{"Throttled"},
    std::string_view{"ThrottledException"},
    std::string_view{"RequestThrottled"},
    std::string_view{"RequestThrottledException"},
    std::string_view{"TooManyRequestsException"},
    std::string_view{"ProvisionedThroughputExceededException"},
    std::string_view{"RequestLimitExceeded"},
    std::string_view{"BandwidthLimitExceeded"},
    std::string_view{"LimitExceededException"},
    std::string_view{"SlowDown"},
    std::string_view{"PriorRequestNotComplete"},
    std::string_view{"TransactionInProgressException"},
    std::string_view{"EC2ThrottledException"},
};

constexpr std::array transient_codes{
    std::string_view{"RequestTimeout"},    std::string_view{"RequestTimeoutException"},
    std::string_view{"InternalError"},     std::string_view{"ReplicatedWriteConflictException"},
    client_errors::connection_error.shape, client_errors::timed_out.shape,
    client_errors::malformed_answer.shape,
};

bool has(auto const& codes, error_kind const& kind)
{
    return std::any_of(codes.begin(), codes.end(),
                       [&](std::string_view code) { return code == kind.shape || code == kind.query_code; });
}

} // namespace

retry_class classify(service_error const& error) noexcept
{
    if (has(throttling_codes, error.kind)) return retry_class::throttling;
    if (has(transient_codes, error.kind)) return retry_class::transient;
    switch (error.kind.status) {
    case 500:
    case 502:
    case 503:
    case 504: return retry_class::transient;
    default: return retry_class::never;
    }
}

std::optional<milliseconds> retry_policy::delay_after(int attempt, service_error const& error)
{
    auto const trouble = classify(error);
    if (trouble == retry_class::never || attempt >= attempts_max_) return std::nullopt;

    std::lock_guard const lock{mutex_};
    int const cost = error.kind == client_errors::timed_out ? timeout_cost : retry_cost;
    if (tokens_ < cost) return std::nullopt;
    tokens_ -= cost;

    auto const base = trouble == retry_class::throttling ? throttling_base : base_;
    auto const doubled = base * (1LL << std::min(attempt - 1, 16));
    auto const highest = std::min<milliseconds>(doubled, delay_max);
    return milliseconds{std::uniform_int_distribution<milliseconds::rep>{0, highest.count()}(chance_)};
}

void retry_policy::note_success()
{
    std::lock_guard const lock{mutex_};
    tokens_ = std::min(tokens_ + 1, tokens_max);
}

} // namespace understudy
