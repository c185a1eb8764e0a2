// The process around an emulator, as its neighbours ask about it: whether it is up, since when, what it was asked for, and
// how its init scripts went. Thread-safe.
#pragma once

#include "control/tally.hpp"
#include "core/ids.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::control {

/// What people who come from other emulators set in the environment about services.
struct service_settings {
    bool eager = false;                     // all of them are told to run before the first request
    std::vector<std::string> disabled = {}; // told to be so; they answer all the same
};

/// When scripts run: in this order, and the last when the process ends.
enum class init_stage { boot, start, ready, shutdown };
constexpr std::size_t init_stages = 4;
/// "BOOT"
std::string_view name_of(init_stage stage) noexcept;

enum class script_state { running, successful, error };
/// "SUCCESSFUL"
std::string_view name_of(script_state state) noexcept;

struct init_script {
    init_stage stage;
    std::string name; // of the file
    script_state state = script_state::running;
};

class process {
public:
    /// `is_up`: see set_up().
    explicit process(service_settings settings = {}, bool is_up = true)
        : settings_{std::move(settings)}, is_up_{is_up}
    {}

    tally& counts() noexcept { return tally_; }
    tally const& counts() const noexcept { return tally_; }

    /// "available", "running" from its first request on, or "disabled"
    std::string_view state_of(std::string_view service) const;

    /// Who waits for the emulator may begin: its init scripts are done.
    bool is_up() const noexcept { return is_up_.load(); }
    void set_up(bool is_up) noexcept { is_up_ = is_up; }

    /// Returns what to end it with.
    std::size_t begin_script(init_stage stage, std::string name);
    void end_script(std::size_t number, bool good);
    void complete(init_stage stage);
    bool is_complete(init_stage stage) const;
    std::vector<init_script> scripts() const;

    std::chrono::seconds uptime() const;
    std::chrono::system_clock::time_point began() const noexcept { return began_; }
    /// Drawn at the start.
    std::string const& session() const noexcept { return session_; }
    uuid next_id();

private:
    service_settings const settings_;
    tally tally_;
    std::chrono::steady_clock::time_point const started_ = std::chrono::steady_clock::now();
    std::chrono::system_clock::time_point const began_ = std::chrono::system_clock::now();
    std::atomic<bool> is_up_;
    mutable std::mutex mutex_; // of what follows
    id_source ids_{static_cast<std::uint64_t>(started_.time_since_epoch().count())};
    std::string const session_ = to_string(ids_.next_uuid());
    std::vector<init_script> scripts_;
    bool completed_[init_stages] = {true, true, true, false};
};

} // namespace understudy::control
