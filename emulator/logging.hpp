// The program's log on standard error: one line for each request, as text or JSON. For main.cpp only; thread-safe.
#pragma once

#include "options.hpp"
#include "server/http_server.hpp"

#include <memory>
#include <string_view>

namespace spdlog {
class logger;
}

namespace understudy {

class request_logger {
public:
    request_logger(std::string const& level, log_format format);

    bool logs_requests() const;
    void request(server::request_log const& entry) const;
    void info(std::string_view message) const;
    void warn(std::string_view message) const;

private:
    std::shared_ptr<spdlog::logger> out_;
    log_format format_;
};

} // namespace understudy
