// The one source of chance: a seeded generator from which every id is drawn. The same seed gives the same run.
#pragma once

#include <understudy/events.hpp>

#include <array>
#include <cstdint>
#include <string>

namespace understudy {

/// xoshiro256**; not for secrets. A value: copying it copies the future.
class id_source {
public:
    explicit id_source(std::uint64_t seed = 0) noexcept;

    std::uint64_t next() noexcept;
    /// A random (version 4) UUID.
    uuid next_uuid() noexcept;
    /// Uniform in [0, bound); bound > 0.
    std::uint64_t below(std::uint64_t bound) noexcept { return next() % bound; }

private:
    std::array<std::uint64_t, 4> state_;
};

} // namespace understudy
