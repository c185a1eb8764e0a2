// The way into an emulator for clients of the same process. Belongs to the emulator that made it; once that is gone, every
// call is refused as interrupted.
#pragma once

#include <understudy/transport.hpp>

#include "engine/desk.hpp"

#include <memory>

namespace understudy {

/// Shared by an emulator and its transports; `desk` is reset, under the lock, when the emulator goes.
class local_door;

std::shared_ptr<local_door> open_local_door(desk& desk, caller who);
/// Waits for calls that are inside; later ones are refused.
void close_local_door(local_door& door);
std::shared_ptr<transport> make_local_transport(std::shared_ptr<local_door> door, std::uint64_t client);

} // namespace understudy
