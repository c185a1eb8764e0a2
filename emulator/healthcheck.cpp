#include "healthcheck.hpp"

#include "http_get.hpp"

#include <fmt/format.h>

namespace understudy {

std::string check_health(std::string const& url)
try {
    constexpr std::chrono::seconds patience{2};
    http_get const answer{url, patience};
    return answer.is_good() ? "" : fmt::format("{} answers '{}'", url, answer.status_line());
} catch (std::exception const& failure) {
    return failure.what();
}

} // namespace understudy
