// TLS as a matter of bytes: what comes from the wire goes in, and what goes to the wire comes out. Sockets are somebody else's.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace understudy::server {

struct tls_options {
    std::string certificate_file =
        {};                    // PEM, the certificates that vouch for it behind it; empty: one is made
    std::string key_file = {}; // PEM
};

/// Who the server is to its clients. Thread-safe.
class tls_identity {
public:
    /// Throws std::runtime_error, with a message that names the file, when one cannot be used. Without files a certificate for the
    /// names of this machine is made when the first client wants one, so that it costs nothing before.
    explicit tls_identity(tls_options const& options = {});

    ssl_ctx_st* context();

private:
    std::once_flag is_made_;
    std::shared_ptr<ssl_ctx_st> context_ = {};
};

/// One connection's. Not synchronised.
class tls_channel {
public:
    explicit tls_channel(tls_identity& identity);
    ~tls_channel();
    tls_channel(tls_channel const&) = delete;
    tls_channel& operator=(tls_channel const&) = delete;

    /// Whether a connection that begins with this byte speaks TLS; no HTTP request does.
    static bool is_wanted_by(char first) noexcept { return first == 0x16; }

    void take_from_wire(std::string_view bytes);
    /// Fills the room with what the client says; 0: there is no more for now.
    std::size_t read(std::span<char> room);
    /// Something is wrong with it, or the client has said that nothing more comes.
    bool is_over() const noexcept { return is_over_; }
    bool is_established() const noexcept;

    void write(std::string_view text);
    /// Nothing more is written.
    void finish();
    /// What has to be sent; whoever sends it takes it out.
    std::string& to_wire();

private:
    ssl_st* session_;
    bool is_over_ = false;
    bool is_finished_ = false;
    std::string to_wire_ = {};
};

} // namespace understudy::server
