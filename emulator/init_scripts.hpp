// Scripts that people mount to make their queues, topics and tables: below a directory, boot.d, start.d, ready.d and shutdown.d, as for
// LocalStack. They run one after the other in the order of their names; one that fails stops no other. For main.cpp.
#pragma once

#include "control/process.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace understudy {

class init_scripts {
public:
    using teller = std::function<void(std::string_view)>;

    /// `log` is told of each, and `warn` of what went wrong. Scripts find the emulator at `endpoint`.
    init_scripts(std::filesystem::path root, std::string endpoint, std::string region,
                 control::process& house, teller log, teller warn);

    /// None that would ever run.
    bool empty() const;
    /// Returns when all of the stage have ended.
    void run(control::init_stage stage);
    /// From another thread: the one that runs is ended, and no other begins but those of the end.
    void stop();
    bool is_stopped() const noexcept { return stopped_; }

private:
    std::vector<std::filesystem::path> of_stage(control::init_stage stage) const;
    bool run_one(std::filesystem::path const& script, bool is_last_stage);

    std::filesystem::path root_;
    std::vector<std::string> environment_;
    control::process& house_;
    teller log_;
    teller warn_;
    std::atomic<pid_t> running_ = 0;
    std::atomic<bool> stopped_ = false;
};

} // namespace understudy
