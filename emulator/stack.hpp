// The whole emulator put together: engine and clock, protocols, control endpoints, server. The binary and the embedding API
// both build one. Members are in the order of their dependence; destruction stops the server first.
#pragma once

#include "bootstrapper.hpp"
#include "control/control.hpp"
#include "control/process.hpp"
#include "protocol/router.hpp"
#include "server/driver.hpp"
#include "server/http_server.hpp"
#include "worlds.hpp"

namespace understudy {

struct stack {
    /// Throws template_error for `declared`, unless that is lenient.
    stack(driver_options driving, protocol::router_options routing, server::http_server_options serving,
          bootstrap_options declared = {}, control::service_settings services = {}, bool is_up = true)
        : house{std::move(services), is_up}, engine{driving}, router{engine, counting(routing)},
          templates{engine, listed(owned(declared, routing))}, others{panel,
                                                                      std::move(driving),
                                                                      counting(routing),
                                                                      counting(serving),
                                                                      house,
                                                                      owned(declared, routing)},
          panel{router, engine, routing.origins, &others, &templates, &house},
          server{others, beginning(counting(std::move(serving)))}
    {}

    control::process house;
    driver engine;
    protocol::router router;
    bootstrapper templates;
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
    static bootstrap_options owned(bootstrap_options declared, protocol::router_options const& routing)
    {
        declared.account = routing.account;
        declared.region = routing.region;
        return declared;
    }
    /// Templates are listed among the init scripts, beside which they may stand.
    bootstrap_options listed(bootstrap_options declared)
    {
        declared.done = [this](std::string const& file, bool good) {
            auto name = file.substr(file.rfind('/') + 1);
            house.end_script(house.begin_script(control::init_stage::ready, std::move(name)), good);
        };
        return declared;
    }

    /// What is declared is there before anybody is answered.
    server::http_server_options beginning(server::http_server_options serving)
    {
        serving.before_serving = [this, address = serving.address](std::uint16_t port) {
            templates.begin("http://" + address + ":" + std::to_string(port));
        };
        return serving;
    }
};

} // namespace understudy
