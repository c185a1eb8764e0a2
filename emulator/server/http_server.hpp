// An HTTP/1.1 server: listens when the constructor returns, and has stopped when the destructor does. Several live side by
// side in one process. Each thread runs its own connections; a connection never changes thread.
#pragma once

#include "protocol/handler.hpp"
#include "protocol/usage.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace understudy::tls {

class identity;

} // namespace understudy::tls

namespace understudy::server {

/// One request that was answered, for the log. Views are valid during the call.
struct request_log {
    std::string_view operation; // "sqs.SendMessage"; empty: no operation of a service
    std::string_view method;
    std::string_view target;
    unsigned status;
    double milliseconds;       // a poll that waited: as long as it waited
    std::string_view resource; // "queue=orders"
    std::string_view request_id;
};

/// Where a server listens.
struct door {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;    // 0: any free port
    bool for_dynamodb = false; // see http_request
};

struct http_server_options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;            // 0: any free port
    bool for_dynamodb = false;         // see door
    std::vector<door> more_doors = {}; // besides; all lead to the same
    unsigned threads = 1;
    std::size_t header_bytes_max = 16 * 1024;      // DynamoDB: request line and headers
    std::size_t target_bytes_max = 8 * 1024;       // path and query
    std::size_t connections_max = 16 * 1024;       // of which ten thousand poll; who comes then waits
    std::size_t body_bytes_max = 16 * 1024 * 1024; // DynamoDB: size of a request
    std::chrono::milliseconds header_timeout{
        10'000}; // from the first byte of a request to the end of its headers
    std::chrono::milliseconds body_timeout{30'000}; // without a byte of the body, or of an answer being taken
    std::chrono::milliseconds idle_timeout{75'000}; // between requests
    /// Whoever begins with TLS is served over TLS, on the same port, with this; without it he is refused.
    std::shared_ptr<understudy::tls::identity> tls = {};
    protocol::usage* usage = nullptr; // counts what is answered
    /// Called after each answer on the thread that gave it; empty costs nothing.
    std::function<void(request_log const&)> observer = {};
    /// Called once, with the port, when it listens and nobody has been answered yet; who connects meanwhile waits.
    std::function<void(std::uint16_t)> before_serving = {};
};

class http_server {
public:
    /// Listens when it returns. Throws std::system_error, with a message that names the address, when that is not possible.
    /// The handler must outlive the server.
    explicit http_server(protocol::handler& handler, http_server_options options = {});
    ~http_server();
    http_server(http_server const&) = delete;
    http_server& operator=(http_server const&) = delete;

    std::uint16_t port() const noexcept;
    /// Of all doors, that of port() first.
    std::vector<std::uint16_t> ports() const;

    /// Ends at once: parked polls are answered with nothing, connections closed. May be called again; not from a handler.
    void stop() noexcept;

    /// Requests being answered at this moment; parked polls do not count.
    std::size_t busy() const noexcept;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace understudy::server
