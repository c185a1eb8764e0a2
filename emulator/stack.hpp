// The whole emulator put together: engine and clock, protocols, control endpoints, server. The binary and the embedding API
// both build one. Members are in the order of their dependence; destruction stops the server first.
#pragma once

#include "control/control.hpp"
#include "protocol/router.hpp"
#include "server/driver.hpp"
#include "server/http_server.hpp"
#include "worlds.hpp"

namespace understudy {

struct stack {
    stack(driver_options driving, protocol::router_options routing, server::http_server_options serving)
        : engine{driving}, router{engine, routing}, others{panel, std::move(driving), routing, serving},
          panel{router, engine, routing.origins, &others}, server{others, std::move(serving)}
    {}

    driver engine;
    protocol::router router;
    worlds others;
    control::panel panel;
    server::http_server server;
};

} // namespace understudy
