// What both sides of the wire agree on: a client hands its requests to a transport, and behind it stands a socket, or an
// emulator in this process. Any thread may use a transport, several at the same time.
#pragma once

#include <understudy/error.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace understudy {

using wire_headers = std::vector<std::pair<std::string, std::string>>;

/// An HTTP request, complete and signed. Content-Length is the transport's business; Host too, unless given.
struct wire_request {
    std::string method = "POST";
    std::string path = "/"; // and query
    wire_headers headers = {};
    std::string body = {};
};

struct wire_response {
    unsigned status = 0;
    wire_headers headers = {};
    std::string body = {};
};

/// Why there is no answer.
enum class wire_failure_reason {
    unresolved,  // the host's name is not known
    refused,     // nobody listens there, or there is no way
    insecure,    // the other side could not prove who it is
    timed_out,   // no complete answer in time; the request may have been served
    closed,      // the connection ended before the answer; the request may have been served
    malformed,   // what came was no HTTP
    interrupted, // interrupt() was called
};

struct wire_failure {
    wire_failure_reason reason = wire_failure_reason::closed;
    std::string message = {};
};

/// What a call that was ended by interrupt() is refused with, over a socket as in process.
constexpr error_kind interrupted{"Interrupted", "Interrupted", 0};
/// The same for one whose connection ended before the answer came.
constexpr error_kind connection_error{"ConnectionError", "ConnectionError", 0};

class wire_exception : public std::runtime_error {
public:
    explicit wire_exception(wire_failure failure)
        : std::runtime_error{failure.message}, failure_{std::move(failure)}
    {}

    wire_failure const& failure() const noexcept { return failure_; }

private:
    wire_failure failure_;
};

[[noreturn]] inline void throw_exception_from_error(wire_failure const& failure,
                                                    boost::source_location const&)
{
    throw wire_exception{failure};
}

template <class T>
using result_or_failure = boost::system::result<T, wire_failure>;

/// An emulator in this process takes typed requests: no socket, no JSON.
class local_service {
public:
    virtual ~local_service() = default;
    /// `request` is the shape whose `operation` is named, `answer` a result<its answer>* to be filled. Returns when it is
    /// filled; a long poll waits for that. False: there is no such operation, and nothing was filled.
    virtual bool call(std::string_view service, std::string_view operation, void const* request,
                      void* answer) = 0;
};

class transport {
public:
    virtual ~transport() = default;

    /// The emulator in this process, if there is one behind this transport. Lives as long as the transport.
    virtual local_service* local() noexcept { return nullptr; }
    /// "host:port" of the other side, as it goes into the Host header and its signature.
    virtual std::string_view host() const noexcept { return "localhost"; }
    /// One request, one answer. It is sent a second time only when a kept connection turns out to be dead.
    /// The time-out covers all of it.
    virtual result_or_failure<wire_response> send(wire_request const& request,
                                                  std::chrono::milliseconds timeout) = 0;
    /// Ends every call that waits, a long poll for instance, with an error, and all later ones, for good.
    virtual void interrupt() = 0;
};

} // namespace understudy
