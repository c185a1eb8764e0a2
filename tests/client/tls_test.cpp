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

/// A server that speaks TLS under such a certificate.
class tls_server {
public:
    explicit tls_server(char const* alternative_name) : certificate_{make_certificate(alternative_name)}
    {
        context_.use_certificate_chain(boost::asio::buffer(certificate_.text));
        context_.use_private_key(boost::asio::buffer(certificate_.key), ssl::context::pem);
    }

    std::string endpoint() const { return "https://127.0.0.1:" + server_.port(); }
    std::string const& certificate_text() const { return certificate_.text; }

private:
    certificate certificate_;
    ssl::context context_{ssl::context::tls_server};
    tiny_server server_{[this](tcp::socket& socket, int number) {
        ssl::stream<tcp::socket&> stream{socket, context_};
        stream.handshake(ssl::stream_base::server);
        boost::asio::streambuf buffer;
        while (true) {
            read_request(stream, buffer);
            write_answer(stream, std::to_string(number));
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
