// The whole emulator put together: engine and clock, protocols, control endpoints, server. The binary and the embedding API
// both build one. Members are in the order of their dependence; destruction stops the server first.
#pragma once

#include "control/control.hpp"
#include "protocol/router.hpp"
#include "server/driver.hpp"
#include "server/http_server.hpp"

namespace understudy {

struct stack {
    stack(driver_options driving, protocol::router_options routing, server::http_server_options serving)
        : engine{std::move(driving)}, router{engine, routing}, panel{router, engine, routing.origins},
          server{panel, std::move(serving)}
    {}

    driver engine;
    protocol::router router;
    control::panel panel;
    server::http_server server;
};

} // namespace understudy
