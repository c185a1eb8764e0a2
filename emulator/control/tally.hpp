// What the counters of all threads say together, and which operations were asked for in vain. Thread-safe.
#pragma once

#include "protocol/usage.hpp"

#include <list>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace understudy::control {

class tally final : public protocol::usage {
public:
    protocol::request_counter& make_counter() override;
    void give_back(protocol::request_counter& counter) override;
    /// Of very many names the first are told apart.
    void add_unknown(std::string_view service, std::string_view operation) override;

    struct row {
        std::string_view service;   // "sqs"; "other" where no service was meant
        std::string_view operation; // "SendMessage"; empty: none that there is
        unsigned status;
        std::uint64_t count;
    };
    /// By service, operation and status.
    std::vector<row> requests() const;
    /// By the place of the service among request_counter::services.
    std::vector<protocol::request_counter::times> durations() const;
    /// Whether any of its operations was asked for.
    bool was_asked(std::string_view service) const;

    struct unknown {
        std::string service;
        std::string operation;
        std::uint64_t count;
    };
    std::vector<unknown> unknown_operations() const;

private:
    static constexpr std::size_t unknown_max = 200;

    mutable std::mutex mutex_; // of the lists; not of what stands in the counters
    std::list<protocol::request_counter> counters_;
    std::vector<protocol::request_counter*> free_; // of these: the next thread counts on
    std::map<std::pair<std::string, std::string>, std::uint64_t> unknown_;
};

} // namespace understudy::control
