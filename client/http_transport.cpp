// A transport over sockets: a pool of kept connections, each with an io_context of its own that the calling thread runs,
// so that a call needs no other thread.
#include <understudy/client.hpp>

#include "connection.hpp"

#include <algorithm>
#include <mutex>
#include <set>

namespace understudy {
namespace {

constexpr std::size_t idle_max = 32;

class http_transport final : public transport {
public:
    explicit http_transport(std::string_view endpoint) : endpoint_{endpoint}, parts_{parse_endpoint(endpoint)}
    {}

    std::string_view host() const noexcept override
    {
        return parts_ ? std::string_view{parts_->authority} : "localhost";
    }

    result_or_failure<wire_response> send(wire_request const& request,
                                          std::chrono::milliseconds timeout) override
    {
        if (!parts_) {
            return wire_failure{wire_failure_reason::unresolved,
                                "'" + endpoint_
                                    + "' is no endpoint; expected something like http://127.0.0.1:4566"};
        }
        auto const deadline = std::chrono::steady_clock::now() + timeout;
        while (true) {
            auto connection = take();
            if (!connection) return stopped();
            bool const kept = connection->was_used();
            auto response = connection->exchange(request, deadline);
            bool const dead_when_taken = !response && kept && connection->nothing_came()
                                         && response.error().reason == wire_failure_reason::closed;
            put_back(std::move(connection));
            if (!response && is_interrupted()) return stopped();
            if (!dead_when_taken) return response;
        }
    }

    void interrupt() override
    {
        std::lock_guard const lock{mutex_};
        interrupted_ = true;
        idle_.clear();
        for (auto* connection : busy_) { connection->interrupt(); }
    }

private:
    wire_failure stopped() const
    {
        return {wire_failure_reason::interrupted, "The call to " + parts_->authority + " was interrupted."};
    }

    bool is_interrupted() const
    {
        std::lock_guard const lock{mutex_};
        return interrupted_;
    }

    std::unique_ptr<connection> take()
    {
        std::lock_guard const lock{mutex_};
        if (interrupted_) return nullptr;
        std::unique_ptr<connection> out;
        while (!out && !idle_.empty()) {
            out = std::move(idle_.back());
            idle_.pop_back();
            if (!out->is_alive()) out.reset();
        }
        if (!out) out = make_connection(*parts_);
        busy_.insert(out.get());
        return out;
    }

    void put_back(std::unique_ptr<connection> connection)
    {
        std::lock_guard const lock{mutex_};
        busy_.erase(connection.get());
        if (!interrupted_ && connection->can_be_kept() && idle_.size() < idle_max)
            idle_.push_back(std::move(connection));
    }

    std::string const endpoint_;
    std::optional<endpoint_parts> const parts_;
    mutable std::mutex mutex_;
    bool interrupted_ = false;
    std::vector<std::unique_ptr<connection>> idle_; // the one used last is used next
    std::set<connection*> busy_;
};

} // namespace

std::shared_ptr<transport> open_transport(std::string_view endpoint)
{
    return std::make_shared<http_transport>(endpoint);
}

} // namespace understudy
