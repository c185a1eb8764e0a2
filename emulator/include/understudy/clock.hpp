// Time as the emulator tells it. An instant is wall-clock time plus whatever the test has advanced; it never goes back.
#pragma once

#include <chrono>

namespace understudy {

using instant = std::chrono::sys_time<std::chrono::milliseconds>;
using std::chrono::milliseconds;
using std::chrono::seconds;

enum class clock_mode {
    real,   // runs with the machine's clock; advance() adds to it
    manual, // stands still until advance() moves it
    automatic, // stands still too, but jumps to the next timer whenever all is settled and somebody waits for an event
};

} // namespace understudy
