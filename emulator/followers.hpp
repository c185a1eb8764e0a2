// The commands that tell what goes on in a running emulator: tail and explain. For main.cpp only.
#pragma once

#include "options.hpp"

namespace understudy {

/// Prints each event on a line of its own until the emulator ends, or so many have come. Returns the exit code.
int tail(tail_options const& options);
/// Prints the life of a message. Returns the exit code.
int explain(explain_options const& options);

} // namespace understudy
