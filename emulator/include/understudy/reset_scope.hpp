// What a reset forgets. A value.
#pragma once

#include <string>

namespace understudy {

struct reset_scope {
    std::string account = {};    // only what belongs to it; empty: everything
    bool keep_resources = false; // queues, topics, subscriptions and tables stay, and are empty
    bool keep_bootstrap =
        true; // what the emulator was started with, emulator_options::bootstrap, is made anew
};

} // namespace understudy
