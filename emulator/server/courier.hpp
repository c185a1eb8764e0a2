// Makes the HTTP requests that the engine asks for, many at a time, on one thread of its own that is started by the first.
// Receivers are strangers: each has so much time and may answer whatever it likes; redirects are not followed, and addresses
// at which clouds tell secrets are not visited. Thread-safe; for the driver.
#pragma once

#include "core/call.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace understudy {

class courier {
public:
    /// Called once for each request, on the courier's thread.
    using done = std::function<void(std::uint64_t number, posting_outcome const& outcome)>;

    explicit courier(done tell, std::chrono::milliseconds timeout = std::chrono::seconds{15});
    /// Drops what is under way; `done` is not called any more when it returns.
    ~courier();
    courier(courier const&) = delete;
    courier& operator=(courier const&) = delete;

    void post(std::uint64_t number, posting request);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace understudy
