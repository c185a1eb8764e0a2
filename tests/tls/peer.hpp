// TLS without a socket: OpenSSL on one side, a channel on the other, and a test that carries the bytes.
#pragma once

#include "client/certificate.hpp"

#include "tls/channel.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace understudy::testing {

/// OpenSSL's side. Without a certificate a client, with one a server.
class peer {
public:
    explicit peer(int newest_version = 0) : peer{TLS_client_method()}
    {
        SSL_CTX_set_max_proto_version(context_, newest_version);
        SSL_set_max_proto_version(session_, newest_version);
        SSL_set_connect_state(session_);
        SSL_do_handshake(session_);
    }
    explicit peer(certificate const& shown) : peer{TLS_server_method()}
    {
        detail::certificate_pointer const text{
            PEM_read_bio_X509(detail::reader_of(shown.text).get(), nullptr, nullptr, nullptr)};
        detail::key_pointer const key{
            PEM_read_bio_PrivateKey(detail::reader_of(shown.key).get(), nullptr, nullptr, nullptr)};
        SSL_use_certificate(session_, text.get());
        SSL_use_PrivateKey(session_, key.get());
        SSL_set_accept_state(session_);
    }
    ~peer()
    {
        SSL_free(session_);
        SSL_CTX_free(context_);
    }
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;

    SSL* session() const { return session_; }
    void say(std::string_view text) { SSL_write(session_, text.data(), static_cast<int>(text.size())); }
    void leave() { SSL_shutdown(session_); }

    std::string to_wire()
    {
        std::string sent;
        std::array<char, 65536> bytes;
        for (int count; (count = BIO_read(SSL_get_wbio(session_), bytes.data(), bytes.size())) > 0;) {
            sent.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return sent;
    }
    /// What the other side says.
    std::string take_from_wire(std::string_view bytes)
    {
        BIO_write(SSL_get_rbio(session_), bytes.data(), static_cast<int>(bytes.size()));
        std::string said;
        std::array<char, 1000> piece;
        for (int count; (count = SSL_read(session_, piece.data(), piece.size())) > 0;) {
            said.append(piece.data(), static_cast<std::size_t>(count));
        }
        return said;
    }
    bool is_established() const { return SSL_is_init_finished(session_) == 1; }
    bool is_told_that_nothing_more_comes() const
    {
        return (SSL_get_shutdown(session_) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

private:
    explicit peer(SSL_METHOD const* method) : context_{SSL_CTX_new(method)}, session_{SSL_new(context_)}
    {
        SSL_set_bio(session_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    }

    SSL_CTX* context_;
    SSL* session_;
};

/// What the channel reads of these bytes; byte by byte if need be.
inline std::string read(tls::channel& channel, std::string_view bytes, bool in_single_bytes = false)
{
    std::string said;
    std::size_t const step = in_single_bytes ? 1 : std::max<std::size_t>(bytes.size(), 1);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        channel.take_from_wire(bytes.substr(at, step));
        std::array<char, 100> room;
        while (auto const count = channel.read(room)) said.append(room.data(), count);
    }
    return said;
}

inline std::string taken(tls::channel& channel) { return std::exchange(channel.to_wire(), {}); }

} // namespace understudy::testing
