// Who a server is to its clients.
#pragma once

#include <memory>
#include <mutex>
#include <string>

struct mbedtls_ssl_config;

namespace understudy::tls {

struct options {
    std::string certificate_file =
        {};                    // PEM, the certificates that vouch for it behind it; empty: one is made
    std::string key_file = {}; // PEM
};

/// Thread-safe.
class identity {
public:
    /// Throws std::runtime_error, with a message that names the file, when one cannot be used. Without files a certificate for the
    /// names of this machine is made when the first client wants one, so that it costs nothing before.
    explicit identity(options const& options = {});
    ~identity();

    /// For channels.
    mbedtls_ssl_config const& settings();

private:
    struct impl;
    std::once_flag is_made_;
    std::unique_ptr<impl> impl_;
};

} // namespace understudy::tls
