// Whom a client believes.
#pragma once

#include <memory>
#include <string>

struct mbedtls_ssl_config;

namespace understudy::tls {

/// Where this system keeps the certificates that it believes: what the environment's SSL_CERT_FILE says, or one of the usual places.
std::string file_of_system();

/// Not synchronised: its channels live on one thread.
class trust {
public:
    /// Believes everybody.
    trust();
    /// Believes a server with a certificate for its host which those in the file, in PEM, vouch for. Throws std::runtime_error, with a message
    /// that names the file, when there are none.
    explicit trust(std::string const& file);
    ~trust();

    /// For channels.
    mbedtls_ssl_config const& settings() const noexcept;
    bool believes_everybody() const noexcept;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace understudy::tls
