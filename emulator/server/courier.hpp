// Makes the HTTP requests that the engine asks for, many at a time, on one thread of its own that is started by the first.
// Receivers are strangers: each has so much time and may answer whatever it likes; redirects are not followed, and addresses
// at which clouds tell secrets are not visited. Thread-safe; for the driver.
#pragma once

#include "core/call.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace understudy {

struct courier_options {
    std::chrono::milliseconds timeout = std::chrono::seconds{15}; // of one request; real time
    /// File of certificates in PEM; a receiver has to show one that these vouch for and that is for its host. Empty: any
    /// will do, for receivers in tests make their own.
    std::string ca_file = {};
};

class courier {
public:
    /// Called once for each request, on the courier's thread.
    using done = std::function<void(std::uint64_t number, posting_outcome const& outcome)>;

    /// Throws std::runtime_error when there is a file of certificates and it cannot be read.
    explicit courier(done tell, courier_options options = {});
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
