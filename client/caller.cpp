#include "caller.hpp"

#include "sigv4.hpp"

namespace understudy {
namespace {

using namespace std::chrono_literals;

// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
constexpr auto backoff_base = 50ms;
constexpr auto backoff_base_dynamodb = 25ms;

service_error failure_to_error(wire_failure const& failure)
{
    switch (failure.reason) {
    case wire_failure_reason::timed_out: return {client_errors::timed_out, failure.message};
    case wire_failure_reason::malformed: return {client_errors::malformed_answer, failure.message};
    case wire_failure_reason::interrupted: return {client_errors::interrupted, failure.message};
    case wire_failure_reason::unresolved:
    case wire_failure_reason::refused:
    case wire_failure_reason::insecure:
    case wire_failure_reason::closed: break;
    }
    return {client_errors::connection_error, failure.message};
}

} // namespace

service_error malformed_answer(std::string_view operation, wire_response const& response)
{
    constexpr std::size_t shown_max = 200;
    return {client_errors::malformed_answer, "The answer to " + std::string{operation} + " (status "
                                                 + std::to_string(response.status)
                                                 + ") makes no sense: " + response.body.substr(0, shown_max)};
}

service_caller::service_caller(std::string_view service, std::shared_ptr<transport> transport,
                               client_options options)
    : service_{service}, settings_{resolve(options, service)}, timeout_{options.timeout},
      transport_{std::move(transport)}, retries_{options.attempts_max,
                                                 service == "dynamodb" ? backoff_base_dynamodb : backoff_base}
{
    if (!transport_) {
        transport_ = open_transport(settings_.endpoint);
    } else if (!settings_.credentials) {
        // Whoever brings a transport has chosen the other side.
        settings_.credentials =
            resolve({.endpoint = "http://localhost", .from = options.from}, service).credentials;
    }
}

service_error service_caller::unknown_operation(std::string_view operation)
{
    return {client_errors::unknown_operation,
            "The emulator does not know the operation " + std::string{operation} + "."};
}

result<wire_response> service_caller::send(wire_request request, std::chrono::milliseconds patience)
{
    if (!settings_.credentials) {
        return service_error{
            client_errors::missing_credentials,
            "No credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or pass them in client_options."};
    }
    request.headers.emplace_back("Host", transport_->host());
    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    sigv4::sign(request, *settings_.credentials, {now, settings_.region, service_});
    request.headers.emplace_back("User-Agent", "understudy");

    auto response = transport_->send(request, timeout_ + patience);
    if (!response) return failure_to_error(response.error());
    return *std::move(response);
}

bool service_caller::wait_after(int attempt, service_error const& error)
{
    auto const delay = retries_.delay_after(attempt, error);
    if (!delay) return false;
    std::unique_lock lock{mutex_};
    return !interruption_.wait_for(lock, *delay, [&] { return interrupted_; });
}

void service_caller::interrupt()
{
    {
        std::lock_guard const lock{mutex_};
        interrupted_ = true;
    }
    interruption_.notify_all();
    transport_->interrupt();
}

} // namespace understudy
