// What all clients do alike: sign, send, try again, wait. Private to the client; thread-safe.
#pragma once

#include "retry.hpp"
#include "settings.hpp"

#include <condition_variable>
#include <functional>

namespace understudy {

/// For an answer that says something else than it should.
service_error malformed_answer(std::string_view operation, wire_response const& response);

class service_caller {
public:
    /// Without a transport it opens one to the endpoint of the settings.
    service_caller(std::string_view service, std::shared_ptr<transport> transport, client_options options);

    /// One call, with its retries. `encode` gives the request without Host and signature, and is asked once at most; `decode`
    /// makes of an answer what the caller wants. An emulator in this process needs neither.
    template <class Request>
    result<typename Request::answer> call(
        Request const& request, std::function<wire_request()> const& encode,
        std::function<result<typename Request::answer>(wire_response const&)> const& decode,
        std::chrono::milliseconds patience = {})
    {
        using answer = result<typename Request::answer>;
        std::optional<wire_request> encoded;
        for (int attempt = 1;; ++attempt) {
            auto reply = [&]() -> answer {
                if (auto* local = transport_->local()) {
                    answer out = unknown_operation(Request::operation);
                    local->call(service_, Request::operation, &request, &out);
                    return out;
                }
                if (!encoded) encoded = encode();
                auto response = send(*encoded, patience);
                return response ? decode(*response) : answer{response.error()};
            }();
            if (reply) {
                retries_.note_success();
                return reply;
            }
            if (!wait_after(attempt, reply.error())) return reply;
        }
    }

    std::string_view service() const noexcept { return service_; }
    void interrupt();

private:
    static service_error unknown_operation(std::string_view operation);
    result<wire_response> send(wire_request request, std::chrono::milliseconds patience);
    /// False: there is no further attempt.
    bool wait_after(int attempt, service_error const& error);

    std::string_view service_;
    settings settings_;
    std::chrono::milliseconds timeout_;
    std::shared_ptr<transport> transport_;
    retry_policy retries_;
    std::mutex mutex_;
    std::condition_variable interruption_;
    bool interrupted_ = false;
};

} // namespace understudy
