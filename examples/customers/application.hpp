// The whole application: it sets up what it needs at AWS, consumes orders, and serves its API.
#pragma once

#include "consumer.hpp"
#include "http_server.hpp"
#include "setup.hpp"

namespace customers {

class application {
public:
    /// Runs when the constructor returns. Throws when the set-up fails or the port is taken. Each of the clients should have
    /// a transport of its own; they are interrupted at the end, so that it comes at once.
    application(aws_clients aws, settings const& settings, unsigned short port = 0);
    ~application();

    unsigned short port() const noexcept { return server_.port(); }
    /// "http://127.0.0.1:49321"
    std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(port()); }

private:
    aws_clients aws_;
    resources resources_;
    repository customers_;
    api api_;
    consumer consumer_;
    http_server server_;
};

} // namespace customers
