// TLS as a matter of bytes: what comes from the wire goes in, and what goes to the wire comes out. Sockets are somebody else's.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace understudy::tls {

class identity;
class trust;

/// One connection's. Not synchronised.
class channel {
public:
    /// A server's. The identity outlives it.
    explicit channel(identity& own);
    /// A client's, to this host, a name or an address. The trust outlives it.
    channel(trust const& whom, std::string const& host);
    ~channel();
    channel(channel const&) = delete;
    channel& operator=(channel const&) = delete;

    /// Whether a connection that begins with this byte speaks TLS; no HTTP request does.
    static bool is_wanted_by(char first) noexcept { return first == 0x16; }

    void take_from_wire(std::string_view bytes);
    /// Fills the room with what the other side says; 0: there is no more for now.
    std::size_t read(std::span<char> room);
    /// Something is wrong with it, or the other side has said that nothing more comes.
    bool is_over() const noexcept;
    bool is_established() const noexcept;
    /// What is wrong with it, for people; empty when nothing is.
    std::string failure() const;

    /// Waits for the end of the handshake if it has to.
    void write(std::string_view text);
    /// Nothing more is written.
    void finish();
    /// What has to be sent; whoever sends it takes it out. A client begins.
    std::string& to_wire();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace understudy::tls
