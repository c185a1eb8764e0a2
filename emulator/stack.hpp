// The whole emulator put together: engine and clock, protocols, control endpoints, server. The binary and the embedding API
// both build one. Members are in the order of their dependence; destruction stops the server first.
#pragma once

#include "control/control.hpp"
#include "control/process.hpp"
#include "protocol/router.hpp"
#include "server/driver.hpp"
#include "server/http_server.hpp"
#include "worlds.hpp"

namespace understudy {

struct stack {
    stack(driver_options driving, protocol::router_options routing, server::http_server_options serving,
          control::service_settings services = {}, bool is_up = true)
        : house{std::move(services), is_up}, engine{driving}, router{engine, counting(routing)},
          others{panel, std::move(driving), counting(routing), counting(serving), house},
          panel{router, engine, routing.origins, &others, &house}, server{others, counting(serving)}
    {}

    control::process house;
    driver engine;
    protocol::router router;
    worlds others;
    control::panel panel;
    server::http_server server;

private:
    protocol::router_options counting(protocol::router_options options)
    {
        options.counts = &house.counts();
        return options;
    }
    server::http_server_options counting(server::http_server_options options)
    {
        options.usage = &house.counts();
        return options;
    }
};

} // namespace understudy
