#include "init_scripts.hpp"

#include <fmt/format.h>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <system_error>

extern char** environ;

namespace understudy {

namespace {

namespace fs = std::filesystem;
using control::init_stage;

constexpr init_stage before[] = {init_stage::boot, init_stage::start, init_stage::ready,
                                 init_stage::shutdown};

std::string folder_of(init_stage stage)
{
    std::string name{name_of(stage)};
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    return name + ".d";
}

/// A script is handed to what reads it, for a mounted file is often not executable.
std::vector<std::string> command_for(fs::path const& script)
{
    if (script.extension() == ".py") { return {"python3", script.string()}; }
    if (::access(script.c_str(), X_OK) == 0) { return {script.string()}; }
    return {"sh", script.string()};
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> all;
    for (auto& each : texts) all.push_back(each.data());
    all.push_back(nullptr);
    return all;
}

/// Our own, and what scripts need to talk to the emulator, where nobody has set it.
std::vector<std::string> environment_for(std::string const& endpoint, std::string const& region)
{
    std::vector<std::string> variables;
    for (char** each = environ; *each != nullptr; ++each) variables.emplace_back(*each);
    auto const add = [&](std::string const& name, std::string const& value) {
        if (std::getenv(name.c_str()) == nullptr) { variables.push_back(name + "=" + value); }
    };
    add("AWS_ENDPOINT_URL", endpoint);
    add("AWS_ACCESS_KEY_ID", "test");
    add("AWS_SECRET_ACCESS_KEY", "test");
    add("AWS_DEFAULT_REGION", region);
    return variables;
}

} // namespace

init_scripts::init_scripts(fs::path root, std::string endpoint, std::string region, control::process& house,
                           teller log, teller warn)
    : root_{std::move(root)}, environment_{environment_for(endpoint, region)}, house_{house},
      log_{std::move(log)}, warn_{std::move(warn)}
{}

bool init_scripts::empty() const
{
    return std::ranges::all_of(before, [&](init_stage stage) { return of_stage(stage).empty(); });
}

std::vector<fs::path> init_scripts::of_stage(init_stage stage) const
{
    std::vector<fs::path> scripts;
    if (root_.empty()) { return scripts; }
    std::error_code failure;
    for (fs::recursive_directory_iterator at{root_ / folder_of(stage), failure}, end; !failure && at != end;
         at.increment(failure)) {
        auto const kind = at->path().extension();
        if (at->is_regular_file(failure) && (kind == ".sh" || kind == ".py")) {
            scripts.push_back(at->path());
        }
    }
    std::ranges::sort(scripts);
    return scripts;
}

void init_scripts::run(init_stage stage)
{
    for (auto const& script : of_stage(stage)) {
        bool const is_last = stage == init_stage::shutdown;
        if (stopped_ && !is_last) { return; }
        auto const number = house_.begin_script(stage, script.filename().string());
        bool const good = run_one(script, is_last);
        house_.end_script(number, good);
        if (good) { log_(fmt::format("init script {} is done", script.string())); }
    }
    house_.complete(stage);
}

bool init_scripts::run_one(fs::path const& script, bool is_last_stage)
{
    // Its process group is its own, so that all of it can be ended; signals are as they are for any program.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    // Standard output is ours, for "Ready."; what scripts say goes where the log goes.
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);

    auto words = command_for(script);
    pid_t child = 0;
    auto arguments = pointers(words);
    auto variables = pointers(environment_);
    int failure =
        ::posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), variables.data());
    if (failure == ENOEXEC) { // executable, and without a first line that says what reads it
        words.insert(words.begin(), "sh");
        arguments = pointers(words);
        failure = ::posix_spawnp(&child, "sh", &actions, &attributes, arguments.data(), variables.data());
    }
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) {
        warn_(fmt::format("init script {}: cannot start {}: {}", script.string(), words.front(),
                          std::strerror(failure)));
        return false;
    }
    running_ = child;
    if (stopped_ && !is_last_stage) { ::kill(-child, SIGKILL); }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    running_ = 0;
    bool const good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (!good) {
        warn_(
            WIFEXITED(status)
                ? fmt::format("init script {} failed with exit code {}", script.string(), WEXITSTATUS(status))
                : fmt::format("init script {} was ended by signal {}", script.string(), WTERMSIG(status)));
    }
    return good;
}

void init_scripts::stop()
{
    stopped_ = true;
    if (auto const child = running_.load(); child != 0) { ::kill(-child, SIGKILL); }
}

} // namespace understudy
