// TLS without a socket: OpenSSL's client on one side, the server's channel on the other, and a test that carries the bytes.
#include "server/tls.hpp"
#include "support/catch.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

using namespace understudy;
using server::tls_channel;
using server::tls_identity;

namespace {

class client {
public:
    client() : context_{SSL_CTX_new(TLS_client_method())}, session_{SSL_new(context_)}
    {
        SSL_set_bio(session_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_connect_state(session_);
        SSL_do_handshake(session_);
    }
    ~client()
    {
        SSL_free(session_);
        SSL_CTX_free(context_);
    }
    client(client const&) = delete;
    client& operator=(client const&) = delete;

    void say(std::string_view text) { SSL_write(session_, text.data(), static_cast<int>(text.size())); }
    void leave() { SSL_shutdown(session_); }

    std::string to_wire()
    {
        std::array<char, 65536> bytes;
        auto const count = BIO_read(SSL_get_wbio(session_), bytes.data(), bytes.size());
        return {bytes.data(), static_cast<std::size_t>(std::max(count, 0))};
    }
    /// What the server says.
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
    bool is_told_that_nothing_more_comes() const
    {
        return (SSL_get_shutdown(session_) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

private:
    SSL_CTX* context_;
    SSL* session_;
};

struct connection {
    tls_identity identity;
    tls_channel channel{identity};
    client there = {};

    /// What the channel reads of what the client has sent; byte by byte if need be.
    std::string carry(bool in_single_bytes = false)
    {
        std::string read;
        auto const sent = there.to_wire();
        std::size_t const step = in_single_bytes ? 1 : std::max<std::size_t>(sent.size(), 1);
        for (std::size_t at = 0; at < sent.size(); at += step) {
            channel.take_from_wire(std::string_view{sent}.substr(at, step));
            std::array<char, 100> room;
            while (auto const count = channel.read(room)) read.append(room.data(), count);
        }
        return read;
    }
    std::string carry_back() { return there.take_from_wire(std::exchange(channel.to_wire(), {})); }

    void shake_hands(bool in_single_bytes = false)
    {
        for (int flight = 0; flight < 2; ++flight) {
            CHECK(carry(in_single_bytes).empty());
            carry_back();
        }
        REQUIRE(channel.is_established());
        REQUIRE_FALSE(channel.is_over());
    }
};

} // namespace

TEST_CASE("What is said over TLS arrives in both directions, however the bytes are split", "[server][tls]")
{
    auto const in_single_bytes = GENERATE(false, true);
    connection here;
    CHECK_FALSE(here.channel.is_established());
    here.shake_hands(in_single_bytes);
    std::string const long_text(50'000, 'x');
    here.there.say("GET / HTTP/1.1\r\n");
    here.there.say("\r\n");
    CHECK(here.carry(in_single_bytes) == "GET / HTTP/1.1\r\n\r\n");
    here.there.say(long_text);
    CHECK(here.carry(in_single_bytes) == long_text);
    here.channel.write(long_text);
    here.channel.write("");
    here.channel.write("!");
    CHECK(here.carry_back() == long_text + "!");
}

TEST_CASE("Each side is told when the other says nothing more", "[server][tls]")
{
    connection here;
    here.shake_hands();
    SECTION("The server")
    {
        here.channel.write("bye");
        here.channel.finish();
        here.channel.finish();
        CHECK(here.carry_back() == "bye");
        CHECK(here.there.is_told_that_nothing_more_comes());
    }
    SECTION("The client")
    {
        here.there.say("bye");
        here.there.leave();
        CHECK(here.carry() == "bye");
        CHECK(here.channel.is_over());
    }
}

TEST_CASE("What is no TLS ends the connection with an alert", "[server][tls]")
{
    tls_identity identity;
    tls_channel channel{identity};
    channel.take_from_wire("\x16\x03\x01garbage garbage garbage");
    std::array<char, 10> room;
    CHECK(channel.read(room) == 0);
    CHECK(channel.is_over());
    constexpr char alert = 0x15;
    CHECK(channel.to_wire().starts_with(alert));
}

TEST_CASE("A handshake that has not ended says nothing but itself", "[server][tls]")
{
    connection here;
    here.carry();
    here.channel.finish();
    CHECK_FALSE(here.channel.is_over());
    CHECK(here.carry_back().empty());
    CHECK_FALSE(here.there.is_told_that_nothing_more_comes());
}

TEST_CASE("Files that are no certificate, or not its key, are refused by name", "[server][tls]")
{
    CHECK_THROWS_WITH((tls_identity{{.certificate_file = "/nowhere.pem", .key_file = "/nowhere.key"}}),
                      "cannot use /nowhere.pem for TLS");
}
