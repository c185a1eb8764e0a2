// Emulators behind one server, each below a path of its own: what begins with /_world/NAME goes to that of the name, which is made on
// first use, and the rest to the one that is always there. A world may have a port of its own besides. Parallel tests share a process
// in this way, and nothing else.
// Thread-safe.
#pragma once

#include "bootstrapper.hpp"
#include "control/control.hpp"
#include "control/process.hpp"
#include "control/world_keeper.hpp"
#include "protocol/router.hpp"
#include "server/driver.hpp"
#include "server/http_server.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace understudy {

class worlds final : public protocol::handler, public control::world_keeper {
public:
    /// `first` need not have been constructed yet.
    worlds(protocol::handler& first, driver_options driving, protocol::router_options routing,
           server::http_server_options serving, control::process& house, bootstrap_options declared)
        : first_{first}, house_{&house}, driving_{std::move(driving)}, routing_{std::move(routing)},
          serving_{std::move(serving)}, declared_{std::move(declared)}
    {
        declared_.is_lenient = true; // the first emulator has been told
        declared_.warn = {};
    }

    protocol::answer handle(protocol::http_request const& request,
                            protocol::late_answer const& later) override;
    void cancel(ticket poll) override;

    std::optional<control::world_view> make(control::world_settings settings) override;
    bool remove(std::string const& name) override;
    std::vector<control::world_view> list() override;

private:
    class world;
    using all_worlds = std::map<std::string, std::shared_ptr<world>, std::less<>>;

    std::shared_ptr<world> find_or_make(std::string_view name);
    std::shared_ptr<world> add(control::world_settings settings); // under the lock
    all_worlds take_idle();                                       // likewise

    protocol::handler& first_;
    control::process* house_;
    driver_options driving_;
    protocol::router_options routing_;
    server::http_server_options serving_;
    bootstrap_options declared_; // in each world
    std::mutex mutex_;           // of what follows; none of them is destroyed under it
    all_worlds worlds_;
    std::uint64_t last_number_ = 0;
};

} // namespace understudy
