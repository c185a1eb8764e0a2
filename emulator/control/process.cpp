#include "control/process.hpp"

#include <algorithm>

namespace understudy::control {

std::string_view name_of(init_stage stage) noexcept
{
    constexpr std::string_view names[init_stages] = {"BOOT", "START", "READY", "SHUTDOWN"};
    return names[static_cast<std::size_t>(stage)];
}

std::string_view name_of(script_state state) noexcept
{
    switch (state) {
    case script_state::running: return "RUNNING";
    case script_state::successful: return "SUCCESSFUL";
    case script_state::error: return "ERROR";
    }
    return "UNKNOWN";
}

std::string_view process::state_of(std::string_view service) const
{
    if (std::ranges::find(settings_.disabled, service) != settings_.disabled.end()) { return "disabled"; }
    return settings_.eager || tally_.was_asked(service) ? "running" : "available";
}

std::size_t process::begin_script(init_stage stage, std::string name)
{
    std::lock_guard const lock{mutex_};
    completed_[static_cast<std::size_t>(stage)] = false;
    scripts_.push_back({stage, std::move(name)});
    return scripts_.size() - 1;
}

void process::end_script(std::size_t number, bool good)
{
    std::lock_guard const lock{mutex_};
    scripts_.at(number).state = good ? script_state::successful : script_state::error;
}

void process::complete(init_stage stage)
{
    std::lock_guard const lock{mutex_};
    completed_[static_cast<std::size_t>(stage)] = true;
}

bool process::is_complete(init_stage stage) const
{
    std::lock_guard const lock{mutex_};
    return completed_[static_cast<std::size_t>(stage)] && (stage != init_stage::ready || is_up());
}

std::vector<init_script> process::scripts() const
{
    std::lock_guard const lock{mutex_};
    return scripts_;
}

std::chrono::seconds process::uptime() const
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::steady_clock::now() - started_);
}

uuid process::next_id()
{
    std::lock_guard const lock{mutex_};
    return ids_.next_uuid();
}

} // namespace understudy::control
