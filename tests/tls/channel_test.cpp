#include "peer.hpp"

#include "support/catch.hpp"
#include "tls/identity.hpp"
#include "tls/trust.hpp"

using namespace understudy;
using namespace understudy::testing;

namespace {

struct connection {
    explicit connection(int newest_version = 0) : there{newest_version} {}

    tls::identity identity;
    tls::channel channel{identity};
    peer there;

    std::string carry(bool in_single_bytes = false)
    {
        return read(channel, there.to_wire(), in_single_bytes);
    }
    std::string carry_back() { return there.take_from_wire(taken(channel)); }

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

constexpr char alert = 0x15;

} // namespace

TEST_CASE("What is said over TLS arrives in both directions, however the bytes are split", "[tls]")
{
    auto const in_single_bytes = GENERATE(false, true);
    auto const newest_version = GENERATE(0, TLS1_2_VERSION);
    connection here{newest_version};
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
    CHECK(here.channel.failure().empty());
}

TEST_CASE("What is written before the handshake is over is said after it", "[tls]")
{
    connection here;
    here.channel.write("welcome, ");
    here.channel.write("stranger");
    CHECK(here.channel.to_wire().empty());
    std::string said;
    for (int flight = 0; flight < 2; ++flight) {
        here.carry();
        said += here.carry_back();
    }
    CHECK(said == "welcome, stranger");
}

TEST_CASE("Each side is told when the other says nothing more", "[tls]")
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
        CHECK(here.channel.failure().empty());
    }
}

TEST_CASE("What is no TLS ends the connection with an alert", "[tls]")
{
    tls::identity identity;
    tls::channel channel{identity};
    channel.take_from_wire("\x16\x03\x01garbage garbage garbage");
    std::array<char, 10> room;
    CHECK(channel.read(room) == 0);
    CHECK(channel.is_over());
    CHECK(channel.to_wire().starts_with("\x15\x03\x03"));
    CHECK_FALSE(channel.failure().empty());
    auto const said = channel.to_wire();
    channel.take_from_wire("\x16\x03\x01more");
    CHECK(channel.read(room) == 0);
    channel.write("something");
    channel.finish();
    CHECK(channel.to_wire() == said);
}

TEST_CASE("A client that knows no TLS but an old one is refused", "[tls]")
{
    tls::identity identity;
    tls::channel channel{identity};
    // A hello of TLS 1.1, with one suite that there was.
    std::string hello{"\x16\x03\x01\0\x2d\1\0\0\x29\3\2", 11};
    hello.append(32, 'r').append(std::string_view{"\0\0\2\0\x2f\1\0", 7});
    CHECK(read(channel, hello).empty());
    CHECK(channel.is_over());
    CHECK(channel.to_wire().starts_with(alert));
}

TEST_CASE("A record that was tampered with ends the connection with an alert", "[tls]")
{
    auto const newest_version = GENERATE(0, TLS1_2_VERSION);
    connection here{newest_version};
    here.shake_hands();
    here.there.say("give him 10");
    auto sealed = here.there.to_wire();
    sealed.back() ^= 1;
    CHECK(read(here.channel, sealed).empty());
    CHECK(here.channel.is_over());
    CHECK_FALSE(here.channel.failure().empty());
    CHECK_FALSE(here.channel.to_wire().empty());
    here.carry_back();
    CHECK(here.there.is_told_that_nothing_more_comes()); // an alert that is fatal says that, too
}

TEST_CASE("A handshake that has not ended says nothing but itself", "[tls]")
{
    connection here;
    here.carry();
    here.channel.finish();
    CHECK_FALSE(here.channel.is_over());
    CHECK(here.carry_back().empty());
    CHECK_FALSE(here.there.is_told_that_nothing_more_comes());
}

TEST_CASE("A handshake may end anywhere", "[tls]")
{
    std::string hello;
    {
        connection here;
        hello = here.there.to_wire();
    }
    tls::identity identity;
    for (std::size_t size = 0; size < hello.size(); ++size) {
        tls::channel channel{identity};
        CHECK(read(channel, std::string_view{hello}.substr(0, size)).empty());
        CHECK(channel.to_wire().empty());
        CHECK_FALSE(channel.is_over());
    }
}

TEST_CASE("A client that asks for another handshake keeps its connection", "[tls]")
{
    connection here{TLS1_2_VERSION};
    here.shake_hands();
    SSL_renegotiate(here.there.session());
    SSL_do_handshake(here.there.session());
    here.carry();
    CHECK_FALSE(here.channel.is_over()); // it is told that there will be none
    CHECK(here.channel.to_wire().starts_with(alert));
}

TEST_CASE("A client whom everybody will do talks to a server of whatever name", "[tls]")
{
    auto const host = GENERATE("127.0.0.1", "receiver.example");
    peer server{make_certificate("DNS:somebody.example")};
    tls::trust const anybody;
    tls::channel client{anybody, host};
    client.write("hello");
    std::string said;
    for (int flight = 0; flight < 3; ++flight) {
        said += server.take_from_wire(taken(client));
        CHECK(read(client, server.to_wire()).empty());
    }
    CHECK(client.is_established());
    CHECK(said == "hello");
    std::string const long_text(100'000, 'x');
    server.say(long_text);
    CHECK(read(client, server.to_wire()) == long_text);
    client.write(long_text);
    CHECK(server.take_from_wire(taken(client)) == long_text);
    auto const* const name = SSL_get_servername(server.session(), TLSEXT_NAMETYPE_host_name);
    CHECK(std::string{name == nullptr ? "127.0.0.1" : name} == host); // addresses are not told
}

TEST_CASE("A client that believes not everybody looks at who vouches for whom", "[tls]")
{
    auto const authority = make_authority();
    auto const somebody = make_authority();
    temporary_file const believed{authority.text};
    struct row {
        std::string host;
        certificate shown;
        std::string flaw;
    };
    row const rows[] = {
        {"127.0.0.1", make_certificate("IP:127.0.0.1", &authority), ""},
        {"::1", make_certificate("DNS:localhost,IP:::1", &authority), ""},
        {"receiver.example", make_certificate("DNS:receiver.example", &authority), ""},
        {"receiver.example", make_certificate("DNS:*.example", &authority), ""},
        {"127.0.0.1", make_certificate("IP:127.0.0.2", &authority), "Common Name"},
        {"127.0.0.1", make_certificate("DNS:127.0.0.1", &authority), "Common Name"},
        {"receiver.example", make_certificate("DNS:somebody.example", &authority), "Common Name"},
        {"127.0.0.1", make_certificate("IP:127.0.0.1", &somebody), "not correctly signed"},
        {"127.0.0.1", make_certificate("IP:127.0.0.1"), "not correctly signed"},
    };
    tls::trust const trust{believed.path()};
    for (auto const& [host, shown, flaw] : rows) {
        INFO(host << ": " << flaw);
        peer server{shown};
        tls::channel client{trust, host};
        client.write("secret");
        std::string said;
        for (int flight = 0; flight < 3; ++flight) {
            said += server.take_from_wire(taken(client));
            read(client, server.to_wire());
        }
        CHECK(client.is_established() == flaw.empty());
        CHECK(client.is_over() != flaw.empty());
        CHECK(said == (flaw.empty() ? "secret" : ""));
        CHECK_THAT(client.failure(), Catch::ContainsSubstring(flaw));
    }
}
