#include "healthcheck.hpp"

#include "http_exchange.hpp"

#include <fmt/format.h>

#include <thread>

namespace understudy {

std::string check_health(std::string const& url)
try {
    constexpr std::chrono::seconds patience{2};
    http_exchange const answer{url, patience};
    return answer.is_good() ? "" : fmt::format("{} answers '{}'", url, answer.status_line());
} catch (std::exception const& failure) {
    return failure.what();
}

std::string wait_for_health(std::string const& url, std::chrono::seconds patience)
{
    constexpr std::chrono::milliseconds pause{
        50}; // nobody tells when a server begins to listen: it is asked again
    auto const end = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto problem = check_health(url);
        if (problem.empty() || std::chrono::steady_clock::now() + pause > end) { return problem; }
        std::this_thread::sleep_for(pause);
    }
}

} // namespace understudy
