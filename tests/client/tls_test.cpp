#include "certificate.hpp"
#include "tiny_server.hpp"

#include "scripted_transport.hpp"

#include "support/catch.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstdlib>

using namespace understudy;
using namespace understudy::testing;
using namespace std::chrono_literals;

namespace ssl = boost::asio::ssl;

namespace {

constexpr auto patience = 30s;

/// A server that speaks TLS under such a certificate, and answers with the number of the connection if it is told nothing else.
class tls_server {
public:
    using stream = ssl::stream<tcp::socket&>;
    using answer = std::function<void(stream&, std::string const& request)>;

    explicit tls_server(char const* alternative_name, answer give = {},
                        ssl::context::method method = ssl::context::tls_server)
        : certificate_{make_certificate(alternative_name)}, give_{std::move(give)}, context_{method}
    {
        context_.use_certificate_chain(boost::asio::buffer(certificate_.text));
        context_.use_private_key(boost::asio::buffer(certificate_.key), ssl::context::pem);
    }

    std::string endpoint() const { return "https://127.0.0.1:" + server_.port(); }
    std::string const& certificate_text() const { return certificate_.text; }

private:
    certificate certificate_;
    answer give_;
    ssl::context context_;
    tiny_server server_{[this](tcp::socket& socket, int number) {
        stream secure{socket, context_};
        secure.handshake(ssl::stream_base::server);
        boost::asio::streambuf buffer;
        while (true) {
            auto const request = read_request(secure, buffer);
            give_ ? give_(secure, request) : write_answer(secure, std::to_string(number));
        }
    }};
};

/// Makes the system trust one more certificate, as an administrator would.
class trusted {
public:
    explicit trusted(std::string const& certificate) : file_{certificate}
    {
        ::setenv("SSL_CERT_FILE", file_.path().c_str(), 1);
    }
    ~trusted() { ::unsetenv("SSL_CERT_FILE"); }
    trusted(trusted const&) = delete;
    trusted& operator=(trusted const&) = delete;

private:
    temporary_file file_;
};

} // namespace

TEST_CASE("Over TLS a server that the system trusts is talked to, and its connection kept", "[client][tls]")
{
    tls_server const server{"IP:127.0.0.1"};
    trusted const trust{server.certificate_text()};
    auto const wire = open_transport(server.endpoint());
    CHECK(wire->send({.body = "x"}, patience).value().body == "1");
    CHECK(wire->send({.body = "y"}, patience).value().body == "1");
}

TEST_CASE("A server that nobody vouches for gets no request", "[client][tls]")
{
    tls_server const server{"IP:127.0.0.1"};
    auto const answer = open_transport(server.endpoint())->send({.body = "secret"}, patience);
    REQUIRE(!answer);
    CHECK(answer.error().reason == wire_failure_reason::insecure);
}

TEST_CASE("A trusted certificate of somebody else does not do", "[client][tls]")
{
    tls_server const server{"DNS:somebody.example"};
    trusted const trust{server.certificate_text()};
    auto const answer = open_transport(server.endpoint())->send({.body = "secret"}, patience);
    REQUIRE(!answer);
    CHECK(answer.error().reason == wire_failure_reason::insecure);
}

TEST_CASE("What is larger than a record goes both ways over TLS, of whichever version", "[client][tls]")
{
    auto const method = GENERATE(ssl::context::tls_server, ssl::context::tlsv12_server);
    auto const echo = [](tls_server::stream& stream, std::string const& request) {
        write_answer(stream, request.substr(request.find("\r\n\r\n") + 4));
    };
    tls_server const server{"IP:127.0.0.1", echo, method};
    trusted const trust{server.certificate_text()};
    auto const wire = open_transport(server.endpoint());
    std::string text;
    for (int i = 0; text.size() < 300'000; ++i) { text += std::to_string(i); }
    CHECK(wire->send({.body = text}, patience).value().body == text);
    CHECK(wire->send({.body = "x"}, patience).value().body == "x");
}

TEST_CASE("An answer that ends with its connection has to be ended under the seal", "[client][tls]")
{
    auto const properly = GENERATE(true, false);
    auto const half = [=](tls_server::stream& stream, std::string const&) {
        boost::asio::write(stream, boost::asio::buffer("HTTP/1.1 200 OK\r\n\r\nall or half", 30));
        boost::system::error_code ignored;
        if (properly) { stream.shutdown(ignored); }
        stream.lowest_layer().shutdown(tcp::socket::shutdown_both, ignored);
    };
    tls_server const server{"IP:127.0.0.1", half};
    trusted const trust{server.certificate_text()};
    auto const answer = open_transport(server.endpoint())->send({.body = "x"}, patience);
    if (properly) {
        CHECK(answer.value().body == "all or half");
    } else {
        REQUIRE(!answer);
        CHECK(answer.error().reason == wire_failure_reason::closed);
    }
}

TEST_CASE("A server that hangs up in the handshake, or speaks no TLS, gets no request", "[client][tls]")
{
    auto const speaks = GENERATE(true, false);
    tiny_server const server{[=](tcp::socket& socket, int) {
        if (speaks) { write_answer(socket, "hello"); }
    }};
    auto const answer =
        open_transport("https://127.0.0.1:" + server.port())->send({.body = "secret"}, patience);
    REQUIRE(!answer);
    CHECK(answer.error().reason == wire_failure_reason::insecure);
    CHECK(answer.error().message.find("TLS") != std::string::npos);
}

TEST_CASE("A system that trusts nobody talks to nobody over TLS", "[client][tls]")
{
    tls_server const server{"IP:127.0.0.1"};
    trusted const trust{"no certificate"};
    auto const answer = open_transport(server.endpoint())->send({.body = "secret"}, patience);
    REQUIRE(!answer);
    CHECK(answer.error().reason == wire_failure_reason::insecure);
}
