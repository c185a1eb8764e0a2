// Who keeps worlds: emulators of their own in the same process, each below the path /_world/NAME. Thread-safe.
#pragma once

#include <understudy/clock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace understudy::control {

struct world_settings {
    std::string name = {};
    std::optional<clock_mode> clock = {};   // nothing: as the emulator that keeps it
    std::optional<std::uint64_t> seed = {}; // likewise
    milliseconds idle =
        std::chrono::minutes{10}; // of real time without a request, after which it goes; zero: never
    std::optional<std::uint16_t> port =
        {}; // on which it is to be had as well, without a path; 0: any free one
};

struct world_view {
    std::string name;
    milliseconds idle;
    clock_mode clock;
    std::uint16_t port; // its own; 0: it has none
};

class world_keeper {
public:
    virtual ~world_keeper() = default;

    /// Nothing when there is one of that name. Throws std::invalid_argument when the name cannot be one, the port cannot be
    /// had, or there are too many.
    virtual std::optional<world_view> make(world_settings settings) = 0;
    /// Who waits in it hears that it goes. False when there is none of that name.
    virtual bool remove(std::string const& name) = 0;
    virtual std::vector<world_view> list() = 0;
};

} // namespace understudy::control
