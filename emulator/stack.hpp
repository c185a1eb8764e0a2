// The whole emulator put together: engine and clock, protocols, control endpoints, server. The binary and the embedding API
// both build one. Members are in the order of their dependence; destruction stops the server first.
#pragma once

#include "control/control.hpp"
#include "protocol/router.hpp"
#include "server/driver.hpp"
#include "server/http_server.hpp"

namespace understudy {

/// The driver as the control endpoints see it.
class driver_clock final : public clock_control {
public:
    explicit driver_clock(driver& driven) : driver_{driven} {}
    instant now() const override { return driver_.now(); }
    void advance(milliseconds by) override { driver_.advance(by); }
    void reset() override { driver_.reset(); }
    std::string_view mode() const override { return driver_.mode() == clock_mode::real ? "real" : "manual"; }
    std::vector<sns::outbox_entry> outbox() const override { return driver_.outbox(); }

private:
    driver& driver_;
};

struct stack {
    stack(driver_options driving, protocol::router_options routing, server::http_server_options serving)
        : engine{std::move(driving)}, clock{engine}, router{engine, routing},
          panel{router, clock, routing.origins}, server{panel, std::move(serving)}
    {}

    driver engine;
    driver_clock clock;
    protocol::router router;
    control::panel panel;
    server::http_server server;
};

} // namespace understudy
