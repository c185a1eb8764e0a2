// A small HTTP server around the API: one thread that accepts and reads, a few that answer.
#pragma once

#include "api.hpp"

#include <functional>
#include <memory>

namespace customers {

class http_server {
public:
    /// Listens on 127.0.0.1 when the constructor returns; port 0 is any that is free. Throws when it cannot listen.
    http_server(unsigned short port, std::function<response(request const&)> handle);
    /// Closes every connection.
    ~http_server();

    unsigned short port() const noexcept;

private:
    class parts;
    std::unique_ptr<parts> parts_;
};

} // namespace customers
